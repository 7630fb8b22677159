import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pjsip } from '../../../../src/engine/jitter/policies/pjsip.ts'
import { playoutOf } from '../../../../src/engine/jitter/config-of.ts'
import { fromMs, toMs } from '../../../../src/engine/kernel/time.ts'
import { assert, at } from '../../../../src/shared/assert.ts'
import { finished, plainSettings, summaryOf } from '../../../support/jitter.ts'
import { Listener } from '../../../support/listener.ts'

const repeat = (count: number, value: number): number[] => Array.from({ length: count }, () => value)

/** Speex's choice written out: for each packet, what it costs to be just in time for it. In samples at 8 kHz. */
function speexByHand(delaysMs: readonly number[], stepMs: number): number[] {
  let playout: number | null = null
  let tradeoff = 32_000
  const parts: number[][] = [[]]
  return delaysMs.map((ms) => {
    const delay = ms * 8
    playout ??= delay
    if (at(parts, 0).length >= 333) parts.unshift([])
    parts.splice(3)
    at(parts, 0).push(delay)
    const count = parts.flat().length
    const price = Math.floor((tradeoff * 1_000) / count)
    const candidates = parts
      .flatMap((part) => part.toSorted((a, b) => b - a).slice(0, 40))
      .toSorted((a, b) => b - a)
      .slice(0, 40)
    const early = candidates.map((one) => Math.floor(((playout ?? 0) - one) / (8 * stepMs)) * 8 * stepMs)
    const spared = early.findIndex((one) => one >= 0)
    const costs = early.map((one, i) => -one + price * (i + (spared >= 0 && i > spared ? 4 : 0)))
    const best = at(early, costs.indexOf(Math.min(...costs)))
    tradeoff = 1 + Math.floor((at(candidates, 0) - at(candidates, candidates.length - 1)) / 40)
    if (count >= 40 || best < 0) playout -= best
    return playout / 8
  })
}

describe('Speex', () => {
  it('takes the delay that is cheapest in waiting and late packets, written out again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(100), fc.nat(600)), { minLength: 1, maxLength: 1_200 }),
        (delays) => {
          const listener = new Listener('speex', 20)
          const playouts = delays.map((delay) => toMs(listener.hearAll([delay]).offset))
          expect(playouts).toEqual(speexByHand(delays, 20))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('waits longer at once, by whole frames, and shorter only after forty packets', () => {
    const { targets } = new Listener('speex').hearAll([150, ...repeat(38, 50)])
    expect(new Set(targets.slice(1))).toEqual(new Set([100]))
    expect(new Listener('speex').hearAll([50, 100]).targets).toEqual([0, 60])
    // At first a late packet is worth 62.5 ms: for more it does not wait.
    expect(new Listener('speex').hearAll([50, 150]).targets).toEqual([0, 0])
  })
})

describe('GStreamer', () => {
  it('waits 200 ms, whatever the jitter', () => {
    const { targets } = new Listener('gstreamer').hearAll([50, 52, 90, 51, 140, 50, 50, 60])
    for (const target of targets) expect(Math.abs(target - 200)).toBeLessThan(1)
  })

  it('takes the fastest of the first two seconds, then follows the fastest of the last two', () => {
    // The first packet was slow: for two seconds the rest seem early.
    const listener = new Listener('gstreamer').hearAll([150, ...repeat(101, 50)])
    expect(toMs(listener.offset)).toBe(250)
    // A longer path: after two seconds the whole window has it, and 1 - (124/125)^250 = 87 % of it is believed.
    listener.hearAll(repeat(100, 90))
    expect(toMs(listener.offset)).toBeLessThan(251)
    listener.hearAll(repeat(250, 90))
    expect(toMs(listener.offset)).toBeCloseTo(250 + 40 * (1 - (124 / 125) ** 250), 0)
  })

  it('follows a clock that drifts by 300 millionths', () => {
    const drifting = new Listener('gstreamer')
    for (let i = 0; i < 30_000; i++) drifting.hear(i, 20_000 * i, Math.round(20_000 * i * 1.0003) + 50_000)
    // 180 ms in ten minutes, less the lag of window and average.
    expect(Math.abs(toMs(drifting.offset) - 250 - 180)).toBeLessThan(2)
  })

  it('starts anew when delays jump by more than a second, and takes no skew from gaps', () => {
    const listener = new Listener('gstreamer').hearAll(repeat(300, 50))
    listener.hear(302, fromMs(20 * 302), fromMs(20 * 302 + 40))
    expect(toMs(listener.offset)).toBe(250)
    listener.hear(303, fromMs(20 * 303), fromMs(20 * 303 + 1_300))
    expect(toMs(listener.offset)).toBe(1_500)
  })
})

/** What a script of puts and gets does to PJSIP's buffer, as pjmedia's own test reports it. */
function runScript(script: string, times: number, start = 0) {
  assert(pjsip.kind === 'gate' && pjsip.put !== undefined, 'PJSIP hears of puts')
  const context = { options: playoutOf(plainSettings({ capacity: 100 })), interval: fromMs(20) }
  const state = pjsip.start(context)
  Object.assign(state, { prefetch: start, isFilling: start > 0 })
  let size = 0
  let longest = 0
  const result = { dropped: 0, empty: 0, delay: 0 }
  for (const operation of script.repeat(times))
    if (operation === 'P') {
      if (pjsip.put(state, size + 1)) result.dropped += 1
      else size += 1
    } else {
      pjsip.observe(state, 0, 0, size)
      result.delay = Math.max(result.delay, size)
      if (size >= pjsip.framesNeeded(state, context, true)) size -= 1
      else result.empty += 1
      longest = Math.max(longest, toMs(pjsip.target(state, context)) / 20)
    }
  return { ...result, burst: longest }
}

describe('PJSIP', () => {
  // The limits of pjmedia/build/Jbtest.dat.
  it.each([
    ['PG', 200, { burst: 1, dropped: 0, empty: 0, delay: 1 }],
    ['PPPGGG', 100, { burst: 3, dropped: 0, empty: 0, delay: 3 }],
  ])('on %s keeps within the limits of its own test', (script, times, limits) => {
    const { burst, dropped, empty, delay } = runScript(script, times)
    expect(burst).toBeLessThanOrEqual(limits.burst)
    expect([dropped, empty]).toEqual([limits.dropped, limits.empty])
    expect(delay).toBeLessThanOrEqual(limits.delay)
  })

  it('prepares for a burst at once and forgets it slowly', () => {
    const { burst } = runScript(`${'PG'.repeat(20)}PPPPPGGGGG`, 1)
    expect(burst).toBe(5)
    assert(pjsip.kind === 'gate', 'a gate')
    const script = `${'PG'.repeat(20)}PPPPPGGGGG`
    // From 5 towards 1: after 21 lower bursts by (5 - 1) / 3 of a frame, so 1.
    expect(levelAfter(script + 'PG'.repeat(20))).toBe(5)
    expect(levelAfter(script + 'PG'.repeat(22))).toBe(4)
    expect(levelAfter(script + 'PG'.repeat(21 * 5))).toBe(1)
  })

  it('drops a frame now and then when more wait than a burst is long, no two within 200 ms', () => {
    // Ten frames too many in a steady stream.
    const script = `${'PG'.repeat(20)}${'P'.repeat(10)}${'PG'.repeat(500)}`
    const { dropped } = runScript(script, 1)
    expect(dropped).toBeGreaterThanOrEqual(9)
    expect(dropped).toBeLessThanOrEqual(10)
  })

  it('in a run starts when it trusts its count, after ten changes, and drops what it held too much', () => {
    const engine = finished({ policy: ['pjsip'], base: 40, for: 20 })
    const { dropped, late, stalls, delayMs, targetMs } = summaryOf(engine, 'pjsip')
    expect(delayMs.max).toBeCloseTo(40 + 5 * (1_000 / 30), 0)
    expect(delayMs.p50).toBeLessThan(40 + 2 * (1_000 / 30))
    expect([late, stalls]).toEqual([dropped, 0])
    expect(dropped).toBeGreaterThanOrEqual(4)
    expect(targetMs).toBeCloseTo(1_000 / 30, 2)
  })
})

function levelAfter(script: string): number {
  assert(pjsip.kind === 'gate' && pjsip.put !== undefined, 'PJSIP hears of puts')
  const context = { options: playoutOf(plainSettings({ capacity: 100 })), interval: fromMs(20) }
  const state = pjsip.start(context)
  let size = 0
  for (const operation of script)
    if (operation === 'P') size += pjsip.put(state, size + 1) ? 0 : 1
    else {
      pjsip.observe(state, 0, 0, size)
      if (size > 0) size -= 1
    }
  return toMs(pjsip.target(state, context)) / 20
}
