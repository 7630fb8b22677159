import type { Params } from '../shared/params.ts'
import type { LabStore } from '../state/lab-store.ts'
import type { AnyLab } from './define-lab.ts'

/** The name under which a step is ticked off. */
export const stepKey = (scenario: string, step: string): string => `${scenario}/${step}`

/** Ticks off the steps that are done now. Once ticked, a step stays so, whatever is undone. */
export function tickSteps(lab: AnyLab, store: LabStore, frame: unknown, params: Params): void {
  const { scenario, now, log, done, ticked } = store.getState()
  const progress = { frame, now, scenario, params, branches: log?.branches.length ?? 1, done }
  const fresh = lab
    .lesson(scenario)
    .steps.filter((step) => !ticked.has(stepKey(scenario, step.id)) && step.isDone(progress))
    .map((step) => stepKey(scenario, step.id))
  if (fresh.length > 0) store.setState({ ticked: new Set([...ticked, ...fresh]) })
}
