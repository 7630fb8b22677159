import type { Params } from '../shared/params.ts'
import type { LabState, LabStore } from '../state/lab-store.ts'
import type { AnyLab } from './define-lab.ts'

/** The name under which a step is ticked off. */
export const stepKey = (place: string, step: string): string => `${place}/${step}`

/** Where steps belong: to a scenario, or to any file that feeds the run. */
export const lessonPlace = ({ scenario, attachment }: Pick<LabState, 'scenario' | 'attachment'>): string =>
  attachment === null ? scenario : 'file'

/** Ticks off the steps that are done now. Once ticked, a step stays so, whatever is undone. */
export function tickSteps(lab: AnyLab, store: LabStore, frame: unknown, params: Params): void {
  const state = store.getState()
  const { scenario, now, log, done, ticked, attachment } = state
  const place = lessonPlace(state)
  const progress = { frame, now, scenario, params, branches: log?.branches.length ?? 1, done }
  const fresh = lab
    .lesson(scenario, attachment !== null)
    .steps.filter((step) => !ticked.has(stepKey(place, step.id)) && step.isDone(progress))
    .map((step) => stepKey(place, step.id))
  if (fresh.length > 0) store.setState({ ticked: new Set([...ticked, ...fresh]) })
}
