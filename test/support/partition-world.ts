import * as fc from 'fast-check'
import { expect } from 'vitest'
import { decodeRecords } from '../../src/engine/log/bytes/decode-batch.ts'
import type { LogRecord, NewRecord } from '../../src/engine/log/bytes/record.ts'
import { scanBatches } from '../../src/engine/log/bytes/scan.ts'
import { Partition, type SavedPartition } from '../../src/engine/log/partition/partition.ts'
import { recoverPartition } from '../../src/engine/log/partition/recover-partition.ts'
import type { PartitionSettings } from '../../src/engine/log/partition/settings.ts'
import { fileName } from '../../src/engine/log/segment/segment-files.ts'
import { gzipCodec } from './gzip-codec.ts'
import { record, settingsOf } from './log.ts'
import { secondDecode } from './second-decoder.ts'

const codecs = { gzip: gzipCodec }

/** A record and where the naive model keeps it: in one array, with the number of the batch it came in. */
interface Row {
  readonly offset: number
  readonly batch: number
  readonly text: string
  readonly timestamp: number
}

/** A partition as an array of records; segments are lists of batch numbers, with their sizes told by the real one. */
class Model {
  rows: Row[] = []
  batches = 0
  /** First offset and size of each segment: sums of sizes that append told, split where it said it rolled. */
  segments: { base: number; bytes: number; modified: number }[] = [{ base: 0, bytes: 0, modified: 0 }]
  start = 0
  committed = 0
  end = 0

  clone(): Model {
    return Object.assign(new Model(), this, {
      rows: [...this.rows],
      segments: this.segments.map((segment) => ({ ...segment })),
    })
  }

  private endOf(i: number): number {
    return this.segments[i + 1]?.base ?? this.end
  }

  private latest(i: number): number {
    const { base, modified } = this.segments[i] ?? { base: 0, modified: 0 }
    const times = this.rows
      .filter(({ offset }) => offset >= base && offset < this.endOf(i))
      .map((row) => row.timestamp)
    return Math.max(-1, ...times) < 0 ? modified : Math.max(...times)
  }

  /** T4, rule by rule: returns what went, as first offset and reason. */
  cleanUp(now: number, { retentionMs, retentionBytes }: PartitionSettings): string[] {
    const gone: string[] = []
    const pass = (reason: string, mayGo: (i: number, bytes: number) => boolean): void => {
      let count = 0
      while (count < this.segments.length) {
        const segment = this.segments[count]
        if (segment === undefined || this.committed < this.endOf(count) || !mayGo(count, segment.bytes)) break
        if (count === this.segments.length - 1 && segment.bytes === 0) break
        count += 1
      }
      if (count === this.segments.length) this.segments.push({ base: this.end, bytes: 0, modified: now })
      if (count === 0) return
      gone.push(...this.segments.slice(0, count).map(({ base }) => `${base} ${reason}`))
      this.segments = this.segments.slice(count)
      this.start = Math.max(this.start, this.segments[0]?.base ?? 0)
      this.rows = this.rows.filter(({ offset }) => offset >= (this.segments[0]?.base ?? 0))
    }
    pass('log-start', (i) => i + 1 < this.segments.length && this.endOf(i) <= this.start)
    const size = this.segments.reduce((sum, { bytes }) => sum + bytes, 0)
    let over = size - retentionBytes
    if (retentionBytes >= 0 && over >= 0)
      pass('size', (_, bytes) => {
        const goes = over - bytes >= 0
        if (goes) over -= bytes
        return goes
      })
    if (retentionMs >= 0) pass('time', (i) => now - this.latest(i) > retentionMs)
    return gone
  }
}

/** The real partition, the naive one, and the clock of both. */
export interface World {
  partition: Partition
  model: Model
  now: number
  saved: { readonly real: SavedPartition; readonly model: Model } | null
}

/** What may happen to a partition. */
export const steps = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      sizes: fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 6 }),
      ahead: fc.constantFrom(0, 0, 0, -200, 300, 5_000),
      gzip: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('commit' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 900 }) }),
  },
  { weight: 4, arbitrary: fc.constant({ do: 'clean' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'roll' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('start' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('cut' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ do: 'save' as const }, { do: 'restore' as const }, { do: 'crash' as const }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      most: fc.integer({ min: 1, max: 2_000 }),
    }),
  },
)
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never

/** Settings that make things happen soon. */
export const someSettings = fc.record({
  segmentBytes: fc.constantFrom(700, 1_500),
  segmentMs: fc.constantFrom(400, 1e9),
  segmentIndexBytes: fc.constantFrom(48, 10_000),
  indexIntervalBytes: fc.constantFrom(0, 200, 4_096),
  retentionMs: fc.constantFrom(-1, 0, 700, 2_500),
  retentionBytes: fc.constantFrom(-1, 0, 1_000, 4_000),
})

/** Lets one thing happen to both; compares what they answer. */
export function take(world: World, one: Step): void {
  const { partition, model } = world
  switch (one.do) {
    case 'append': {
      const records: NewRecord[] = one.sizes.map((size, i) =>
        record(`${model.batches}.${i} `.padEnd(size, 'x'), Math.max(0, world.now + one.ahead + i)),
      )
      const appended = partition.append({ records, compression: one.gzip ? 'gzip' : 'none' }, world.now)
      expect(appended).toMatchObject({
        ok: true,
        value: { baseOffset: model.end, lastOffset: model.end + records.length - 1 },
      })
      if (!appended.ok) return
      const last = model.segments.at(-1)
      const { roll, bytes } = appended.value
      if (roll !== null && last !== undefined && last.bytes === 0) model.segments.pop()
      if (roll !== null) model.segments.push({ base: model.end, bytes: 0, modified: world.now })
      const open = model.segments.at(-1)
      if (open !== undefined) Object.assign(open, { bytes: open.bytes + bytes, modified: world.now })
      records.forEach(({ value, timestamp }) => {
        const text = Buffer.from(value ?? []).toString()
        model.rows.push({ offset: model.end, batch: model.batches, text, timestamp })
        model.end += 1
      })
      model.batches += 1
      return
    }
    case 'commit': {
      // Replicas commit whole batches.
      const wanted = model.committed + Math.floor(one.share * (model.end - model.committed))
      const row = model.rows.find(({ offset }) => offset >= wanted)
      const to = model.rows.find((other) => other.batch === row?.batch)?.offset ?? model.end
      partition.advanceHighWatermark(to)
      model.committed = Math.max(model.committed, to)
      return
    }
    case 'pass':
      world.now += one.ms
      return
    case 'clean': {
      const done = partition.cleanUp(world.now)
      expect(done.deleted.map(({ segment, reason }) => `${segment.baseOffset} ${reason}`)).toEqual(
        model.cleanUp(world.now, partition.settings),
      )
      return
    }
    case 'roll': {
      partition.roll('size', world.now)
      if (model.segments.at(-1)?.bytes === 0) model.segments.pop()
      model.segments.push({ base: model.end, bytes: 0, modified: world.now })
      return
    }
    case 'start': {
      const to = model.start + Math.floor(one.share * (model.committed - model.start))
      expect(partition.deleteRecordsBefore(to)).toEqual({ ok: true, value: Math.max(model.start, to) })
      model.start = Math.max(model.start, to)
      return
    }
    case 'cut': {
      const wanted = model.committed + Math.floor(one.share * (model.end - model.committed))
      const row = model.rows.find(({ offset }) => offset >= wanted)
      const to = model.rows.find((other) => other.batch === row?.batch)?.offset ?? model.end
      if (to < model.committed || to >= model.end) return
      partition.truncateTo(to, world.now)
      model.rows = model.rows.filter(({ offset }) => offset < to)
      model.end = to
      model.segments = model.segments.filter(({ base }, i) => base <= to || i === 0)
      const open = model.segments.at(-1)
      if (open !== undefined) Object.assign(open, { bytes: partition.active.size, modified: world.now })
      return
    }
    case 'save':
      world.saved = { real: partition.save(), model: model.clone() }
      return
    case 'restore':
      if (world.saved === null) return
      partition.restore(world.saved.real)
      world.model = world.saved.model.clone()
      return
    case 'crash':
      crash(world)
      return
    case 'read':
      read(world, one.share, one.most)
  }
}

/** All memory is gone; the files are there. The high watermark and the times of writing are told by others. */
function crash(world: World): void {
  const { partition, model } = world
  const folder = new Map<string, Uint8Array>()
  for (const { baseOffset, log, index, timeIndex } of partition.files()) {
    folder.set(fileName(baseOffset, 'log'), log.slice())
    if (index !== null) folder.set(fileName(baseOffset, 'index'), index.slice())
    if (timeIndex !== null) folder.set(fileName(baseOffset, 'timeindex'), timeIndex.slice())
  }
  const recovered = recoverPartition(folder, partition.settings, world.now, codecs, model.start)
  expect(recovered.recovery).toMatchObject({ bytesCut: 0, removed: [], orphans: [] })
  for (const { index } of recovered.recovery.segments) expect(index).toBe('right')
  recovered.partition.advanceHighWatermark(model.committed)
  world.partition = recovered.partition
  world.saved = null
  for (const segment of model.segments) segment.modified = world.now
}

function read({ partition, model }: World, share: number, most: number): void {
  const offset = model.start + Math.floor(share * (model.end - model.start))
  const fetched = partition.read(offset, most)
  expect(fetched.ok).toBe(true)
  if (!fetched.ok) return
  const { bytes, nextOffset, batches } = fetched.value
  const rows = secondDecode(bytes).flatMap(({ records }) => records)
  const due = model.rows.filter((row) => row.offset < model.committed && row.offset >= offset)
  if (batches === 0) expect(due).toEqual([])
  else expect(nextOffset).toBeGreaterThan(offset)
  const wanted = rows.filter((row) => Number(row.offset) >= offset)
  expect(wanted.map((row) => Buffer.from(row.value ?? '', 'hex').toString())).toEqual(
    due.slice(0, wanted.length).map(({ text }) => text),
  )
  if (batches > 1) expect(bytes.length).toBeLessThanOrEqual(most)
}

export const newWorld = (some: Partial<PartitionSettings>): World => ({
  partition: new Partition(settingsOf(some), 0, codecs),
  model: new Model(),
  now: 1_000,
  saved: null,
})

const recordsOf = (bytes: Uint8Array): LogRecord[] =>
  scanBatches(bytes).batches.flatMap(({ at, header }) => {
    const decoded = decodeRecords(bytes, at, header, codecs)
    return decoded.ok ? [...decoded.value.records] : []
  })

/** All one can see of the real partition. */
export const seen = ({ partition }: World): unknown => ({
  offsets: [partition.logStartOffset, partition.highWatermark, partition.logEndOffset],
  segments: partition.segments.map(({ baseOffset, size }) => [baseOffset, size]),
  rows: partition.segments
    .flatMap((segment) => recordsOf(segment.bytes()))
    .map(({ offset, timestamp, value }) => [offset, timestamp, Buffer.from(value ?? []).toString()]),
})

/** The same of the naive one. */
export const due = ({ model }: World): unknown => ({
  offsets: [model.start, model.committed, model.end],
  segments: model.segments.map(({ base, bytes }) => [base, bytes]),
  rows: model.rows.map(({ offset, timestamp, text }) => [offset, timestamp, text]),
})
