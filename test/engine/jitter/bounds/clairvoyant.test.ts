import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { clairvoyant } from '../../../../src/engine/jitter/bounds/clairvoyant.ts'
import { rulesOf, turnsOf } from '../../../../src/engine/jitter/bounds/of-run.ts'
import type { Rules } from '../../../../src/engine/jitter/bounds/point.ts'
import type { TurnTable } from '../../../../src/engine/jitter/bounds/turn-table.ts'
import { playoutOf } from '../../../../src/engine/jitter/config-of.ts'
import type { JitterConfig } from '../../../../src/engine/jitter/config.ts'
import { JitterEngine } from '../../../../src/engine/jitter/jitter-engine.ts'
import { delayPolicy, type DelayPolicy } from '../../../../src/engine/jitter/policies/policy.ts'
import { replay } from '../../../../src/engine/jitter/replay.ts'
import { measurePoint, scoredAs } from '../../../../src/engine/jitter/score.ts'
import type { PolicyId } from '../../../../src/engine/jitter/settings/policies.ts'
import { fromMs } from '../../../../src/engine/kernel/time.ts'
import { at } from '../../../../src/shared/assert.ts'
import { configArbitrary, DELAY_POLICIES, plainSettings, THE_END } from '../../../support/jitter.ts'
import { fewDelays, fewGaps, tableOf } from '../../../support/turns.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const SKIP: Rules = { whenLate: 'skip', stretch: 0.1, price: fromMs(20) }
const STALL: Rules = { ...SKIP, whenLate: 'stall' }

/** The least cost in milliseconds over every path of whole milliseconds, each tried. A move is up to 2 ms in 20. */
function tryAll(table: TurnTable, { whenLate, price }: Rules): number {
  const { transit, release, spacing, arrived, missedStart } = table
  const turns = transit.length
  const duration = spacing.reduce((sum, one) => sum + one, 0) / 1_000
  const reach = Array.from(spacing, (one) => one / 10_000)
  const delays = [0, 1, 2, 3, 4, 5, 6, 7, 8]
  const ms = price / 1_000
  const badShare = (path: readonly number[]): number => {
    const late = path.filter((delay, i) => at(transit, i) / 1_000 > delay).length + missedStart
    const jumps = path.map((delay, i) =>
      i === 0 ? 0 : Math.max(0, delay - at(path, i - 1) - at(reach, i - 1)),
    )
    const waited = jumps.reduce((sum, jump) => sum + jump, 0)
    return late / arrived + waited / duration
  }
  const isAllowed = (path: readonly number[], delay: number): boolean => {
    const last = path.at(-1)
    const most = last === undefined ? Infinity : at(reach, path.length - 1)
    if (last !== undefined && last - delay > most) return false
    if (whenLate === 'skip') return last === undefined || delay - last <= most
    return delay >= at(release, path.length) / 1_000
  }
  let paths: number[][] = [[]]
  for (let i = 0; i < turns; i++)
    paths = paths.flatMap((path) =>
      delays.filter((delay) => isAllowed(path, delay)).map((delay) => [...path, delay]),
    )
  const costs = paths.map(
    (path) => path.reduce((sum, delay) => sum + delay, 0) / turns + 100 * ms * badShare(path),
  )
  return Math.min(...costs)
}

/** What the program may move in a usual turn: in so many parts its grid is one of whole milliseconds. */
const msPerMove = ({ spacing }: TurnTable): number => at(spacing.toSorted(), spacing.length >> 1) / 10_000

/** Any run, but more often than not one where lateness costs next to nothing, or clocks drift as far as they may. */
const runArbitrary: fc.Arbitrary<JitterConfig> = fc
  .tuple(
    configArbitrary,
    fc.constantFrom('skip', 'stall'),
    fc.constantFrom(null, 0, 0, 1, 2),
    fc.constantFrom(null, null, -1_000, 300, 1_000),
  )
  .map(([config, late, price, drift]) => {
    const { settings } = config
    return {
      ...config,
      settings: { ...settings, late, price: price ?? settings.price, drift: drift ?? settings.drift },
    }
  })

function played(config: JitterConfig, policy: readonly PolicyId[]): JitterEngine {
  const engine = new JitterEngine({ ...config, settings: { ...config.settings, policy } })
  engine.advance(THE_END)
  return engine
}

/** What nobody can pay less than, but for the last digits of a sum. */
function boundOf(engine: JitterEngine): number {
  const { cost, slack } = clairvoyant(turnsOf(engine), rulesOf(engine), { parts: 2, work: 1_000_000 })
  return cost - slack - 0.01
}

/** Aims `margin` above the slowest of the packet on turn and of so many after it. */
function foreseeing({ passage, source }: JitterEngine, packets: number, margin: number): DelayPolicy<object> {
  const transitOf = (packet: number): number => passage.arrivals.get(packet) - source.sentAt(packet)
  return delayPolicy<{ turn: number }>({
    kind: 'delay',
    start: () => ({ turn: 0 }),
    observe: () => {},
    overdue: (state, { sequence }) => void (state.turn = sequence + 1),
    offset({ turn }) {
      const known = Array.from({ length: packets + 1 }, (_, i) => turn + i)
        .filter((packet) => packet < source.packetCount)
        .map(transitOf)
        .filter((transit) => !Number.isNaN(transit))
      const aim = known.length === 0 ? passage.transits.fastest : Math.max(...known)
      return aim + source.lagOf(source.stampOf(Math.min(turn, source.packetCount - 1))) + margin
    },
    target: () => 0,
  })
}

describe('the clairvoyant player', () => {
  it("reaches the published case's optimum, which exhaustive search confirmed", () => {
    const table = tableOf([0, 4, 2, 30, 10, 0, 6, 2, 0, 40, 20, 0])
    const { cost } = clairvoyant(table, SKIP, { parts: 1, work: Infinity })
    expect(cost / 1_000).toBeCloseTo(32.666667, 5) // jitter-vectors.json, rate_limited_dp_oracle
  })

  it.each([
    ['skips', SKIP, fewDelays],
    // Without losses: waiting for one to be known takes three more packets, and too many paths.
    ['stalls', STALL, fewDelays.filter((delays) => !delays.includes(null))],
  ] as const)('that %s finds what trying every path finds', (_, usual, someDelays) => {
    fc.assert(
      fc.property(someDelays, fewGaps, fc.constantFrom(0, 1, 20, 300), (delays, gaps, price) => {
        const rules = { ...usual, price: price * 10 }
        const table = tableOf(delays, gaps)
        const { cost, delay, bad } = clairvoyant(table, rules, { parts: msPerMove(table), work: Infinity })
        expect(cost / 1_000).toBeCloseTo(tryAll(table, rules), 6)
        // At no price nothing is known of how much was bad.
        expect(delay + 100 * rules.price * bad).toBeCloseTo(price > 0 ? cost : delay, 3)
      }),
      { numRuns: 200 },
    )
  })

  it('stays a bound with coarser delays, by what it says they cost', () => {
    fc.assert(
      fc.property(fewDelays, fewGaps, fc.constantFrom(SKIP, STALL), (delays, gaps, rules) => {
        const table = tableOf(delays, gaps)
        const fine = clairvoyant(table, rules, { parts: 8, work: Infinity })
        const coarse = clairvoyant(table, rules, { parts: 1, work: 4 })
        expect(coarse.cost - coarse.slack).toBeLessThanOrEqual(fine.cost)
      }),
    )
  })

  it('pays less and less delay, and more and more lateness, as lateness gets cheaper', () => {
    const table = tableOf(Array.from({ length: 200 }, (_, i) => (i * i * 7) % 83))
    for (const whenLate of ['skip', 'stall'] as const) {
      const curve = [200, 80, 40, 20, 10, 5, 1].map((price) =>
        clairvoyant(table, { ...SKIP, whenLate, price: fromMs(price) }),
      )
      for (const [i, point] of curve.slice(1).entries()) {
        expect(point.delay).toBeLessThanOrEqual(at(curve, i).delay)
        expect(point.bad).toBeGreaterThanOrEqual(at(curve, i).bad)
      }
    }
  })

  it("counts the sender's time as players do, by its own clock", () => {
    const settings = plainSettings({ fps: 50, for: 2, drift: 1_000 })
    const { spacing } = turnsOf(played({ seed: 1, settings, trace: null, row: null }, ['fixed']))
    expect(new Set(spacing)).toEqual(new Set([20_000]))
  })

  it('is never beaten by a policy on the playout clock, whether it skips or stalls', () => {
    fc.assert(
      fc.property(runArbitrary, (config) => {
        const engine = played(config, DELAY_POLICIES)
        const turns = turnsOf(engine).transit.length
        const bound = boundOf(engine)
        for (const { ledger } of engine.lanes) {
          const point = measurePoint(ledger, scoredAs(engine))
          if (point === null) continue
          expect(ledger.turns.count).toBe(turns)
          expect(point.cost).toBeGreaterThanOrEqual(bound)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('is never beaten by one that knows the packets to come either, and that plays before they could be there', () => {
    const foresight = fc.record({ packets: fc.nat(12), margin: fc.integer({ min: -4_000, max: 1_000 }) })
    fc.assert(
      fc.property(runArbitrary, foresight, (config, { packets, margin }) => {
        const engine = played(config, ['fixed'])
        const knowing = foreseeing(engine, packets, margin)
        const point = measurePoint(replay(engine, knowing, playoutOf(engine.present)), scoredAs(engine))
        expect(point?.cost ?? Infinity).toBeGreaterThanOrEqual(boundOf(engine))
      }),
      { numRuns: 400 },
    )
  })
})
