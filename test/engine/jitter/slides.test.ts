import { describe, expect, it, vi } from 'vitest'
import { FATE, STALL_CAUSE } from '../../../src/engine/jitter/fate.ts'
import type { JitterEngine, Lane } from '../../../src/engine/jitter/jitter-engine.ts'
import type { PolicyContext } from '../../../src/engine/jitter/policies/policy.ts'
import { slide5Wired } from '../../../src/engine/jitter/policies/slide5-wired.ts'
import { playoutOf } from '../../../src/engine/jitter/config-of.ts'
import { fromMs, SECOND, toMs } from '../../../src/engine/kernel/time.ts'
import { assert, at } from '../../../src/shared/assert.ts'
import type { Params } from '../../../src/shared/params.ts'
import {
  engineOf,
  finished,
  laneOf,
  plainEngine,
  plainSettings,
  shownBy,
  summaryOf,
  THE_END,
} from '../../support/jitter.ts'
import { mean } from '../../support/statistics.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Requests of the player's clock that found nothing new to show, from the first frame to the last. */
const frozenTicks = ({ ledger }: Lane, fps: number): number =>
  Math.round((ledger.stalledTime(THE_END) * fps) / SECOND)

const packetsWith = ({ ledger }: Lane, fate: number): number[] =>
  Array.from({ length: ledger.fate.length }, (_, packet) => packet).filter(
    (packet) => ledger.fateOf(packet) === fate,
  )

const run = (scenario: string, params: Params = {}): JitterEngine => {
  const engine = engineOf(scenario, params)
  engine.advance(THE_END)
  return engine
}

describe("slide 4's buffer in one silence of 100 ms at 30 frames a second", () => {
  const engine = run('silence')
  const whiteboard = laneOf(engine, 'whiteboard')
  const gateOnce = laneOf(engine, 'gate-once')

  it('freezes for two ticks though frames were in hand: the gate held them back', () => {
    expect(frozenTicks(whiteboard, 30)).toBe(2)
    expect(whiteboard.ledger.stallCount).toBe(1)
    expect(whiteboard.ledger.stall(0)).toMatchObject({ cause: STALL_CAUSE.gate, inHand: 2 })
  })

  it('never freezes with the gate at the start only: the reserve of three is spent', () => {
    expect(frozenTicks(gateOnce, 30)).toBe(0)
  })

  it('strands exactly the last two frames of the stream, and with the gate at the start none', () => {
    const last = engine.packetCount - 1
    expect(packetsWith(whiteboard, FATE.waiting)).toEqual([last - 1, last])
    expect(packetsWith(gateOnce, FATE.waiting)).toEqual([])
    expect(gateOnce.ledger.counts.played).toBe(engine.packetCount)
  })

  it('parts from the corrected gate at the silence: the first packet that is shown late by a stall', () => {
    // Both are whiteboard buffers, so the lab names no difference; a timestamp player beside one does.
    expect(engine.divergence).toBeNull()
    const beside = run('silence', { policy: ['whiteboard', 'fixed'] })
    expect(beside.divergence).toMatchObject({
      whiteboard: { policy: 'whiteboard', sight: { kind: 'after-stall' } },
      production: { policy: 'fixed', sight: { kind: 'on-time' } },
    })
    const { start } = whiteboard.ledger.stall(0)
    expect(beside.divergence?.time).toBe(start)
  })
})

describe("slide 4's buffer under normal jitter of 40 ms, over 3,000 frames", () => {
  it('freezes at least as often, and for at least as long, as with the gate at the start only', () => {
    const params = { base: 200, spread: 40, for: 100, policy: ['whiteboard', 'gate-once'] } as const
    const runs = Array.from({ length: 12 }, (_, seed) => finished(params, seed))
    expect(at(runs, 0).packetCount).toBe(3_000)
    const average = (policy: 'whiteboard' | 'gate-once', what: 'stalls' | 'stallMs'): number =>
      mean(runs.map((one) => summaryOf(one, policy)[what]))
    expect(average('gate-once', 'stalls')).toBeGreaterThan(0)
    expect(average('whiteboard', 'stalls')).toBeGreaterThanOrEqual(average('gate-once', 'stalls'))
    expect(average('whiteboard', 'stallMs')).toBeGreaterThanOrEqual(average('gate-once', 'stallMs'))
  })
})

describe("slide 4's capacity of 30 frames", () => {
  it.each([
    [60, 500],
    [30, 1_000],
  ])('is, at %i frames a second, %i ms of video', (fps, milliseconds) => {
    // A silence of three seconds, then everything at once: what stays in the ring is its capacity.
    const engine = engineOf('silence', { fps, stall: 3_000, stallAt: 2.003, policy: ['whiteboard'] })
    engine.advance(fromMs(5_003))
    const waiting = packetsWith(laneOf(engine, 'whiteboard'), FATE.waiting)
    expect(waiting).toHaveLength(30)
    const first = engine.sentAt(at(waiting, 0))
    const afterLast = engine.sentAt(at(waiting, 29) + 1)
    expect(toMs(afterLast - first)).toBeCloseTo(milliseconds, 2)
    expect(laneOf(engine, 'whiteboard').ledger.counts.overwritten).toBeGreaterThan(0)
  })
})

describe('packets that overtake each other, and copies', () => {
  const params = { base: 100, spread: 40, order: false, duplicate: 10, for: 20, capacity: 1_000 }
  const engine = finished({ ...params, policy: ['whiteboard', 'gate-once', 'fixed', 'neteq'] })

  it('are shown out of order, and twice, by the whiteboard', () => {
    for (const policy of ['whiteboard', 'gate-once'] as const) {
      const { played, outOfOrder, duplicate, held, sent } = summaryOf(engine, policy)
      expect(outOfOrder).toBeGreaterThan(20)
      // Nothing is lost: every packet and every copy comes on the screen, but for those held back at the end.
      expect([played, duplicate]).toEqual([sent - held, 0])
      expect(sent).toBeGreaterThan(engine.packetCount + 20)
    }
  })

  it('are not out of order where the network keeps the order: a copy beside its packet is only shown twice', () => {
    const ordered = finished({ spread: 40, base: 100, duplicate: 20, for: 20, policy: ['whiteboard'] })
    const { outOfOrder, played } = summaryOf(ordered, 'whiteboard')
    expect(outOfOrder).toBe(0)
    expect(played).toBeGreaterThan(ordered.packetCount + 20)
  })

  it('are never shown out of order nor twice by a player that reads timestamps', () => {
    for (const policy of ['fixed', 'neteq'] as const) {
      const { played, late, outOfOrder, duplicate, sent } = summaryOf(engine, policy)
      expect(outOfOrder).toBe(0)
      expect(duplicate).toBe(sent - engine.packetCount)
      expect(played + late).toBe(engine.packetCount)
      const shown = shownBy(laneOf(engine, policy)).map(({ packet }) => packet)
      expect(shown).toEqual(shown.toSorted((a, b) => a - b))
    }
  })
})

describe("slide 5's rule", () => {
  it('changes nothing while its target is not wired to the buffer', () => {
    const engine = run('rough-patch', { policy: ['whiteboard', 'slide5-unwired'] })
    expect(shownBy(laneOf(engine, 'slide5-unwired'))).toEqual(shownBy(laneOf(engine, 'whiteboard')))
    expect(summaryOf(engine, 'slide5-unwired').targetMs).not.toBe(summaryOf(engine, 'whiteboard').targetMs)
  })

  it.each([
    [50, 30, 5],
    [30, 30, 3],
    [20, 30, 2],
    [50, 4, 4],
  ])(
    'wired, begins at %i frames a second and a ring of %i when %i frames fill its 100 ms',
    (fps, capacity, frames) => {
      const engine = plainEngine({ fps, capacity, policy: ['slide5-wired'] })
      engine.advance(SECOND)
      // Frames and requests come at the same pace: the n-th request is the first to find n frames.
      const { firstShownAt } = laneOf(engine, 'slide5-wired').ledger
      expect(firstShownAt).toBe(engine.passage.arrivals.get(frames - 1))
    },
  )

  it.each([
    [172.8, 9],
    [500, 25],
    [50, 3],
  ])('wired, asks at 20 ms a frame for a target of %d ms for %i frames', (target, frames) => {
    const context: PolicyContext = {
      options: playoutOf(plainSettings({ delay: 0, capacity: 30, stretch: 0 })),
      interval: fromMs(20),
    }
    const state = { ...slide5Wired.start(context), target: fromMs(target) }
    assert(slide5Wired.kind === 'gate', 'it guards the exit of a buffer')
    expect(slide5Wired.framesNeeded(state, context, true)).toBe(frames)
  })

  it('stays at its ceiling long after a rough patch, where NetEq comes down', () => {
    // Packets may overtake: in a queue a spread of 75 ms makes less than 50 ms of jitter.
    const engine = plainEngine({ base: 200, spread: 75, order: false, policy: ['slide5-wired', 'neteq'] })
    engine.advance(10 * SECOND)
    expect(summaryOf(engine, 'slide5-wired').targetMs).toBe(500)
    expect(summaryOf(engine, 'neteq').targetMs).toBeGreaterThan(200)
    engine.apply({ kind: 'set', key: 'spread', value: 20 })
    for (let second = 11; second <= 60; second++) {
      engine.advance(second * SECOND)
      expect(summaryOf(engine, 'slide5-wired').targetMs).toBe(500)
    }
    expect(toMs(engine.jitter)).toBeGreaterThan(10)
    expect(toMs(engine.jitter)).toBeLessThan(50)
    expect(summaryOf(engine, 'neteq').targetMs).toBeLessThan(150)
  })
})

describe("slide 3's row", () => {
  const stallsAt = (fps: number, delay: number): number => {
    // Without stretching: what was waited for at the start stays, as on the slide.
    const engine = run('slide3', { fps, delay, stretch: 0, policy: ['fixed'] })
    const { late, stalls } = summaryOf(engine, 'fixed')
    return late + stalls
  }

  it.each([
    [20, 0],
    [30, 84],
    [60, 167],
  ])('at %i frames a second is saved by %i ms of delay', (fps, delay) => {
    expect(stallsAt(fps, delay)).toBe(0)
  })

  it.each([
    [30, 83],
    [60, 166],
  ])('at %i frames a second is not saved by %i ms', (fps, delay) => {
    expect(stallsAt(fps, delay)).toBeGreaterThan(0)
  })

  it('has its delays told on its own clocks: the first of its packets takes no time', () => {
    const engine = run('slide3', { fps: 20, delay: 0 })
    // Sent every 50 ms, they arrive at 0, 50, 80, 150, 160, 250: some early, none late.
    expect(summaryOf(engine, 'fixed').delayMs.max).toBeLessThanOrEqual(0)
    expect(summaryOf(engine, 'gate-once').delayMs.mean).toBeGreaterThan(0)
  })
})

describe('too slow a link', () => {
  it('makes the buffer wait longer and longer, however much is in hand at the start', () => {
    const engine = run('too-slow')
    const delays = shownBy(laneOf(engine, 'gate-once')).map(
      ({ packet, shownAt }) => shownAt - engine.sentAt(packet),
    )
    // 16.7 ms more a frame, as 50 ms - 33.3 ms says.
    const growth = (at(delays, 399) - at(delays, 199)) / 200
    expect(Math.abs(growth - fromMs(16.667))).toBeLessThan(fromMs(0.5))
  })
})
