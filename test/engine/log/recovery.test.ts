import { describe, expect, test } from 'vitest'
import { decodeRecords } from '../../../src/engine/log/bytes/decode-batch.ts'
import { scanBatches } from '../../../src/engine/log/bytes/scan.ts'
import { Partition } from '../../../src/engine/log/partition/partition.ts'
import { recoverPartition, type Recovery } from '../../../src/engine/log/partition/recover-partition.ts'
import { fileName } from '../../../src/engine/log/segment/segment-files.ts'
import { gzipCodec } from '../../support/gzip-codec.ts'
import { record, settingsOf } from '../../support/log.ts'

const codecs = { gzip: gzipCodec }
const settings = settingsOf({ segmentBytes: 600, indexIntervalBytes: 150 })

type Folder = ReadonlyMap<string, Uint8Array>

/** A partition of three segments, of batches with one to three records, some packed. */
function smallLog(): Partition {
  const partition = new Partition(settings, 1_000, codecs)
  for (let i = 0; i < 14; i++)
    partition.append(
      {
        records: Array.from({ length: 1 + (i % 3) }, (_, n) =>
          record(`value ${i}.${n}`, 1_000 + 10 * i + n, `k${i}`),
        ),
        compression: i % 4 === 3 ? 'gzip' : 'none',
      },
      2_000,
    )
  return partition
}

function folderOf(partition: Partition): Map<string, Uint8Array> {
  const folder = new Map<string, Uint8Array>()
  for (const { baseOffset, log, index, timeIndex } of partition.files()) {
    folder.set(fileName(baseOffset, 'log'), log.slice())
    if (index !== null) folder.set(fileName(baseOffset, 'index'), index.slice())
    if (timeIndex !== null) folder.set(fileName(baseOffset, 'timeindex'), timeIndex.slice())
  }
  return folder
}

const recover = (folder: Folder): { partition: Partition; recovery: Recovery } =>
  recoverPartition(folder, settings, 9_000, codecs)

/** Every record that can be read, as text. */
function contents(partition: Partition): string[] {
  return partition.segments.flatMap((segment) => {
    const bytes = segment.bytes()
    return scanBatches(bytes).batches.flatMap(({ at, header }) => {
      const read = decodeRecords(bytes, at, header, codecs)
      return read.ok
        ? read.value.records.map(({ offset, value }) => `${offset} ${Buffer.from(value ?? []).toString()}`)
        : []
    })
  })
}

const LOG = smallLog()
const WHOLE = contents(LOG)
const NAMES = [...folderOf(LOG).keys()]
const LOGS = NAMES.filter((name) => name.endsWith('.log'))

/** Where each batch of a log begins, and where the last ends. */
const edges = (log: Uint8Array): number[] => [...scanBatches(log).batches.map(({ at }) => at), log.length]

describe('recovery', () => {
  test('the log of these tests has several segments with entries in their indexes', () => {
    expect(LOGS).toHaveLength(3)
    expect(LOG.segments.every(({ index }) => index.entries > 0)).toBe(true)
  })

  test('of files that are well: nothing is lost, nothing is said', () => {
    const { partition, recovery } = recover(folderOf(LOG))
    expect(contents(partition)).toEqual(WHOLE)
    expect(partition.logEndOffset).toBe(LOG.logEndOffset)
    expect(recovery).toMatchObject({ orphans: [], removed: [], bytesCut: 0 })
    for (const found of recovery.segments)
      expect(found).toMatchObject({ bytesCut: 0, problem: null, index: 'right' })
    expect(recovery.segments.slice(0, -1).map(({ timeIndex }) => timeIndex)).toEqual(['right', 'right'])
  })

  test('the indexes that are made anew are those that appending made', () => {
    LOG.active.seal()
    const before = folderOf(LOG)
    const after = folderOf(recover(before).partition)
    expect(after).toEqual(before)
  })

  test('a recovered partition goes on as if nothing had been', () => {
    const going = smallLog()
    const { partition } = recover(folderOf(going))
    for (let i = 0; i < 20; i++)
      for (const one of [going, partition]) one.append({ records: [record(`more ${i}`, 5_000 + i)] }, 10_000)
    expect(folderOf(partition).get(LOGS[0] ?? '')).toEqual(folderOf(going).get(LOGS[0] ?? ''))
    expect(contents(partition)).toEqual(contents(going))
    expect(partition.files().map(({ baseOffset }) => baseOffset)).toEqual(
      going.files().map(({ baseOffset }) => baseOffset),
    )
  })

  describe.each(LOGS)('of %s', (name) => {
    const whole = folderOf(LOG)
    const log = whole.get(name) ?? new Uint8Array(0)
    const place = LOGS.indexOf(name)
    const before = contents(LOG).filter((line) => Number(line.split(' ')[0]) < Number(name.slice(0, 20)))

    /** What is left when this log is good up to byte `length`: what came before it, and its whole batches. */
    const leftAt = (length: number): { readonly good: number; readonly lines: string[] } => {
      const good = edges(log).findLast((edge) => edge <= length) ?? 0
      const { batches } = scanBatches(log.subarray(0, good))
      const lines = batches.flatMap(({ at, header }) => {
        const read = decodeRecords(log, at, header, codecs)
        return read.ok
          ? read.value.records.map(({ offset, value }) => `${offset} ${Buffer.from(value ?? []).toString()}`)
          : []
      })
      return { good, lines: [...before, ...lines] }
    }

    test('cut at every byte: all up to the last whole batch, and what was done', () => {
      for (let length = 0; length < log.length; length++) {
        const { partition, recovery } = recover(new Map(whole).set(name, log.slice(0, length)))
        const { good, lines } = leftAt(length)
        const isTorn = good < length
        const own = recovery.segments[place]
        expect(own?.bytesCut, `cut at ${length}`).toBe(length - good)
        expect(own?.problem?.kind ?? null).toBe(isTorn ? 'truncated' : null)
        // A log cut between two batches looks like a shorter log: a broker keeps the segments behind it, too.
        expect(recovery.removed).toHaveLength(isTorn ? LOGS.length - 1 - place : 0)
        expect(contents(partition)).toEqual(
          isTorn ? lines : [...lines, ...WHOLE.filter((line) => isBehind(line))],
        )
        expect(partition.append({ records: [record('after')] }, 10_000).ok).toBe(true)
      }
    })

    const end = place + 1 < LOGS.length ? Number((LOGS[place + 1] ?? '').slice(0, 20)) : Infinity
    const isBehind = (line: string): boolean => Number(line.split(' ')[0]) >= end

    const flipped = (mask: number): ReadonlyMap<number, ReturnType<typeof recover>> =>
      new Map(
        Array.from(log, (_, i) => {
          const changed = log.map((byte, at) => (at === i ? byte ^ mask : byte))
          return [i, recover(new Map(whole).set(name, changed))] as const
        }),
      )
    /** Where in its batch a byte lies. */
    const inBatch = (i: number): number => i - (edges(log).findLast((edge) => edge <= i) ?? 0)

    test.each([1, 0x80])('every byte changed by %i: found, and all before its batch kept', (mask) => {
      const found = [...flipped(mask)].filter(
        ([, { recovery }]) => recovery.segments[place]?.problem !== null,
      )
      // Of a batch of some ninety bytes twelve can be another number unnoticed: see below.
      expect(found.length).toBeGreaterThan(0.8 * log.length)
      for (const [i, { partition, recovery }] of found) {
        const own = recovery.segments[place]
        // A base offset that went up is noticed at the batch behind, which then comes too early.
        const { good, lines } = leftAt(inBatch(i) < 8 ? (own?.problem?.at ?? 0) : i)
        expect(own?.bytesCut, `byte ${i}`).toBe(log.length - good)
        expect(recovery.removed).toHaveLength(LOGS.length - 1 - place)
        const count = (all: readonly string[]): number => all.length
        expect(inBatch(i) < 8 ? count(contents(partition)) : contents(partition), `byte ${i}`).toEqual(
          inBatch(i) < 8 ? count(lines) : lines,
        )
      }
    })

    test.each([1, 0x80])('every byte changed by %i: unnoticed only what is under no checksum', (mask) => {
      const unnoticed = [...flipped(mask)].filter(
        ([, { recovery }]) => recovery.segments[place]?.problem === null,
      )
      // Base offset and leader epoch: a broker doesn't see it either.
      expect(unnoticed.map(([i]) => inBatch(i)).filter((at) => at >= 16 || (at >= 8 && at < 12))).toEqual([])
      for (const [, { recovery }] of unnoticed) expect(recovery.bytesCut).toBe(0)
    })
  })

  describe.each(NAMES.filter((name) => name.endsWith('index')))('of %s', (name) => {
    const whole = folderOf(LOG)
    const bytes = whole.get(name) ?? new Uint8Array(0)
    const kind = name.endsWith('timeindex') ? 'timeIndex' : 'index'
    const place = LOGS.findIndex((log) => log.slice(0, 20) === name.slice(0, 20))
    const rebuilt = folderOf(recover(whole).partition)
    /** What is said of the index; an exception when anything else but it was touched. */
    const said = (folder: Folder): string | undefined => {
      const { partition, recovery } = recover(folder)
      expect([contents(partition), recovery.bytesCut]).toEqual([WHOLE, 0])
      expect(folderOf(partition)).toEqual(rebuilt)
      return recovery.segments[place]?.[kind]
    }

    test('lost: made anew, and told', () => {
      const folder = new Map(whole)
      folder.delete(name)
      expect(said(folder)).toBe('lost')
    })

    test('cut at every byte: told where an entry is torn', () => {
      for (let length = 0; length < bytes.length; length++) {
        const size = kind === 'index' ? 8 : 12
        expect(said(new Map(whole).set(name, bytes.slice(0, length)))).toBe(
          length % size === 0 ? 'right' : 'wrong',
        )
      }
    })

    test('every byte changed: told, and of no effect', () => {
      for (let i = 0; i < bytes.length; i++) {
        const changed = bytes.slice()
        changed[i] = (changed[i] ?? 0) ^ 0x40
        expect(said(new Map(whole).set(name, changed))).toBe('wrong')
      }
    })

    test('with space kept free behind it, as a running broker leaves it', () => {
      const spacious = new Uint8Array(Math.ceil((bytes.length + 100) / 24) * 24)
      spacious.set(bytes)
      expect(said(new Map(whole).set(name, spacious))).toBe('right')
    })
  })

  test('an index without its log, and strange files: named and left out', () => {
    const folder = new Map(folderOf(LOG))
      .set(fileName(77_777, 'index'), new Uint8Array(8))
      .set('notes.txt', new Uint8Array(3))
    const { partition, recovery } = recover(folder)
    expect(recovery.orphans).toEqual([fileName(77_777, 'index'), 'notes.txt'])
    expect(contents(partition)).toEqual(WHOLE)
  })

  test('an empty folder: a new log at the log start that is known', () => {
    const { partition } = recoverPartition(new Map(), settings, 0, codecs, 42)
    expect([partition.logStartOffset, partition.logEndOffset]).toEqual([42, 42])
  })

  test('a log start inside a segment stays', () => {
    const { partition } = recoverPartition(folderOf(LOG), settings, 0, codecs, 5)
    expect(partition.logStartOffset).toBe(5)
    expect(partition.read(4, 1e6, 'logEnd')).toMatchObject({
      ok: false,
      problem: { error: 'OffsetOutOfRange' },
    })
  })
})
