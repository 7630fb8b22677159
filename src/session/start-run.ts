import type { Engine } from '../engine/kernel/engine.ts'
import type { AnySimulation } from '../engine/kernel/simulation.ts'
import { FIRST_BRANCH, Timeline, type Stamped, type TimelineLog } from '../engine/kernel/timeline.ts'
import type { OpenRequest } from './protocol.ts'

/** A run and its history, whatever the lab. */
export type Run = Timeline<unknown, unknown, unknown>

/** What a scenario's runs begin with. */
export const scriptOf = (simulation: AnySimulation, scenario: string): readonly Stamped<unknown>[] =>
  simulation.scenarios.find(({ id }) => id === scenario)?.script ?? []

/** A log with one branch, of these commands. */
export const rootLog = (commands: readonly Stamped<unknown>[]): TimelineLog<unknown> => ({
  branches: [{ id: FIRST_BRANCH, name: 'first run', parent: null, forkAt: 0, horizon: 0, commands }],
  current: FIRST_BRANCH,
  now: 0,
})

/** Begins the run that a request asks for: from its log, or from its scenario's script. */
export function startRun(simulation: AnySimulation, { spec, log }: OpenRequest): Run {
  const engine: Engine<unknown, unknown, unknown> = simulation.create(spec)
  return Timeline.fromLog(engine, log ?? rootLog(scriptOf(simulation, spec.scenario)))
}
