import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { STALL_CAUSE } from '../../../../src/engine/jitter/fate.ts'
import { JitterEngine } from '../../../../src/engine/jitter/jitter-engine.ts'
import {
  concealPeriod,
  PITCH_PERIOD,
  startConcealment,
} from '../../../../src/engine/jitter/policies/neteq/concealment.ts'
import { decide, type Situation } from '../../../../src/engine/jitter/policies/neteq/decision.ts'
import {
  levelOf,
  startLevelFilter,
  updateLevel,
} from '../../../../src/engine/jitter/policies/neteq/level-filter.ts'
import type { JitterSettings } from '../../../../src/engine/jitter/settings.ts'
import type { Trace } from '../../../../src/engine/jitter/trace.ts'
import { fromMs, MILLISECOND, toMs, type SimTime } from '../../../../src/engine/kernel/time.ts'
import { assert, at } from '../../../../src/shared/assert.ts'
import {
  configArbitrary,
  deedsArbitrary,
  laneOf,
  plainSettings,
  runWith,
  shownBy,
  summaryOf,
  THE_END,
} from '../../../support/jitter.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const calm: Situation = {
  lastMode: 'normal',
  next: 'expected',
  leap: 0,
  concealed: 0,
  loudness: 1,
  buffered: 500,
  playoutDelay: 100,
  target: 100,
  slowest: 0,
  mayStretch: true,
}

describe('the decision of NetEq', () => {
  it.each([
    [100, 'normal'],
    [150, 'accelerate'],
    [500, 'fast-accelerate'],
    [50, 'preemptive'],
  ] as const)(
    'with a target of 100 ms and a playout delay of %i ms is %s (DecisionLogicTest)',
    (delay, expected) => {
      expect(decide({ ...calm, playoutDelay: delay })).toBe(expected)
    },
  )

  it('after faded sound is to wait for half the target (DecisionLogicTest.PostponeDecodeAfterExpand)', () => {
    const faded = { ...calm, lastMode: 'expand', loudness: 0, target: 500 } as const
    expect(decide({ ...faded, buffered: 200 })).toBe('expand')
    expect(decide({ ...faded, buffered: 250 })).toBe('normal')
    expect(decide({ ...faded, buffered: 200, loudness: 0.5 })).toBe('normal')
  })

  it('is to stretch only where the last stretch is long ago, but in great need at once', () => {
    expect(decide({ ...calm, playoutDelay: 150, mayStretch: false })).toBe('normal')
    expect(decide({ ...calm, playoutDelay: 50, mayStretch: false })).toBe('normal')
    expect(decide({ ...calm, playoutDelay: 500, mayStretch: false })).toBe('fast-accelerate')
  })

  it('gives room to the slowest packets of the window before it plays faster', () => {
    expect(decide({ ...calm, playoutDelay: 199, slowest: 80 })).toBe('normal')
    expect(decide({ ...calm, playoutDelay: 200, slowest: 80 })).toBe('accelerate')
  })

  it('is to make sound up where nothing is there, or too little has been made up for what is missing', () => {
    expect(decide({ ...calm, next: 'none' })).toBe('expand')
    const gap = { ...calm, next: 'future', leap: 20, buffered: 100, lastMode: 'expand' } as const
    expect(decide({ ...gap, concealed: 10 })).toBe('expand')
    expect(decide({ ...gap, concealed: 20 })).toBe('merge')
    // Too much waits to go on pretending: 50 ms more than the target.
    expect(decide({ ...gap, concealed: 10, buffered: 150 })).toBe('expand')
    expect(decide({ ...gap, concealed: 10, buffered: 151 })).toBe('merge')
  })
})

describe('sound made up', () => {
  it('fades after three periods by 5 % in 6.25 ms and after seven by 10 %, and is half as loud after 88 ms', () => {
    const state = startConcealment()
    const loudness = Array.from({ length: 12 }, () => {
      concealPeriod(state)
      return state.loudness
    })
    expect(loudness.slice(0, 3)).toEqual([1, 1, 1])
    expect(at(loudness, 3)).toBeCloseTo(1 - (8 * 0.05) / 6.25, 9)
    expect(at(loudness, 7) / at(loudness, 6)).toBeCloseTo(1 - (8 * 0.1) / 6.25, 9)
    expect((loudness.findIndex((one) => one < 0.5) + 1) * toMs(PITCH_PERIOD)).toBe(88)
  })
})

describe('the smoothed level', () => {
  it.each([
    [20, 18],
    [60, 15],
    [140, 11],
    [160, 8],
  ])(
    'after ten updates of 100 samples, at a target of %i ms, is %i (BufferLevelFilterTest)',
    (target, level) => {
      const filter = startLevelFilter()
      for (let i = 0; i < 10; i++) updateLevel(filter, 100, 0, target)
      expect(levelOf(filter)).toBe(level)
    },
  )

  it('knows of sound taken out, and does not fall below nothing', () => {
    const filter = startLevelFilter()
    for (let i = 0; i < 200; i++) updateLevel(filter, 100, 0, 60)
    const before = levelOf(filter)
    updateLevel(filter, 100, 40, 60)
    expect(levelOf(filter)).toBe(before - 40)
    updateLevel(filter, 0, 500, 60)
    expect(levelOf(filter)).toBe(0)
  })
})

/** A run of full NetEq over packets that took so many milliseconds (null: lost), one every `interval`. */
function play(
  delays: readonly (number | null)[],
  interval = 20,
  params: Partial<JitterSettings> = {},
): JitterEngine {
  const sent = delays.map((_, i) => fromMs(i * interval))
  const trace: Trace = {
    name: 'by hand',
    sent: Float64Array.from(sent),
    arrived: Float64Array.from(delays, (delay, i) =>
      delay === null ? Number.NaN : at(sent, i) + fromMs(delay),
    ),
    copies: { row: new Int32Array(), arrived: new Float64Array() },
    interval: fromMs(interval),
    clockOffset: 0,
  }
  const settings = plainSettings({ for: 600, policy: ['neteq-full'], ...params })
  const engine = new JitterEngine({ seed: 1, settings, trace, row: null })
  engine.advance(THE_END)
  return engine
}

const shown = (engine: JitterEngine) => shownBy(laneOf(engine, 'neteq-full'))

const soundOf = (engine: JitterEngine) => {
  const { soundMs } = summaryOf(engine, 'neteq-full')
  assert(soundMs !== null, 'NetEq works on sound')
  return soundMs
}

const stallsOf = (engine: JitterEngine) => {
  const { ledger } = laneOf(engine, 'neteq-full')
  return Array.from({ length: ledger.stallCount }, (_, i) => ledger.stall(i))
}

const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

describe('full NetEq', () => {
  it('plays the first packet at once, puts periods in for a target of 80 ms, and takes some out again for 20', () => {
    const engine = play(repeat(100, 50))
    const delays = shown(engine).map(({ packet, shownAt }) => toMs(shownAt) - 20 * packet)
    const peak = Math.max(...delays)
    const top = delays.indexOf(peak)
    expect(delays[0]).toBe(50)
    // The target sinks after half a second, before 80 ms above the fastest are reached.
    expect(20 * top).toBeGreaterThan(400)
    expect(20 * top).toBeLessThan(600)
    expect(peak).toBeLessThanOrEqual(50 + 80 + 8)
    const [up, down] = [delays.slice(0, top + 1), delays.slice(top)]
    expect(up).toEqual(up.toSorted((a, b) => a - b))
    expect(down).toEqual(down.toSorted((a, b) => b - a))
    // It accelerates from 20 + 20 ms on.
    expect(delays.at(-1)).toBeLessThan(50 + 40)
    expect(delays.at(-1)).toBeGreaterThanOrEqual(50 + 40 - 8)
    const steps = delays.flatMap((delay, i) => (i > 0 && delay !== delays[i - 1] ? [delay + 20 * i] : []))
    // One in 60 ms, seen at the next packet that begins: 20 ms later at most.
    steps.forEach((step, i) => expect(step - at(steps, 0)).toBeGreaterThanOrEqual(60 * i - 20))
    const { accelerated, preemptive, expanded } = soundOf(engine)
    expect([preemptive, accelerated, expanded]).toEqual([peak - 50, peak - at(delays, 99), 0])
  })

  it('while nothing comes waits with sound made up, and plays all that comes late', () => {
    const stuck = [400, 380, 360, 340, 320, 300, 280, 260, 240, 220, 200, 180, 160, 140, 120, 100, 80, 60]
    const engine = play([...repeat(100, 50), ...stuck, ...repeat(100, 50)])
    expect(summaryOf(engine, 'neteq-full')).toMatchObject({ played: 218, late: 0, stalls: 1 })
    expect(at(stallsOf(engine), 0)).toMatchObject({ packet: 100, cause: STALL_CAUSE.awaited })
    expect(soundOf(engine).expanded).toBeGreaterThan(250)
  })

  it('gives a packet up that others have overtaken once its place is filled, and discards it when it comes', () => {
    const engine = play([...repeat(100, 50), 400, ...repeat(100, 50)])
    expect(summaryOf(engine, 'neteq-full')).toMatchObject({ played: 200, late: 1, stalls: 1 })
    expect(soundOf(engine).expanded).toBeLessThanOrEqual(40)
  })

  it('leaves about as long a gap for a lost packet as it is long', () => {
    const engine = play([...repeat(200, 50), null, ...repeat(200, 50)])
    const stalls = stallsOf(engine)
    expect(stalls).toHaveLength(1)
    const { start, end, packet } = at(stalls, 0)
    expect(packet).toBe(200)
    expect(Math.abs(toMs(end - start) - 20)).toBeLessThanOrEqual(10)
    expect(summaryOf(engine, 'neteq-full')).toMatchObject({ played: 400, late: 0, lost: 1 })
  })

  it('takes periods out, no more than one in 60 ms, to catch up after an outage', () => {
    const outage = Array.from({ length: 500 }, (_, i) => (i >= 100 && i < 125 ? 50 + 20 * (125 - i) : 50))
    const engine = play(outage)
    const delays = shown(engine).map(({ packet, shownAt }) => ({
      packet,
      delay: toMs(shownAt) - 20 * packet,
    }))
    const worst = Math.max(...delays.map(({ delay }) => delay))
    expect(worst).toBeGreaterThan(500)
    expect(at(delays, delays.length - 1).delay).toBeLessThan(worst)
    const { accelerated } = soundOf(engine)
    expect(accelerated).toBeGreaterThan(0)
    expect(accelerated % 8).toBe(0)
  })

  it('empties a full buffer of 200 packets, each of them counted', () => {
    // Nothing for five seconds, then everything at once, in packets of 10 ms.
    const burst = Array.from({ length: 600 }, (_, i) => (i > 0 && i < 500 ? 10 * (500 - i) + 50 : 50))
    const engine = play(burst, 10)
    const { played, overwritten, late, sent } = summaryOf(engine, 'neteq-full')
    expect(overwritten).toBeGreaterThanOrEqual(400)
    expect(overwritten % 200).toBe(0)
    expect(played + late).toBe(sent)
  })

  it('lasts, from the first arrival on, as long as the sound it decoded, made up and put in, less what it took out', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, (config, deeds) => {
        const settings = { ...config.settings, policy: ['neteq-full' as const] }
        const engine = runWith(new JitterEngine({ ...config, settings }), deeds, THE_END)
        const { ledger } = laneOf(engine, 'neteq-full')
        const { finishedAt } = ledger
        fc.pre(finishedAt !== null)
        const startedAt = engine.passage.arrivals.get(engine.passage.arrivalOrder.get(0))
        const lengthOf = (packet: number): SimTime =>
          packet + 1 < engine.packetCount
            ? engine.sentAt(packet + 1) - engine.sentAt(packet)
            : engine.source.interval
        const decoded = shown(engine).reduce((sum, { packet }) => sum + lengthOf(packet), 0)
        const { accelerated, preemptive, expanded } = soundOf(engine)
        expect(finishedAt - startedAt).toBe(decoded + fromMs(expanded + preemptive - accelerated))
      }),
      { numRuns: 200 },
    )
  })

  it('moves no two neighbours apart or together by more than a period in 60 ms, but for stalls', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 50, maxLength: 300 }), (delays) => {
        const engine = play(delays.map((delay) => delay + 50))
        const stalls = stallsOf(engine)
        const list = shown(engine)
        for (const [i, { packet, shownAt }] of list.slice(1).entries()) {
          const before = at(list, i)
          if (stalls.some(({ end }) => end > before.shownAt && end <= shownAt)) continue
          expect(packet).toBe(before.packet + 1)
          expect(Math.abs(shownAt - before.shownAt - 20 * MILLISECOND)).toBeLessThanOrEqual(PITCH_PERIOD)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('makes up sound for its stalls, and for no other time', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, (config, deeds) => {
        const settings = { ...config.settings, policy: ['neteq-full' as const] }
        const engine = runWith(new JitterEngine({ ...config, settings }), deeds, THE_END)
        const { ledger } = laneOf(engine, 'neteq-full')
        const { expanded, preemptive, accelerated } = soundOf(engine)
        const { firstShownAt } = ledger
        fc.pre(firstShownAt !== null)
        // Stalls count from the first packet shown; a full buffer may be emptied before.
        const startedAt = engine.passage.arrivals.get(engine.passage.arrivalOrder.get(0))
        const silent = toMs(ledger.stalledTime(engine.now) + (firstShownAt ?? 0) - startedAt)
        // A stretch may reach into what was made up just before or after it.
        expect(Math.abs(silent - expanded)).toBeLessThanOrEqual(preemptive + accelerated + 1e-6)
      }),
      { numRuns: 150 },
    )
  })

  it('tells of the sound it has in hand, as no other player does', () => {
    const engine = play(repeat(500, 150), 20, { policy: ['neteq-full', 'fixed', 'whiteboard'] })
    const [neteq, ...others] = engine.summaries()
    expect(neteq?.soundMs?.buffered).toBeGreaterThanOrEqual(0)
    expect(others.map(({ soundMs }) => soundMs)).toEqual([null, null])
  })

  it('counts as stretched one period that becomes two, and two that become one', () => {
    const engine = play(repeat(100, 50))
    const { accelerated, preemptive } = soundOf(engine)
    const { ledger } = laneOf(engine, 'neteq-full')
    expect(toMs(ledger.stretches.timeUntil(engine.now))).toBe(2 * preemptive + accelerated)
    expect(summaryOf(engine, 'neteq-full').quality.stretched).toBeGreaterThan(0)
  })
})
