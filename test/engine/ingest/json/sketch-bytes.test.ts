import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mix } from '../../../../src/engine/ingest/chance.ts'
import {
  readSketches,
  writeSketches,
  type NamedSketch,
} from '../../../../src/engine/ingest/sketches/bytes.ts'
import { standardError } from '../../../../src/engine/ingest/sketches/estimate.ts'
import { HyperLogLog } from '../../../../src/engine/ingest/sketches/hll.ts'
import { countOf, fold, mergeStill, registersOf } from '../../../../src/engine/ingest/sketches/merge.ts'
import { stillOf, type StillSketch } from '../../../../src/engine/ingest/sketches/still.ts'

/** `count` things that nobody else was given: things of other offsets are others. */
const things = (offset: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => mix(offset * 1_000_003 + i + 1))
const given = (precision: number, hashes: readonly number[]): StillSketch =>
  HyperLogLog.of(precision, hashes).still()
/** Registers only, as a title's window has them; of any precision from 4. */
function asRegisters(precision: number, hashes: readonly number[]): StillSketch {
  const fine = HyperLogLog.of(Math.max(10, precision), hashes).toRegisters()
  return { precision, content: stillOf(fold(fine, Math.max(10, precision), precision)) }
}
const named = (sketch: StillSketch, name = 'mov_1', windowMinutes = 60): NamedSketch => ({
  name,
  windowMinutes,
  ...sketch,
})
const fileOf = (...sketches: readonly NamedSketch[]) => ({
  hashKey: 0xdead_beef,
  endMs: 1_767_225_600_000,
  sketches,
})

const anySketch = fc
  .record({
    precision: fc.integer({ min: 4, max: 14 }),
    offset: fc.nat(50),
    count: fc.oneof(fc.nat(8), fc.nat(3_000)),
    asHashes: fc.boolean(),
    name: fc.string({ unit: 'binary', maxLength: 12 }).filter((name) => name.isWellFormed()),
    minutes: fc.constantFrom(0, 60, 1_440),
  })
  .map(({ precision, offset, count, asHashes, name, minutes }) => {
    const hashes = things(offset, count)
    const isWhole = asHashes && precision >= 10
    return named(isWhole ? given(precision, hashes) : asRegisters(precision, hashes), name, minutes)
  })

describe('sketches as bytes', () => {
  it('read are what was written, in each of their forms', () => {
    const forms = new Set<string>()
    fc.assert(
      fc.property(fc.array(anySketch, { maxLength: 5 }), (sketches) => {
        for (const { content } of sketches) forms.add(content.form)
        const file = fileOf(...sketches)
        expect(readSketches(writeSketches(file))).toEqual({ ok: true, value: file })
      }),
      { numRuns: 100 },
    )
    expect([...forms].sort()).toEqual(['dense', 'hashes', 'sparse'])
  })

  it('begin as their description says', () => {
    const bytes = writeSketches(fileOf(named(given(10, [7, 5]), 'é', 1_440)))
    expect(Buffer.from(bytes.subarray(0, 12)).toString('latin1')).toBe('MLHL\u0001\0\0\0\xef\xbe\xad\xde')
    const view = new DataView(bytes.buffer)
    expect([view.getFloat64(12, true), view.getUint32(20, true)]).toEqual([1_767_225_600_000, 1])
    // The name, the window, the precision, form 0, two hashes, rising.
    expect([...bytes.subarray(24, -4)]).toEqual(
      [
        [2, 0, 0xc3, 0xa9],
        [0xa0, 5],
        [10, 0],
        [2, 0, 0, 0],
        [5, 0, 0, 0],
        [7, 0, 0, 0],
      ].flat(),
    )
  })

  it.each([
    ['nothing', () => new Uint8Array(0), 'byte 0', 'does not begin'],
    ['text', () => Buffer.from('{"not": "sketches", "at": "all, sorry"}'), 'byte 0', 'does not begin'],
    ['another version', (bytes: Uint8Array) => bytes.with(4, 2), 'byte 4', 'version 2 is unknown'],
    ['a cut file', (bytes: Uint8Array) => bytes.slice(0, -9), 'byte', 'the checksum is wrong'],
    [
      'a flipped bit',
      (bytes: Uint8Array) => bytes.with(60, (bytes[60] ?? 0) ^ 1),
      'byte',
      'the checksum is wrong',
    ],
  ])('of %s are refused with what and where', (_, spoil, where, what) => {
    const spoilt = readSketches(spoil(writeSketches(fileOf(named(given(12, things(1, 3_000)))))))
    expect(spoilt).toEqual({
      ok: false,
      problem: { where: expect.stringContaining(where), what: expect.stringContaining(what) },
    })
  })

  it('that lie within a sound checksum are refused, or are sketches that can be counted and merged', () => {
    const sound = writeSketches(
      fileOf(
        named(given(10, [5, 9])),
        named(asRegisters(6, things(2, 5))),
        named(asRegisters(4, things(3, 900))),
      ),
    )
    const told = new Set<string>()
    const flips = fc.array(
      fc.tuple(fc.integer({ min: 12, max: sound.length - 5 }), fc.integer({ min: 0, max: 255 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    fc.assert(
      fc.property(flips, (changes) => {
        const bytes = sound.slice()
        for (const [at, byte] of changes) bytes[at] = byte
        new DataView(bytes.buffer).setUint32(bytes.length - 4, crcOf(bytes.subarray(0, -4)), true)
        const read = readSketches(bytes)
        const { what = '', where = '' } = read.ok ? {} : read.problem
        told.add(what.replaceAll(/\d+/g, 'n'))
        expect(read.ok || /^byte \d+$/.test(where)).toBe(true)
        for (const sketch of read.ok ? read.value.sketches : []) {
          expect(countOf(sketch)).toBeGreaterThanOrEqual(0)
          expect(countOf(mergeStill(sketch, sketch))).toBe(countOf(sketch))
        }
      }),
      { numRuns: 1_000 },
    )
    expect(told.size).toBeGreaterThan(4)
  })
})

describe('merged after they were read', () => {
  const reread = (sketch: StillSketch): StillSketch => {
    const read = readSketches(writeSketches(fileOf(named(sketch))))
    if (!read.ok || read.value.sketches[0] === undefined) throw new Error('not read')
    return read.value.sketches[0]
  }

  it('they are the sketch of the union, whatever their forms and precisions', () => {
    const side = fc.record({
      precision: fc.integer({ min: 4, max: 13 }),
      from: fc.nat(2_000),
      count: fc.oneof(fc.nat(20), fc.nat(4_000)),
      asHashes: fc.boolean(),
    })
    const all = things(7, 6_100)
    fc.assert(
      fc.property(side, side, (a, b) => {
        const [one, other] = [a, b].map(({ precision, from, count, asHashes }) => {
          const hashes = all.slice(from, from + count)
          return reread(
            asHashes && precision >= 10 ? given(precision, hashes) : asRegisters(precision, hashes),
          )
        }) as [StillSketch, StillSketch]
        const merged = mergeStill(one, other)
        const union = [...new Set([a, b].flatMap(({ from, count }) => all.slice(from, from + count)))]
        const direct = asRegisters(Math.min(a.precision, b.precision), union)
        expect(merged.precision).toBe(direct.precision)
        expect(registersOf(merged)).toEqual(registersOf(direct))
      }),
      { numRuns: 150 },
    )
  })

  it.each([
    [10, 10],
    [10, 14],
    [1_000, 10],
    [1_000, 14],
    [100_000, 12],
    [1_000_000, 12],
  ])(
    '%d different things are counted within four standard errors with 2^%d registers',
    (count, precision) => {
      const half = things(11, count)
      const sketch = mergeStill(
        reread(given(precision, half.slice(0, count * 0.7))),
        reread(given(precision, half.slice(count * 0.3))),
      )
      expect(Math.abs(countOf(sketch) / count - 1)).toBeLessThan(4 * standardError(precision))
    },
  )
})

/** CRC-32 as zlib defines it, bit by bit. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return ~crc >>> 0
}
