import { describe, expect, it } from 'vitest'
import { toMs } from '../../../src/engine/kernel/time.ts'
import { finished, laneOf, plainEngine, summaryOf } from '../../support/jitter.ts'

describe('clocks that drift apart', () => {
  it.each([100, -100, 1_000])(
    "by %i ppm: packets leave that much further apart on the player's clock",
    (drift) => {
      const engine = finished({ drift, for: 600, fps: 50 })
      const { sentTimes, packets } = engine.passage
      const span = sentTimes.get(packets - 1) - sentTimes.get(0)
      expect(span / (engine.sentAt(packets - 1) - engine.sentAt(0))).toBeCloseTo(1 + drift / 1e6, 9)
      expect(engine.checks().find(({ id }) => id === 'drift')?.predicted).toBe(drift)
    },
  )

  it('leave the network alone: each packet takes as long as it did', () => {
    const params = { shape: 'normal', spread: 10, loss: 2, for: 20 } as const
    const [plain, drifting] = [finished(params), finished({ ...params, drift: 200 })]
    for (let packet = 0; packet < plain.passage.packets; packet++) {
      const took = [plain, drifting].map(
        ({ passage }) => passage.arrivals.get(packet) - passage.sentTimes.get(packet),
      )
      expect(Number.isNaN(took[0] ?? 0)).toBe(Number.isNaN(took[1] ?? 0))
    }
  })

  it('with a slow sender run a buffer without timestamps dry: 1,000 ppm of 390 s are 390 ms', () => {
    const calm = { spread: 0, for: 390, policy: ['gate-once'] } as const
    expect(summaryOf(finished(calm), 'gate-once').stalls).toBe(0)
    expect(summaryOf(finished({ ...calm, drift: 1_000 }), 'gate-once').stalls).toBeGreaterThan(1)
  })

  it('with a fast sender fill it: its delay grows until the ring is full and frames are given up', () => {
    const run = { spread: 0, for: 390, capacity: 8, policy: ['gate-once'], drift: -1_000 } as const
    const { overwritten, delayMs } = summaryOf(finished(run), 'gate-once')
    // Of 11,700 frames 11.7 came too many, and the ring had room for five beside its three.
    expect(Math.abs(overwritten - 6.7)).toBeLessThanOrEqual(1.5)
    expect(delayMs.max).toBeGreaterThan(250)
  })

  it('with a slow sender make a player by timestamp late, which trusts the fastest packet it ever saw', () => {
    const run = { spread: 0, delay: 100, policy: ['fixed'] } as const
    // 1,000 ppm eat 100 ms up in 100 s.
    expect(summaryOf(finished({ ...run, for: 99, drift: 1_000 }), 'fixed').late).toBe(0)
    const { late, delayMs } = summaryOf(finished({ ...run, for: 200, drift: 1_000 }), 'fixed')
    expect(late).toBeGreaterThan(2_900)
    expect(delayMs.p50).toBeLessThan(100 + 40)
  })

  it('let a player whose clock is ahead ask for a packet that is not sent yet, and find it missing', () => {
    const engine = finished({
      spread: 0,
      base: 0,
      delay: 0,
      fps: 5,
      drift: 1_000,
      for: 60,
      policy: ['fixed'],
    })
    const { played, late } = summaryOf(engine, 'fixed')
    expect(played + late).toBe(300)
    expect(late).toBeGreaterThan(250)
  })

  it('are told as they are: delays are from the true sending on', () => {
    const engine = finished({ spread: 0, delay: 100, drift: 500, for: 100, policy: ['fixed'] })
    const { ledger } = laneOf(engine, 'fixed')
    const { sentTimes } = engine.passage
    for (const packet of [0, 1_000, 2_999]) {
      const delay = ledger.shownAt.get(packet) - sentTimes.get(packet)
      expect(ledger.delays.get(packet)).toBe(delay)
    }
    // The last packets are 50 ms nearer to being late than the first.
    expect(toMs(ledger.delays.get(0) - ledger.delays.get(2_999))).toBeCloseTo(50, 0)
  })

  it('are no drift at 0', () => {
    const engine = plainEngine({ drift: 0 })
    engine.advance(5_000_000)
    expect(engine.checks().some(({ id }) => id === 'drift')).toBe(false)
    expect(engine.passage.sentTimes.get(100)).toBe(engine.sentAt(100))
  })
})
