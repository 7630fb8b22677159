import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MILLISECOND, SECOND } from '../../../src/engine/kernel/time.ts'
import { HAPPENED } from '../../../src/engine/ring/codes.ts'
import type { Lane } from '../../../src/engine/ring/lane.ts'
import { RingEngine } from '../../../src/engine/ring/ring-engine.ts'
import { anySeed, anySettings, createRun, finishedRun, listOf, ringOf } from './support.ts'

/** When something was taken, in milliseconds, and how many items at once. */
function flushesOf({ history }: Lane): [ms: number, items: number][] {
  const sizes = new Map<number, number>()
  for (let row = 0; row < history.eventKind.length; row++) {
    if (history.eventKind.get(row) !== HAPPENED.pop) continue
    const ms = history.eventTime.get(row) / MILLISECOND
    sizes.set(ms, (sizes.get(ms) ?? 0) + 1)
  }
  return [...sizes]
}

describe('a consumer that takes batches', () => {
  it('waits for a full batch and takes it in one turn', () => {
    // Items every 100 ms from 0, turns every 250 ms: 3, 5, 8, 10 items have been made before each turn.
    const engine = createRun({ produce: 10, consume: 4, batch: 5, slots: 16, flush: 60_000 })
    engine.advance(1_500 * MILLISECOND)
    // The item made at the very moment of a turn comes too late for it.
    expect(flushesOf(ringOf(engine))).toEqual([
      [500, 5],
      [1_000, 5],
      [1_500, 5],
    ])
    expect(flushesOf(listOf(engine))).toEqual(flushesOf(ringOf(engine)))
  })

  it('takes a batch that is not full once its oldest item has waited long enough', () => {
    // Items at 0, 1, 2 s; turns every 100 ms; none is ever full.
    const engine = createRun({ produce: 1, consume: 10, batch: 4, flush: 250 })
    engine.advance(2_500 * MILLISECOND)
    expect(flushesOf(ringOf(engine))).toEqual([
      [250, 1],
      [1_250, 1],
      [2_250, 1],
    ])
  })

  it('waits for its next turn when it has used the last one', () => {
    // Turns at 1, 2 s, ...: the first takes what has waited since 0; the item of 0.5 s is due at 1.1 s already.
    const engine = createRun({ produce: 2, consume: 1, batch: 4, flush: 600 })
    engine.advance(2_000 * MILLISECOND)
    expect(flushesOf(ringOf(engine))).toEqual([
      [1_000, 2],
      [2_000, 2],
    ])
  })

  it('takes a full ring although the batch is larger', () => {
    const { counts } = ringOf(
      finishedRun({ slots: 4, batch: 16, produce: 10, consume: 2, overflow: 'block' }),
    ).ledger
    expect(counts.consumed / counts.flushes).toBe(4)
  })

  it(
    'lets no item wait longer than the flush time and the turns that a full ring takes',
    { timeout: 30_000 },
    () => {
      fc.assert(
        fc.property(anySettings, anySeed, (settings, seed) => {
          const engine = new RingEngine({
            seed,
            settings: { ...settings, consume: 20, consumeUneven: 0, produce: 10 },
          })
          engine.advance(engine.extent)
          const { times } = ringOf(engine).ledger
          const longest = times.count === 0 ? 0 : times.quantile(1)
          const turns = Math.ceil(settings.slots / settings.batch)
          expect(longest).toBeLessThanOrEqual((settings.flush + 50 * turns) * MILLISECOND)
        }),
        { numRuns: 60 },
      )
    },
  )

  it('takes no more often than it has turns', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, (settings, seed) => {
        const engine = new RingEngine({ seed, settings: { ...settings, consumeUneven: 0 } })
        engine.advance(engine.extent)
        for (const { ledger } of engine.lanes)
          expect(ledger.counts.flushes).toBeLessThanOrEqual(settings.consume * settings.for)
      }),
      { numRuns: 60 },
    )
  })

  it('loses nothing where taking one by one loses nine in ten', () => {
    const run = { produce: 40, consume: 4, slots: 32, for: 60 }
    const lost = (batch: number): number => {
      const { overwritten, produced } = ringOf(finishedRun({ ...run, batch })).ledger.counts
      return overwritten / produced
    }
    expect(lost(16)).toBe(0)
    // 4 of 40 are taken; the ring's 32 of the 2401 produced are not lost yet.
    expect(Math.abs(lost(1) - 0.9)).toBeLessThan(33 / 2_400)
  })
})

describe('a consumer that stalls', () => {
  it('takes nothing until it goes on, and then goes on with the gap it was in', () => {
    const engine = createRun({ produce: 5, consume: 2 })
    engine.advance(1_200 * MILLISECOND) // turns at 0.5 and 1 s; 0.2 s of the next gap are over
    expect(engine.apply({ kind: 'pause-consumer', paused: true })).toEqual({
      ok: true,
      value: 'consumer stalled',
    })
    engine.advance(3 * SECOND)
    expect(ringOf(engine).ledger.counts.consumed).toBe(2)
    engine.apply({ kind: 'pause-consumer', paused: false })
    expect(engine.consumer.due).toBe(3_300 * MILLISECOND)
  })

  it('does not flush by deadline while it is stalled, but on its next turn', () => {
    const engine = createRun({ produce: 1, consume: 10, batch: 4, flush: 450 })
    engine.advance(200 * MILLISECOND)
    expect(ringOf(engine).flushDue).toBe(450 * MILLISECOND)
    engine.apply({ kind: 'pause-consumer', paused: true })
    engine.advance(800 * MILLISECOND)
    expect(ringOf(engine).ledger.counts.consumed).toBe(0)
    engine.apply({ kind: 'pause-consumer', paused: false })
    engine.advance(900 * MILLISECOND)
    expect(flushesOf(ringOf(engine))).toEqual([[900, 1]])
  })
})

describe('a producer that is made to wait', () => {
  it('goes on when a slot is free, and its waiting is counted', () => {
    // Items at 0, 0.1, 0.2 fill three slots; the one of 0.3 s waits for the pop at 1 s; the next comes 0.1 s later.
    const engine = createRun({ slots: 3, produce: 10, consume: 1, overflow: 'block' })
    engine.advance(900 * MILLISECOND)
    expect(ringOf(engine).waiting).toEqual({ item: 3, since: 300 * MILLISECOND })
    expect(ringOf(engine).blockedTime(engine.now)).toBe(600 * MILLISECOND)
    engine.advance(1_050 * MILLISECOND)
    expect(ringOf(engine).waiting).toBeNull()
    expect(ringOf(engine).blockedTime(engine.now)).toBe(700 * MILLISECOND)
    expect(ringOf(engine).producer.due).toBe(1_100 * MILLISECOND)
    engine.advance(2_050 * MILLISECOND)
    expect(ringOf(engine).blockedTime(engine.now)).toBe(700 * MILLISECOND + 900 * MILLISECOND)
    expect(ringOf(engine).ledger.counts.produced).toBe(5)
    expect(listOf(engine).ledger.counts.produced).toBe(21)
  })

  it('waits in one long pause for a consumer that never comes', () => {
    const engine = finishedRun({ slots: 4, produce: 4, consume: 0, overflow: 'block', for: 10 })
    expect(ringOf(engine).ledger.counts.produced).toBe(5)
    expect(ringOf(engine).blockedTime(engine.now)).toBe(9 * SECOND)
  })

  it.each([
    ['overwrite-oldest', { overwritten: 1, rejected: 0 }],
    ['reject', { overwritten: 0, rejected: 1 }],
  ])('lets go of its item when the policy becomes %s', (value, expected) => {
    const engine = createRun({ slots: 2, produce: 10, consume: 0, overflow: 'block' })
    engine.advance(SECOND)
    expect(ringOf(engine).waiting?.item).toBe(2)
    engine.apply({ kind: 'set', key: 'overflow', value })
    expect(ringOf(engine).waiting).toBeNull()
    expect(ringOf(engine).ledger.counts).toMatchObject(expected)
  })
})
