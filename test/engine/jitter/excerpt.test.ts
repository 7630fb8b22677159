import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { takeExcerpt, type JitterExcerpt } from '../../../src/engine/jitter/excerpt.ts'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { SECOND, type SimTime } from '../../../src/engine/kernel/time.ts'
import { configArbitrary, engineOf, laneOf, shownBy, THE_END } from '../../support/jitter.ts'

/** Plain rows, so that columns of different kinds compare. */
const rowsOf = ({ packets, lanes }: JitterExcerpt) => ({
  sent: [...packets.sent],
  lanes: lanes.map(({ policy, shown, stalls, finishedAt }) => ({
    policy,
    shown: [...shown.time].map((time, i) => [time, shown.packet[i]]),
    stalls: stalls.map(({ start, cause, packet, inHand }) => ({ start, cause, packet, inHand })),
    finishedAt,
  })),
})

const ran = (config: ConstructorParameters<typeof JitterEngine>[0], until: SimTime): JitterEngine => {
  const engine = new JitterEngine(config)
  engine.advance(until)
  return engine
}

describe('an excerpt', () => {
  test('of a whole run tells each packet sent, each one shown and each stall', () => {
    const engine = engineOf('high', { for: 20 })
    engine.advance(THE_END)
    const { packets, lanes, interval } = takeExcerpt(engine, { from: 0, to: THE_END })
    expect(interval).toBe(engine.source.interval)
    expect(packets.sent).toHaveLength(engine.passage.packets)
    for (const { policy, shown, stalls, finishedAt, name } of lanes) {
      const lane = laneOf(engine, policy)
      expect(shown.packet, name).toHaveLength(lane.ledger.counts.played)
      const first = new Map<number, SimTime>()
      shown.packet.forEach((packet, i) => first.set(packet, first.get(packet) ?? shown.time[i] ?? 0))
      for (const { packet, shownAt } of shownBy(lane)) expect(first.get(packet)).toBe(shownAt)
      expect(stalls).toHaveLength(lane.ledger.stallCount)
      expect(finishedAt).toBe(lane.ledger.finishedAt)
    }
  })

  test('of any run is the same however far the run has gone since, and whole as well as in pieces', () => {
    fc.assert(
      fc.property(
        configArbitrary,
        fc.nat(3 * SECOND),
        fc.nat(2 * SECOND),
        fc.nat(2 * SECOND),
        (config, from, first, second) => {
          const middle = from + first
          const to = middle + 1 + second
          const early = takeExcerpt(ran(config, to), { from, to })
          const late = takeExcerpt(ran(config, to + 5 * SECOND), { from, to })
          expect(late).toEqual(early)
          const pieces = [
            takeExcerpt(ran(config, THE_END), { from, to: middle }),
            takeExcerpt(ran(config, THE_END), { from: middle + 1, to }),
          ].map(rowsOf)
          const whole = rowsOf(early)
          expect(pieces.flatMap(({ sent }) => sent)).toEqual(whole.sent)
          whole.lanes.forEach((lane, i) => {
            const parts = pieces.map(({ lanes }) => lanes[i])
            expect(parts.flatMap((part) => part?.shown ?? [])).toEqual(lane.shown)
            expect(parts.flatMap((part) => part?.stalls ?? [])).toEqual(lane.stalls)
          })
        },
      ),
      { numRuns: 60 },
    )
  })

  test('tells nothing from after its span', () => {
    const engine = engineOf('high', { for: 20 })
    engine.advance(THE_END)
    const to = 6.4 * SECOND
    const { packets, lanes } = takeExcerpt(engine, { from: 2 * SECOND, to })
    for (const time of packets.arrived) expect(Number.isNaN(time) || time <= to).toBe(true)
    expect(
      packets.arrived.some((time) => Number.isNaN(time)),
      'some are still under way',
    ).toBe(true)
    for (const { shown, stalls, finishedAt } of lanes) {
      expect(Math.max(...shown.time)).toBeLessThanOrEqual(to)
      for (const { start, end } of stalls) expect(start <= to && !(end > to)).toBe(true)
      expect(finishedAt).toBeNull()
    }
  })
})
