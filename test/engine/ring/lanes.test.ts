import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { FATE } from '../../../src/engine/ring/codes.ts'
import type { Lane } from '../../../src/engine/ring/lane.ts'
import { RingEngine } from '../../../src/engine/ring/ring-engine.ts'
import { naiveRun, type NaiveItem } from './naive-run.ts'
import { anyGiven, anySeed, anySettings, createRun, finishedRun, listOf, ringOf, runWith } from './support.ts'

const orNull = (time: number): number | null => (Number.isNaN(time) ? null : time)

/** What the engine's books say of each item, in the naive run's words. */
const itemsOf = ({ ledger }: Lane): NaiveItem[] =>
  Array.from({ length: ledger.counts.produced }, (_, item) => ({
    made: ledger.madeAt.get(item),
    entered: orNull(ledger.enteredAt.get(item)),
    left: orNull(ledger.leftAt.get(item)),
    fate:
      (Object.keys(FATE) as NaiveItem['fate'][]).find((name) => FATE[name] === ledger.fateOf(item)) ??
      'waiting',
  }))

/** The first item of which the two tell another story, as both tell it; null when there is none. */
function firstDifference(items: readonly NaiveItem[], expected: readonly NaiveItem[]): unknown {
  const isOther = (i: number): boolean => JSON.stringify(items[i]) !== JSON.stringify(expected[i])
  const length = Math.max(items.length, expected.length)
  const i = Array.from({ length }, (_, item) => item).find(isOther)
  return i === undefined ? null : { item: i, here: items[i], expected: expected[i] }
}

describe('the lanes, whatever the settings, the seed and the commands', () => {
  it('give each item exactly one end, in order', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, fc.nat(7_000_000), (settings, seed, given, until) => {
        const engine = new RingEngine({ seed, settings })
        runWith(engine, given, until)
        for (const lane of engine.lanes) {
          const { counts } = lane.ledger
          const { produced, consumed, overwritten, rejected, held, waiting, accepted } = counts
          expect(consumed + overwritten + rejected + held + waiting).toBe(produced)
          expect(consumed + overwritten + held).toBe(accepted)
          expect(lane.store.size).toBe(held)
          expect(waiting).toBe(lane.waiting === null ? 0 : 1)
          expect(counts.outOfOrder).toBe(0)
          const items = itemsOf(lane)
          for (const fate of ['consumed', 'overwritten', 'rejected', 'held', 'waiting'] as const)
            expect(items.filter((item) => item.fate === fate).length).toBe(counts[fate])
        }
        expect(ringOf(engine).store.size).toBeLessThanOrEqual(settings.slots)
      }),
      { numRuns: 200 },
    )
  })

  it('let items leave in the order they came in', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new RingEngine({ seed, settings })
        runWith(engine, given, 6_000_000)
        for (const lane of engine.lanes) {
          const inBuffer = itemsOf(lane).filter(({ entered }) => entered !== null)
          const left = inBuffer.map((item) => item.left ?? Infinity)
          expect(left).toEqual(left.toSorted((a, b) => a - b))
          const entered = inBuffer.map((item) => item.entered ?? Infinity)
          expect(entered).toEqual(entered.toSorted((a, b) => a - b))
        }
      }),
      { numRuns: 100 },
    )
  })

  it(
    'lose nothing from the list, and nothing from a ring that makes its producer wait',
    { timeout: 30_000 },
    () => {
      fc.assert(
        fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
          const engine = new RingEngine({ seed, settings: { ...settings, overflow: 'block' } })
          runWith(
            engine,
            given.filter(({ command }) => command.kind !== 'set' || command.key !== 'overflow'),
            6_000_000,
          )
          for (const { ledger } of engine.lanes) {
            expect(ledger.counts.overwritten).toBe(0)
            expect(ledger.counts.rejected).toBe(0)
          }
          expect(listOf(engine).ledger.counts.waiting).toBe(0)
        }),
        { numRuns: 100 },
      )
      fc.assert(
        fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
          const engine = new RingEngine({ seed, settings })
          runWith(engine, given, 6_000_000)
          const { produced, consumed, held } = listOf(engine).ledger.counts
          expect(consumed + held).toBe(produced)
        }),
        { numRuns: 100 },
      )
    },
  )
})

describe('the lanes against a naive model of arrays', () => {
  it('do the same with every item at the same times', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, (settings, seed) => {
        const engine = new RingEngine({ seed, settings })
        engine.advance(engine.extent)
        expect(firstDifference(itemsOf(ringOf(engine)), naiveRun(seed, settings, settings.slots))).toBeNull()
        expect(firstDifference(itemsOf(listOf(engine)), naiveRun(seed, settings, Infinity))).toBeNull()
      }),
      { numRuns: 150 },
    )
  })
})

describe('a ring of 8 slots at 5 items and 4 pops a second', () => {
  it('fills up and overwrites from then on, as one works out by hand', () => {
    // Item k is made at 0.2 k s, pop j at 0.25 j s takes one; at one instant the pop goes first.
    const engine = finishedRun({ produce: 5, consume: 4, slots: 8, for: 30 })
    const ring = ringOf(engine).ledger.counts
    expect(ring.produced).toBe(151) // 0, 0.2, ... 30 s
    expect(ring.consumed).toBe(120) // 0.25, ... 30 s
    expect(ring.held).toBe(8)
    expect(ring.overwritten).toBe(151 - 120 - 8)
    const list = listOf(engine).ledger.counts
    expect([list.produced, list.consumed, list.held]).toEqual([151, 120, 31])
  })

  it('turns away as many as it would have overwritten', () => {
    const overwritten = ringOf(finishedRun({ produce: 5, consume: 4 })).ledger.counts
    const rejected = ringOf(finishedRun({ produce: 5, consume: 4, overflow: 'reject' })).ledger.counts
    expect(rejected.rejected).toBe(overwritten.overwritten)
    expect(rejected.overwritten).toBe(0)
  })

  it('shows the newest items when it overwrites and the oldest when it rejects', () => {
    const held = (overflow: 'overwrite-oldest' | 'reject'): number[] => {
      const { store } = ringOf(finishedRun({ produce: 5, consume: 0, for: 10, overflow }))
      return Array.from({ length: 8 }, (_, slot) => store.inSlot(slot)).sort((a, b) => a - b)
    }
    expect(held('overwrite-oldest')).toEqual([43, 44, 45, 46, 47, 48, 49, 50])
    expect(held('reject')).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })
})

describe('a consumer that never comes', () => {
  it.each([0, 1])('leaves the list to grow by every item, unevenness %d', (produceUneven) => {
    const engine = finishedRun({ consume: 0, produceUneven, produce: 100, for: 10 })
    const { produced, held } = listOf(engine).ledger.counts
    expect(held).toBe(produced)
    expect(listOf(engine).store.memory).toBe(produced)
    expect(ringOf(engine).store.memory).toBe(8)
  })

  it('takes nothing by deadline either', () => {
    expect(ringOf(finishedRun({ consume: 0, batch: 4, flush: 1 })).ledger.counts.consumed).toBe(0)
  })
})

describe('the cost of a pop', () => {
  it('is one slot in a ring, and grows with the length in a list', () => {
    const short = createRun({ produce: 10, consume: 5, for: 60 })
    short.advance(10 * SECOND)
    const [listEarly, ringEarly] = short.summaries()
    short.advance(60 * SECOND)
    const [listLate, ringLate] = short.summaries()
    expect([ringEarly?.movedPerPop, ringLate?.movedPerPop]).toEqual([0, 0])
    expect([ringEarly?.touchedPerOperation, ringLate?.touchedPerOperation]).toEqual([1, 1])
    // Pop j at 0.2 j s finds items 0 .. 2 j - 1 made less j - 1 taken: j + 1 items, so j move.
    expect(listEarly?.movedPerPop).toBe((50 + 1) / 2)
    expect(listLate?.movedPerPop).toBe((300 + 1) / 2)
  })
})
