import { assert, integer, property, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import type { BandColumns, FlowColumns } from '../../src/engine/flow/pressure/frame.ts'
import { stripOf, type Strip } from '../../src/labs/pressure/bands.ts'

const MS = 1_000
const SPAN = 1_000 * MS
const WIDTH = 400

const axis = {
  left: 0,
  right: WIDTH,
  timeAt: (x: number): number => (x / WIDTH) * SPAN,
  xAt: (time: number): number => (time / SPAN) * WIDTH,
}

const BUCKETS = 100
const NO_FLOW: FlowColumns = {
  start: 0,
  width: SPAN / BUCKETS,
  offered: new Float64Array(BUCKETS),
  inflow: new Float64Array(BUCKETS),
  outflow: new Float64Array(BUCKETS),
  dropped: new Float64Array(BUCKETS),
  busy: new Float64Array(BUCKETS),
  switches: new Float64Array(BUCKETS),
  shares: [],
}

/** Switches between two strategies at these times, beginning with the first. */
const bandsAt = (times: readonly number[]): BandColumns => {
  const rows = [0, ...times]
  return {
    time: Float64Array.from(rows),
    strategy: Uint8Array.from(rows, (_, i) => (i % 2 === 0 ? 0 : 4)),
    signal: new Uint8Array(rows.length),
    value: new Float64Array(rows.length),
    threshold: new Float64Array(rows.length),
    leftOut: 0,
  }
}

const counted = ({ singles, crowds }: Strip): number =>
  singles.length + crowds.reduce((sum, { count }) => sum + count, 0)

const timesOf = uniqueArray(integer({ min: 1, max: SPAN - 1 }), { maxLength: 600 }).map((list) =>
  list.sort((a, b) => a - b),
)

test('no switch is left out of the count, however close they are', () => {
  assert(
    property(timesOf, (times) => {
      expect(counted(stripOf(bandsAt(times), NO_FLOW, axis))).toBe(times.length)
    }),
  )
})

test('the shares of the strip are the shares of the time', () => {
  assert(
    property(timesOf, (times) => {
      const { pieces } = stripOf(bandsAt(times), NO_FLOW, axis)
      let sampling = 0
      let all = 0
      for (const { width, shares } of pieces)
        for (const { strategy, share } of shares) {
          all += width * share
          if (strategy === 4) sampling += width * share
        }
      const ends = [...times, SPAN]
      const truth = times.reduce((sum, time, i) => sum + (i % 2 === 0 ? (ends[i + 1] ?? SPAN) - time : 0), 0)
      expect(all).toBeCloseTo(WIDTH, 0)
      // A cell that is all but pure counts as pure.
      expect(Math.abs(sampling / WIDTH - truth / SPAN)).toBeLessThan(0.006)
    }),
  )
})

test('switches that are not listed any more are told by the buckets: all of 1,867 a second', () => {
  const half = Float64Array.from({ length: BUCKETS }, () => 0.5)
  const flow: FlowColumns = {
    ...NO_FLOW,
    switches: Float64Array.from({ length: BUCKETS }, () => 1_867),
    shares: [
      { strategy: 0, share: half },
      { strategy: 4, share: half },
    ],
  }
  const bands: BandColumns = { ...bandsAt([]), time: Float64Array.from([SPAN]), leftOut: 1_867 }
  const strip = stripOf(bands, flow, axis)
  expect(strip.crowds).toHaveLength(1)
  expect(strip.crowds[0]?.count).toBe(1_867)
  expect(strip.pieces[0]?.shares).toEqual([
    { strategy: 0, share: 0.5 },
    { strategy: 4, share: 0.5 },
  ])
})

test('a switch with room of its own is a mark at its time', () => {
  const { singles, crowds } = stripOf(bandsAt([250 * MS, 750 * MS]), NO_FLOW, axis)
  expect(singles.map(({ x }) => x)).toEqual([100, 300])
  expect(crowds).toEqual([])
})
