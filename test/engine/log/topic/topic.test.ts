import { describe, expect, it } from 'vitest'
import { unreadOf } from '../../../../src/engine/log/topic/group.ts'
import { topicFiles } from '../../../../src/engine/log/topic/export.ts'
import { recoverPartition } from '../../../../src/engine/log/partition/recover-partition.ts'
import { KAFKA_DEFAULTS } from '../../../../src/engine/log/partition/settings.ts'
import { partitionForKey } from '../../../../src/engine/log/partitioners/murmur2.ts'
import { secondDecode } from '../../../support/second-decoder.ts'
import { at, frameOf, lanes, scenario, topic } from './support.ts'

const KIB = 1_024
const DAY_H = 24

describe('reading', () => {
  it('takes nothing away: a record that every group has read is there, and a new group reads all again', () => {
    const engine = at(scenario('time-lapse'), 8, { kind: 'find', partition: 1, offset: 4 })
    const { found, isFoundThere, groups } = frameOf(engine)
    expect(found).toMatchObject({ partition: 1, offset: 4, valueBytes: 300 })
    expect(isFoundThere).toBe(true)
    for (const group of groups) expect(group.position[1]).toBeGreaterThan(4)
    at(engine, 8, { kind: 'join-group', from: 'earliest' })
    at(engine, 14)
    const fresh = engine.groups[3]
    expect(fresh?.startedAt(1)).toBe(0)
    expect(fresh?.counts.skipped).toBe(0)
    expect(engine.groups.map((group) => unreadOf(group, engine.partitions) < 20)).toEqual([
      true,
      true,
      expect.any(Boolean),
      true,
    ])
  })

  it('is nobody else’s business: with B paused, A and the log are what they are without it', () => {
    const plain = at(scenario('time-lapse'), 40)
    const paused = at(scenario('time-lapse'), 10, { kind: 'pause-group', group: 1, paused: true })
    at(paused, 40)
    expect(paused.groups[0]?.save()).toEqual(plain.groups[0]?.save())
    expect(lanes(paused).log.appended).toBe(lanes(plain).log.appended)
    expect(paused.filesOf(0)).toEqual(plain.filesOf(0))
    expect(frameOf(paused).groups[1]?.lag).toBeGreaterThan(300)
  })

  it('of what is gone gives OffsetOutOfRange: by policy to the end or to the log start, and the skipped are counted', () => {
    for (const policy of ['latest', 'earliest'] as const) {
      const engine = at(topic({ partitions: 1, groups: 2, rate: 40, segmentKib: 8, reset: policy }), 10)
      at(engine, 10, { kind: 'pause-group', group: 1, paused: true })
      at(engine, 20, { kind: 'set', key: 'retentionHours', value: 2 }, { kind: 'clean-up' })
      const log = engine.partitions[0]?.log
      const [start, end] = [log?.logStartOffset ?? 0, log?.logEndOffset ?? 0]
      const before = engine.groups[1]?.position(0) ?? 0
      expect(start).toBeGreaterThan(before)
      at(engine, 20, { kind: 'pause-group', group: 1, paused: false })
      at(engine, 20.05)
      const { counts } = engine.groups[1] ?? { counts: null }
      const to = policy === 'earliest' ? start : engine.partitions[0]?.log.logEndOffset
      expect(counts?.resets).toBe(1)
      expect((counts?.skipped ?? 0) + before).toBe(to)
      expect(end).toBeGreaterThan(start)
    }
  })

  it('a whiteboard’s group begins at 0 and skips what is gone without a word', () => {
    const engine = at(scenario('time-lapse'), 30, { kind: 'join-group', from: 'latest' })
    expect(engine.whiteboard.groups[3]?.offset(0)).toBe(0)
    at(engine, 34)
    expect(engine.whiteboard.groups[3]?.skipped).toBeGreaterThan(0)
    expect(engine.groups[3]?.counts.skipped).toBe(0)
  })
})

describe('retention', () => {
  it('keeps at least the limit, and the whiteboard at most: 10 segments’ worth (X21)', () => {
    const engine = topic({
      partitions: 1,
      groups: 0,
      rate: 50,
      size: 100,
      batch: 0,
      segmentKib: 4,
      retentionHours: -1,
      retentionKib: 40,
      for: 200,
    })
    const kept: { log: number[]; drawn: number[] } = { log: [], drawn: [] }
    for (let seconds = 60; seconds <= 200; seconds += 0.5) {
      at(engine, seconds, { kind: 'clean-up' })
      kept.log.push(lanes(engine).log.bytes / (4 * KIB))
      kept.drawn.push(lanes(engine).drawn.bytes / (4 * KIB))
      if (seconds === 199.5) break
    }
    // In segments: Kafka 10 to 11, the whiteboard 9 to 10. Segments are a little less than full.
    expect(Math.min(...kept.log)).toBeGreaterThanOrEqual(10)
    expect(Math.max(...kept.log)).toBeLessThanOrEqual(11)
    expect(Math.max(...kept.log)).toBeGreaterThan(10.7)
    expect(Math.max(...kept.drawn)).toBeLessThanOrEqual(10)
    expect(Math.min(...kept.drawn)).toBeGreaterThanOrEqual(8.9)
    expect(Math.min(...kept.drawn)).toBeLessThan(9.3)
  })

  it('with Kafka’s defaults lets records live for seven to fourteen days, and the whiteboard for none (X22)', () => {
    const engine = at(scenario('fourteen-days'), 16)
    const { drawn, log } = lanes(engine)
    const check = 5 / 60
    expect(log.youngestHours).toBeGreaterThan(7 * DAY_H)
    expect(log.youngestHours).toBeLessThanOrEqual(7 * DAY_H + 2 * check)
    expect(log.oldestHours).toBeGreaterThan(13.9 * DAY_H)
    // Between the last record of a segment and the first that does not fit any more lies one gap of the producer.
    expect(log.oldestHours).toBeLessThanOrEqual(14 * DAY_H + 3 * check)
    expect(drawn.youngestHours).toBeLessThan(2 * check)
    expect(frameOf(engine).drawn.isAlive[0]).toBe(0)
    expect(log.refused).toBe(0)
  })

  it('smaller than a segment: the whiteboard dies, the log keeps its last segment (X20)', () => {
    const engine = at(scenario('too-small'), 10)
    const { drawn, log } = lanes(engine)
    expect(drawn.retained).toBe(0)
    expect(drawn.refused).toBeGreaterThan(100)
    expect(log.refused).toBe(0)
    for (const { log: partition } of engine.partitions) expect(partition.size).toBeGreaterThanOrEqual(8 * KIB)
    const emptied = at(
      scenario('too-small'),
      3.9,
      { kind: 'set', key: 'retentionKib', value: 0 },
      { kind: 'clean-up' },
    )
    for (const { log: partition } of emptied.partitions)
      expect([partition.segments.length, partition.size, partition.active.openedBy]).toEqual([
        1,
        0,
        'retention',
      ])
  })

  it('is held up by one record from the future, or the broker refuses it', () => {
    const pinned = at(scenario('future'), 8, { kind: 'future-record', hours: 48 })
    const start = at(pinned, 16).partitions[0]?.log.logStartOffset
    expect(at(pinned, 40).partitions[0]?.log.logStartOffset).toBe(start)
    const refused = at(scenario('future', { aheadHours: 1 }), 8, { kind: 'future-record', hours: 48 })
    expect(lanes(refused).log.refused).toBe(1)
    expect(at(refused, 40).partitions[0]?.log.logStartOffset).toBeGreaterThan(start ?? 0)
    expect(refused.explain('log', 'refused')?.events[0]?.text).toContain('InvalidTimestamp')
  })

  it('deletes segments below a log start that an admin has raised', () => {
    const engine = at(topic({ partitions: 1, segmentKib: 4, groups: 0 }), 10)
    const base = engine.partitions[0]?.log.segments[3]?.baseOffset ?? 0
    at(engine, 10, { kind: 'delete-records', partition: 0, offset: base + 2 })
    expect(lanes(engine).log.deletedByLogStart).toBe(0)
    at(engine, 10, { kind: 'clean-up' })
    expect(lanes(engine).log.deletedByLogStart).toBe(base)
    expect(engine.partitions[0]?.log.logStartOffset).toBe(base + 2)
  })
})

describe('compaction', () => {
  it('leaves the latest record of every key, and readers pass the gaps', () => {
    const engine = at(scenario('compaction', { tombstones: 0 }), 30, { kind: 'clean-up' })
    for (const [i, { log, cleanedTo }] of engine.partitions.entries()) {
      const all = engine
        .filesOf(i)
        .flatMap((file) => secondDecode(file.log))
        .flatMap(({ records }) => records)
      const cleaned = all.filter(({ offset }) => offset < BigInt(cleanedTo))
      const keys = cleaned.map(({ key }) => key)
      expect(cleanedTo).toBe(log.active.baseOffset)
      expect(new Set(keys).size).toBe(keys.length)
      expect(keys.length).toBeGreaterThan(5)
    }
    at(engine, 30, { kind: 'join-group', from: 'earliest' })
    at(engine, 31)
    const counts = engine.groups[2]?.counts
    expect(counts?.delivered).toBeLessThan(200)
    expect(counts?.compacted).toBeGreaterThan(800)
  })
})

describe('looking a record up', () => {
  it('costs the same few bytes however long the log is', () => {
    const engine = topic({
      partitions: 1,
      groups: 0,
      rate: 400,
      size: 200,
      batch: 0,
      segmentKib: 1_024,
      retentionHours: -1,
      for: 60,
    })
    const cost = [1, 10, 60].map((seconds) => {
      engine.advance(seconds * 1e6 - 1)
      at(engine, seconds - 1e-6, { kind: 'find', partition: 0, offset: Math.floor(seconds * 400 * 0.61) })
      return engine.found
    })
    for (const found of cost) {
      // index.interval.bytes and one batch at most (T4)
      expect(found?.bytesScanned).toBeLessThanOrEqual(4_096 + 300)
      expect(found?.indexProbes).toBeLessThanOrEqual(Math.ceil(Math.log2((found?.indexEntries ?? 0) + 1)) + 1)
    }
    expect(cost[2]?.segments).toBeGreaterThan(4)
    expect(cost[2]?.indexEntries).toBeGreaterThan(200)
  })

  it('is refused outside of the log, in words', () => {
    const engine = at(topic({ partitions: 1 }), 2)
    const end = engine.partitions[0]?.log.logEndOffset ?? 0
    const say = (partition: number, offset: number): string => {
      const done = engine.apply({ kind: 'find', partition, offset })
      return done.ok ? done.value : `${done.problem.where ?? ''}: ${done.problem.what}`
    }
    expect(say(0, end)).toMatch(/there is no record yet/)
    expect(say(0, end + 7)).toMatch(/^offset \d+: OffsetOutOfRange: partition 0 holds the offsets 0 to \d+$/)
    expect(say(4, 0)).toMatch(/there is no partition 4: the last is 0/)
  })
})

describe('writing', () => {
  it('sends every key to the partition that Kafka’s clients choose, and in order', () => {
    const engine = at(topic({ partitions: 5, keys: 40, rate: 300, linger: 5, scale: 'second' }), 4)
    engine.partitions.forEach((_, i) => {
      const records = engine
        .filesOf(i)
        .flatMap((file) => secondDecode(file.log))
        .flatMap((batch) => batch.records)
      expect(records.length).toBeGreaterThan(50)
      const numbers = records.map(({ value }) =>
        Number.parseInt(Buffer.from(value ?? '', 'hex').toString(), 10),
      )
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
      for (const { key } of records) expect(partitionForKey(Buffer.from(key ?? '', 'hex'), 5)).toBe(i)
    })
  })

  it('gathers a batch until batch.size or linger.ms, whichever comes first (T5)', () => {
    const slow = at(topic({ partitions: 1, rate: 100, linger: 100, scale: 'second' }), 10)
    // One record every 10 ms, and 100 ms from the first on: the eleventh comes as the batch leaves.
    expect(lanes(slow).log.recordsPerBatch).toBeCloseTo(11, 0)
    const full = at(topic({ partitions: 1, rate: 100, linger: 60_000, batch: 3_300, scale: 'second' }), 10)
    expect(lanes(full).log.recordsPerBatch).toBeCloseTo(10, 0)
    const bytes = full.filesOf(0).flatMap(({ log }) => secondDecode(log)).length
    expect(bytes).toBeGreaterThan(90)
    const single = at(topic({ partitions: 1, rate: 100, linger: 0, scale: 'second' }), 10)
    expect(lanes(single).log.recordsPerBatch).toBe(1)
    expect(lanes(full).log.overheadPercent).toBeLessThan(lanes(single).log.overheadPercent / 2)
  })

  it('ends at a bound, and says at which', () => {
    const engine = topic({
      partitions: 1,
      groups: 0,
      rate: 5_000,
      size: 4_000,
      segmentKib: 1_024,
      retentionHours: -1,
      for: 1_200,
    })
    engine.advance(1_200e6)
    expect(engine.bound).toBe('bytes')
    expect(engine.extent).toBeLessThan(12e6)
    expect(engine.nextEventTime).toBeNull()
    expect(engine.apply({ kind: 'clean-up' }).ok).toBe(false)
  }, 20_000)
})

it('hands out its files as a broker has them: recovery opens them and finds nothing to mend', () => {
  const engine = at(scenario('time-lapse'), 30)
  const files = topicFiles(engine)
  engine.partitions.forEach(({ log }, i) => {
    const { folder, segments = [] } = files[i] ?? {}
    expect(folder).toBe(`log-${i}`)
    const own = new Map(
      segments.flatMap(({ baseOffset, log: bytes, index, timeIndex }) =>
        Object.entries({ log: bytes, index, timeindex: timeIndex }).flatMap(([kind, file]) =>
          file === null ? [] : [[`${String(baseOffset).padStart(20, '0')}.${kind}`, file] as const],
        ),
      ),
    )
    expect(own.size).toBe(3 * log.segments.length)
    const { partition, recovery } = recoverPartition(own, { ...KAFKA_DEFAULTS, segmentBytes: 16 * KIB }, 0)
    expect([recovery.bytesCut, recovery.orphans, recovery.removed]).toEqual([0, [], []])
    expect([partition.logStartOffset, partition.logEndOffset]).toEqual([log.logStartOffset, log.logEndOffset])
  })
})

it('reads from the page cache what lies among the newest bytes, and the rest from the disk', () => {
  const engine = at(scenario('far-behind'), 40)
  const [a, , c] = engine.groups
  expect(a?.counts.bytesFromDisk).toBe(0)
  expect(c?.counts.bytesFromDisk).toBeGreaterThan(100 * KIB)
  frameOf(engine).partitions.cacheStart.forEach((offset, i) => {
    const log = engine.partitions[i]?.log
    const read = log?.read(offset, 1e9)
    const behind = (log?.segments ?? []).filter(
      ({ baseOffset }) => read?.ok === true && baseOffset > (read.value.from?.segment ?? 0),
    )
    const bytes =
      (read?.ok === true ? read.value.bytes.length : 0) + behind.reduce((sum, { size }) => sum + size, 0)
    expect(bytes).toBeLessThanOrEqual(engine.cacheBytes)
    expect(bytes).toBeGreaterThan(engine.cacheBytes - 800)
  })
})
