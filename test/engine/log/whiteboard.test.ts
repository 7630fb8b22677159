import { describe, expect, test } from 'vitest'
import { Partition } from '../../../src/engine/log/partition/partition.ts'
import {
  WHITEBOARD_DEFAULTS,
  WhiteboardPartition,
} from '../../../src/engine/log/partition/whiteboard-partition.ts'
import { record, settingsOf } from '../../support/log.ts'

const HOUR = 3_600_000

describe('the partition of slides 9 and 11', () => {
  test('as drawn: the first append fails, for nobody made a segment (facts X15)', () => {
    const drawn = new WhiteboardPartition()
    expect(drawn.append('k', 'v', 10, 0)).toMatchObject({ ok: false })
    expect(WHITEBOARD_DEFAULTS).toMatchObject({ retentionHours: 168, retentionBytes: 10_737_418_240 })
  })

  test('it dies of a retention smaller than a segment; the real one goes on with an empty segment (facts X20)', () => {
    const drawn = new WhiteboardPartition({ segmentBytes: 1_000, retentionHours: 168, retentionBytes: 500 })
    const real = new Partition(settingsOf({ segmentBytes: 1_000, retentionBytes: 0 }), 0)
    for (let i = 0; i < 8; i++) {
      drawn.append(null, 'x', 100, i)
      real.append({ records: [record('x', i)] }, i)
    }
    real.advanceHighWatermark(real.logEndOffset)
    expect(drawn.enforceRetention(10)).toHaveLength(1)
    expect(drawn.segments).toEqual([])
    expect(drawn.isAlive).toBe(false)
    expect(drawn.append(null, 'x', 100, 11)).toMatchObject({ ok: false })
    expect(real.cleanUp(10)).toMatchObject({ rolled: true, logStartOffset: 8 })
    expect(real.segments).toHaveLength(1)
    expect(real.append({ records: [record('x', 11)] }, 11)).toMatchObject({
      ok: true,
      value: { baseOffset: 8 },
    })
  })

  test('it keeps at most the limit, the real one at least: 9 to 10 and 10 to 11 segments of 10 (facts X21)', () => {
    const bytes = 1_000
    const drawn = new WhiteboardPartition({
      segmentBytes: 10 * bytes,
      retentionHours: 1e9,
      retentionBytes: 100 * bytes,
    })
    const settings = settingsOf({ segmentBytes: 10 * bytes, retentionBytes: 100 * bytes })
    const real = new Partition(settings, 0)
    // A record whose batch takes as many bytes.
    const value = 'x'.repeat(bytes - 61 - 9)
    const kept = { drawn: [] as number[], real: [] as number[] }
    for (let i = 0; i < 400; i++) {
      drawn.append(null, value, bytes, i)
      real.append({ records: [record(value, i)] }, i)
      real.advanceHighWatermark(real.logEndOffset)
      drawn.enforceRetention(i)
      real.cleanUp(i)
      if (i < 200) continue
      kept.drawn.push(drawn.size / bytes)
      kept.real.push(real.size / bytes)
    }
    expect(real.size % bytes).toBe(0)
    expect([Math.min(...kept.drawn), Math.max(...kept.drawn)]).toEqual([91, 100])
    expect([Math.min(...kept.real), Math.max(...kept.real)]).toEqual([100, 109])
  })

  test('it takes age from when a segment was made: a slow one goes while its newest message is seconds old (X22)', () => {
    const drawn = new WhiteboardPartition({ segmentBytes: 1e9, retentionHours: 168, retentionBytes: 1e12 })
    const real = new Partition(settingsOf({ retentionMs: 168 * HOUR }), 0)
    const end = 168 * HOUR + 60_000
    for (let now = 0; now <= end; now += 60_000) {
      drawn.append(null, 'x', 100, now)
      real.append({ records: [record('x', now)] }, now)
    }
    real.advanceHighWatermark(real.logEndOffset)
    const [deleted] = drawn.enforceRetention(end)
    expect(end - (deleted?.messages.at(-1)?.timestamp ?? 0)).toBe(0)
    // segment.ms closes the real one at 7 days too, and it stays until its latest record is 7 days old.
    expect(real.cleanUp(end).deleted).toEqual([])
    expect(real.segments).toHaveLength(2)
    const first = real.segments[0]?.maxTimestamp ?? 0
    expect(real.cleanUp(first + 168 * HOUR).deleted).toEqual([])
    expect(real.cleanUp(first + 168 * HOUR + 1).deleted).toMatchObject([{ reason: 'time' }])
    // So the first record lived for 14 days.
    expect((first + 168 * HOUR) / (24 * HOUR)).toBe(14)
  })

  test('reading skips what is deleted without a word; saved and restored it is the same', () => {
    const drawn = new WhiteboardPartition({ segmentBytes: 300, retentionHours: 168, retentionBytes: 600 })
    for (let i = 0; i < 9; i++) drawn.append(`k${i}`, `v${i}`, 100, i)
    const saved = drawn.save()
    drawn.enforceRetention(20)
    expect(drawn.read(0, 2).map(({ offset }) => offset)).toEqual([3, 4])
    drawn.restore(saved)
    expect(drawn.read(0, 100).map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(drawn.append(null, 'x', 100, 30)).toEqual({ ok: true, value: 9 })
    const dead = new WhiteboardPartition({ segmentBytes: 300, retentionHours: 168, retentionBytes: 0 })
    dead.append(null, 'x', 1, 0)
    dead.enforceRetention(0)
    drawn.restore(dead.save())
    expect(drawn.isAlive).toBe(false)
  })
})
