import { describe, expect, test } from 'vitest'
import { LivePlayer } from '../../../src/engine/jitter/live-player.ts'
import { FATE } from '../../../src/engine/jitter/fate.ts'
import { MILLISECOND, SECOND } from '../../../src/engine/kernel/time.ts'
import { laneOf, plainEngine, THE_END } from '../../support/jitter.ts'

const NETWORKS = {
  quiet: { spread: 2 },
  jittery: { spread: 40, correlation: 0.5 },
  spiky: { spread: 5, spike: 400, stall: 250, stallAt: 8 },
  lossy: { spread: 15, loss: 5, burst: 3 },
  disorderly: { spread: 25, order: false, detour: 3 },
} as const

describe('a player fed by arrivals as they come', () => {
  test.each(
    Object.entries(NETWORKS).flatMap(([name, network]) =>
      (['skip', 'stall'] as const).map((late) => [name, late, network] as const),
    ),
  )('does what the simulated one does on a %s network (%s)', (_, late, network) => {
    const engine = plainEngine({ ...network, fps: 50, for: 20, policy: ['neteq'], late })
    engine.advance(THE_END)
    const { ledger } = laneOf(engine, 'neteq')
    const player = new LivePlayer(20 * MILLISECOND, 0.1, late)
    const { arrivals } = engine.passage
    const order = Array.from({ length: arrivals.length }, (_unused, packet) => packet)
      .filter((packet) => !Number.isNaN(arrivals.get(packet)))
      .toSorted((a, b) => arrivals.get(a) - arrivals.get(b) || a - b)
    for (const packet of order) player.arrive(packet, arrivals.get(packet))
    const last = order.at(-1) ?? 0
    const end = ledger.shownAt.get(last)
    player.playUntil(end)
    const { played, bufferTime, target, missingTime } = player.read(end)

    let shown = 0
    let waited = 0
    for (let packet = 0; packet < ledger.fate.length; packet++) {
      if (ledger.fateOf(packet) !== FATE.played || ledger.shownAt.get(packet) > end) continue
      shown += 1
      waited += ledger.shownAt.get(packet) - arrivals.get(packet)
    }
    expect(shown).toBeGreaterThan(900)
    expect({ played, bufferTime }).toEqual({ played: shown, bufferTime: waited })
    expect(target).toBe(laneOf(engine, 'neteq').receiver.target())
    let stalled = 0
    for (let i = 0; i < ledger.stallCount; i++)
      if (ledger.stall(i).end <= end) stalled += ledger.stall(i).end - ledger.stall(i).start
    expect(missingTime).toBe(stalled)
  })

  test('a clock that is off by hours makes no difference', () => {
    const readings = [0, 9_000 * SECOND].map((offset) => {
      const player = new LivePlayer(20 * MILLISECOND, 0.1, 'skip')
      for (let packet = 0; packet < 500; packet++)
        if (packet % 50 !== 49) player.arrive(packet, offset + packet * 20_000 + (packet % 7) * 4_000)
      player.playUntil(offset + 10 * SECOND)
      return player.read(offset + 10 * SECOND)
    })
    expect(readings[1]).toEqual(readings[0])
    expect(readings[0]?.missingTime).toBeGreaterThan(0)
  })

  test('before anything has come it aims where NetEq does, and has played nothing', () => {
    const player = new LivePlayer(20 * MILLISECOND, 0.1, 'skip')
    player.playUntil(5 * SECOND)
    expect(player.read(5 * SECOND)).toEqual({ target: 80_000, played: 0, bufferTime: 0, missingTime: 0 })
  })
})
