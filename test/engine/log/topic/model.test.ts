import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { SCALES } from '../../../../src/engine/log/topic/codes.ts'
import type { TopicCommand } from '../../../../src/engine/log/topic/config.ts'
import { unreadOf } from '../../../../src/engine/log/topic/group.ts'
import type { TopicSettings } from '../../../../src/engine/log/topic/settings.ts'
import type { TopicEngine } from '../../../../src/engine/log/topic/topic-engine.ts'
import { secondDecode } from '../../../support/second-decoder.ts'
import { NaiveTopic, type NaiveRecord } from './naive-topic.ts'
import { broken, lanes, settingsOf, topic } from './support.ts'

const settings: fc.Arbitrary<Partial<TopicSettings>> = fc.record({
  scale: fc.constantFrom('minute', 'hour', 'day'),
  rate: fc.constantFrom(3, 17.5, 60),
  size: fc.constantFrom(1, 100, 900),
  segmentKib: fc.constantFrom(1, 3, 20),
  segmentHours: fc.constantFrom(0.05, 2, 30),
  retentionHours: fc.constantFrom(-1, 0, 0.05, 3, 40),
  retentionKib: fc.constantFrom(-1, 0, 2, 9),
  checkMinutes: fc.constantFrom(5, 90, 1_000),
  aheadHours: fc.constantFrom(-1, 1),
  groups: fc.constantFrom(0, 1, 3),
  speedA: fc.constantFrom(0, 2.5, 80),
  speedB: fc.constantFrom(10, 300),
  reset: fc.constantFrom('latest', 'earliest'),
})

const commands: fc.Arbitrary<TopicCommand> = fc.oneof(
  fc.constant<TopicCommand>({ kind: 'clean-up' }),
  fc.record({ kind: fc.constant('pause-group' as const), group: fc.nat(2), paused: fc.boolean() }),
  fc.record({ kind: fc.constant('join-group' as const), from: fc.constantFrom('earliest', 'latest') }),
  fc.record({ kind: fc.constant('future-record' as const), hours: fc.integer({ min: 1, max: 60 }) }),
  fc.record({
    kind: fc.constant('delete-records' as const),
    partition: fc.constant(0),
    offset: fc.nat(400),
  }),
  fc
    .oneof(
      fc.record({ key: fc.constant('retentionHours'), value: fc.constantFrom(-1, 0, 1, 20) }),
      fc.record({ key: fc.constant('retentionKib'), value: fc.constantFrom(-1, 0, 1, 7) }),
      fc.record({ key: fc.constant('speedA'), value: fc.constantFrom(0, 30, 500) }),
      fc.record({ key: fc.constant('reset'), value: fc.constantFrom('latest', 'earliest') }),
    )
    .map(({ key, value }): TopicCommand => ({ kind: 'set', key, value })),
)

/** Every record that the files of partition 0 hold, as a second reader reads them. */
const recordsOf = (engine: TopicEngine): NaiveRecord[] =>
  engine
    .filesOf(0)
    .flatMap(({ log }) => secondDecode(log))
    .flatMap(({ records }) => records)
    .map(({ offset, timestamp }) => ({ offset: Number(offset), timestamp: Number(timestamp) }))

function expectSame(engine: TopicEngine, naive: NaiveTopic): void {
  const { log } = lanes(engine)
  const partition = engine.partitions[0]?.log
  expect({
    appended: log.appended,
    refused: log.refused,
    byTime: log.deletedByTime,
    bySize: log.deletedBySize,
    byLogStart: log.deletedByLogStart,
    bytes: log.bytes,
    logStart: partition?.logStartOffset,
    segments: partition?.segments.map(({ baseOffset, nextOffset }) => [baseOffset, nextOffset]),
  }).toEqual({
    appended: naive.next,
    refused: naive.refused,
    byTime: naive.deleted.time,
    bySize: naive.deleted.size,
    byLogStart: naive.deleted['log-start'],
    bytes: naive.bytes,
    logStart: naive.logStart,
    segments: naive.segments.map(({ base, records }) => [base, (records.at(-1)?.offset ?? base - 1) + 1]),
  })
  expect(
    engine.groups.map((group) => ({
      position: group.position(0),
      delivered: group.counts.delivered,
      skipped: group.counts.skipped,
      unread: unreadOf(group, engine.partitions),
    })),
  ).toEqual(
    naive.groups.map(({ position, delivered, skipped }) => ({
      position,
      delivered,
      skipped,
      unread: naive.next - position,
    })),
  )
  expect(broken(engine)).toEqual([])
}

it('does what a plain model does, whatever a person does to it', () => {
  fc.assert(
    fc.property(
      settings,
      fc.array(fc.tuple(fc.integer({ min: 0, max: 1_500_000 }), commands), { maxLength: 8 }),
      (some, steps) => {
        const all = settingsOf({ ...some, partitions: 1, keys: 0, batch: 0, for: 20 })
        const engine = topic(all)
        const naive = new NaiveTopic(all, SCALES[all.scale])
        let time = 0
        for (const [gap, command] of steps) {
          time += gap
          engine.advance(time)
          naive.advance(time)
          if (engine.apply(command).ok) naive.apply(command)
          expectSame(engine, naive)
        }
        engine.advance(time + 1_000_000)
        naive.advance(time + 1_000_000)
        expectSame(engine, naive)
        expect(recordsOf(engine)).toEqual(naive.kept)
      },
    ),
    { numRuns: 80 },
  )
}, 30_000)
