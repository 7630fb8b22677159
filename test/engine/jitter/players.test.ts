import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { JitterConfig } from '../../../src/engine/jitter/config.ts'
import { FATE, STALL_CAUSE } from '../../../src/engine/jitter/fate.ts'
import { JitterEngine, type Lane } from '../../../src/engine/jitter/jitter-engine.ts'
import type { Trace } from '../../../src/engine/jitter/trace.ts'
import { fromMs, tickTime, type SimTime } from '../../../src/engine/kernel/time.ts'
import { at } from '../../../src/shared/assert.ts'
import type { Params } from '../../../src/shared/params.ts'
import {
  configArbitrary,
  deedsArbitrary,
  DELAY_POLICIES,
  GATE_POLICIES,
  laneOf,
  plainSettings,
  runWith,
  shownBy,
  THE_END,
  traceArbitrary,
} from '../../support/jitter.ts'
import { slide4 } from '../../support/slide4.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const withoutCopies = (trace: Trace): Trace => ({
  ...trace,
  copies: { row: new Int32Array(), arrived: new Float64Array() },
})

const plainTraces = traceArbitrary.map(withoutCopies)

/** The same run for one policy alone, on a network without copies. */
const asked = (config: JitterConfig, policy: Lane['policy']): JitterConfig => ({
  ...config,
  settings: { ...config.settings, duplicate: 0, policy: [policy] },
  trace: config.trace === null ? null : withoutCopies(config.trace),
})

function played(trace: Trace, params: Params): JitterEngine {
  const engine = new JitterEngine({
    seed: 1,
    settings: plainSettings({ for: 600, ...params }),
    trace,
    row: null,
  })
  engine.advance(THE_END)
  return engine
}

const shownMap = (lane: Lane): Map<number, SimTime> =>
  new Map(shownBy(lane).map(({ packet, shownAt }) => [packet, shownAt]))

describe('a whiteboard player', () => {
  it.each([
    ['whiteboard', 'always'],
    ['gate-once', 'until it plays'],
    ['slide5-unwired', 'always'],
  ] as const)("%s does what slide 4's few lines do, written out again", (policy, gate) => {
    fc.assert(
      fc.property(plainTraces, fc.integer({ min: 1, max: 40 }), (trace, capacity) => {
        fc.pre(trace.arrived.some((arrival) => !Number.isNaN(arrival)))
        const lane = laneOf(played(trace, { policy: [policy], capacity }), policy)
        expect(shownMap(lane)).toEqual(slide4(trace, capacity, gate))
      }),
      { numRuns: 150 },
    )
  })

  it('shows frames in the order in which they came, one a tick of its own clock', () => {
    fc.assert(
      fc.property(
        configArbitrary,
        deedsArbitrary,
        fc.constantFrom(...GATE_POLICIES),
        (config, deeds, policy) => {
          const calm = deeds.filter(({ command }) => command.kind !== 'set' || command.key !== 'duplicate')
          const engine = runWith(new JitterEngine(asked(config, policy)), calm, THE_END)
          const shown = shownBy(laneOf(engine, policy)).map(({ packet }) => packet)
          const order = Array.from({ length: engine.passage.arrivalOrder.length }, (_, i) =>
            engine.passage.arrivalOrder.get(i),
          )
          const wasShown = new Set(shown)
          expect(shown).toEqual(order.filter((packet) => wasShown.has(packet)))
          const start = engine.passage.arrivals.get(order[0] ?? 0)
          const ticks = shownBy(laneOf(engine, policy)).map(({ shownAt }) => {
            const tick = Math.round(((shownAt - start) * engine.source.perSecond) / 1_000_000)
            return { tick, drift: shownAt - start - tickTime(tick, engine.source.perSecond) }
          })
          expect(new Set(ticks.map(({ tick }) => tick)).size).toBe(ticks.length)
          expect(ticks.every(({ drift }) => drift === 0)).toBe(true)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('never discards a frame for being late, and knows no duplicate', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, (config, deeds) => {
        const settings = { ...config.settings, policy: GATE_POLICIES }
        const engine = runWith(new JitterEngine({ ...config, settings }), deeds, THE_END)
        for (const { ledger } of engine.lanes) {
          expect(ledger.counts.late).toBe(ledger.counts.overwritten)
          expect(ledger.counts.duplicate).toBe(0)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('a timestamp player', () => {
  it('shows packets in the order of their timestamps, each once and none before it came', () => {
    fc.assert(
      fc.property(
        configArbitrary,
        deedsArbitrary,
        fc.constantFrom(...DELAY_POLICIES),
        (config, deeds, policy) => {
          const engine = runWith(
            new JitterEngine({ ...config, settings: { ...config.settings, policy: [policy] } }),
            deeds,
            THE_END,
          )
          const lane = laneOf(engine, policy)
          const shown = shownBy(lane)
          const packets = shown.map(({ packet }) => packet)
          expect(packets).toEqual(packets.toSorted((a, b) => a - b))
          expect(shown).toHaveLength(lane.ledger.counts.played)
          expect(lane.ledger.counts.outOfOrder).toBe(0)
          for (const { packet, shownAt } of shown)
            expect(shownAt).toBeGreaterThanOrEqual(engine.passage.arrivals.get(packet))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('that skips spaces them as their timestamps are, within the stretch it is allowed', () => {
    fc.assert(
      fc.property(
        configArbitrary,
        deedsArbitrary,
        fc.constantFrom(...DELAY_POLICIES),
        (config, deeds, policy) => {
          const calm = deeds.filter(({ command }) => command.kind !== 'set' || command.key !== 'stretch')
          const settings = { ...config.settings, policy: [policy], late: 'skip' as const }
          const engine = runWith(new JitterEngine({ ...config, settings }), calm, THE_END)
          const shown = shownBy(laneOf(engine, policy))
          for (const [i, { packet, shownAt }] of shown.slice(1).entries()) {
            const before = at(shown, i)
            const spacing = engine.sentAt(packet) - engine.sentAt(before.packet)
            const strain = Math.abs(shownAt - before.shownAt - spacing)
            expect(strain).toBeLessThanOrEqual((spacing * settings.stretch) / 100)
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it('discards nothing that comes before an earlier packet was shown', () => {
    fc.assert(
      fc.property(
        configArbitrary,
        deedsArbitrary,
        fc.constantFrom(...DELAY_POLICIES),
        (config, deeds, policy) => {
          const engine = runWith(new JitterEngine(asked(config, policy)), deeds, THE_END)
          const lane = laneOf(engine, policy)
          const shown = shownBy(lane)
          const late = Array.from({ length: engine.passage.packets }, (_, packet) => packet).filter(
            (packet) => lane.ledger.fateOf(packet) === FATE.late,
          )
          // Its own turn came after that of every packet before it.
          for (const packet of late) {
            const turnAfter = shown.findLast((one) => one.packet < packet)?.shownAt ?? 0
            expect(engine.passage.arrivals.get(packet)).toBeGreaterThanOrEqual(turnAfter)
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  it('with a fixed delay shows packet i at its timestamp plus delay, or never: if the first was the fastest', () => {
    const delays = fc.array(fc.record({ gap: fc.nat(60), delay: fc.oneof(fc.nat(300), fc.constant(null)) }), {
      maxLength: 80,
    })
    fc.assert(
      fc.property(delays, fc.nat(250), (rows, delay) => {
        const base = 5
        const list = [{ gap: 0, delay: 0 }, ...rows]
        let now = 0
        const sent = list.map(({ gap }) => fromMs((now += gap)))
        const arrived = list.map((one, i) =>
          one.delay === null ? Number.NaN : at(sent, i) + fromMs(base + one.delay),
        )
        const trace: Trace = {
          name: 'by hand',
          sent: Float64Array.from(sent),
          arrived: Float64Array.from(arrived),
          copies: { row: new Int32Array(), arrived: new Float64Array() },
          interval: fromMs(20),
          clockOffset: 0,
        }
        const expected = list.flatMap((one, packet): [number, SimTime][] =>
          one.delay !== null && one.delay <= delay ? [[packet, at(sent, packet) + fromMs(base + delay)]] : [],
        )
        const engine = played(trace, { policy: ['fixed'], delay })
        expect(shownMap(laneOf(engine, 'fixed'))).toEqual(new Map(expected))
        expect(laneOf(engine, 'fixed').ledger.counts.late).toBe(
          list.filter((one) => one.delay !== null && one.delay > delay).length,
        )
      }),
    )
  })

  it('that skips has one kind of stall: the frame whose turn it was is not there', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, (config, deeds) => {
        const settings = { ...config.settings, policy: DELAY_POLICIES, late: 'skip' as const }
        const engine = runWith(new JitterEngine({ ...config, settings }), deeds, THE_END)
        for (const { ledger } of engine.lanes)
          for (let i = 0; i < ledger.stallCount; i++) {
            const { cause, start, end, packet } = ledger.stall(i)
            expect(cause).toBe(STALL_CAUSE.missing)
            expect(end).toBeGreaterThanOrEqual(start)
            expect(ledger.fateOf(packet)).not.toBe(FATE.played)
          }
      }),
      { numRuns: 100 },
    )
  })
})
