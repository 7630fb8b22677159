import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../../src/shared/assert.ts'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { FATE, memberName } from '../../../../src/engine/log/groups/codes.ts'
import { GroupsEngine } from '../../../../src/engine/log/groups/groups-engine.ts'
import type { Lane } from '../../../../src/engine/log/groups/lane.ts'
import {
  anyGiven,
  anySeed,
  anySettings,
  footprint,
  LENGTH,
  laneOf,
  runUntil,
  runWith,
  settingsWith,
  summaryOf,
} from './support.ts'

const END = LENGTH * SECOND

/** How often each record came to a lane's sink. */
function visits({ ledger }: Lane): Map<number, number> {
  const found = new Map<number, number>()
  for (let row = 0; row < ledger.sinkRecord.length; row++) {
    const record = ledger.sinkRecord.get(row)
    found.set(record, (found.get(record) ?? 0) + 1)
  }
  return found
}

describe('whoever joins, leaves, crashes, stands still and comes back', () => {
  it('every sum holds, a partition has one owner, and each order of commit and work keeps its promise', () => {
    let trouble = 0
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new GroupsEngine({ seed, settings })
        const stops = [...given, { at: END, command: null }]
        for (const { at: time, command } of stops) {
          engine.advance(time)
          if (command !== null) engine.apply(command)
          for (const { label, predicted, measured, tolerance } of engine.checks())
            expect(Math.abs(predicted - measured), label).toBeLessThanOrEqual(tolerance)
          for (const lane of engine.lanes) checkOwners(lane, settings.partitions)
        }
        for (const lane of engine.lanes) {
          const { lost, ignored } = lane.ledger.counts
          const most = Math.max(0, ...visits(lane).values())
          const isOnce = lane.spec.commit === 'before'
          expect(isOnce ? most : 0).toBeLessThanOrEqual(1)
          expect(isOnce || settings.reset === 'latest' ? 0 : lost).toBe(0)
          expect(lane.spec.dedupes ? lane.ledger.counts.duplicates : 0).toBe(0)
          trouble += lost + ignored
        }
      }),
      { numRuns: 20 },
    )
    expect(trouble).toBeGreaterThan(20)
  }, 60_000)

  it('when it is over and all records are read, at-least-once has processed every one', () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, (any, seed, given) => {
        const settings = settingsWith({
          ...any,
          study: 'delivery',
          reset: 'earliest',
          for: 400,
          crashes: 0,
          fault: 'none',
          work: 20,
          maxPollInterval: 5,
        })
        const engine = new GroupsEngine({ seed, settings })
        runWith(
          engine,
          given.filter(({ command }) => command.kind !== 'set'),
          END,
        )
        // Peace: nobody produces much any more, and at least two members run.
        engine.apply({ kind: 'set', key: 'produce', value: 0.5 })
        for (const member of [0, 1])
          for (const deed of ['thaw', 'resume', 'quick', 'start'] as const)
            engine.apply({ kind: 'member', deed, member })
        for (let member = 2; member < 8; member++) engine.apply({ kind: 'member', deed: 'crash', member })
        engine.advance(END + 120 * SECOND)
        const before = engine.topic.length
        engine.advance(END + 160 * SECOND)
        const lane = laneOf(engine, 'after')
        for (let record = 0; record < before; record++)
          expect(lane.ledger.fateOf(record)).toBe(FATE.processed)
        const once = laneOf(engine, 'idempotent')
        expect([once.ledger.counts.lost, once.ledger.counts.duplicates]).toEqual([0, 0])
        expect(visits(once).size).toBeGreaterThanOrEqual(before)
      }),
      { numRuns: 12 },
    )
  }, 60_000)

  it('gives the same run in one go and in slices, and goes on from a saved state as if it had never stopped', () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, fc.nat(END), (settings, seed, given, middle) => {
        const whole = new GroupsEngine({ seed, settings })
        runWith(whole, given, END)
        const engine = new GroupsEngine({ seed, settings })
        runWith(
          engine,
          given.filter(({ at: time }) => time <= middle),
          middle,
        )
        const saved = engine.save()
        const rest = given.filter(({ at: time }) => time > middle)
        runWith(engine, rest, END)
        expect(footprint(engine)).toEqual(footprint(whole))
        engine.restore(saved)
        const other = new GroupsEngine({ seed, settings })
        other.restore(saved)
        for (const again of [engine, other]) {
          runWith(again, rest, END)
          expect(footprint(again)).toEqual(footprint(whole))
        }
      }),
      { numRuns: 15 },
    )
  }, 60_000)
})

/** Of the members that the group knows no two have one partition; settled, all have one. */
function checkOwners(lane: Lane, partitions: number): void {
  if (lane.spec.origin === 'whiteboard') return
  const known = lane.members.filter((member) => lane.knows(member))
  const owned = known.flatMap((member) => [...member.owned])
  expect(new Set(owned).size).toBe(owned.length)
  const hasNews = known.some(({ told, life, mustJoin }) => told !== null || life !== 'running' || mustJoin)
  // One that has crashed is a member until its session is over, also when its place is taken again.
  const hasGhost = lane.members.some((member) =>
    Array.from({ length: member.incarnation }, (_, i) => `${memberName(member.slot)}-${i + 1}`).some(
      (id) => (id !== member.id || member.life !== 'running') && lane.knows({ ...member, id }),
    ),
  )
  const isSettled = !lane.isRebalancing && !hasNews && !hasGhost && known.every(({ joining }) => !joining)
  expect(isSettled && known.length > 0 ? owned.length : partitions).toBe(partitions)
}

describe('a crash in the middle of a batch', () => {
  const changes = {
    backlog: 150,
    reset: 'earliest',
    produce: 12,
    work: 150,
    fault: 'crash',
    faultAt: 8.4,
  } as const

  it('loses the rest of the batch or repeats its beginning: together the batch', () => {
    const engine = runUntil(changes, 30, 3)
    const before = summaryOf(engine, 'before')
    const after = summaryOf(engine, 'after')
    const sink = summaryOf(engine, 'idempotent')
    expect(before.lost + after.duplicates).toBe(10) // max.poll.records
    expect([before.duplicates, after.lost, sink.lost, sink.duplicates]).toEqual([0, 0, 0, 0])
    expect(sink.ignored).toBe(after.duplicates)
  })

  it('at the scale of 100,000 messages with crashes in 2 % of the batches of 100: a thousand each, within chance', () => {
    // 1,201 lost and 835 twice in another simulation of the same, in facts.md, X18. A crash falls anywhere in a batch,
    // so each is half of it on average: 100,000 × 2 % / 2, and crashes are as rare as rain drops.
    const seconds = 110
    const engine = runUntil({
      partitions: 1,
      members: 1,
      keys: 10,
      produce: 1_000,
      produceUneven: 0,
      backlog: 2_000,
      reset: 'earliest',
      work: 1,
      maxPoll: 100,
      session: 1,
      heartbeat: 0.3,
      down: 0.1,
      crashes: 12,
      for: seconds,
    })
    const lane = laneOf(engine, 'before')
    const crashes = engine.done.filter(({ deed }) => deed === 'crash').length
    const { lost, duplicates } = lane.ledger.counts
    const twice = summaryOf(engine, 'after').duplicates
    expect(crashes).toBeGreaterThan(10)
    expect(duplicates).toBe(0)
    // Half a batch a crash, give or take four standard deviations of a uniform place in it.
    const spread = 4 * Math.sqrt(crashes * (100 ** 2 / 12))
    expect(Math.abs(lost - 50 * crashes)).toBeLessThan(spread + 200)
    expect(Math.abs(twice - 50 * crashes)).toBeLessThan(spread + 200)
    expect(summaryOf(engine, 'after').lost).toBe(0)
    expect(at(engine.summaries(), 3)).toMatchObject({ lost: 0, duplicates: 0, ignored: twice })
  }, 30_000)
})

describe('a member that comes back from standing still', () => {
  it('is refused its commit by name, and only once it was out for a session timeout', () => {
    const changes = {
      backlog: 150,
      reset: 'earliest',
      produce: 12,
      work: 150,
      fault: 'freeze',
      faultAt: 7.7,
    } as const
    const long = laneOf(runUntil({ ...changes, down: 9 }, 25, 3), 'after')
    expect(long.history.notes.map(({ kind }) => kind)).toContain('refused')
    expect(long.history.notes.map(({ text }) => text).join()).toContain(
      'commit of member A-1 refused: UnknownMemberId',
    )
    const short = laneOf(runUntil({ ...changes, down: 4 }, 25, 3), 'after')
    expect(short.history.notes).toEqual([])
    expect(short.ledger.counts.duplicates).toBe(0)
  })
})

describe('a group that has committed nothing', () => {
  const changes = { backlog: 120, produce: 8 } as const

  it('passes over what is there, reads all of it, or stops, as auto.offset.reset says', () => {
    const latest = summaryOf(runUntil({ ...changes, reset: 'latest' }, 20), 'after')
    expect(latest.skipped).toBeGreaterThanOrEqual(120)
    const earliest = summaryOf(runUntil({ ...changes, reset: 'earliest' }, 30), 'after')
    expect([earliest.skipped, earliest.lost]).toEqual([0, 0])
    expect(earliest.processed).toBeGreaterThan(120)
    const none = runUntil({ ...changes, reset: 'none' }, 5)
    expect(summaryOf(none, 'after').processed).toBe(0)
    for (const { trouble } of laneOf(none, 'after').members.slice(0, 3))
      expect(trouble).toContain('NoOffsetForPartition')
  })
})

describe('more members than partitions', () => {
  it('leaves one idle, until another goes', () => {
    const engine = runUntil({ members: 4 }, 5)
    expect(summaryOf(engine, 'after').idle).toBe(1)
    expect(laneOf(engine, 'after').members[3]?.owned).toEqual([])
    engine.apply({ kind: 'member', deed: 'leave', member: 0 })
    engine.advance(15 * SECOND)
    expect(summaryOf(engine, 'after').idle).toBe(0)
    expect(laneOf(engine, 'after').members[3]?.owned).toHaveLength(1)
  })
})
