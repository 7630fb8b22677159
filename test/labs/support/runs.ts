import { Columns } from '../../../src/engine/kernel/columns.ts'
import type { Engine } from '../../../src/engine/kernel/engine.ts'
import type { AnySimulation, Scenario } from '../../../src/engine/kernel/simulation.ts'
import type { SimTime } from '../../../src/engine/kernel/time.ts'
import { FIRST_BRANCH, Timeline } from '../../../src/engine/kernel/timeline.ts'
import type { Params } from '../../../src/shared/params.ts'
import { scenarioParams } from '../../../src/state/lab-address.ts'

type Run = Timeline<unknown, unknown, unknown>

/** A run of `scenario`, its script included, standing at 0. */
export function startRun(simulation: AnySimulation, scenario: Scenario, seed: number, params?: Params): Run {
  const engine: Engine<unknown, unknown, unknown> = simulation.create({
    scenario: scenario.id,
    seed,
    params: { ...scenarioParams(simulation.params, scenario), ...params },
    attachment: null,
  })
  const commands = scenario.script
  const first = { id: FIRST_BRANCH, name: 'first run', parent: null, forkAt: 0, horizon: 0, commands }
  return Timeline.fromLog(engine, { branches: [first], current: FIRST_BRANCH, now: 0 })
}

/** Goes to `time` in one step, or to the end of the run if that comes before. */
export function runTo(run: Run, time: SimTime): void {
  run.seek(Math.min(time, Math.max(run.engine.extent, run.now)))
  run.finish()
}

export const frameOf = ({ engine }: Run, before: SimTime): unknown =>
  engine.frame({ from: engine.now - before, to: engine.now }, new Columns())
