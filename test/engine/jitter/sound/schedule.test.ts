import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { takeExcerpt, type LaneExcerpt } from '../../../../src/engine/jitter/excerpt.ts'
import { STALL_CAUSE } from '../../../../src/engine/jitter/fate.ts'
import { JitterEngine } from '../../../../src/engine/jitter/jitter-engine.ts'
import { Schedule, type Segment } from '../../../../src/engine/jitter/sound/schedule.ts'
import { SECOND, type SimTime } from '../../../../src/engine/kernel/time.ts'
import { configArbitrary, engineOf, laneOf, THE_END } from '../../../support/jitter.ts'
import { joined, laneIn } from './support.ts'

const T = 20_000

/** A lane written by hand: packets and when they are shown, and stalls from when until when. */
const lane = (
  shown: readonly (readonly [SimTime, number])[],
  stalls: readonly (readonly [SimTime, SimTime, number])[] = [],
  finishedAt: SimTime | null = null,
): LaneExcerpt => ({
  policy: 'fixed',
  name: 'by hand',
  origin: 'production',
  kind: 'delay',
  shown: {
    time: Float64Array.from(shown, ([time]) => time),
    packet: Int32Array.from(shown, ([, packet]) => packet),
  },
  stalls: stalls.map(([start, end, packet]) => ({
    start,
    end,
    packet,
    cause: STALL_CAUSE.missing,
    inHand: 0,
  })),
  finishedAt,
})

const told = (segments: readonly Segment[]): string[] =>
  segments.map(({ from, to, ...what }) => {
    const thing =
      what.kind === 'packet' ? ` ${what.packet}` : what.kind === 'missing' ? ` ${what.stall.packet}` : ''
    return `${from / 1_000}..${to / 1_000} ${what.kind}${thing}`
  })

describe('a schedule', () => {
  test('tells stretch by stretch what plays, what is missing and what is over', () => {
    const schedule = new Schedule(0, T)
    const segments = schedule.take(
      lane(
        [
          [50_000, 0],
          [70_000, 1],
          [111_000, 3],
        ],
        [[90_000, 111_000, 2]],
        131_000,
      ),
      200_000,
    )
    expect(told(segments)).toEqual([
      '0..50 waiting',
      '50..70 packet 0',
      '70..90 packet 1',
      '90..111 missing 2',
      '111..131 packet 3',
    ])
    expect(schedule.isOver).toBe(true)
  })

  test('a packet that plays is told once its end is known, and what goes on for long a piece at a time', () => {
    const schedule = new Schedule(0, T)
    expect(told(schedule.take(lane([[10_000, 0]]), 15_000))).toEqual(['0..10 waiting'])
    expect(told(schedule.take(lane([]), 29_000))).toEqual([])
    expect(told(schedule.take(lane([], [[30_000, Number.NaN, 1]]), 40_000))).toEqual([
      '10..30 packet 0',
      '30..40 missing 1',
    ])
    expect(told(schedule.take(lane([[75_000, 2]]), 80_000))).toEqual(['40..75 missing 1'])
  })

  test('where the next timestamp is far away the sender pauses, and the player misses nothing', () => {
    const far = lane([
      [0, 0],
      [500_000, 1],
      [520_000, 2],
    ])
    const whole = new Schedule(0, T).take(far, 530_000)
    expect(told(whole)).toEqual(['0..20 packet 0', '20..500 pause', '500..520 packet 1'])
    const early = new Schedule(0, T)
    expect(told(early.take(lane([[0, 0]]), 100_000))).toEqual(['0..20 packet 0', '20..100 pause'])
  })

  test('knows which packet played before, across pieces', () => {
    const schedule = new Schedule(0, T)
    schedule.take(lane([[0, 7]]), 10_000)
    const segments = schedule.take(
      lane([
        [20_000, 9],
        [40_000, 8],
        [60_000, 10],
      ]),
      60_000,
    )
    expect(segments.map((s) => (s.kind === 'packet' ? [s.packet, s.previous] : null))).toEqual([
      [7, null],
      [9, 7],
      [8, 9],
    ])
  })

  test('of any run follows without a gap, and is the same in pieces of any size', () => {
    fc.assert(
      fc.property(
        configArbitrary,
        fc.nat(SECOND),
        fc.integer({ min: 30_000, max: SECOND }),
        (config, from, size) => {
          const engine = new JitterEngine(config)
          engine.advance(THE_END)
          const to = from + 4 * SECOND
          const whole = takeExcerpt(engine, { from, to })
          for (const { policy } of whole.lanes) {
            const atOnce = new Schedule(from, whole.interval).take(laneIn(whole, policy), to)
            for (let i = 1; i < atOnce.length; i++) expect(atOnce[i]?.from).toBe(atOnce[i - 1]?.to)
            const schedule = new Schedule(from, whole.interval)
            const inPieces: Segment[] = []
            for (let at = from; at <= to; at += size) {
              const end = Math.min(to, at + size - 1)
              inPieces.push(...schedule.take(laneIn(takeExcerpt(engine, { from: at, to: end }), policy), end))
            }
            expect(joined(inPieces)).toEqual(joined(atOnce))
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  test.each(['low', 'medium', 'high', 'silence', 'too-slow'])(
    'of the scenario %s it misses for as long as the engine says the player stalled',
    (scenario) => {
      const engine = engineOf(scenario, { for: 15 })
      engine.advance(THE_END)
      const excerpt = takeExcerpt(engine, { from: 0, to: engine.now })
      for (const { policy } of excerpt.lanes) {
        const segments = new Schedule(0, excerpt.interval).take(laneIn(excerpt, policy), engine.now)
        const missing = segments
          .filter(({ kind }) => kind === 'missing')
          .reduce((sum, { from, to }) => sum + to - from, 0)
        expect(missing).toBe(laneOf(engine, policy).ledger.stalledTime(engine.now))
        expect(segments.filter(({ kind }) => kind === 'packet')).toHaveLength(
          laneOf(engine, policy).ledger.counts.played,
        )
      }
    },
  )
})
