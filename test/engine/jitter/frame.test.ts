import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { FATE } from '../../../src/engine/jitter/fate.ts'
import { JitterEngine, type Lane } from '../../../src/engine/jitter/jitter-engine.ts'
import { Columns } from '../../../src/engine/kernel/columns.ts'
import type { Span } from '../../../src/engine/kernel/engine.ts'
import { SECOND, type SimTime } from '../../../src/engine/kernel/time.ts'
import { rowOf } from '../../../src/labs/jitter/row-of.ts'
import { at } from '../../../src/shared/assert.ts'
import {
  configArbitrary,
  deedsArbitrary,
  engineOf,
  frameOf,
  plainEngine,
  runWith,
} from '../../support/jitter.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const spans = fc
  .tuple(fc.integer({ min: -SECOND, max: 5 * SECOND }), fc.nat(5 * SECOND))
  .map(([from, length]): Span => ({ from, to: from + length }))

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** When the last one can see of a packet happened; `now` while something may still happen. */
function lastSeen(engine: JitterEngine, packet: number): SimTime {
  const arrived = engine.passage.arrivals.get(packet)
  const moments = engine.lanes.map(({ ledger }) => {
    const shownAt = ledger.shownAt.get(packet)
    return Number.isNaN(shownAt) ? arrived : shownAt
  })
  return Math.max(engine.passage.sentTimes.get(packet), ...moments.filter((moment) => !Number.isNaN(moment)))
}

describe('a frame', () => {
  it('has a row for every packet one could see in the span, in order of sending, and none of the future', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, fc.nat(5 * SECOND), spans, (config, deeds, now, span) => {
        const engine = runWith(new JitterEngine(config), deeds, now)
        const { packets, thinned } = engine.frame(span, new Columns())
        const rows = [...packets.number]
        expect(thinned).toBe(false)
        expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b))
        const visible = numbers(engine.passage.packets).filter(
          (packet) =>
            engine.passage.sentTimes.get(packet) <= Math.min(span.to, now) &&
            lastSeen(engine, packet) >= span.from,
        )
        expect(rows).toEqual(expect.arrayContaining(visible))
        expect(packets.sent.every((sent) => sent <= Math.min(span.to, now))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('repeats what the books say of each of its rows', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, fc.nat(5 * SECOND), spans, (config, deeds, now, span) => {
        const engine = runWith(new JitterEngine(config), deeds, now)
        const { packets, lanes } = engine.frame(span, new Columns())
        const { passage } = engine
        const rows = [...packets.number]
        expect([...packets.sent]).toEqual(rows.map((packet) => passage.sentTimes.get(packet)))
        expect([...packets.journey]).toEqual(rows.map((packet) => passage.journeyOf(packet)))
        expect([...packets.arrived]).toEqual(
          rows.map((packet) => {
            const arrived = passage.arrivals.get(packet)
            return Number.isNaN(arrived) ? passage.plannedArrivals.get(packet) : arrived
          }),
        )
        expect(lanes.map(({ fate }) => [...fate])).toEqual(
          engine.lanes.map(({ ledger }) => rows.map((packet) => ledger.fateOf(packet))),
        )
        expect(lanes.map(({ shownAt }) => [...shownAt])).toEqual(
          engine.lanes.map(({ ledger }) => rows.map((packet) => ledger.shownAt.get(packet))),
        )
        expect(lanes.map(({ summary }) => summary)).toEqual(engine.summaries())
      }),
      { numRuns: 100 },
    )
  })

  it('tells the depth of the buffer as one counts it from arrivals and showings', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, fc.nat(5 * SECOND), (config, deeds, now) => {
        const calm = deeds.filter(({ command }) => command.kind !== 'set' || command.key !== 'duplicate')
        const settings = { ...config.settings, duplicate: 0, capacity: 1_000 }
        const engine = runWith(new JitterEngine({ ...config, settings, trace: null }), calm, now)
        const depthAt = (lane: Lane, time: SimTime): number =>
          numbers(engine.passage.packets).filter((packet) => {
            const fate = lane.ledger.fateOf(packet)
            const isStored = fate === FATE.waiting || fate === FATE.played
            const shownAt = lane.ledger.shownAt.get(packet)
            return isStored && engine.passage.arrivals.get(packet) <= time && !(shownAt <= time)
          }).length
        frameOf(engine, 0, now).lanes.forEach(({ series }, i) => {
          const lane = at(engine.lanes, i)
          expect([...series.time]).toEqual([...series.time].toSorted((a, b) => a - b))
          expect([...series.depth]).toEqual([...series.time].map((time) => depthAt(lane, time)))
        })
      }),
      { numRuns: 60 },
    )
  })

  it('has the series and the stalls that reach into the span, the one before it included', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, spans, (config, deeds, span) => {
        const engine = runWith(new JitterEngine(config), deeds, 5 * SECOND)
        const { lanes } = engine.frame(span, new Columns())
        lanes.forEach(({ series, stalls }, i) => {
          const { ledger } = at(engine.lanes, i)
          const times = numbers(ledger.buffer.time.length).map((row) => ledger.buffer.time.get(row))
          const before = times.filter((time) => time < span.from).slice(-1)
          const within = times.filter((time) => time >= span.from && time <= span.to)
          expect([...series.time]).toEqual([...before, ...within])
          const touching = numbers(ledger.stallCount)
            .map((n) => ledger.stall(n))
            .filter(({ start, end }) => start <= span.to && !(end < span.from))
          expect(stalls).toEqual(touching)
        })
      }),
      { numRuns: 100 },
    )
  })

  it('is the same on the dirty buffer of an earlier frame', () => {
    const engine = engineOf('high')
    engine.advance(3 * SECOND)
    const columns = new Columns()
    engine.frame({ from: 0, to: 2 * SECOND }, columns)
    const spare = columns.buffers.at(-1) ?? null
    const again = engine.frame({ from: SECOND, to: 3 * SECOND }, new Columns(spare))
    expect(again).toEqual(frameOf(engine, SECOND, 3 * SECOND))
  })

  it('finds the row of a packet, and -1 for one out of view', () => {
    const engine = engineOf('high')
    engine.advance(10 * SECOND)
    const { packets } = frameOf(engine, 5 * SECOND, 6 * SECOND)
    const found = [...packets.number].map((packet) => rowOf(packets, packet))
    expect(found).toEqual(numbers(packets.number.length))
    expect(
      [at(packets.number, 0) - 1, engine.passage.packets].map((packet) => rowOf(packets, packet)),
    ).toEqual([-1, -1])
  })
})

describe('a frame of too many packets', () => {
  const long = { fps: 240, for: 30, order: false, shape: 'normal', spread: 30, base: 150 } as const

  it.each([0, 10, 50])(
    'keeps the fastest and the slowest packet of all, at a loss of %i in a hundred',
    (loss) => {
      for (let seed = 0; seed < 10; seed++) {
        const engine = plainEngine({ ...long, loss }, seed)
        engine.advance(40 * SECOND)
        const { packets, thinned } = frameOf(engine)
        expect([thinned, engine.passage.packets]).toEqual([true, 7_200])
        const transit = (packet: number): number =>
          engine.passage.arrivals.get(packet) - engine.passage.sentTimes.get(packet)
        const transits = numbers(7_200)
          .map(transit)
          .filter((one) => !Number.isNaN(one))
        const kept = [...packets.number].map(transit).filter((one) => !Number.isNaN(one))
        expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...transits), Math.max(...transits)])
      }
    },
  )

  it('has at most 2,400 rows, in order, spread over the whole span', () => {
    const engine = plainEngine({ ...long, loss: 20 })
    engine.advance(40 * SECOND)
    const rows = [...frameOf(engine).packets.number]
    expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b))
    expect(rows.length).toBeLessThanOrEqual(2_400)
    const gaps = rows.slice(1).map((row, i) => row - at(rows, i))
    // Two from each stretch of 7,200 / 1,200 packets.
    expect(Math.max(...gaps)).toBeLessThan(12)
  })

  it('keeps at most 2,400 rows of the buffer over time, each of them true', () => {
    const engine = plainEngine(long)
    engine.advance(40 * SECOND)
    const [lane] = frameOf(engine).lanes
    const { ledger } = at(engine.lanes, 0)
    const truth = new Map(
      numbers(ledger.buffer.time.length).map((row) => [
        ledger.buffer.time.get(row),
        ledger.buffer.depth.get(row),
      ]),
    )
    expect(truth.size).toBeGreaterThan(2_400)
    expect(lane?.series.time.length).toBeLessThanOrEqual(2_400)
    expect([...(lane?.series.depth ?? [])]).toEqual(
      [...(lane?.series.time ?? [])].map((time) => truth.get(time)),
    )
  })
})
