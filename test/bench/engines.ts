import FlatQueue from 'flatqueue'
import { at } from '../../src/shared/assert.ts'
import { defaultsOf, type Params } from '../../src/shared/params.ts'
import type { Engine } from '../../src/engine/kernel/engine.ts'
import { EventQueue } from '../../src/engine/kernel/event-queue.ts'
import { RandomStream } from '../../src/engine/kernel/random.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { Timeline } from '../../src/engine/kernel/timeline.ts'
import { POLICY_IDS } from '../../src/engine/jitter/settings/policies.ts'
import { JITTER_SETTINGS } from '../../src/engine/jitter/settings.ts'
import { RING_SETTINGS } from '../../src/engine/ring/settings.ts'
import { createJitterEngine } from '../../src/labs/jitter/scenario.ts'
import { JITTER_SCENARIOS } from '../../src/labs/jitter/scenarios.ts'
import { simulation as ringSimulation } from '../../src/labs/ring/scenario.ts'
import { figure, ratios, timed, type Figure } from './measure.ts'

const LENGTH = 600
const QUEUE_OPERATIONS = 200_000

type AnyEngine = Pick<Engine<never, unknown, unknown>, 'advance' | 'extent' | 'nextEventTime'>

/** Runs an engine to its end and returns how many events it handled. */
function runThrough(engine: AnyEngine): number {
  let events = 0
  while (engine.nextEventTime !== null) events += engine.advance(engine.extent)
  return events
}

const jitterRun = (policy: readonly string[]): (() => ReturnType<typeof createJitterEngine>) => {
  const scenario = at(JITTER_SCENARIOS, 2)
  const params: Params = { ...defaultsOf(JITTER_SETTINGS), ...scenario.params, for: LENGTH, policy }
  return () => createJitterEngine({ scenario: scenario.id, seed: scenario.seed, params, attachment: null })
}

/** Events handled a second, and simulated seconds a second, of each lab's model without a screen. */
export function engineFigures(runs: number): Figure[] {
  const two = jitterRun(['whiteboard', 'fixed'])
  const all = jitterRun(POLICY_IDS)
  const ring = (): AnyEngine =>
    ringSimulation.create({
      scenario: 'too-fast',
      seed: 1,
      params: { ...defaultsOf(RING_SETTINGS), produce: 100, consume: 80, for: LENGTH },
      attachment: null,
    })
  return [
    ...throughput('jitter, High, 2 policies', runs, two),
    ...throughput(`jitter, High, ${POLICY_IDS.length} policies`, runs, all),
    ...throughput('ring, 100 in and 80 out a second', runs, ring),
    figure(
      'jitter, High, 2 policies, with checkpoints: simulated seconds',
      '/s',
      timed(runs, () => {
        const timeline = new Timeline(two())
        timeline.seek(LENGTH * SECOND)
        timeline.finish()
      }).map((seconds) => LENGTH / seconds),
    ),
  ]
}

function throughput(name: string, runs: number, create: () => AnyEngine): Figure[] {
  const events = runThrough(create())
  const seconds = timed(runs, () => runThrough(create()))
  return [
    figure(
      `${name}: events`,
      '/s',
      seconds.map((s) => events / s),
    ),
    figure(
      `${name}: simulated seconds`,
      '/s',
      seconds.map((s) => LENGTH / s),
    ),
  ]
}

/** Our event queue beside flatqueue (which is not stable: ours keeps a total order). A ratio above 1: ours is faster. */
export function queueFigures(runs: number): Figure[] {
  const times = Array.from({ length: QUEUE_OPERATIONS }, () => 0)
  const stream = RandomStream.of(1, 'bench.queue')
  for (let i = 0; i < times.length; i++) times[i] = stream.below(1_000_000)
  const ours = (): void => {
    const queue = new EventQueue<number>(QUEUE_OPERATIONS)
    for (let i = 0; i < times.length; i++) {
      queue.schedule(at(times, i), 0, i)
      if (i % 2 === 1) queue.take()
    }
    while (queue.size > 0) queue.take()
  }
  const peer = (): void => {
    const queue = new FlatQueue()
    for (let i = 0; i < times.length; i++) {
      queue.push(i, at(times, i))
      if (i % 2 === 1) queue.pop()
    }
    while (queue.length > 0) queue.pop()
  }
  return [figure('event queue, beside flatqueue', '× as fast', ratios(runs, ours, peer))]
}
