import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { takeExcerpt } from '../../../../src/engine/jitter/excerpt.ts'
import { STALL_CAUSE } from '../../../../src/engine/jitter/fate.ts'
import type { LaneExcerpt } from '../../../../src/engine/jitter/excerpt.ts'
import { JitterEngine } from '../../../../src/engine/jitter/jitter-engine.ts'
import { createRenderer } from '../../../../src/engine/jitter/sound/renderer.ts'
import { Schedule, type Segment } from '../../../../src/engine/jitter/sound/schedule.ts'
import {
  contentOf,
  RATE,
  sampleOf,
  samples,
  testTone,
  type SoundSource,
} from '../../../../src/engine/jitter/sound/source.ts'
import { speechLike } from '../../../../src/engine/jitter/sound/speech.ts'
import { SECOND, type SimTime } from '../../../../src/engine/kernel/time.ts'
import { at } from '../../../../src/shared/assert.ts'
import { configArbitrary, engineOf, laneOf, THE_END } from '../../../support/jitter.ts'
import {
  firstDifference,
  laneIn,
  largestStep,
  loudness,
  noise,
  packets,
  peakOf,
  pitchOf,
  render,
  softNoise,
  tone,
} from './support.ts'

const T = 20_000
const VOICE = speechLike()

const SOURCES = new Map(
  [tone(150), tone(220), tone(395), testTone(), VOICE].map((source) => [source.name, source]),
)
const NAMES = [...SOURCES.keys()]
const sourceOf = (name: string): SoundSource => SOURCES.get(name) ?? VOICE

const missing = (from: SimTime, to: SimTime, packet: number): Segment => ({
  kind: 'missing',
  from,
  to,
  stall: { start: from, end: to, cause: STALL_CAUSE.missing, inHand: 0, packet },
})
const packet = (number: number, from: SimTime, to = from + T): Segment => ({
  kind: 'packet',
  packet: number,
  previous: number - 1,
  from,
  to,
})
const turns = (count: number, length: SimTime): SimTime[] => Array.from({ length: count }, () => length)

describe('packets in time', () => {
  test.each(['gate', 'delay'] as const)('play as they were sent, sample for sample (%s)', (kind) => {
    const { sound, renderer } = render(kind, VOICE, T, packets(turns(100, T)))
    const start = kind === 'delay' ? samples(5) : 0 // a player by turns fades in
    expect(sound).toHaveLength(2 * RATE)
    expect(firstDifference(sound.subarray(start), VOICE.sound.slice(start, 2 * RATE))).toBe(-1)
    expect(renderer.counts).toEqual({ concealed: 0, inserted: 0, removed: 0, silent: 0 })
  })

  test('carry the sound on where it begins anew', () => {
    const { sound } = testTone()
    const last = contentOf(testTone(), 49, T)
    expect(firstDifference(contentOf(testTone(), 50, T), sound.slice(0, 960))).toBe(-1)
    expect(firstDifference(last, sound.slice(RATE - 960))).toBe(-1)
    expect(contentOf(testTone(), 3, 33_333).length + contentOf(testTone(), 4, 33_333).length).toBe(
      sampleOf(5 * 33_333) - sampleOf(3 * 33_333),
    )
  })
})

describe('time stretching', () => {
  test.each(
    NAMES.flatMap((name) => [-40, -10, -6, -3, 3, 6, 10, 40].map((percent) => [name, percent] as const)),
  )('%s, %d percent longer: the length is as asked, no step is heard, the pitch stays', (name, percent) => {
    const source = sourceOf(name)
    const turn = Math.round(T * (1 + percent / 100))
    const { sound, renderer } = render('delay', source, T, packets(turns(150, turn)))
    const wanted = sampleOf(150 * turn)
    expect(Math.abs(sound.length - wanted), 'off by less than a period and a step').toBeLessThan(samples(25))
    const { inserted, removed, concealed } = renderer.counts
    expect(concealed).toBe(0)
    expect(percent > 0 ? removed : inserted).toBe(0)
    expect(sound.length).toBe(150 * samples(20) + inserted - removed)
    expect(largestStep(sound)).toBeLessThan(1.3 * largestStep(source.sound))
    if (source === VOICE) return
    const plain = source.sound
    const hz = pitchOf(plain)
    const middle = sound.subarray(samples(5))
    // A whole period more or less leaves every crossing where it belongs.
    expect(Math.abs(pitchOf(middle) / hz - 1)).toBeLessThan(0.01)
    expect(Math.abs(loudness(middle) / loudness(plain) - 1)).toBeLessThan(0.03)
  })

  test('a voice keeps its period: what is put in or taken out is what came before', () => {
    const period = (sound: Float32Array): number => {
      let best = 0
      let most = -Infinity
      for (let lag = samples(5); lag < samples(12); lag++) {
        let sum = 0
        for (let i = samples(20); i < samples(60); i++) sum += at(sound, i) * at(sound, i + lag)
        if (sum > most) [best, most] = [lag, sum]
      }
      return best
    }
    const start = VOICE.sound.findIndex((_, i) => loudness(VOICE.sound.subarray(i, i + samples(80))) > 0.12)
    const vowel = { name: 'a vowel', sound: VOICE.sound.slice(start, start + samples(80)) }
    const once = vowel.sound
    const { sound } = render('delay', vowel, T, packets(turns(4, 22_000)))
    expect(Math.abs(period(sound) / period(once) - 1)).toBeLessThan(0.06)
  })

  test('waits for a period: small differences change nothing', () => {
    const { sound, renderer } = render('delay', VOICE, T, packets([T + 1_000, T - 1_000, ...turns(20, T)]))
    expect(renderer.counts.inserted + renderer.counts.removed).toBe(0)
    expect(sound).toHaveLength(22 * samples(20))
  })

  test('noise has no period, and still comes out as long as asked', () => {
    const { sound } = render('delay', noise(), T, packets(turns(150, 22_000)))
    expect(Math.abs(sound.length - sampleOf(150 * 22_000))).toBeLessThan(samples(30))
  })
})

describe('what is missing', () => {
  const withHole = (from: number, count: number, total = 100): Segment[] => [
    ...Array.from({ length: from }, (_, i) => packet(i, i * T)),
    missing(from * T, (from + count) * T, from),
    ...Array.from({ length: total - from - count }, (_, i) =>
      packet(from + count + i, (from + count + i) * T),
    ),
  ]

  test.each(NAMES)('is concealed without a step, and what follows is in its place (%s)', (name) => {
    const source = sourceOf(name)
    for (const count of [1, 2, 5, 15]) {
      const { sound, renderer } = render('delay', source, T, withHole(40, count))
      expect(sound).toHaveLength(2 * RATE)
      expect(largestStep(sound)).toBeLessThan(1.3 * largestStep(source.sound))
      expect(renderer.counts).toMatchObject({ concealed: count * 960, silent: 0, inserted: 0, removed: 0 })
      const after = (40 + count) * 960 + samples(5)
      const expected = Float32Array.from(sound.subarray(after), (_, i) =>
        at(source.sound, (after + i) % source.sound.length),
      )
      expect(firstDifference(sound.subarray(after), expected)).toBe(-1)
    }
  })

  test('is joined without a step to a sound that has no period, at either end and between', () => {
    const source = softNoise()
    for (let from = 20; from < 60; from += 3) {
      const { sound } = render('delay', source, T, withHole(from, 4))
      expect(largestStep(sound)).toBeLessThan(1.5 * largestStep(source.sound))
    }
  })

  test('goes on as the last period for 20 ms, and then fades, ever faster', () => {
    const source = tone(200)
    const { sound } = render('delay', source, T, withHole(40, 25))
    const level = (ms: number): number => {
      const start = samples(800 + ms)
      return loudness(sound.subarray(start, start + samples(5)))
    }
    const full = loudness(source.sound.subarray(0, samples(5)))
    expect(level(5) / full).toBeCloseTo(1, 2)
    expect(level(10) / full).toBeCloseTo(1, 2)
    // Three periods of 5 ms whole, four fading by 0.95 in 6.25 ms, then by 0.90.
    const byTheBook = (ms: number): number => 0.95 ** (20 / 6.25) * 0.9 ** ((ms - 35) / 6.25)
    for (const ms of [60, 120, 250]) expect(level(ms) / full / byTheBook(ms + 2.5)).toBeCloseTo(1, 1)
    const levels = [20, 40, 80, 160, 320].map(level)
    for (let i = 1; i < levels.length; i++) expect(at(levels, i)).toBeLessThan(at(levels, i - 1))
    expect(level(480) / full).toBeLessThan(0.001)
  })

  test('keeps its pitch while it is concealed', () => {
    const { sound } = render('delay', tone(200), T, withHole(40, 4))
    expect(pitchOf(sound.subarray(samples(800), samples(880)))).toBeCloseTo(200, -1)
  })

  test('before anything was heard there is nothing to repeat', () => {
    const { sound } = render('delay', VOICE, T, [missing(0, 100_000, 0), packet(5, 100_000)])
    expect(loudness(sound.subarray(0, samples(100)))).toBe(0)
    expect(loudness(sound.subarray(samples(100)))).toBeGreaterThan(0)
  })

  test('at the whiteboard is silence, and a step where it begins', () => {
    const source = testTone()
    const { sound, renderer } = render('gate', source, T, withHole(40, 3))
    expect(loudness(sound.subarray(samples(800), samples(860)))).toBe(0)
    expect(renderer.counts).toEqual({ concealed: 0, inserted: 0, removed: 0, silent: 3 * 960 })
    expect(largestStep(sound)).toBeGreaterThan(3 * largestStep(source.sound))
  })

  test('at the whiteboard frames that are no neighbours meet with a step; by turns the hole is bridged', () => {
    const closedUp = [...packets(turns(40, T)), packet(43, 40 * T), packet(44, 41 * T)]
    expect(largestStep(render('gate', testTone(), T, closedUp).sound)).toBeGreaterThan(0.1)
    expect(largestStep(render('delay', testTone(), T, closedUp).sound)).toBeLessThan(0.025)
  })

  test("a pause of the sender's is silent, and begins and ends softly", () => {
    const segments: Segment[] = [
      ...packets(turns(40, T)),
      { kind: 'pause', from: 40 * T, to: 60 * T },
      packet(40, 60 * T),
      packet(41, 61 * T),
    ]
    const { sound, renderer } = render('delay', testTone(), T, segments)
    expect(loudness(sound.subarray(samples(820), samples(1_199)))).toBeLessThan(0.001)
    expect(renderer.counts.concealed).toBe(0)
    expect(largestStep(sound)).toBeLessThan(1.5 * largestStep(testTone().sound))
  })

  test('a clock that leaps is followed by a leap, without a step', () => {
    for (const leap of [-15 * T, 12 * T]) {
      const start = 40 * T + Math.max(0, leap)
      const late = leap < 0 ? turns(20, 0).concat(turns(40, T)) : turns(40, T)
      const segments = packets([...turns(39, T), T + Math.max(0, leap), ...late])
      const { sound } = render('delay', VOICE, T, segments)
      expect(start).toBeGreaterThan(0)
      expect(Math.abs(sound.length - sampleOf(segments.at(-1)?.to ?? 0))).toBeLessThan(samples(30))
      expect(largestStep(sound)).toBeLessThan(1.3 * largestStep(VOICE.sound))
    }
  })
})

describe('any run', () => {
  const heard = (
    engine: JitterEngine,
    lane: LaneExcerpt,
    interval: SimTime,
    until: SimTime,
    size: number,
  ) => {
    const schedule = new Schedule(0, interval)
    const renderer = createRenderer(lane.kind, { source: VOICE, interval, from: 0 })
    const parts: Float32Array[] = []
    for (let from = 0; from <= until; from += size) {
      const to = Math.min(until, from + size - 1)
      renderer.take(schedule.take(laneIn(takeExcerpt(engine, { from, to }), lane.policy), to))
      parts.push(renderer.render())
    }
    parts.push(renderer.finish())
    const sound = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
    let place = 0
    for (const part of parts) {
      sound.set(part, place)
      place += part.length
    }
    return { sound, counts: renderer.counts }
  }

  test('sounds the same in pieces of any size, stays in time, and is never louder than it may be', () => {
    fc.assert(
      fc.property(configArbitrary, fc.integer({ min: 50_000, max: SECOND }), (config, size) => {
        const engine = new JitterEngine(config)
        engine.advance(THE_END)
        const until = 2 * SECOND
        const { lanes, interval } = takeExcerpt(engine, { from: 0, to: until })
        for (const lane of lanes) {
          const whole = heard(engine, lane, interval, until, until + 1)
          const pieces = heard(engine, lane, interval, until, size)
          expect(firstDifference(pieces.sound, whole.sound)).toBe(-1)
          expect(pieces.counts).toEqual(whole.counts)
          expect(peakOf(whole.sound)).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 15 },
    )
  })

  test.each(['low', 'medium', 'high', 'silence', 'too-slow'])(
    'in the scenario %s the whiteboard is silent exactly where the engine says it stalled',
    (scenario) => {
      const engine = engineOf(scenario, { for: 15, policy: ['whiteboard', 'gate-once'] })
      engine.advance(THE_END)
      const { lanes, interval } = takeExcerpt(engine, { from: 0, to: engine.now })
      const loud = { name: 'never zero', sound: new Float32Array(RATE).fill(0.5) }
      for (const lane of lanes) {
        const segments = new Schedule(0, interval).take(lane, engine.now)
        const { sound } = render('gate', loud, interval, segments)
        const { ledger } = laneOf(engine, lane.policy)
        let silent = 0
        const first = sampleOf(ledger.firstShownAt ?? 0)
        sound.forEach((x, i) => (silent += i >= first && x === 0 ? 1 : 0))
        const wanted = Array.from({ length: ledger.stallCount }, (_, i) => ledger.stall(i)).reduce(
          (sum, { start, end }) => sum + sampleOf(end) - sampleOf(start),
          0,
        )
        expect(silent).toBe(wanted)
      }
    },
  )
})

describe('the made-up voice', () => {
  test('is the same for the same seed, another for another, and loud enough to hear', () => {
    expect(firstDifference(speechLike(8).sound, VOICE.sound)).toBe(-1)
    expect(firstDifference(speechLike(9).sound, VOICE.sound)).toBeGreaterThan(-1)
    expect(VOICE.sound.length / RATE).toBeGreaterThan(5)
    expect(peakOf(VOICE.sound)).toBeCloseTo(0.6, 2)
    expect(loudness(VOICE.sound)).toBeGreaterThan(0.05)
  })

  test('has syllables: it rises and falls a few times a second', () => {
    const step = samples(20)
    const levels = Array.from({ length: Math.floor(VOICE.sound.length / step) }, (_, i) =>
      loudness(VOICE.sound.subarray(i * step, (i + 1) * step)),
    )
    const mean = levels.reduce((sum, x) => sum + x, 0) / levels.length
    let rises = 0
    for (let i = 1; i < levels.length; i++) if (at(levels, i - 1) < mean && at(levels, i) >= mean) rises += 1
    const aSecond = rises / (VOICE.sound.length / RATE)
    expect(aSecond).toBeGreaterThan(2)
    expect(aSecond).toBeLessThan(8)
  })
})
