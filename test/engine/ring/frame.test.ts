import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { Columns } from '../../../src/engine/kernel/columns.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { HAPPENED } from '../../../src/engine/ring/codes.ts'
import { MAX_LISTED, type LaneFrame, type RingFrame } from '../../../src/engine/ring/frame.ts'
import { RingEngine } from '../../../src/engine/ring/ring-engine.ts'
import { anyGiven, anySeed, anySettings, createRun, footprint, listOf, ringOf, runWith } from './support.ts'

const frameOf = (engine: RingEngine, from = 0, to = engine.now): RingFrame =>
  engine.frame({ from, to }, new Columns())
const listIn = ({ lanes }: RingFrame): LaneFrame => at(lanes, 0)
const ringIn = ({ lanes }: RingFrame): LaneFrame => at(lanes, 1)

/** The events of a lane in words: "2.5 push 5 in 1". */
function eventsOf({ events }: LaneFrame): string[] {
  const names = Object.keys(HAPPENED)
  return Array.from(events.time, (time, i) => {
    const kind = names[Object.values(HAPPENED).indexOf(at(events.kind, i) as 0)]
    return `${time / SECOND} ${kind} ${at(events.item, i)} in ${at(events.slot, i)}`
  })
}

describe('a frame', () => {
  it('shows each slot, the ends and what happened, as one works out by hand', () => {
    // Three slots; items at 0, 1, 2, 3 s ...; the consumer takes one at 2 s (before item 2 comes) and at 4 s.
    const engine = createRun({ slots: 3, produce: 1, consume: 0.5 })
    engine.advance(5_500_000)
    const ring = ringIn(frameOf(engine))
    expect(eventsOf(ring)).toEqual([
      '0 push 0 in 0',
      '1 push 1 in 1',
      '2 pop 0 in 0',
      '2 push 2 in 2',
      '3 push 3 in 0',
      '4 pop 1 in 1',
      '4 push 4 in 1',
      '5 overwrite 2 in 2',
      '5 push 5 in 2',
    ])
    expect([...ring.slots.item]).toEqual([3, 4, 5])
    expect([...ring.slots.since]).toEqual([3 * SECOND, 4 * SECOND, 5 * SECOND])
    expect([ring.head, ring.tail, ring.size, ring.bound]).toEqual([0, 0, 3, 3])
    expect([...ring.series.time].map((time) => time / SECOND)).toEqual([0, 1, 2, 3, 4])
    expect([...ring.series.depth]).toEqual([1, 2, 2, 3, 3]) // at 2 and 4 s one goes and one comes
    expect(ring.full).toEqual([{ start: 3 * SECOND, end: Number.NaN }])
    expect(ring.producer).toEqual({ nextAt: 6 * SECOND, waitingItem: -1, waitingSince: Number.NaN })
    const list = listIn(frameOf(engine))
    expect([...list.slots.item]).toEqual([2, 3, 4, 5])
    expect([list.head, list.tail, list.size, list.bound]).toEqual([0, 4, 4, null])
    expect(frameOf(engine).consumer).toEqual({ paused: false, nextAt: 6 * SECOND, lastAt: 4 * SECOND })
  })

  it('shows a free slot as -1, and a producer that waits with its item', () => {
    const engine = createRun({ slots: 4, produce: 4, consume: 1, overflow: 'block' })
    engine.advance(300_000)
    expect([...ringIn(frameOf(engine)).slots.item]).toEqual([0, 1, -1, -1])
    expect([...ringIn(frameOf(engine)).slots.since]).toEqual([0, 250_000, Number.NaN, Number.NaN])
    // The pop of 1 s makes room for item 4 of the same moment; item 5 finds all four slots taken.
    engine.advance(1_300_000)
    const { producer, events } = ringIn(frameOf(engine, 1_200_000))
    expect(producer).toEqual({ nextAt: Number.NaN, waitingItem: 5, waitingSince: 1_250_000 })
    expect([...events.kind]).toEqual([HAPPENED.block])
  })

  it(
    'agrees with the engine, whatever the run and the span, and changes nothing',
    { timeout: 30_000 },
    () => {
      const moment = fc.integer({ min: -1_000_000, max: 8_000_000 })
      fc.assert(
        fc.property(anySettings, anySeed, anyGiven, moment, moment, (settings, seed, given, one, other) => {
          const engine = new RingEngine({ seed, settings })
          runWith(engine, given, 6 * SECOND)
          const before = footprint(engine)
          const span = { from: Math.min(one, other), to: Math.max(one, other) }
          const frame = frameOf(engine, span.from, span.to)
          expect(footprint(engine)).toEqual(before)
          expect(frame.settings).toEqual(engine.settings)
          frame.lanes.forEach((lane, i) => {
            const { store, ledger, history } = at(engine.lanes, i)
            const taken = [...lane.slots.item].filter((item) => item >= 0)
            expect(taken.length).toBe(Math.min(store.size, store.bound ?? MAX_LISTED))
            expect(taken.every((item, j) => store.bound !== null || item === j + at(taken, 0))).toBe(true)
            for (const time of lane.events.time) expect(time >= span.from && time <= span.to).toBe(true)
            const inSpan = Array.from({ length: history.eventTime.length }, (_, row) =>
              history.eventTime.get(row),
            ).filter((time) => time >= span.from && time <= span.to)
            expect([...lane.events.time]).toEqual(inSpan.slice(-256))
            expect(lane.series.time.length).toBe(lane.series.depth.length)
            expect(lane.series.time.every((time) => time <= span.to)).toBe(true)
            expect(lane.summary.held).toBe(ledger.counts.held)
          })
        }),
        { numRuns: 100 },
      )
    },
  )

  it('lists the beginning of a long list only', () => {
    const engine = createRun({ produce: 1_000, consume: 0 })
    engine.advance(SECOND)
    const list = listIn(frameOf(engine))
    expect(list.size).toBe(1_001)
    expect([...list.slots.item]).toEqual(Array.from({ length: MAX_LISTED }, (_, i) => i))
  })

  it('keeps every peak when it thins the depth over time', () => {
    const engine = createRun({ produce: 500, consume: 500, produceUneven: 1, consumeUneven: 1, slots: 64 })
    engine.advance(30 * SECOND)
    for (const lane of frameOf(engine).lanes) {
      expect(lane.series.time.length).toBeLessThanOrEqual(2_402)
      const { seriesDepth } = at(engine.lanes, lane.lane === 'list' ? 0 : 1).history
      const depths = Array.from({ length: seriesDepth.length }, (_, row) => seriesDepth.get(row))
      expect(Math.max(...lane.series.depth)).toBe(Math.max(...depths))
      expect(Math.min(...lane.series.depth)).toBe(Math.min(...depths))
      expect(at(lane.series.depth, lane.series.depth.length - 1)).toBe(lane.size)
      expect([...lane.series.time]).toEqual([...lane.series.time].sort((a, b) => a - b))
    }
  })
})

describe('the landmarks', () => {
  it('mark the first loss as a turn and each full stretch as trouble', () => {
    const engine = createRun({ slots: 2, produce: 1, consume: 0 })
    engine.advance(10 * SECOND)
    expect(engine.landmarks()).toEqual([
      { time: SECOND, kind: 'trouble', label: 'Ring buffer full' },
      { time: 2 * SECOND, kind: 'turn', label: 'the list outgrows the ring' },
      { time: 2 * SECOND, kind: 'turn', label: 'first item overwritten' },
    ])
  })

  it.each([
    ['reject', 'first item turned away'],
    ['block', 'the producer waits for the first time'],
  ] as const)('name the first time that the ring follows "%s"', (overflow, label) => {
    const engine = createRun({ slots: 2, produce: 1, consume: 0.5, overflow })
    engine.advance(20 * SECOND)
    expect(engine.landmarks().filter((mark) => mark.label === label).length).toBe(1)
  })

  it('count a ring as full until half of it is free: no landmark a pop', () => {
    const engine = createRun({ slots: 4, produce: 2, consume: 1 })
    engine.advance(20 * SECOND)
    expect(ringOf(engine).history.stretchCount).toBe(1)
    engine.apply({ kind: 'set', key: 'produce', value: 0.5 })
    engine.advance(25 * SECOND)
    const { start, end } = ringOf(engine).history.stretch(0)
    expect(start).toBeLessThan(5 * SECOND)
    expect(end).toBeGreaterThan(20 * SECOND)
    expect(listOf(engine).history.stretchCount).toBe(0)
  })

  it('are bounded and in order of time', () => {
    const engine = createRun({ slots: 1, produce: 50, consume: 60, produceUneven: 1, for: 60 })
    engine.advance(60 * SECOND)
    const times = engine.landmarks().map(({ time }) => time)
    expect(times.length).toBeLessThan(300)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})
