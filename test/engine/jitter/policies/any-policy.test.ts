import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { JitterEngine } from '../../../../src/engine/jitter/jitter-engine.ts'
import { POLICY_IDS, POLICY_WORDS, type PolicyId } from '../../../../src/engine/jitter/settings/policies.ts'
import type { JitterSettings } from '../../../../src/engine/jitter/settings.ts'
import type { Trace } from '../../../../src/engine/jitter/trace.ts'
import { copyState } from '../../../../src/engine/kernel/copy-state.ts'
import { fromMs, SECOND, type SimTime } from '../../../../src/engine/kernel/time.ts'
import { at } from '../../../../src/shared/assert.ts'
import {
  configArbitrary,
  DELAY_POLICIES,
  frameOf,
  laneOf,
  plainSettings,
  shownBy,
  THE_END,
} from '../../../support/jitter.ts'
import { Listener } from '../../../support/listener.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Packets 20 ms apart that took so many milliseconds; null for a lost one. */
function traceOf(delays: readonly (number | null)[], clockOffset: SimTime = 0): Trace {
  const sent = delays.map((_, i) => fromMs(20 * i))
  return {
    name: 'by hand',
    sent: Float64Array.from(sent),
    arrived: Float64Array.from(delays, (delay, i) =>
      delay === null ? Number.NaN : at(sent, i) + fromMs(delay) + clockOffset,
    ),
    copies: { row: new Int32Array(), arrived: new Float64Array() },
    interval: fromMs(20),
    clockOffset,
  }
}

function played(policy: PolicyId, trace: Trace, params: Partial<JitterSettings> = {}): JitterEngine {
  const settings = plainSettings({ for: 3_600, policy: [policy], ...params })
  const engine = new JitterEngine({ seed: 1, settings, trace, row: null })
  engine.advance(4_000 * SECOND)
  return engine
}

function failing(engine: JitterEngine): string[] {
  return engine
    .checks()
    .filter(({ predicted, measured, tolerance }) => !(Math.abs(predicted - measured) <= tolerance))
    .map(({ id, predicted, measured }) => `${id}: ${predicted}, ${measured}`)
}

const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)
const STALLS = ['skip', 'stall'] as const

describe.each(POLICY_IDS)('%s', (policy) => {
  it.each<readonly [string, readonly (number | null)[]]>([
    ['one packet', [50]],
    ['one packet, lost', [null]],
    ['two packets', [50, 50]],
    ['all packets lost', repeat(100, null)],
    ['all lost but the last', [...repeat(100, null), 50]],
    ['all lost but the first', [50, ...repeat(100, null)]],
    ['a delay of a quarter of an hour', [50, 900_000, 50, 50]],
    ['nothing but huge delays', repeat(50, 600_000)],
    ['delays that grow without end', Array.from({ length: 300 }, (_, i) => 50 * i)],
    ['delays that shrink, in no order at all', Array.from({ length: 300 }, (_, i) => 50 * (300 - i))],
    [
      'an outage of ten seconds, then everything at once',
      [...repeat(50, 50), ...Array.from({ length: 500 }, (_, i) => 20 * (500 - i) + 50), ...repeat(50, 50)],
    ],
    ['delays of nothing', repeat(50, 0)],
  ])('bears %s: every packet has its end, and the books agree', (_, delays) => {
    for (const late of STALLS) {
      const engine = played(policy, traceOf(delays), { late })
      expect(engine.nextEventTime).toBeNull()
      expect(failing(engine)).toEqual([])
      const { counts } = laneOf(engine, policy).ledger
      const { played: shown, late: wasted, lost, duplicate, waiting } = counts
      expect(shown + wasted + lost + duplicate + waiting).toBe(delays.length)
      const { depth, targetMs } = at(engine.summaries(), 0)
      expect([depth >= 0, Number.isFinite(targetMs), targetMs >= 0]).toEqual([true, true, true])
      expect(frameOf(engine).lanes).toHaveLength(1)
    }
  })

  it('does the same whatever the offset of the two clocks', () => {
    const delays = fc.array(fc.oneof(fc.nat(60), fc.nat(400), fc.constant(null)), {
      minLength: 1,
      maxLength: 150,
    })
    // Of the player's clock against the sender's: a day, and then some.
    const offsets = fc.constantFrom(fromMs(7.5), 86_400 * SECOND, 1_000_000 * SECOND + 1)
    fc.assert(
      fc.property(delays, offsets, (list, offset) => {
        const here = shownBy(laneOf(played(policy, traceOf(list)), policy))
        const settings = plainSettings({ for: 3_600, policy: [policy] })
        const engine = new JitterEngine({ seed: 1, settings, trace: traceOf(list, offset), row: null })
        engine.advance(offset + 4_000 * SECOND)
        const there = shownBy(laneOf(engine, policy))
        expect(there.map(({ packet }) => packet)).toEqual(here.map(({ packet }) => packet))
        // Fractions of a microsecond are rounded away, at another place for another clock.
        there.forEach(({ shownAt }, i) =>
          expect(Math.abs(shownAt - offset - at(here, i).shownAt)).toBeLessThanOrEqual(i + 1),
        )
      }),
      { numRuns: 12 },
    )
  })

  it('is none the wiser for being saved and restored at any moment', () => {
    fc.assert(
      fc.property(configArbitrary, fc.nat(4 * SECOND), (config, pause) => {
        const one = { ...config, settings: { ...config.settings, policy: [policy] } }
        const straight = new JitterEngine(one)
        straight.advance(THE_END)
        const first = new JitterEngine(one)
        first.advance(pause)
        const saved = first.save()
        first.advance(THE_END)
        const second = new JitterEngine(one)
        second.restore(saved)
        second.advance(THE_END)
        expect(second.traceHash()).toBe(straight.traceHash())
        expect(second.summaries()).toEqual(straight.summaries())
      }),
      { numRuns: 15 },
    )
  })

  it('says of itself what it is, and under which heading', () => {
    const { name, gist, summary, family } = POLICY_WORDS[policy]
    expect(name.length).toBeLessThanOrEqual(32)
    expect(gist).toMatch(/^\S.{30,78}\.$/)
    expect(summary).toMatch(/^[A-Z].{60,330}\.$/)
    expect(family).toBeDefined()
  })
})

describe.each(DELAY_POLICIES)('%s', (policy) => {
  it('never aims below the fastest packet, and names as its target what it adds to that', () => {
    const delays = fc.array(fc.oneof(fc.nat(60), fc.nat(3_000), fc.constantFrom(0, 40)), {
      minLength: 1,
      maxLength: 200,
    })
    fc.assert(
      fc.property(delays, (list) => {
        const listener = new Listener(policy)
        let fastest = Infinity
        for (const delay of list) {
          fastest = Math.min(fastest, fromMs(delay))
          listener.hearAll([delay])
          expect(Number.isSafeInteger(listener.target)).toBe(true)
          expect(listener.target).toBeGreaterThanOrEqual(0)
          expect(Math.round(listener.offset)).toBeGreaterThanOrEqual(fastest)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('knows no sending time: on a clock so far behind that packets seem to come before they are sent, the same', () => {
    const delays = fc.array(fc.oneof(fc.nat(60), fc.nat(400)), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(delays, (list) => {
        const [here, behind] = [new Listener(policy), new Listener(policy)]
        here.hearAll(list)
        behind.hearAll(list.map((delay) => delay - 5_000_000))
        expect(Math.abs(behind.target - here.target)).toBeLessThanOrEqual(1)
        expect(Math.abs(behind.offset + fromMs(5_000_000) - here.offset)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 50 },
    )
  })

  it('has a state of plain data: a copy goes on as the original does', () => {
    const { policy: one, context } = new Listener(policy)
    const packets = Array.from({ length: 300 }, (_, i) => ({
      sequence: i,
      sent: fromMs(20 * i),
      arrived: fromMs(20 * i + 50 + ((i * 37) % 90)),
    }))
    const state = one.start(context)
    packets.slice(0, 150).forEach((packet) => one.observe(state, packet, context))
    const copy = copyState(state)
    for (const each of [state, copy])
      packets.slice(150).forEach((packet) => one.observe(each, packet, context))
    expect(copy).toEqual(state)
    expect(one.offset(copy, context)).toBe(one.offset(state, context))
  })
})
