import { expect, test } from 'vitest'
import { Collectors } from '../../../src/engine/ingest/collector.ts'
import { usualConfig } from '../../../src/engine/ingest/config.ts'
import { crashFates } from '../../../src/engine/ingest/crash.ts'
import { createBatch, RECORD_WORDS, writeRow, type Batch } from '../../../src/engine/ingest/record.ts'
import { batchOf } from './support.ts'

const ONE = { ...usualConfig(1, 1_000, 100).collector, perRegion: 1 }

/** `count` events a millisecond, from `fromMs` to before `untilMs`, as the ticks have them. */
function traffic(collectors: Collectors, fromMs: number, untilMs: number, count: number): void {
  for (let tick = fromMs / 100; tick < untilMs / 100; tick++) {
    const events = Array.from({ length: 100 * count }, (_, i) => ({
      id: 1 + tick * 100 * count + i,
      time: tick * 100 + Math.floor(i / count),
    }))
    take(collectors, batchOf(events), tick)
    collectors.endTick(tick)
  }
}

/** Takes a tick's events, in which a collector may crash. */
function take(collectors: Collectors, batch: Batch, tick: number): void {
  if (!collectors.isDoomed) return collectors.take(batch, tick)
  const caught = collectors.caught(batch, tick)
  const rows = new Uint32Array(caught.length * RECORD_WORDS)
  caught.forEach((index, place) => writeRow(batch, index, rows, place * RECORD_WORDS))
  const [fate] = crashFates([rows], ONE, tick * 100 + 50)
  collectors.takeCrash(batch, tick, caught, fate ?? { held: [], unconfirmed: [] })
}

test('without a timer 50 of 10,050 events stay behind when the traffic stops; with one, none (Y22)', () => {
  const collectors = new Collectors(ONE)
  // 10,050 events in one tick: 100 batches are full, and as drawn the rest waits for an event that never comes. The
  // last flush is so near that the age plays no part.
  const events = Array.from({ length: 10_050 }, (_, i) => ({ id: i + 1, time: Math.floor(i / 150) }))
  collectors.take(batchOf(events), 0)
  collectors.endTick(0)
  for (let tick = 1; tick < 100; tick++) {
    collectors.take(createBatch(1), tick)
    collectors.endTick(tick)
  }
  expect(collectors.drawnOpen).toBe(50)
  expect(collectors.counts.drawn).toMatchObject({ acknowledged: 10_050, inLog: 10_000, batches: 100 })
  expect(collectors.counts).toMatchObject({ passed: 10_050, batches: 101, full: 100 })
})

test('as drawn, the first event after 100 idle milliseconds goes off as a batch of its own (Y23)', () => {
  const collectors = new Collectors(ONE)
  collectors.take(batchOf([{ time: 150 }]), 1)
  collectors.endTick(1)
  expect(collectors.counts.drawn).toMatchObject({ inLog: 1, batches: 1 })
})

test('a crash loses acknowledged events as drawn, and none where only what is in the log is acknowledged (Y21)', () => {
  const collectors = new Collectors(ONE)
  traffic(collectors, 0, 1_000, 7)
  collectors.crash(0)
  expect(collectors.isDoomed).toBe(true)
  traffic(collectors, 1_000, 1_100, 7)
  const { counts } = collectors
  const { drawn } = counts
  // By 1,050 ms 7 · 1,050 = 7,350 events had come. The last full batch of this tick left at 1,049 or so: 50 were open.
  expect(counts.unacknowledged).toBe(50)
  expect(counts.acknowledgementLost).toBe(100)
  expect(drawn.lost).toBeGreaterThan(0)
  expect(drawn.inLog + collectors.drawnOpen + drawn.lost).toBe(drawn.acknowledged)
  expect(counts.passed).toBe(counts.arrived - 50)
  // A second later the clients send those again which nobody confirmed: the same ids.
  const batch = createBatch(1_000)
  expect(collectors.addRetries(batch, 20)).toBe(true)
  expect(batch.length).toBe(150)
  const ids = [...batch.idLow.subarray(0, 150)].sort((a, b) => a - b)
  expect([ids[0], ids[149], new Set(ids).size]).toEqual([7_201, 7_350, 150])
  expect([...batch.receivedTime.subarray(0, 150)].every((time) => time === 2_000)).toBe(true)
  // They say when they are sent, not when they were: or their times would be put wrong.
  expect([...batch.sentTime.subarray(0, 150)].every((time) => time === 2_000)).toBe(true)
  expect(collectors.waiting).toBe(0)
})
