import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CascadeEngine } from '../../../../src/engine/flow/cascade/cascade-engine.ts'
import { FATE } from '../../../../src/engine/flow/cascade/codes.ts'
import type { Lane } from '../../../../src/engine/flow/cascade/lane.ts'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { at } from '../../../../src/shared/assert.ts'
import { anyGiven, anySeed, anySettings, createRun, footprint, runWith } from './support.ts'

const END = 3 * SECOND

/** What each item of the lane came to, counted anew from item to item. */
function countedAnew(lane: Lane): Record<string, number> {
  const counts: Record<string, number> = {}
  for (let item = 0; item < lane.ledger.counts.offered; item++) {
    const fate = lane.ledger.fateOf(item)
    counts[fate] = (counts[fate] ?? 0) + 1
  }
  return counts
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

describe('whatever is set and done', () => {
  it('keeps its books, its bounds and the order of each key', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new CascadeEngine({ seed, settings })
        for (const { at: time, command } of [...given, { at: END, command: null }]) {
          engine.advance(time)
          for (const lane of engine.lanes) {
            const { counts } = lane.ledger
            const anew = countedAnew(lane)
            expect(counts.offered).toBe(engine.input.count)
            expect(counts.waiting).toBe(anew[FATE.waiting] ?? 0)
            expect(sum(counts.held) + sum(counts.inHand)).toBe(anew[FATE.inside] ?? 0)
            expect(lane.ledger.inside).toBe(anew[FATE.inside] ?? 0)
            expect(counts.waiting).toBe(lane.edge.waitingAt(0) + lane.edge.waitingAt(1))
            expect(counts.keyDisorder).toBe(0)
            expect(lane.id === 'whiteboard' ? counts.overtaken : 0).toBe(0)
            lane.stages.forEach((stage, i) => {
              const own = stage.queues.flat().map(({ size }) => size)
              expect(Math.max(...own)).toBeLessThanOrEqual(stage.room)
              expect(sum(own)).toBe(stage.queued)
              const atWork = stage.item.filter((item, w) => item >= 0 && stage.state[w] === 1).length
              expect(at(counts.held, i)).toBe(sum(own) + atWork)
            })
          }
          if (command !== null) engine.apply(command)
        }
        const exact = engine.checks().filter(({ id }) => /^(conservation|little|order|file)/.test(id))
        expect(exact.length).toBeGreaterThanOrEqual(4)
        for (const { label, predicted, measured, tolerance } of exact)
          expect(Math.abs(predicted - measured), label).toBeLessThanOrEqual(tolerance)
      }),
      { numRuns: 40 },
    )
  })

  it('leaves nobody standing who could go on', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new CascadeEngine({ seed, settings })
        runWith(engine, given, END)
        const { settings: now } = engine
        for (const { stages, ledger } of engine.lanes)
          stages.forEach((stage, i) => {
            stage.queues.forEach((queues, lane) => {
              const isIdle = stage.idleWorker(lane) >= 0
              expect(isIdle && queues.some(({ size }) => size > 0), `stage ${i + 1}`).toBe(false)
            })
            // Who holds an item while nobody is ahead of it finds the next queue full, and is made to wait by it.
            const held = stage.count(2)
            const next = stages[i + 1]
            if (held === 0) return
            expect(next, 'the last stage is never blocked').toBeDefined()
            expect(now[`full${(i + 2) as 2 | 3 | 4 | 5}`]).toBe('block')
            const isFull = next?.queues.some(([queue]) => queue?.size === next.room)
            expect(isFull, `stage ${i + 1} holds ${ledger.counts.inHand[i]}`).toBe(true)
          })
      }),
      { numRuns: 30 },
    )
  })

  it('is the same run in slices, and from a saved state', { timeout: 30_000 }, () => {
    const slices = fc.array(fc.nat(END), { maxLength: 8 }).map((times) => times.sort((a, b) => a - b))
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, slices, (settings, seed, given, times) => {
        const whole = new CascadeEngine({ seed, settings })
        runWith(whole, given, END)

        const sliced = new CascadeEngine({ seed, settings })
        const stops = [...given, ...times.map((time) => ({ at: time, command: null }))]
        for (const { at: time, command } of stops.sort((a, b) => a.at - b.at)) {
          while (sliced.nextEventTime !== null && sliced.nextEventTime <= time) sliced.advance(time, 5)
          sliced.advance(time)
          if (command !== null) sliced.apply(command)
          else {
            // Elsewhere, and back: what is saved must not change any more.
            const saved = sliced.save()
            sliced.advance(time + SECOND)
            sliced.restore(saved)
          }
        }
        sliced.advance(END)
        expect(footprint(sliced)).toEqual(footprint(whole))
      }),
      { numRuns: 15 },
    )
  })
})

describe('the items', () => {
  const itemsOf = (engine: CascadeEngine, source: number): number[][] => {
    const { input } = engine
    return Array.from({ length: input.count }, (_, item) => item)
      .filter((item) => input.source.get(item) === source)
      .map((item) => [input.at.get(item), input.key.get(item), input.workOf(item, 0, 1_000)])
  }

  it('are the same whatever the pipeline does with them', () => {
    const base = createRun({ for: 3 })
    const other = createRun({
      for: 3,
      slots1: 1,
      credit: 1,
      full3: 'drop-oldest',
      workers2: 3,
      fault: 'stall',
      faultAt: 0,
    })
    for (const engine of [base, other]) engine.advance(END)
    expect(itemsOf(other, 0)).toEqual(itemsOf(base, 0))
    expect(base.input.count).toBeGreaterThan(300)
  })

  it('of the first source are the same beside a second one, and both have their rates', () => {
    const alone = createRun({ for: 20 })
    const both = createRun({ for: 20, rate2: 200 })
    for (const engine of [alone, both]) engine.advance(20 * SECOND)
    expect(itemsOf(both, 0)).toEqual(itemsOf(alone, 0))
    // Four standard deviations of a Poisson count.
    expect(Math.abs(itemsOf(both, 0).length - 3_000)).toBeLessThan(4 * Math.sqrt(3_000))
    expect(Math.abs(itemsOf(both, 1).length - 4_000)).toBeLessThan(4 * Math.sqrt(4_000))
  })
})
