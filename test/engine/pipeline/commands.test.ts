import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { MAX_FRAMES, PIPELINE_SETTINGS } from '../../../src/engine/pipeline/settings.ts'
import { CLOCKWORK, createRun, finishedRun, laneOf, summaryOf } from './support.ts'

describe('losing a frame by hand', () => {
  it('loses the next one sent, and refuses a second before it has happened', () => {
    const engine = createRun({ ...CLOCKWORK, gop: 10 })
    engine.advance(1.005 * SECOND)
    expect(engine.apply({ kind: 'lose', what: 'frame' })).toEqual({ ok: true, value: 'next frame lost' })
    expect(engine.apply({ kind: 'lose', what: 'key' })).toMatchObject({ ok: false })
    engine.advance(3 * SECOND)
    expect(engine.source.lost.length).toBe(1)
    expect(engine.source.lost.get(0)).toBe(61)
    expect(summaryOf(engine, 'production').undecodable).toBe(8)
    expect(engine.apply({ kind: 'lose', what: 'key' }).ok).toBe(true)
    engine.advance(4 * SECOND)
    expect(engine.source.lost.get(1) % 10).toBe(0)
  })
})

describe('stopping the decoder', () => {
  it('lets it finish its frame, and go on where it stopped', () => {
    const engine = createRun({ ...CLOCKWORK, decode: 10 })
    engine.advance(1.023 * SECOND)
    const { decoder } = laneOf(engine, 'production')
    expect(decoder?.due).not.toBeNull()
    expect(engine.apply({ kind: 'pause-decoder', paused: true }).ok).toBe(true)
    expect(decoder?.due).not.toBeNull()
    engine.advance(1.5 * SECOND)
    expect(decoder?.due).toBeNull()
    expect(laneOf(engine, 'whiteboard').rings.network?.size).toBeGreaterThan(25)
    expect(engine.apply({ kind: 'pause-decoder', paused: true })).toMatchObject({ ok: false })
    expect(engine.apply({ kind: 'pause-decoder', paused: false })).toEqual({
      ok: true,
      value: 'decoder goes on',
    })
    expect(decoder?.due).not.toBeNull()
  })
})

describe('a hiccup', () => {
  it('makes one picture take 50 ms longer, in every lane', () => {
    const engine = createRun({ mode: 'swap', render: 10 })
    engine.advance(SECOND)
    engine.apply({ kind: 'hiccup' })
    engine.advance(2 * SECOND)
    for (const { ledger } of engine.lanes) {
      const times = Array.from(
        { length: ledger.length - 1 },
        (_, i) => ledger.drawnAt.get(i) - ledger.drawAt.get(i),
      )
      expect(times.filter((time) => time === 60_000).length).toBe(1)
      expect(times.filter((time) => time === 10_000).length).toBe(times.length - 1)
    }
  })
})

describe('where nothing is sent', () => {
  it('nothing can be lost and no decoder be stopped', () => {
    const engine = createRun({ mode: 'swap' })
    engine.advance(SECOND)
    const before = engine.traceHash()
    for (const command of [
      { kind: 'lose', what: 'key' },
      { kind: 'pause-decoder', paused: true },
    ] as const)
      expect(engine.apply(command)).toMatchObject({
        ok: false,
        problem: { what: expect.stringContaining('drawn, not sent') as string },
      })
    expect(engine.traceHash()).toBe(before)
    expect(engine.isTouched).toBe(false)
  })
})

describe('changing a setting', () => {
  it('counts from now on', () => {
    const engine = createRun({ ...CLOCKWORK, render: 5 })
    engine.advance(5 * SECOND)
    expect(engine.apply({ kind: 'set', key: 'render', value: 8 })).toEqual({
      ok: true,
      value: 'Drawing takes 8 ms',
    })
    const before = summaryOf(engine, 'whiteboard').shown
    engine.advance(10 * SECOND)
    expect((summaryOf(engine, 'whiteboard').shown - before) / 5).toBeCloseTo(40.5, 0)
    expect(engine.config.settings.render).toBe(5)
  })

  it('works for every live setting and is refused for the others', () => {
    for (const spec of PIPELINE_SETTINGS) {
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
        fc.oneof(fc.string(), fc.constantFrom('render', 'networkFull')),
        fc.oneof(fc.double(), fc.string()),
        (key, value) => {
          fc.pre(typeof value === 'string' || !(value >= 0.5 && value <= 100))
          expect(engine.apply({ kind: 'set', key, value }).ok).toBe(false)
        },
      ),
    )
    expect(engine.traceHash()).toBe(before)
  })
})

describe('the end of the run', () => {
  it('leaves nothing to happen, and nothing to be done', () => {
    const engine = finishedRun({ for: 3 })
    expect(engine.nextEventTime).toBeNull()
    const before = engine.measures()
    engine.advance(1_000 * SECOND)
    expect(engine.measures()).toEqual(before)
    expect(engine.apply({ kind: 'hiccup' })).toMatchObject({
      ok: false,
      problem: { what: 'the run is over at 3 s; go back to change it' },
    })
  })

  it('comes at a bounded number of pictures', { timeout: 60_000 }, () => {
    const engine = finishedRun({ mode: 'swap', render: 0.5, for: 300 })
    expect(laneOf(engine, 'one').ledger.length).toBe(MAX_FRAMES)
    expect(engine.extent).toBeLessThan(31 * SECOND)
    expect(engine.nextEventTime).toBeNull()
  })
})
