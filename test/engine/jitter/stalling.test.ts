import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { turnsOf } from '../../../src/engine/jitter/bounds/of-run.ts'
import { FATE, STALL_CAUSE } from '../../../src/engine/jitter/fate.ts'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import type { Trace } from '../../../src/engine/jitter/trace.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { at } from '../../../src/shared/assert.ts'
import type { JitterSettings } from '../../../src/engine/jitter/settings.ts'
import {
  configArbitrary,
  deedsArbitrary,
  DELAY_POLICIES,
  laneOf,
  plainSettings,
  runWith,
  shownBy,
  THE_END,
  traceArbitrary,
} from '../../support/jitter.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const stalling = (params: Partial<JitterSettings>): JitterSettings =>
  plainSettings({ late: 'stall', for: 600, ...params })

function play(trace: Trace, params: Partial<JitterSettings>): JitterEngine {
  const engine = new JitterEngine({ seed: 1, settings: stalling(params), trace, row: null })
  engine.advance(THE_END)
  return engine
}

/** A trace of packets 20 ms apart; delays in milliseconds, null for a lost packet. */
const traceOf = (delays: readonly (number | null)[]): Trace => ({
  name: 'by hand',
  sent: Float64Array.from(delays, (_, i) => i * 20_000),
  arrived: Float64Array.from(delays, (delay, i) =>
    delay === null ? Number.NaN : i * 20_000 + delay * 1_000,
  ),
  copies: { row: new Int32Array(), arrived: new Float64Array() },
  interval: 20_000,
  clockOffset: 0,
})

/** When each packet was shown after its sending, in milliseconds. */
const delaysShown = (engine: JitterEngine): [packet: number, ms: number][] =>
  shownBy(laneOf(engine, 'fixed')).map(({ packet, shownAt }) => [packet, shownAt / 1_000 - packet * 20])

describe('a timestamp player that stalls', () => {
  it('waits for a late packet, and comes back to its delay no faster than it may', () => {
    const engine = play(traceOf([10, 10, 70, 50, 30, 10, 10, 10]), { policy: ['fixed'], delay: 20 })
    expect(delaysShown(engine)).toEqual([
      [0, 30],
      [1, 30],
      [2, 70],
      [3, 68],
      [4, 66],
      [5, 64],
      [6, 62],
      [7, 60],
    ])
    const { ledger } = laneOf(engine, 'fixed')
    expect(ledger.counts).toMatchObject({ played: 8, late: 0 })
    expect(ledger.turns).toMatchObject({ count: 8, waited: 40_000, givenUp: 0 })
    expect(ledger.stallCount).toBe(1)
    expect(ledger.stall(0)).toMatchObject({
      start: 70_000,
      end: 110_000,
      cause: STALL_CAUSE.awaited,
      packet: 2,
    })
  })

  it('gives a packet up once three that were sent after it are there', () => {
    const engine = play(traceOf([10, null, 10, 10, 10, 10]), { policy: ['fixed'], delay: 20, stretch: 0 })
    // Packet 1 is due at 50 ms; the third packet after it, 4, is there at 90 ms.
    expect(delaysShown(engine)).toEqual([
      [0, 30],
      [2, 70],
      [3, 70],
      [4, 70],
      [5, 70],
    ])
    expect(laneOf(engine, 'fixed').ledger.turns).toMatchObject({ waited: 40_000, givenUp: 1, empty: 1 })
  })

  it('gives one up that is 10 s later than the first one was, and discards it should it still come', () => {
    const engine = play(traceOf([10, 12_000, 11_995]), { policy: ['fixed'], delay: 0, stretch: 0 })
    const { ledger } = laneOf(engine, 'fixed')
    expect(ledger.turns).toMatchObject({ waited: 10 * SECOND, givenUp: 1 })
    expect([0, 1, 2].map((packet) => ledger.fateOf(packet))).toEqual([FATE.played, FATE.late, FATE.late])
  })

  it('waits for nothing once the stream is over', () => {
    const engine = play(traceOf([10, 10, null, null]), { policy: ['fixed'], delay: 0 })
    expect(engine.nextEventTime).toBeNull()
    // Packet 2 is due at 50 ms; packet 3 is lost when it is sent, at 60 ms.
    expect(laneOf(engine, 'fixed').ledger.turns).toMatchObject({
      count: 4,
      waited: 10_000,
      givenUp: 1,
      empty: 2,
    })
  })

  it('with a fixed delay ends each turn when it is due or, if that is later, when its packet is there or given up', () => {
    fc.assert(
      fc.property(traceArbitrary, fc.nat(200), fc.constantFrom(0, 10, 50), (anyTrace, delay, stretch) => {
        const none = { row: new Int32Array(), arrived: new Float64Array() }
        const engine = play({ ...anyTrace, copies: none }, { policy: ['fixed'], delay, stretch })
        const { release } = turnsOf(engine)
        fc.pre(release.length > 0)
        const { passage } = engine
        const { fastest } = passage.transits
        const offset = passage.packets - release.length
        const shown = new Map(shownBy(laneOf(engine, 'fixed')).map((one) => [one.packet, one.shownAt]))
        for (const [packet, shownAt] of shown) {
          const own = shownAt - engine.sentAt(packet)
          expect(own - fastest).toBeGreaterThanOrEqual(at(release, packet - offset))
          // Later than its packet came only by the delay aimed at, or to keep to the stretch after a wait.
          const before = shown.get(packet - 1)
          if (before === undefined) continue
          const spacing = engine.sentAt(packet) - engine.sentAt(packet - 1)
          const came = passage.arrivals.get(packet)
          const least = before + spacing - Math.floor((spacing * stretch) / 100)
          expect(shownAt).toBeGreaterThanOrEqual(Math.max(came, least))
          const most = before + spacing + Math.floor((spacing * stretch) / 100)
          expect(shownAt <= most || shownAt === came).toBe(true)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('stalls only for packets that are not there, and ends no stall before it began', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, (config, deeds) => {
        const settings = { ...config.settings, policy: DELAY_POLICIES, late: 'stall' as const }
        const engine = runWith(new JitterEngine({ ...config, settings }), deeds, THE_END)
        expect(engine.nextEventTime).toBeNull()
        for (const { ledger } of engine.lanes)
          for (let i = 0; i < ledger.stallCount; i++) {
            const { cause, start, end, packet } = ledger.stall(i)
            expect([STALL_CAUSE.missing, STALL_CAUSE.awaited]).toContain(cause)
            expect(end).toBeGreaterThanOrEqual(start)
            expect(engine.passage.arrivals.get(packet) <= start).toBe(false)
          }
      }),
      { numRuns: 100 },
    )
  })
})
