import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import {
  delayImpairment,
  lossImpairment,
  opinionOf,
  rating,
} from '../../../src/engine/jitter/quality/e-model.ts'
import { Freezes, freezeThreshold } from '../../../src/engine/jitter/quality/freezes.ts'
import { Stretches } from '../../../src/engine/jitter/quality/stretches.ts'
import { fromMs, MILLISECOND, SECOND, toMs, type SimTime } from '../../../src/engine/kernel/time.ts'
import { at } from '../../../src/shared/assert.ts'
import {
  configArbitrary,
  deedsArbitrary,
  engineOf,
  finished,
  laneOf,
  runWith,
  summaryOf,
} from '../../support/jitter.ts'
import { mean, sum } from '../../support/statistics.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

// Values of ITU-T G.107 worked out by another program for the project's research.
describe('the E-model', () => {
  it.each([
    [0, 0],
    [99, 0],
    [100, 0],
    [125, 0.0046],
    [150, 0.1635],
    [177.3, 1.1721],
    [200, 3.0444],
    [250, 8.9167],
    [300, 14.7607],
    [400, 24.0701],
    [500, 30.6359],
  ])('takes for a delay of %d ms %d points of R', (ms, points) => {
    expect(delayImpairment(ms)).toBeCloseTo(points, 4)
  })

  it.each([
    [25.1, 0, 0],
    [25.1, 1, 3.64],
    [25.1, 2, 7.011],
    [25.1, 5, 15.781],
    [25.1, 10, 27.066],
    [4.3, 1, 17.925],
    [4.3, 2, 30.159],
    [4.3, 5, 51.075],
    [4.3, 10, 66.434],
  ])(
    'takes for losses, with a robustness of %d and %d %% of them, %d points',
    (robustness, percent, points) => {
      expect(lossImpairment(percent, 1, { impairment: 0, robustness })).toBeCloseTo(points, 3)
    },
  )

  it('takes more for the same losses in longer bursts', () => {
    // (95 × 2) / (2 / 2 + 25.1)
    expect(lossImpairment(2, 2)).toBeCloseTo(7.2797, 4)
    expect(lossImpairment(0, 5)).toBe(0)
  })

  it.each([
    [50, 0, 93.2, 4.409],
    [50, 1, 89.56, 4.328],
    [50, 3, 83.058, 4.134],
    [50, 10, 66.134, 3.411],
    [150, 1, 89.397, 4.324],
    [250, 0, 84.283, 4.175],
    [250, 3, 74.141, 3.785],
    [400, 1, 65.49, 3.379],
    [400, 10, 42.064, 2.166],
  ])(
    'rates a call of %i ms and %i %% of losses R %d, which is an opinion of %d',
    (ms, percent, r, opinion) => {
      expect(rating(ms, percent, 1)).toBeCloseTo(r, 3)
      expect(opinionOf(rating(ms, percent, 1))).toBeCloseTo(opinion, 3)
    },
  )

  it.each([
    [93.2, 4.409],
    [90, 4.339],
    [80, 4.024],
    [70, 3.597],
    [60, 3.1],
    [50, 2.575],
    [0, 1],
    [-5, 1],
    [100, 4.5],
  ])('has for an R of %d the opinion %d', (r, opinion) => {
    expect(opinionOf(r)).toBeCloseTo(opinion, 3)
  })

  it('never rates more delay or more losses higher, and keeps within its bounds', () => {
    const call = fc.record({
      ms: fc.double({ min: 0, max: 5_000, noNaN: true }),
      percent: fc.double({ min: 0, max: 100, noNaN: true }),
      bursts: fc.double({ min: 1, max: 100, noNaN: true }),
    })
    fc.assert(
      fc.property(call, fc.double({ min: 1, max: 2, noNaN: true }), ({ ms, percent, bursts }, more) => {
        const r = rating(ms, percent, bursts)
        expect(r).toBeGreaterThanOrEqual(0)
        expect(r).toBeLessThanOrEqual(93.2)
        expect(rating(ms * more, percent, bursts)).toBeLessThanOrEqual(r + 1e-9)
        expect(rating(ms, Math.min(100, percent * more), bursts)).toBeLessThanOrEqual(r + 1e-9)
        expect(opinionOf(r)).toBeGreaterThanOrEqual(1)
        expect(opinionOf(r)).toBeLessThanOrEqual(4.5)
      }),
    )
  })
})

describe('video freezes', () => {
  const fps = (n: number): SimTime => SECOND / n

  it.each([
    [30, 183.33],
    [60, 166.67],
    [10, 300],
  ])('at %i frames a second begin at %d ms', (rate, ms) => {
    expect(toMs(freezeThreshold(fps(rate)))).toBeCloseTo(ms, 2)
  })

  /** Frames at these times; the freezes found. */
  const found = (times: readonly SimTime[]): { start: SimTime; end: SimTime }[] => {
    const freezes = new Freezes()
    for (const time of times) freezes.show(time)
    return Array.from({ length: freezes.count }, (_, i) => freezes.get(i))
  }

  const steady = (count: number, interval: SimTime): SimTime[] =>
    Array.from({ length: count }, (_, i) => i * interval)

  it('are none in an even stream, however slow', () => {
    for (const rate of [1, 5, 30, 240]) expect(found(steady(200, Math.round(fps(rate))))).toEqual([])
  })

  it('are judged by an average in which the time that is judged is one of thirty', () => {
    // (29 × 40 + d) / 30 + 150 = d at d = 40 + 150 × 30 / 29 = 195.17 ms.
    const times = steady(40, fromMs(40))
    const last = at(times, 39)
    expect(found([...times, last + fromMs(195)])).toEqual([])
    expect(found([...times, last + fromMs(196)])).toEqual([{ start: last, end: last + fromMs(196) }])
  })

  it('need five times between frames before any is judged', () => {
    const times = steady(4, fromMs(40))
    const gap = at(times, 3) + 5 * SECOND
    expect(found([...times, gap])).toEqual([])
    expect(found([...times, at(times, 3) + fromMs(40), at(times, 3) + 5 * SECOND])).toHaveLength(1)
  })

  it('are those of the rule written out', () => {
    const gaps = fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 10, max: 60 }) },
        { weight: 1, arbitrary: fc.integer({ min: 100, max: 900 }) },
      ),
      { maxLength: 120 },
    )
    fc.assert(
      fc.property(gaps, (list) => {
        const expected = list.filter((gap, i) => {
          const window = list.slice(Math.max(0, i - 29), i + 1)
          const average = mean(window)
          return window.length >= 5 && gap >= Math.max(3 * average, average + 150)
        })
        const times = [0]
        for (const gap of list) times.push(at(times, times.length - 1) + fromMs(gap))
        expect(found(times).map(({ start, end }) => toMs(end - start))).toEqual(expected)
      }),
    )
  })

  it('of a run are those of its frames, and go on from a saved state', () => {
    const run = { kind: 'blocking', stuck: 30, stuckFor: 300, for: 60 } as const
    const whole = finished(run)
    const halved = new JitterEngine(whole.config)
    halved.advance(20 * SECOND)
    const saved = structuredClone({ ...halved.save() })
    halved.advance(45 * SECOND)
    halved.restore(saved)
    halved.advance(400 * SECOND)
    expect(halved.measures()).toEqual(whole.measures())
    const { ledger } = laneOf(whole, 'fixed')
    const shown = Array.from({ length: ledger.counts.played }, (_, row) => {
      const packet = ledger.shownPackets.get(row)
      return ledger.shownAt.get(packet)
    })
    expect(summaryOf(whole, 'fixed').quality.freezes).toBe(found(shown).length)
    expect(found(shown).length).toBeGreaterThan(3)
    expect(summaryOf(whole, 'fixed').quality.freezeMs).toBeCloseTo(
      toMs(sum(found(shown).map(({ start, end }) => end - start))),
      6,
    )
  })
})

describe('stretches', () => {
  it('are one while they follow each other in the same direction', () => {
    const stretches = new Stretches()
    const spacing = 20 * MILLISECOND
    let now = 0
    for (const shift of [0, 2_000, 2_000, 500, 0, -1_000, 1_000, 10]) {
      stretches.play(now, spacing, shift)
      now += spacing + shift
    }
    const all = Array.from({ length: stretches.count }, (_, i) => stretches.get(i))
    expect(all.map(({ shift }) => shift)).toEqual([4_500, -1_000, 1_000]) // 10 µs of 20 ms are nothing
    expect(all.map(({ start, end }) => end - start)).toEqual([64_500, 19_000, 21_000])
    expect(stretches.timeUntil(now)).toBe(64_500 + 19_000 + 21_000)
    expect(stretches.timeUntil(at(all, 2).start + 1_000)).toBe(64_500 + 19_000 + 1_000)
  })

  it('are what a run changes its delay by, from the first frame shown to the last', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const engine = engineOf(
        'high',
        { policy: ['neteq'], loss: 0, detour: 0, duplicate: 0, order: true },
        seed,
      )
      engine.advance(400 * SECOND)
      const { ledger } = laneOf(engine, 'neteq')
      const { stretches, delays, counts } = ledger
      const all = Array.from({ length: stretches.count }, (_, i) => stretches.get(i))
      expect(all.length).toBeGreaterThan(5)
      const lastShown = delays.get(counts.played - 1) - delays.get(0)
      const shifts = sum(all.map(({ shift }) => shift))
      // The last frame's own stretch is after its showing; what is too small to count is left out.
      expect(Math.abs(shifts - lastShown)).toBeLessThanOrEqual(4_000 + counts.played * 34)
      expect(summaryOf(engine, 'neteq').quality.stretched).toBeCloseTo(
        sum(all.map(({ start, end }) => end - start)) / ledger.playingTime(engine.now),
        9,
      )
    }
  })

  it('are none for players that do not stretch', () => {
    const engine = finished({
      spread: 30,
      shape: 'normal',
      stretch: 0,
      policy: ['whiteboard', 'fixed', 'neteq'],
    })
    expect(engine.summaries().map(({ quality }) => quality.stretched)).toEqual([0, 0, 0])
  })
})

describe('any run', () => {
  it('has as many interruptions and target changes as are behind them, and gaps within its stalls', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, fc.nat(8 * SECOND), (config, deeds, time) => {
        const engine = runWith(new JitterEngine(config), deeds, time)
        for (const { policy, quality, stalls, concealed } of engine.summaries()) {
          const { ledger } = laneOf(engine, policy)
          const lengths = Array.from({ length: ledger.stallCount }, (_, i) => {
            const { start, end } = ledger.stall(i)
            return (Number.isNaN(end) ? engine.now : end) - start
          })
          expect(quality.interruptions).toBe(lengths.filter((length) => length >= fromMs(150)).length)
          expect(quality.interruptions).toBeLessThanOrEqual(stalls)
          const changes = engine.explain(policy, 'targetChanges')?.total
          expect(ledger.buffer.targetChanges).toBe(changes)
          const best = 93.2 - lossImpairment(100 * concealed, 1)
          expect(Number.isNaN(quality.rating) || quality.rating <= best + 1e-9).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })
})
