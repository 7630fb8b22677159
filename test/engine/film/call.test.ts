import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FATE } from '../../../src/engine/film/codes.ts'
import { bytesAPicture, packetSizes } from '../../../src/engine/film/call-lane.ts'
import { FilmEngine } from '../../../src/engine/film/film-engine.ts'
import { CALL_FPS } from '../../../src/engine/film/settings.ts'
import { fromMs, SECOND, tickTime } from '../../../src/engine/kernel/time.ts'
import { naiveCall } from './naive-call.ts'
import {
  anyGiven,
  anySeed,
  anySettings,
  capacityOf,
  createRun,
  finishedRun,
  numbersOf,
  runWith,
} from './support.ts'

describe('a picture of the call', () => {
  it.each([
    [500, 2_083, [1_200, 883]],
    [50, 208, [208]],
    [288, 1_200, [1_200]],
    [5_000, 20_833, [...Array.from({ length: 17 }, () => 1_200), 433]],
  ])('at %d kbit/s is %d bytes in packets of at most 1,200', (kbps, bytes, packets) => {
    expect(bytesAPicture(kbps)).toBe(bytes)
    expect(packetSizes(bytes)).toEqual(packets)
  })
})

describe('a call over a link that carries it', () => {
  const run = finishedRun({ capacity: 2_000, call: 500, base: 40, delay: 100, for: 10 })

  it('shows every picture at its turn: base delay and buffer after its capture', () => {
    const { captured, shown, late, lost } = run.call.pictures
    expect([captured, late, lost]).toEqual([301, 0, 0])
    expect(shown).toBe(296) // those captured 140 ms before the end
    expect(run.call.startedAt).toBe(140_000)
    expect(run.call.turnOf(3)).toBe(240_000)
    expect(run.call.freezes.count).toBe(0)
    expect(run.call.behind(run.now)).toBe(140_000)
  })

  it('has each picture after sending its packets one after the other, and the base delay', () => {
    // 2,083 bytes at 2,000 kbit/s: 8.332 ms, and 40 ms.
    const arrived = numbersOf(run.call.arrivedAt).slice(0, 200)
    arrived.forEach((time, picture) => expect(time).toBe(tickTime(picture, CALL_FPS) + 8_332 + 40_000))
  })
})

describe('a call over a link that does not carry it', () => {
  it('is late for ever once the queue takes longer than the buffer lasts', () => {
    const { call } = finishedRun({ capacity: 400, call: 500, queue: 2_000, for: 30 })
    // A picture takes 41.66 ms and comes every 33.33: the k-th is here after 41.66 + 8.33 k ms, beyond 100 from 8 on.
    const late = numbersOf(call.size).findIndex((_, picture) => call.fateOf(picture) === FATE.late)
    expect(late).toBe(8)
    expect(call.pictures.lost).toBe(0)
    expect(call.freezes.isOpen).toBe(true)
    expect(call.bytes.dropped).toBe(0)
  })

  it('loses what a full queue has no room for, and then a fifth of all bytes', () => {
    const { call, clock } = finishedRun({ capacity: 400, call: 500, queue: 8, for: 600 })
    expect(call.bytes.dropped / call.bytes.offered).toBeCloseTo(0.2, 2)
    expect(call.bytes.delivered * 8_000).toBeLessThanOrEqual(400 * clock)
  })

  it('shows nothing without any link, and counts no freeze before its start', () => {
    const { call, clock } = finishedRun({ capacity: 0, for: 5 })
    expect(call.startedAt).toBeNull()
    expect(call.freezes.count).toBe(0)
    expect(call.behind(clock)).toBe(clock)
    expect(call.pictures.late + call.pictures.lost).toBe(call.pictures.captured - 4) // the turns of 4 are still to come
  })
})

describe('a buffer of seconds in a call', () => {
  const tunnel = { shape: 'dip', capacity: 4_000, low: 0, at: 10, lasts: 6, for: 60 } as const

  it('saves what the queue kept, and not what it dropped', () => {
    const usual = finishedRun({ ...tunnel, queue: 64 }).call
    const patient = finishedRun({ ...tunnel, queue: 64, delay: 10_000 }).call
    expect(usual.pictures.lost).toBe(patient.pictures.lost)
    expect(usual.pictures.late).toBeGreaterThan(0)
    expect(patient.pictures.late).toBe(0)
    // 64 kB are a second of the call; five of the six are gone.
    expect(patient.freezes.total(60 * SECOND) / SECOND).toBeCloseTo(5, 0)
  })

  it('with a queue as large saves everything, ten seconds late', () => {
    const { call } = finishedRun({ ...tunnel, queue: 2_000, delay: 10_000 })
    expect(call.pictures.late + call.pictures.lost).toBe(0)
    expect(call.behind(60 * SECOND)).toBe(fromMs(10_030))
  })
})

describe('a caller told to send less', () => {
  it('does so from the next picture on', () => {
    const run = createRun({ call: 500 })
    run.advance(SECOND)
    run.apply({ kind: 'set', key: 'call', value: 100 })
    run.advance(2 * SECOND)
    const sizes = numbersOf(run.call.size)
    expect(new Set(sizes.slice(0, 31))).toEqual(new Set([2_083]))
    expect(new Set(sizes.slice(31))).toEqual(new Set([417]))
  })
})

describe('the call', () => {
  it(
    'is what a naive account of it is, whatever the link does and a person changes',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
          const engine = new FilmEngine({ seed, settings })
          runWith(engine, given, engine.extent)
          const { call } = engine
          const naive = naiveCall(capacityOf(engine), numbersOf(call.size), settings)
          numbersOf(call.arrivedAt).forEach((time, picture) => {
            const expected = naive.arrivals[picture] ?? Infinity
            expect(time, `picture ${picture}`).toBe(expected <= engine.now ? expected : Number.NaN)
          })
          expect(call.bytes.dropped).toBe(naive.dropped)
          const shown = naive.arrivals.filter((time, picture) => {
            const turn = call.turnOf(picture)
            return turn <= engine.now && time <= turn
          })
          expect(call.pictures.shown).toBe(shown.length)
        }),
        { numRuns: 60 },
      )
    },
  )
})
