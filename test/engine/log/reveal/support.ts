import * as fc from 'fast-check'
import { SECOND, type SimTime } from '../../../../src/engine/kernel/time.ts'
import type { RevealCommand } from '../../../../src/engine/log/reveal/config.ts'
import { RevealEngine } from '../../../../src/engine/log/reveal/reveal-engine.ts'
import { REVEAL_SETTINGS, type RevealSettings } from '../../../../src/engine/log/reveal/settings.ts'
import { defaultsOf, type ParamValue } from '../../../../src/shared/params.ts'
import { anyValue } from '../../../labs/support/any-params.ts'

/** The defaults, but for `changes`. */
export const settingsWith = (changes: Partial<RevealSettings>): RevealSettings =>
  ({ ...defaultsOf(REVEAL_SETTINGS), ...changes }) as unknown as RevealSettings

/** A run of the defaults but for `changes`. */
export const createRun = (changes: Partial<RevealSettings>, seed = 1): RevealEngine =>
  new RevealEngine({ seed, settings: settingsWith(changes) })

/** A command and when it is given. */
export interface Given {
  readonly at: SimTime
  readonly command: RevealCommand
}

/** Advances to `until`, giving the commands on the way; refused ones are left out. */
export function runWith(engine: RevealEngine, given: readonly Given[], until: SimTime): void {
  for (const { at: time, command } of given) {
    engine.advance(time)
    engine.apply(command)
  }
  engine.advance(until)
}

/** Everything a run shows of itself, for comparing two runs. */
export const footprint = (engine: RevealEngine): unknown => ({
  now: engine.now,
  next: engine.nextEventTime,
  hash: engine.traceHash(),
  measures: engine.measures(),
  checks: engine.checks(),
  landmarks: engine.landmarks(),
})

/** How long the runs of `anySettings` are, in seconds. */
export const LENGTH = 12

const SMALL: Readonly<Record<string, fc.Arbitrary<ParamValue>>> = {
  write: fc.integer({ min: 1, max: 20 }),
  readA: fc.integer({ min: 0, max: 24 }),
  readB: fc.integer({ min: 0, max: 24 }),
  slots: fc.integer({ min: 1, max: 12 }),
  segment: fc.integer({ min: 1, max: 6 }).map((n) => 128 * n),
  keepBytes: fc.integer({ min: 0, max: 20 }).map((n) => 128 * n),
  keepSeconds: fc.integer({ min: 0, max: 6 }),
  check: fc.integer({ min: 1, max: 4 }),
  replicaLag: fc.constantFrom(0, 100, 1_000),
}

const values = Object.fromEntries(
  REVEAL_SETTINGS.map((spec) => [spec.key, SMALL[spec.key] ?? anyValue(spec)] as const),
)

/** Settings under which much happens in a few seconds. */
export const anySettings: fc.Arbitrary<RevealSettings> = fc
  .record(values)
  .map((some) => settingsWith({ ...(some as Partial<RevealSettings>), for: LENGTH }))

const reader = fc.constantFrom('a', 'b')

export const anyCommand: fc.Arbitrary<RevealCommand> = fc.oneof(
  fc.record({ kind: fc.constant('stall' as const), reader, stalled: fc.boolean() }),
  fc.record({ kind: fc.constant('read' as const), reader }),
  fc.constant<RevealCommand>({ kind: 'clean-up' }),
  fc.constantFrom(...REVEAL_SETTINGS.filter(({ live }) => live)).chain((spec) =>
    (values[spec.key] ?? anyValue(spec)).map((value): RevealCommand => ({
      kind: 'set',
      key: spec.key,
      value,
    })),
  ),
)

/** Some commands in order of time; often several at one moment. */
export const anyGiven: fc.Arbitrary<Given[]> = fc
  .array(
    fc.record({
      at: fc.oneof(
        fc.nat(LENGTH * SECOND),
        fc.nat(12).map((n) => n * SECOND),
      ),
      command: anyCommand,
    }),
    { maxLength: 20 },
  )
  .map((given) => given.sort((a, b) => a.at - b.at))

export const anySeed = fc.integer({ min: 0, max: 0xffff_ffff })
