import * as fc from 'fast-check'
import { at } from '../../../../src/shared/assert.ts'
import { defaultsOf, type ParamSpec, type ParamValue } from '../../../../src/shared/params.ts'
import { SECOND, type SimTime } from '../../../../src/engine/kernel/time.ts'
import { DEEDS } from '../../../../src/engine/log/groups/codes.ts'
import type { GroupsCommand } from '../../../../src/engine/log/groups/config.ts'
import { GroupsEngine } from '../../../../src/engine/log/groups/groups-engine.ts'
import type { Lane, LaneId } from '../../../../src/engine/log/groups/lane.ts'
import type { LaneSummary } from '../../../../src/engine/log/groups/measures.ts'
import { GROUP_SETTINGS, type GroupSettings } from '../../../../src/engine/log/groups/settings.ts'

/** The defaults, but for `changes`. */
export const settingsWith = (changes: Partial<GroupSettings>): GroupSettings =>
  ({ ...defaultsOf(GROUP_SETTINGS), ...changes }) as unknown as GroupSettings

/** A run of the defaults but for `changes`. */
export const createRun = (changes: Partial<GroupSettings>, seed = 1): GroupsEngine =>
  new GroupsEngine({ seed, settings: settingsWith(changes) })

/** The same, gone on to `seconds`, or to its end. */
export function runUntil(changes: Partial<GroupSettings>, seconds = Infinity, seed = 1): GroupsEngine {
  const engine = createRun(changes, seed)
  engine.advance(Math.min(engine.extent, seconds * SECOND))
  return engine
}

export const laneOf = ({ lanes }: GroupsEngine, id: LaneId): Lane =>
  at(
    lanes,
    lanes.findIndex(({ spec }) => spec.id === id),
  )

export const summaryOf = (engine: GroupsEngine, id: LaneId): LaneSummary =>
  at(
    engine.summaries(),
    engine.lanes.findIndex(({ spec }) => spec.id === id),
  )

/** A command and when it is given. */
export interface Given {
  readonly at: SimTime
  readonly command: GroupsCommand
}

/** Everything a run shows of itself, for comparing two runs. */
export const footprint = (engine: GroupsEngine): unknown => ({
  now: engine.now,
  next: engine.nextEventTime,
  hash: engine.traceHash(),
  measures: engine.measures(),
  checks: engine.checks(),
  landmarks: engine.landmarks(),
  members: engine.lanes.map(({ members }) => members.map((member) => ({ ...member }))),
  rounds: engine.lanes.map(({ history }) => [...history.rounds]),
})

/** How long the runs of `anySettings` are, in seconds. */
export const LENGTH = 12

const inRange = (least: number, most: number): fc.Arbitrary<number> => fc.integer({ min: least, max: most })

const optionsOf = (key: string): readonly string[] => {
  const spec: ParamSpec | undefined = GROUP_SETTINGS.find((one) => one.key === key)
  return spec?.kind === 'choice' ? spec.options.map(({ value }) => value) : []
}

const anyOf = (key: string): fc.Arbitrary<ParamValue> => fc.constantFrom(...optionsOf(key))

/** Any settings under which something happens within a few seconds. */
export const anySettings: fc.Arbitrary<GroupSettings> = fc
  .record({
    study: anyOf('study'),
    assignor: anyOf('assignor'),
    reset: anyOf('reset'),
    commit: anyOf('commit'),
    fault: anyOf('fault'),
    faultAt: inRange(0, 6),
    down: inRange(1, 5),
    crashes: fc.constantFrom(0, 0, 20),
    produce: inRange(1, 40),
    produceUneven: fc.constantFrom(0, 0.5, 1),
    keys: inRange(1, 20),
    partitions: inRange(1, 8),
    backlog: inRange(0, 40),
    members: inRange(1, 5),
    autoCommit: inRange(1, 4),
    session: inRange(1, 4),
    heartbeat: fc.constantFrom(0.2, 0.5, 1),
    maxPollInterval: inRange(1, 5),
    work: inRange(10, 300),
    maxPoll: inRange(1, 20),
    slowness: inRange(2, 20),
  })
  .map((values) => settingsWith({ ...(values as Partial<GroupSettings>), for: LENGTH }))

/** Any command that a run may accept at one time or another. */
export const anyCommand: fc.Arbitrary<GroupsCommand> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('member' as const),
      deed: fc.constantFrom(...DEEDS),
      member: inRange(0, 5),
    }),
  },
  {
    weight: 1,
    arbitrary: inRange(1, 300).map((value): GroupsCommand => ({ kind: 'set', key: 'work', value })),
  },
)

/** Some commands in order of time. */
export const anyGiven: fc.Arbitrary<Given[]> = fc
  .array(fc.record({ at: fc.nat(LENGTH * SECOND), command: anyCommand }), { maxLength: 25 })
  .map((given) => given.sort((a, b) => a.at - b.at))

export const anySeed = fc.integer({ min: 0, max: 0xffff_ffff })

/** Advances to `until`, giving the commands on the way; refused ones are left out. */
export function runWith(engine: GroupsEngine, given: readonly Given[], until: SimTime): void {
  for (const { at: time, command } of given) {
    engine.advance(time)
    engine.apply(command)
  }
  engine.advance(until)
}
