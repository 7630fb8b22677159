import { beforeEach, describe, expect, it } from 'vitest'
import type { JitterCommand } from '../../../src/engine/jitter/config.ts'
import { FATE } from '../../../src/engine/jitter/fate.ts'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { networkOf, playoutOf } from '../../../src/engine/jitter/config-of.ts'
import { MAX_PACKETS, type Trace } from '../../../src/engine/jitter/trace.ts'
import { fromMs, SECOND, toMs } from '../../../src/engine/kernel/time.ts'
import { frameOf, laneOf, plainEngine, plainSettings, THE_END } from '../../support/jitter.ts'

let engine: JitterEngine

/** Sent every 100 ms, 500 ms under way: at 1.05 s packets 6 to 10 are in the network. */
beforeEach(() => {
  engine = plainEngine({
    fps: 10,
    shape: 'constant',
    base: 500,
    policy: ['whiteboard', 'fixed'],
    order: false,
  })
  engine.advance(fromMs(1_050))
})

const answer = (command: JitterCommand): string => {
  const outcome = engine.apply(command)
  return outcome.ok ? outcome.value : `refused: ${outcome.problem.what}`
}

const move = (packet: number, ms: number): JitterCommand => ({ kind: 'move', packet, arrival: fromMs(ms) })

describe('moving a packet', () => {
  it('lets it arrive when it is told to, later or sooner, and never again', () => {
    expect(answer(move(7, 1_400))).toBe('packet 7 +200 ms')
    expect(answer(move(8, 1_100))).toBe('packet 8 −200 ms')
    expect(answer(move(8, 1_150))).toBe('packet 8 +50 ms')
    const arrivals: number[] = []
    while (engine.nextEventTime !== null && engine.now < fromMs(1_450)) {
      engine.advance(engine.nextEventTime, 1)
      arrivals.push(engine.passage.transits.count)
    }
    expect([7, 8].map((packet) => toMs(engine.passage.arrivals.get(packet)))).toEqual([1_400, 1_150])
    // Packets 0 to 9 and nothing twice, by 1,450 ms; packet 10 is still to come.
    expect(arrivals.at(-1)).toBe(10)
  })

  it('shows at once where it will arrive', () => {
    answer(move(7, 1_400))
    const { packets } = frameOf(engine)
    expect(toMs(packets.arrived[7] ?? 0)).toBe(1_400)
  })

  it('to this very moment lets it arrive now', () => {
    expect(answer(move(9, 1_050))).toBe('packet 9 −350 ms')
    engine.advance(engine.now)
    expect(toMs(engine.passage.arrivals.get(9))).toBe(1_050)
  })

  it.each([
    [move(5, 2_000), 'packet 5 has already arrived'],
    [move(11, 2_000), 'packet 11 has not been sent yet'],
    [move(-1, 2_000), 'there is no packet -1'],
    [move(6.5, 2_000), 'there is no packet 6.5'],
    [move(6, 1_049), 'packet 6 cannot arrive before it was sent'],
    [move(6, 61_051), 'packet 6 cannot take longer than a minute'],
  ])('is refused where it makes no sense, and then nothing has changed: %j', (command, reason) => {
    const before = { hash: engine.traceHash(), frame: frameOf(engine), next: engine.nextEventTime }
    expect(answer(command)).toBe(`refused: ${reason}`)
    expect({ hash: engine.traceHash(), frame: frameOf(engine), next: engine.nextEventTime }).toEqual(before)
    expect(engine.isTouched).toBe(false)
  })
})

describe('losing a packet', () => {
  it('takes it out of the network for every receiver, once', () => {
    expect(answer({ kind: 'lose', packet: 7 })).toBe('packet 7 lost')
    expect(answer({ kind: 'lose', packet: 7 })).toBe('refused: packet 7 was lost on its way')
    expect(answer(move(7, 1_400))).toBe('refused: packet 7 was lost on its way')
    engine.advance(THE_END)
    expect(engine.lanes.map(({ ledger }) => [ledger.fateOf(7), ledger.counts.lost])).toEqual([
      [FATE.lost, 1],
      [FATE.lost, 1],
    ])
    expect(engine.passage.arrivals.get(7)).toBeNaN()
  })

  it('leaves a copy of it alone that is here already', () => {
    const trace: Trace = {
      name: 'one copy',
      sent: Float64Array.of(0, 20_000, 40_000),
      arrived: Float64Array.of(300_000, 30_000, 50_000),
      copies: { row: Int32Array.of(0), arrived: Float64Array.of(10_000) },
      interval: 20_000,
      clockOffset: 0,
    }
    const settings = plainSettings({ policy: ['gate-once', 'fixed'], delay: 100 })
    const copied = new JitterEngine({ seed: 1, settings, trace, row: null })
    copied.advance(15_000)
    expect(copied.apply({ kind: 'lose', packet: 0 }).ok).toBe(true)
    copied.advance(THE_END)
    for (const policy of ['gate-once', 'fixed'] as const) {
      const { ledger } = laneOf(copied, policy)
      expect([ledger.fateOf(0), ledger.counts.played, ledger.counts.lost]).toEqual([FATE.played, 3, 1])
    }
  })
})

describe('changing a setting', () => {
  it('is for the packets still to be sent', () => {
    expect(answer({ kind: 'set', key: 'base', value: 200 })).toMatch(/ 200 ms$/)
    engine.advance(fromMs(3_000))
    const delay = (packet: number): number =>
      toMs(engine.passage.arrivals.get(packet) - engine.passage.sentTimes.get(packet))
    expect([9, 10, 11, 12].map(delay)).toEqual([500, 500, 200, 200])
  })

  it('reaches the players too', () => {
    expect(engine.summaries()[1]?.targetMs).toBe(100)
    expect(answer({ kind: 'set', key: 'delay', value: 250 })).toMatch(/ 250 ms$/)
    expect(engine.summaries()[1]?.targetMs).toBe(250)
  })

  it.each<[string, JitterCommand]>([
    ['holds from the start', { kind: 'set', key: 'fps', value: 60 }],
    ['there is no setting', { kind: 'set', key: 'colour', value: 'red' }],
    ['there is no setting', { kind: 'set', key: '__proto__', value: 1 }],
    ['is above 2000', { kind: 'set', key: 'base', value: 2_001 }],
    ['is not a number', { kind: 'set', key: 'base', value: 'far' }],
    ['is not one of', { kind: 'set', key: 'shape', value: 'round' }],
  ])('is refused, and changes nothing, where it %s', (reason, command) => {
    const before = engine.traceHash()
    expect(answer(command)).toContain(reason)
    expect(engine.traceHash()).toBe(before)
  })
})

describe('the settings', () => {
  it('come to the network in microseconds and shares', () => {
    const settings = plainSettings({
      base: 40,
      spread: 12.5,
      loss: 2.5,
      burst: 3,
      duplicate: 1,
      detour: 4,
      hop: 20,
      spike: 300,
      spikeAt: 2.5,
      stall: 100,
      stallAt: 5.05,
    })
    expect(networkOf(settings)).toMatchObject({
      base: 40_000,
      deviation: 12_500,
      lossRate: 0.025,
      lossBurst: 3,
      duplicateRate: 0.01,
      detourRate: 0.04,
      detour: 80_000,
      bottleneck: 20,
      spike: { at: 2_500_000, size: 300_000 },
      stall: { at: 5_050_000, size: 100_000 },
      step: null,
    })
  })

  it('come to the players in microseconds and shares', () => {
    expect(playoutOf(plainSettings({ delay: 150, capacity: 12, stretch: 25, pace: 'dash' }))).toEqual({
      fixedDelay: 150_000,
      capacity: 12,
      stretch: 0.25,
      pace: 'dash',
      whenLate: 'skip',
      price: 20_000,
    })
  })
})

describe('the sender', () => {
  it('sends at an even pace that does not drift, for as long as it was told', () => {
    const sender = plainEngine({ fps: 30, for: 3 })
    sender.advance(THE_END)
    expect(sender.passage.packets).toBe(90)
    const times = Array.from({ length: 90 }, (_, packet) => sender.passage.sentTimes.get(packet))
    expect(times).toEqual(times.map((_, i) => Math.round((i * SECOND) / 30)))
  })

  it('sends no more than half a million packets', () => {
    expect(plainEngine({ fps: 240, for: 86_400 }).packetCount).toBe(MAX_PACKETS)
  })

  it('of a trace sends what was sent within the length asked for, and at least one packet', () => {
    const trace: Trace = {
      name: 'two seconds',
      sent: Float64Array.of(0, 999_999, 1_000_000, 2_000_000),
      arrived: Float64Array.of(1, 1_000_000, 1_000_001, 2_000_001),
      copies: { row: Int32Array.of(), arrived: Float64Array.of() },
      interval: 20_000,
      clockOffset: 0,
    }
    const played = new JitterEngine({ seed: 1, settings: plainSettings({ for: 1 }), trace, row: null })
    played.advance(THE_END)
    expect(played.passage.packets).toBe(2)
  })
})
