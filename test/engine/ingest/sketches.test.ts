import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { mix } from '../../../src/engine/ingest/chance.ts'
import { estimate, rankOf, registerOf, standardError } from '../../../src/engine/ingest/sketches/estimate.ts'
import { HyperLogLog } from '../../../src/engine/ingest/sketches/hll.ts'
import type { Layout } from '../../../src/engine/ingest/sketches/layout.ts'
import { SlidingSketches } from '../../../src/engine/ingest/sketches/sliding.ts'
import { SpaceSaving } from '../../../src/engine/ingest/sketches/space-saving.ts'

const hashOf = (seed: number, i: number): number => mix(mix(i) ^ mix(seed ^ 0x5bd1e995))

function sketchOf(precision: number, seed: number, from: number, to: number): HyperLogLog {
  const sketch = new HyperLogLog(precision)
  for (let i = from; i < to; i++) sketch.add(hashOf(seed, i))
  return sketch
}

test('a hash’s register is its first bits, its rank the zeros after them plus one', () => {
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), fc.integer({ min: 4, max: 17 }), (hash, precision) => {
      const bits = hash.toString(2).padStart(32, '0')
      expect(registerOf(hash, precision)).toBe(Number.parseInt(bits.slice(0, precision), 2))
      const rest = `${bits.slice(precision)}1`
      expect(rankOf(hash, precision)).toBe(rest.indexOf('1') + 1)
    }),
  )
})

test('the standard errors of precisions 10 to 17 (facts T11)', () => {
  const stated = { 10: 3.25, 11: 2.3, 12: 1.625, 14: 0.8125, 15: 0.575, 16: 0.406, 17: 0.287 }
  for (const [precision, percent] of Object.entries(stated))
    expect(Math.abs(100 * standardError(Number(precision)) - percent)).toBeLessThan(0.006)
})

/**
 * Flajolet, Fusy, Gandouet and Meunier's standard error (HyperLogLog, 2007) over the whole range, where their own estimator
 * is biased where there are a few hashes a register (Heule, Nunkesser and Hall, HyperLogLog in Practice, 2013) and Ertl's
 * is not (New cardinality estimation algorithms for HyperLogLog sketches, 2017).
 */
const PRECISIONS = [10, 11, 12, 13, 14, 15, 16, 17]
const FILLS = [0.1, 0.25, 1, 2.5]
const ADDS_A_CELL = 200_000

test('at every precision, sparse and dense, the error over many seeds has no bias and is at most 1.04 / sqrt(m)', () => {
  for (const precision of PRECISIONS)
    for (const fill of FILLS) {
      const n = Math.round(fill * 2 ** precision)
      const seeds = Math.min(300, Math.max(3, Math.round(ADDS_A_CELL / n)))
      const sketches = Array.from({ length: seeds }, (_, seed) => sketchOf(precision, seed + 1, 0, n))
      const errors = sketches.map((sketch) => sketch.count() / n - 1)
      const sigma = standardError(precision)
      const what = `2^${precision} registers, ${n} hashes, ${seeds} seeds`
      expect(
        sketches.every(({ isDense }) => isDense === fill > 0.125),
        what,
      ).toBe(true)
      // Sparse it holds the hashes themselves.
      const allowed = fill > 0.125 ? sigma : 0
      const bias = errors.reduce((sum, error) => sum + error, 0) / seeds
      const square = errors.reduce((sum, error) => sum + error * error, 0) / seeds
      expect(Math.abs(bias), what).toBeLessThanOrEqual((4 * allowed) / Math.sqrt(seeds))
      expect(Math.sqrt(square), what).toBeLessThanOrEqual(allowed * (1 + 4 / Math.sqrt(2 * seeds)))
      expect(Math.max(...errors.map(Math.abs)), what).toBeLessThanOrEqual(4.5 * allowed)
    }
})

test('of the registers that n hashes make on average it tells n, up to where they run out of values', () => {
  for (const precision of [6, 10, 17])
    for (const n of [10, 1_000, 1e6, 1e9, 2 ** 33]) {
      const registers = 2 ** precision
      // Each register gets a Poisson number of hashes; its value is at most k with this chance.
      const upTo = (k: number): number => (k > 32 - precision ? 1 : Math.exp(-n / registers / 2 ** k))
      const mean = Array.from(
        { length: 34 - precision },
        (_, k) => registers * (upTo(k) - (k === 0 ? 0 : upTo(k - 1))),
      )
      expect(Math.abs(estimate(mean, precision) / n - 1)).toBeLessThan(0.005)
    }
})

test('sparse it is exact; it becomes dense without a jump, and is never larger than its registers', () => {
  const sketch = new HyperLogLog(12)
  const errors: {
    readonly n: number
    readonly isDense: boolean
    readonly error: number
    readonly bytes: number
  }[] = []
  for (let n = 1; n <= 3_000; n++) {
    sketch.add(hashOf(1, n))
    sketch.add(hashOf(1, n))
    const { isDense, bytes } = sketch
    errors.push({ n, isDense, error: sketch.count() / n - 1, bytes })
  }
  const sparse = errors.filter(({ isDense }) => !isDense)
  expect(sparse.every(({ error }) => error === 0)).toBe(true)
  expect(sparse.length).toBeGreaterThan(300)
  expect(sketch.isDense).toBe(true)
  expect(Math.max(...errors.map(({ error }) => Math.abs(error)))).toBeLessThan(0.08)
  expect(Math.max(...errors.map(({ bytes }) => bytes))).toBe(4_096)
})

test('a merge is the sketch of the union, in any order and however often', () => {
  const sizes = fc.tuple(fc.nat(3_000), fc.nat(3_000), fc.nat(3_000))
  fc.assert(
    fc.property(sizes, fc.nat(1_000), ([first, second, overlap], seed) => {
      const a = sketchOf(10, seed, 0, first)
      const b = sketchOf(10, seed, first - Math.min(first, overlap), first + second)
      const union = sketchOf(10, seed, 0, first + second)
      const ab = sketchOf(10, seed, 0, first)
      ab.merge(b)
      ab.merge(b)
      b.merge(a)
      expect(ab.toRegisters()).toEqual(union.toRegisters())
      expect(b.toRegisters()).toEqual(union.toRegisters())
      expect(ab.count()).toBe(b.count())
    }),
    { numRuns: 40 },
  )
})

const LAYOUT: Layout = {
  titles: 2,
  slots: 2,
  packed: Uint32Array.from([0, 16]),
  base: Uint32Array.from([0, 16]),
  precision: Uint8Array.from([4, 5]),
  length: 48,
}

test('a register that remembers its ranks gives the merge of any newest panes, as if each had a sketch of its own', () => {
  const panes = fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 120 }),
      fc.array(fc.tuple(fc.nat(47), fc.integer({ min: 1, max: 5 }))),
    ),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(panes, fc.integer({ min: -3_000, max: 3_000 }), (steps, first) => {
      const sliding = new SlidingSketches(LAYOUT)
      const all: { pane: number; registers: Uint8Array }[] = []
      let pane = first
      for (const [ahead, touched] of steps) {
        pane += ahead
        const registers = new Uint8Array(48)
        for (const [place, rank] of touched) registers[place] = rank
        sliding.beginPane(pane)
        sliding.addTitle(0, registers)
        sliding.addTitle(1, registers)
        all.push({ pane, registers })
        const looked = Array.from({ length: 32 }, (_, r) => {
          sliding.look(16 + r, pane, 60, 1_440)
          return { near: sliding.near, far: sliding.far }
        })
        const merged = (window: number): Uint8Array =>
          new Uint8Array(32).map((_, r) =>
            Math.max(
              0,
              ...all.filter((one) => one.pane > pane - window).map((one) => one.registers[16 + r] ?? 0),
            ),
          )
        expect(looked.map(({ near }) => near)).toEqual([...merged(60)])
        expect(looked.map(({ far }) => far)).toEqual([...merged(1_440)])
      }
      expect(sliding.squeezed).toBe(0)
    }),
    { numRuns: 60 },
  )
})

test('a window begins where it begins, to the pane; a rank that comes again is remembered once', () => {
  const sliding = new SlidingSketches(LAYOUT)
  const registers = new Uint8Array(48).fill(9)
  for (let pane = 0; pane <= 20; pane++) {
    sliding.beginPane(pane)
    sliding.addTitle(0, registers)
  }
  const farAt = (newest: number, long: number): number => {
    sliding.look(3, newest, 1, long)
    return sliding.far
  }
  expect([
    farAt(20 + 59, 60),
    farAt(20 + 60, 60),
    farAt(20 + 1_439, 1_440),
    farAt(20 + 1_440, 1_440),
  ]).toEqual([9, 0, 9, 0])
  expect(sliding.squeezed).toBe(0)
})

test('where a register would have to remember more than eight ranks, the day stays right and it is counted', () => {
  const sliding = new SlidingSketches(LAYOUT)
  for (let pane = 0; pane < 12; pane++) {
    sliding.beginPane(pane)
    sliding.addTitle(0, new Uint8Array(48).fill(20 - pane))
  }
  sliding.look(0, 11, 1, 1_440)
  expect([sliding.near, sliding.far]).toEqual([9, 20])
  expect(sliding.squeezed).toBe(4 * 16)
})

test('Space-Saving: no count too low, none too high by more than its error, no heavy key missing', () => {
  const keys = fc.array(
    fc.nat(60).map((n) => Math.floor((n * n) / 60)),
    { maxLength: 600 },
  )
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 20 }), (stream, size) => {
      const sketch = new SpaceSaving(size)
      const exact = new Map<number, number>()
      for (const key of stream) {
        sketch.add(key)
        exact.set(key, (exact.get(key) ?? 0) + 1)
      }
      const found = sketch.heaviest(size)
      for (const { key, count, error } of found) {
        const truth = exact.get(key) ?? 0
        expect(count).toBeGreaterThanOrEqual(truth)
        expect(count - error).toBeLessThanOrEqual(truth)
        expect(error).toBeLessThanOrEqual(sketch.errorBound)
      }
      const heavy = [...exact].filter(([, truth]) => truth > stream.length / size).map(([key]) => key)
      expect(found.map((one) => one.key)).toEqual(expect.arrayContaining(heavy))
      expect(sketch.total).toBe(stream.length)
    }),
  )
})
