import * as fc from 'fast-check'
import { SECOND, type SimTime } from '../../../../src/engine/kernel/time.ts'
import type { KeysCommand } from '../../../../src/engine/log/keys/config.ts'
import { KeysEngine } from '../../../../src/engine/log/keys/keys-engine.ts'
import type { Lane } from '../../../../src/engine/log/keys/lane.ts'
import type { LaneId } from '../../../../src/engine/log/keys/placement.ts'
import { KEYS_SETTINGS, type KeysSettings } from '../../../../src/engine/log/keys/settings.ts'
import { defaultsOf, type ParamValue } from '../../../../src/shared/params.ts'
import { anyValue } from '../../../labs/support/any-params.ts'

/** The defaults, but for `changes`. */
const settingsWith = (changes: Partial<KeysSettings>): KeysSettings =>
  ({ ...defaultsOf(KEYS_SETTINGS), ...changes }) as unknown as KeysSettings

/** A run of the defaults but for `changes`. */
export const createRun = (changes: Partial<KeysSettings>, seed = 1): KeysEngine =>
  new KeysEngine({ seed, settings: settingsWith(changes) })

export function laneOf({ lanes }: KeysEngine, id: LaneId): Lane {
  const lane = lanes.find((candidate) => candidate.id === id)
  if (lane === undefined) throw new Error(`there is no lane ${id}`)
  return lane
}

/** A command and when it is given. */
export interface Given {
  readonly at: SimTime
  readonly command: KeysCommand
}

/** Advances to `until`, giving the commands on the way; refused ones are left out. */
export function runWith(engine: KeysEngine, given: readonly Given[], until: SimTime): void {
  for (const { at: time, command } of given) {
    engine.advance(time)
    engine.apply(command)
  }
  engine.advance(until)
}

/** Everything a run shows of itself, for comparing two runs. */
export const footprint = (engine: KeysEngine): unknown => ({
  now: engine.now,
  next: engine.nextEventTime,
  partitions: engine.partitions,
  hash: engine.traceHash(),
  measures: engine.measures(),
  checks: engine.checks(),
  landmarks: engine.landmarks(),
  lanes: engine.lanes.map(({ partitions }) =>
    partitions.map(({ records, unread, keyless }) => [records, unread, keyless]),
  ),
})

/** How long the runs of `anySettings` are, in seconds. */
export const LENGTH = 6

const SMALL: Readonly<Record<string, fc.Arbitrary<ParamValue>>> = {
  write: fc.integer({ min: 1, max: 120 }),
  keys: fc.integer({ min: 1, max: 30 }).map((n) => 10 * n),
  partitions: fc.integer({ min: 1, max: 14 }),
  read: fc.integer({ min: 0, max: 40 }).map((n) => 10 * n),
  batch: fc.constantFrom(256, 1_024, 16_384),
  addAt: fc.integer({ min: 0, max: LENGTH }),
  restartAt: fc.integer({ min: 0, max: LENGTH }),
  virtual: fc.constantFrom(10, 40, 100),
}

const values = Object.fromEntries(
  KEYS_SETTINGS.map((spec) => [spec.key, SMALL[spec.key] ?? anyValue(spec)] as const),
)

/** Settings under which much happens in a few seconds. */
export const anySettings: fc.Arbitrary<KeysSettings> = fc
  .record(values)
  .map((some) => settingsWith({ ...(some as Partial<KeysSettings>), for: LENGTH }))

const anyCommand: fc.Arbitrary<KeysCommand> = fc.oneof(
  fc.constant<KeysCommand>({ kind: 'add-partition' }),
  fc.constant<KeysCommand>({ kind: 'remove-partition' }),
  fc.record({ kind: fc.constant('restart' as const), producer: fc.nat(2) }),
  fc.constantFrom(...KEYS_SETTINGS.filter(({ live }) => live)).chain((spec) =>
    (values[spec.key] ?? anyValue(spec)).map((value): KeysCommand => ({
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
        fc.nat(LENGTH).map((n) => n * SECOND),
      ),
      command: anyCommand,
    }),
    { maxLength: 12 },
  )
  .map((given) => given.sort((a, b) => a.at - b.at))

export const anySeed = fc.integer({ min: 0, max: 0xffff_ffff })
