import * as fc from 'fast-check'
import { at } from '../../../src/shared/assert.ts'
import { defaultsOf, type ParamSpec, type ParamValue } from '../../../src/shared/params.ts'
import { SECOND, type SimTime } from '../../../src/engine/kernel/time.ts'
import type { RingCommand } from '../../../src/engine/ring/config.ts'
import type { Lane } from '../../../src/engine/ring/lane.ts'
import { RingEngine } from '../../../src/engine/ring/ring-engine.ts'
import { RING_SETTINGS, type RingSettings } from '../../../src/engine/ring/settings.ts'

/** The defaults, but for `changes`. */
const settingsWith = (changes: Partial<RingSettings>): RingSettings =>
  ({ ...defaultsOf(RING_SETTINGS), ...changes }) as unknown as RingSettings

/** A run of the defaults but for `changes`. */
export const createRun = (changes: Partial<RingSettings>, seed = 1): RingEngine =>
  new RingEngine({ seed, settings: settingsWith(changes) })

/** The same, gone on to its end. */
export function finishedRun(changes: Partial<RingSettings>, seed = 1): RingEngine {
  const engine = createRun(changes, seed)
  engine.advance(engine.extent)
  return engine
}

export const listOf = ({ lanes }: RingEngine): Lane => at(lanes, 0)
export const ringOf = ({ lanes }: RingEngine): Lane => at(lanes, 1)

/** A command and when it is given. */
export interface Given {
  readonly at: SimTime
  readonly command: RingCommand
}

/** Advances to `until`, giving the commands on the way; refused ones are left out. */
export function runWith(engine: RingEngine, given: readonly Given[], until: SimTime): void {
  for (const { at: time, command } of given) {
    engine.advance(time)
    engine.apply(command)
  }
  engine.advance(until)
}

/** Everything a run shows of itself, for comparing two runs. */
export const footprint = (engine: RingEngine): unknown => ({
  now: engine.now,
  next: engine.nextEventTime,
  hash: engine.traceHash(),
  measures: engine.measures(),
  checks: engine.checks(),
  landmarks: engine.landmarks(),
  waiting: engine.lanes.map(({ waiting }) => waiting),
})

function valueOf(spec: ParamSpec): fc.Arbitrary<ParamValue> {
  if (spec.kind === 'choice') return fc.constantFrom(...spec.options.map(({ value }) => value))
  if (spec.kind !== 'number') return fc.boolean()
  // Mostly low rates, now and then high ones: four in five draws come from the lowest twentieth of the range.
  const steps = Math.round((spec.max - spec.min) / spec.step)
  const step = fc.oneof(
    { weight: 1, arbitrary: fc.nat(steps) },
    { weight: 4, arbitrary: fc.nat(Math.ceil(steps / 20)) },
  )
  return step.map((n) => Number((spec.min + n * spec.step).toFixed(2)))
}

/** How long the runs of `anySettings` are, in seconds. */
const LENGTH = 6

/** Any settings of the table, but for the length. */
export const anySettings: fc.Arbitrary<RingSettings> = fc
  .record(Object.fromEntries(RING_SETTINGS.map((spec) => [spec.key, valueOf(spec)])))
  .map((values) => settingsWith({ ...(values as Partial<RingSettings>), for: LENGTH }))

const anySet: fc.Arbitrary<RingCommand> = fc
  .constantFrom(...RING_SETTINGS.filter(({ live }) => live))
  .chain((spec) => valueOf(spec).map((value) => ({ kind: 'set', key: spec.key, value })))

/** Any command that a run may accept at one time or another. */
export const anyCommand: fc.Arbitrary<RingCommand> = fc.oneof(
  fc.constant<RingCommand>({ kind: 'push' }),
  fc.constant<RingCommand>({ kind: 'pop' }),
  fc.boolean().map((paused): RingCommand => ({ kind: 'pause-consumer', paused })),
  anySet,
)

/** Some commands in order of time; often several at one moment. */
export const anyGiven: fc.Arbitrary<Given[]> = fc
  .array(
    fc.record({
      at: fc.oneof(
        fc.nat(LENGTH * SECOND),
        fc.nat(12).map((n) => n * 500_000),
      ),
      command: anyCommand,
    }),
    {
      maxLength: 20,
    },
  )
  .map((given) => given.sort((a, b) => a.at - b.at))

export const anySeed = fc.integer({ min: 0, max: 0xffff_ffff })
