import { setImmediate } from 'node:timers/promises'
import { sentence, type Problem } from '../shared/outcome.ts'
import type { AnySimulation, RunSpec } from '../engine/kernel/simulation.ts'
import type { Engine } from '../engine/kernel/engine.ts'
import { FIRST_BRANCH, Timeline, type Stamped } from '../engine/kernel/timeline.ts'
import type { Progress } from './progress.ts'

type Run = Timeline<unknown, unknown, unknown>

/** Small enough that Ctrl-C is answered at once. */
const EVENTS_A_SLICE = 4_000

export interface CompletedRun {
  readonly engine: Engine<unknown, unknown, unknown>
  /** What the engine refused of the scenario's script. */
  readonly refusals: readonly string[]
}

/**
 * Runs `spec`, its scenario's script included, to the last event, exactly as the page does. Works in slices, and
 * throws the reason of `interrupted` between two of them.
 */
export async function runToEnd(
  simulation: AnySimulation,
  spec: RunSpec,
  progress: Progress,
  interrupted: AbortSignal,
): Promise<CompletedRun> {
  const script = simulation.scenarios.find(({ id }) => id === spec.scenario)?.script ?? []
  const timeline = startTimeline(simulation, spec, script)
  const { engine } = timeline
  do {
    await workTo(engine.extent, timeline, progress, interrupted)
    // While events were to come the extent was an estimate. If they now are all over it lies before the present
    // moment: the run ends at its last event, not at where the estimate happened to be.
  } while (engine.nextEventTime !== null && engine.extent > timeline.now)
  await workTo(engine.extent, timeline, progress, interrupted)
  const refusals = timeline.takeRefusals().map((problem: Problem) => sentence(problem))
  return { engine, refusals: [...new Set(refusals)] }
}

function startTimeline(simulation: AnySimulation, spec: RunSpec, commands: readonly Stamped<unknown>[]): Run {
  const first = { id: FIRST_BRANCH, name: 'first run', parent: null, forkAt: 0, horizon: 0, commands }
  return Timeline.fromLog(simulation.create(spec), { branches: [first], current: FIRST_BRANCH, now: 0 })
}

async function workTo(
  goal: number,
  timeline: Run,
  progress: Progress,
  interrupted: AbortSignal,
): Promise<void> {
  timeline.seek(goal)
  while (!timeline.settled) {
    timeline.work(EVENTS_A_SLICE)
    progress.show('running', timeline.now / Math.max(1, timeline.engine.extent))
    await setImmediate() // lets a signal be heard
    interrupted.throwIfAborted()
  }
}
