import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { RING_SETTINGS } from '../../../src/engine/ring/settings.ts'
import { createRun, finishedRun, listOf, ringOf } from './support.ts'

describe('pushing and popping by hand', () => {
  it('adds an item to each lane, and takes the oldest of each', () => {
    const engine = createRun({ produce: 1, consume: 0 })
    engine.advance(2_500_000) // items 0, 1, 2
    expect(engine.apply({ kind: 'push' })).toEqual({ ok: true, value: 'one item pushed' })
    for (const { ledger, store } of engine.lanes) {
      expect(ledger.counts.produced).toBe(4)
      expect(store.size).toBe(4)
    }
    engine.apply({ kind: 'pop' })
    expect([listOf(engine).store.peek(), ringOf(engine).store.peek()]).toEqual([1, 1])
    expect(engine.apply({ kind: 'pop' }).ok).toBe(true)
  })

  it('does not disturb the clocks', () => {
    const engine = createRun({ produce: 2, consume: 1, produceUneven: 1, consumeUneven: 1 })
    engine.advance(700_000)
    const dues = (): unknown => [engine.consumer.due, ...engine.lanes.map(({ producer }) => producer.due)]
    const before = dues()
    engine.apply({ kind: 'push' })
    engine.apply({ kind: 'pop' })
    expect(dues()).toEqual(before)
  })

  it('makes the producer wait with the item when the ring is full and blocks; then refuses', () => {
    const engine = createRun({ slots: 1, produce: 1, consume: 0, overflow: 'block' })
    engine.advance(500_000) // half of the producer's gap is over
    engine.apply({ kind: 'push' })
    expect(ringOf(engine).waiting).toEqual({ item: 1, since: 500_000 })
    expect(ringOf(engine).producer.due).toBeNull()
    const before = engine.traceHash()
    expect(engine.apply({ kind: 'push' })).toMatchObject({
      ok: false,
      problem: { what: expect.stringContaining('waiting') as string },
    })
    expect(engine.traceHash()).toBe(before)
    engine.advance(3 * SECOND)
    engine.apply({ kind: 'pop' })
    expect(ringOf(engine).store.peek()).toBe(1)
    expect(ringOf(engine).producer.due).toBe(3_500_000)
  })

  it('refuses to take from empty buffers', () => {
    const engine = createRun({ produce: 1, consume: 0 })
    expect(engine.apply({ kind: 'pop' })).toMatchObject({ ok: false })
    engine.advance(0)
    expect(engine.apply({ kind: 'pop' }).ok).toBe(true)
    expect(engine.apply({ kind: 'pop' }).ok).toBe(false)
  })
})

describe('changing a setting', () => {
  it('counts from now on: a faster producer makes more from here', () => {
    const engine = createRun({ produce: 1, consume: 0 })
    engine.advance(5 * SECOND)
    expect(engine.apply({ kind: 'set', key: 'produce', value: 10 })).toEqual({
      ok: true,
      value: 'Producer 10 items/s',
    })
    engine.advance(10 * SECOND)
    expect(ringOf(engine).ledger.counts.produced).toBe(6 + 50)
    expect(engine.settings.produce).toBe(10)
    expect(engine.config.settings.produce).toBe(1)
  })

  it('works for every live setting and is refused for the others', () => {
    for (const spec of RING_SETTINGS) {
      const engine = createRun({})
      engine.advance(SECOND)
      expect(engine.apply({ kind: 'set', key: spec.key, value: spec.default }).ok).toBe(spec.live)
    }
  })

  it('refuses what is not in the table or out of bounds, and changes nothing then', () => {
    const engine = createRun({})
    engine.advance(SECOND)
    const before = engine.traceHash()
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('produce', 'overflow')),
        fc.oneof(fc.double(), fc.string()),
        (key, value) => {
          fc.pre(typeof value === 'string' || !(value >= 0.5 && value <= 1_000))
          expect(engine.apply({ kind: 'set', key, value }).ok).toBe(
            ['overwrite-oldest', 'reject', 'block'].includes(String(value)),
          )
        },
      ),
    )
    expect(engine.traceHash()).toBe(before)
    expect(engine.isTouched).toBe(false)
  })
})

describe('after the end of the run', () => {
  it('nothing happens any more, and nothing can be done', () => {
    const engine = finishedRun({ for: 3, produce: 10, overflow: 'block', slots: 2, consume: 1 })
    expect(engine.nextEventTime).toBeNull()
    const before = engine.measures()
    engine.advance(1_000 * SECOND)
    expect(engine.measures()).toEqual(before)
    expect(engine.apply({ kind: 'push' })).toMatchObject({
      ok: false,
      problem: { what: 'the run is over at 3 s; go back to change it' },
    })
    expect(engine.extent).toBe(3 * SECOND)
  })

  it('comes at a bounded number of items', { timeout: 30_000 }, () => {
    const engine = finishedRun({ for: 3_600, produce: 1_000, consume: 1_000 })
    expect(listOf(engine).ledger.counts.produced).toBe(250_000)
    expect(engine.extent).toBe(250 * SECOND)
    expect(engine.nextEventTime).toBeNull()
  })
})
