import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { FATE } from '../../../src/engine/jitter/fate.ts'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { SECOND, toMs } from '../../../src/engine/kernel/time.ts'
import { JITTER_MEASURES } from '../../../src/labs/jitter/measures.ts'
import { at } from '../../../src/shared/assert.ts'
import { configArbitrary, deedsArbitrary, engineOf, runWith, shownBy } from '../../support/jitter.ts'
import { mean, nearestRank, sum } from '../../support/statistics.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const anyRun = fc
  .tuple(configArbitrary, deedsArbitrary, fc.nat(8 * SECOND))
  .map(([config, deeds, time]) => runWith(new JitterEngine(config), deeds, time))

/** Runs whose network makes no copies, so that every showing is in the books. */
const plainRun = fc
  .tuple(configArbitrary, deedsArbitrary, fc.nat(8 * SECOND))
  .map(([config, deeds, time]) => {
    const settings = { ...config.settings, duplicate: 0 }
    const calm = deeds.filter(({ command }) => command.kind !== 'set' || command.key !== 'duplicate')
    return runWith(new JitterEngine({ ...config, settings, trace: null }), calm, time)
  })

describe('the numbers of a run', () => {
  it('are numbers: no NaN and no infinity, but for delays where nothing was shown', () => {
    fc.assert(
      fc.property(anyRun, (engine) => {
        for (const { policy: _policy, delayMs, quality, score, soundMs, ...numbers } of engine.summaries()) {
          const list = [...Object.values(numbers), ...Object.values(soundMs ?? {})]
          expect(list.every((value) => Number.isFinite(value) && value >= 0)).toBe(true)
          expect(numbers.concealed).toBeLessThanOrEqual(1)
          const isKnown = numbers.played > 0
          const { rating, opinion, ...others } = quality
          expect(Object.values(others).every((value) => Number.isFinite(value) && value >= 0)).toBe(true)
          const isScored = !Number.isNaN(score.costMs)
          expect(isScored || !isKnown).toBe(true)
          expect(Object.values(score).map(Number.isFinite)).toEqual([isScored, isScored, isScored])
          expect(others.stretched).toBeLessThanOrEqual(1)
          expect([rating, opinion].map(Number.isFinite)).toEqual([isKnown, isKnown])
          expect(Object.values(delayMs).map((delay) => Number.isFinite(delay))).toEqual(
            Object.values(delayMs).map(() => isKnown),
          )
        }
        const rows = engine.checks().flatMap((row) => [row.predicted, row.measured, row.tolerance])
        expect(rows.every(Number.isFinite)).toBe(true)
        expect([engine.extent, engine.jitter, engine.longestStay].every(Number.isFinite)).toBe(true)
        expect(engine.landmarks().every(({ time }) => Number.isFinite(time) && time <= engine.now)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('tell delays as one counts them from the packets shown', () => {
    fc.assert(
      fc.property(plainRun, (engine) => {
        engine.summaries().forEach(({ delayMs }, i) => {
          const delays = shownBy(at(engine.lanes, i)).map(
            ({ packet, shownAt }) =>
              shownAt - engine.passage.sentTimes.get(packet) - engine.source.clockOffset,
          )
          const expected = [0.5, 0.95, 0.99, 1].map((q) => toMs(nearestRank(delays, q)))
          expect([delayMs.p50, delayMs.p95, delayMs.p99, delayMs.max]).toEqual(expected)
          expect(Math.abs(delayMs.mean - toMs(mean(delays))) < 1e-6 || delays.length === 0).toBe(true)
        })
      }),
      { numRuns: 100 },
    )
  })

  it('tell the stalled time as the sum of the stalls, none of them before the first frame or after the last', () => {
    fc.assert(
      fc.property(anyRun, (engine) => {
        engine.summaries().forEach(({ stallMs, stalls }, i) => {
          const { ledger } = at(engine.lanes, i)
          const list = Array.from({ length: ledger.stallCount }, (_, n) => ledger.stall(n))
          const lengths = list.map(({ start, end }) => (Number.isNaN(end) ? engine.now : end) - start)
          expect([stalls, stallMs]).toEqual([list.length, toMs(sum(lengths))])
          const first = ledger.firstShownAt ?? Infinity
          expect(list.every(({ start }) => start >= first)).toBe(true)
          const overlaps = list.slice(1).filter(({ start }, n) => !(start >= at(list, n).end))
          expect(overlaps).toEqual([])
        })
      }),
      { numRuns: 150 },
    )
  })

  it("obey Little's law: the depth over time, summed in steps, is the time the packets spent in the buffer", () => {
    fc.assert(
      fc.property(plainRun, (engine) => {
        for (const { ledger } of engine.lanes) {
          const rows = Array.from({ length: ledger.buffer.time.length }, (_, row) => ({
            time: ledger.buffer.time.get(row),
            depth: ledger.buffer.depth.get(row),
          }))
          const area = sum(
            rows.map(({ time, depth }, i) => depth * ((rows[i + 1]?.time ?? engine.now) - time)),
          )
          const stays = Array.from({ length: engine.passage.packets }, (_, packet) => {
            const arrived = engine.passage.arrivals.get(packet)
            const fate = ledger.fateOf(packet)
            if (fate === FATE.played) return ledger.shownAt.get(packet) - arrived
            return fate === FATE.waiting ? engine.now - arrived : 0
          })
          // Frames that a full ring gave up have no time of leaving in the books: look at runs without them.
          if (ledger.counts.overwritten > 0) continue
          expect(area).toBeCloseTo(sum(stays), 3)
          expect(ledger.occupancy.integral(engine.now)).toBe(area)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('have the jitter in common, and are the same for each receiver in the order of the policies', () => {
    const engine = engineOf('high')
    engine.advance(5 * SECOND)
    const summaries = engine.summaries()
    expect(new Set(summaries.map(({ jitterMs }) => jitterMs))).toEqual(new Set([toMs(engine.jitter)]))
    const measures = engine.measures()
    const each = JITTER_MEASURES.length
    expect(measures).toHaveLength(each * summaries.length)
    summaries.forEach(({ played, late, delayMs, depth, quality }, i) => {
      const own = measures.slice(each * i, each * (i + 1))
      const value = (id: string): number | undefined =>
        own[JITTER_MEASURES.findIndex((measure) => measure.id === id)]
      expect(['played', 'late', 'mean', 'depth', 'opinion', 'freezeSeconds'].map(value)).toEqual([
        played,
        late,
        delayMs.mean,
        depth,
        quality.opinion,
        quality.freezeMs / 1_000,
      ])
    })
  })
})
