import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Columns } from '../../../src/engine/kernel/columns.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { LOSSES } from '../../../src/engine/flow/deaths/codes.ts'
import type { DeathsCommand } from '../../../src/engine/flow/deaths/config.ts'
import { DeathsEngine } from '../../../src/engine/flow/deaths/deaths-engine.ts'
import { DEATHS_SETTINGS, type DeathsSettings } from '../../../src/engine/flow/deaths/settings.ts'
import { defaultsOf } from '../../../src/shared/params.ts'
import { NaiveStores } from './deaths-model.ts'

const DEFAULTS = defaultsOf(DEATHS_SETTINGS) as unknown as DeathsSettings // the table's own defaults

const start = (settings: Partial<DeathsSettings> = {}, seed = 1): DeathsEngine =>
  new DeathsEngine({ seed, settings: { ...DEFAULTS, ...settings } })

const runTo = (seconds: number, settings: Partial<DeathsSettings> = {}): DeathsEngine => {
  const engine = start({ for: Math.max(1, seconds), ...settings })
  engine.advance(seconds * SECOND)
  return engine
}

const HOUR = 3_600
const DAY = 86_400

describe('the figures of slide 15, and what is said of them (spec/facts.md, X31 and X34)', () => {
  it('2,000 a second too many are 7.2 M in an hour, all of them in the log', () => {
    const { list, ring, log } = runTo(HOUR)
    expect(log.held).toBe(7_200_000)
    expect(log.lostTotal).toBe(0)
    expect(ring.held + ring.lostTotal).toBe(7_200_000)
    // A process that is down takes nothing: the list does worse than the mismatch.
    expect(list.held + list.lostTotal).toBe(7_200_000 + list.store.missed)
    expect(list.store.missed).toBeGreaterThan(0)
  })

  it('and 172.8 M in a day, of which a log of 10 GiB holds eleven', () => {
    const { ring, log, ideal } = runTo(DAY)
    for (const lane of [ring, log]) expect(lane.held + lane.lostTotal).toBe(172_800_000)
    expect(ideal.end - ideal.position).toBe(10_737_418)
  })

  it('10 GiB of 1,000-byte messages are 10.74 M, which is the lag after 5,369 s: 89 min', () => {
    const { ideal } = runTo(5_400)
    const seconds = (ideal.firstLoss ?? Number.NaN) / 10
    expect(Math.round(seconds)).toBe(5_369)
    expect(Math.floor(seconds / 60)).toBe(89)
    expect(((ideal.end - ideal.position) / 1e6).toFixed(2)).toBe('10.74')
  })

  it('from then on 20 % of all data is lost unread, whatever the store and the reset policy: never less', () => {
    for (const reset of ['earliest', 'latest'] as const) {
      const early = runTo(6 * HOUR, { for: 30 * HOUR, reset })
      const before = early.lanes.map(({ counts, lostTotal, held }) => ({ ...counts, lostTotal, held }))
      early.advance(30 * HOUR * SECOND)
      early.lanes.forEach(({ counts, lostTotal, held }, i) => {
        const old = before[i]
        if (old === undefined) throw new Error('three stores')
        // What is held at both ends was not lost in between.
        const share = (lostTotal + held - old.lostTotal - old.held) / (counts.produced - old.produced)
        // A process that is down takes nothing; the other two lose exactly what cannot be taken.
        expect(share).toBeGreaterThanOrEqual(0.2 - 1e-9)
        expect(share).toBeLessThanOrEqual(i === 0 ? 0.25 : 0.2 + 1e-9)
      })
    }
  })

  it('two thirds of what is made are lost where three times as much comes as can go', () => {
    const { ring } = runTo(HOUR, { produce: 24_000 })
    expect(ring.lostTotal / ring.counts.produced).toBeCloseTo(2 / 3, 2)
  })
})

/** Small stores and rates, so that all three deaths happen within seconds. */
const tight: fc.Arbitrary<Partial<DeathsSettings>> = fc.record({
  produce: fc.integer({ min: 0, max: 1_200 }),
  uneven: fc.constantFrom(0, 0.35, 1),
  consume: fc.integer({ min: 0, max: 900 }),
  bytes: fc.constantFrom(3_001, 10_000, 100_000),
  overhead: fc.constantFrom(0, 48),
  heap: fc.integer({ min: 1, max: 8 }),
  slots: fc.integer({ min: 1, max: 900 }),
  segment: fc.integer({ min: 1, max: 3 }),
  keep: fc.constantFrom(0, 2 ** -8, 2 ** -6),
  keepHours: fc.constantFrom(0, 2 / HOUR, 7 / HOUR),
  check: fc.integer({ min: 1, max: 4 }),
  reset: fc.constantFrom('earliest', 'latest'),
  afterDeath: fc.constantFrom('restart', 'stay'),
  restartAfter: fc.integer({ min: 0, max: 3 }),
  burstAt: fc.integer({ min: 0, max: 6 }),
  burstFor: fc.integer({ min: 0, max: 5 }),
  burstRate: fc.integer({ min: 0, max: 2_500 }),
  recoverAt: fc.integer({ min: 0, max: 12 }),
  recoverRate: fc.integer({ min: 0, max: 2_500 }),
})

const anyCommand: fc.Arbitrary<DeathsCommand> = fc.oneof(
  fc.boolean().map((stalled): DeathsCommand => ({ kind: 'stall', stalled })),
  fc.constantFrom<DeathsCommand>({ kind: 'restart' }, { kind: 'clean-up' }),
  fc.integer({ min: 0, max: 5_000 }).map((value): DeathsCommand => ({ kind: 'set', key: 'consume', value })),
  fc.integer({ min: 0, max: 5_000 }).map((value): DeathsCommand => ({ kind: 'set', key: 'produce', value })),
)

/** Commands and how long to go on after each, in microseconds. */
const anyStory = fc.array(fc.tuple(anyCommand, fc.integer({ min: 0, max: 4 * SECOND })), { maxLength: 8 })

const LENGTH = 12

describe('three stores, whatever is set and done', () => {
  it('do what a naive model with an object a message does, tick by tick', () => {
    let deaths = 0
    fc.assert(
      fc.property(tight, fc.integer({ min: 0, max: 0xffff_ffff }), (settings, seed) => {
        const engine = start({ ...settings, for: LENGTH }, seed)
        const naive = new NaiveStores({ ...DEFAULTS, ...settings })
        let produced = 0
        let slowest = Infinity
        for (let tick = 1; tick <= 10 * LENGTH; tick++) {
          engine.advance(tick * 0.1 * SECOND)
          naive.tick(tick, engine.arrivals.total - produced)
          produced = engine.arrivals.total
          const { produce } = engine.rates
          if (produce > 0) slowest = Math.min(slowest, produce)
          for (const { id, counts, held, history } of engine.lanes) {
            const told = naive.tell(id)
            const mine = { tick, id, held, consumed: counts.consumed, ...counts.lost }
            expect(mine).toEqual({ tick, id, held: told.held, consumed: told.consumed, ...told.lost })
            // The naive model knows the tick of a message; the engine spreads a tick's messages evenly, and each of them
            // over the time it takes to come.
            const age = tick - told.oldestTick
            const away = held === 0 ? 0 : Math.abs(history.newest.lag / (0.1 * SECOND) - age)
            expect(away).toBeLessThanOrEqual(1.001 + 10 / slowest)
          }
          expect(engine.log.store.start).toBe(naive.logStart)
        }
        deaths += naive.deaths
      }),
      { numRuns: 30 },
    )
    expect(deaths, 'the settings are tight enough').toBeGreaterThan(50)
  })

  it('keep their books, see the same arrivals, and are the same in small steps, in large ones, and taken up again', () => {
    fc.assert(
      fc.property(tight, anyStory, fc.integer({ min: 1, max: 9_999 }), (settings, story, step) => {
        const whole = start({ ...settings, for: LENGTH })
        const small = start({ ...settings, for: LENGTH })
        let time = 0
        for (const [command, wait] of story) {
          expect(whole.apply(command)).toEqual(small.apply(command))
          time += wait
          whole.advance(time)
          for (let t = time - wait; t < time; t += step * 1_000) small.advance(Math.min(time, t))
          small.advance(time)
          const resumed = start({ ...settings, for: LENGTH })
          resumed.advance(3 * SECOND) // somewhere else before
          resumed.restore(small.save())
          small.advance(time + SECOND)
          resumed.advance(time + SECOND)
          expect(resumed.traceHash()).toBe(small.traceHash())
          expect(resumed.measures()).toEqual(small.measures())
          expect(resumed.frame({ from: 0, to: resumed.now }, new Columns())).toEqual(
            small.frame({ from: 0, to: small.now }, new Columns()),
          )
          small.restore(whole.save())
        }
        whole.advance(LENGTH * SECOND)
        small.advance(LENGTH * SECOND, 7)
        while (small.nextEventTime !== null) small.advance(LENGTH * SECOND, 7)
        expect(small.traceHash()).toBe(whole.traceHash())
        for (const { counts, held, store } of whole.lanes) {
          const lost = LOSSES.map((why) => counts.lost[why])
          expect(Math.min(held, ...lost)).toBeGreaterThanOrEqual(0)
          expect(counts.consumed + held + lost.reduce((sum, part) => sum + part, 0)).toBe(counts.produced)
          expect(store.end).toBe(whole.arrivals.total)
        }
        for (const { label, predicted, measured, tolerance } of whole.checks())
          expect(Math.abs(predicted - measured), label).toBeLessThanOrEqual(tolerance)
      }),
      { numRuns: 60 },
    )
  })

  it('hold what theory says, for any steady overload', () => {
    const overload = fc.record({
      consume: fc.integer({ min: 0, max: 3_000 }),
      more: fc.integer({ min: 1, max: 3_000 }),
      slots: fc.integer({ min: 1, max: 20_000 }),
      heap: fc.integer({ min: 1, max: 20 }),
      keep: fc.constantFrom(0.25, 0.5),
      keepHours: fc.constantFrom(0, 0.05),
      segment: fc.integer({ min: 1, max: 64 }),
      check: fc.constantFrom(1, 7, 60),
      bytes: fc.constantFrom(1_000, 9_999),
    })
    const held = new Set<string>()
    fc.assert(
      fc.property(overload, ({ more, ...settings }) => {
        const engine = runTo(600, { ...settings, produce: settings.consume + more })
        for (const { id, label, predicted, measured, tolerance } of engine.checks()) {
          held.add(id)
          expect(
            Math.abs(predicted - measured),
            `${label}: ${predicted}, not ${measured}`,
          ).toBeLessThanOrEqual(tolerance)
        }
      }),
      { numRuns: 80 },
    )
    for (const id of ['first-loss.list', 'first-loss.ring', 'first-loss.ideal', 'first-loss.log', 'size.log'])
      expect(held).toContain(id)
  })
})

describe('the moments worth finding', () => {
  const labelsOf = (engine: DeathsEngine, store: string): string[] =>
    engine.landmarks().flatMap(({ label }) => (label.startsWith(store) ? [label] : []))

  it('are every death and what followed it, in order', () => {
    const engine = runTo(6_000)
    const marks = engine.landmarks()
    expect(marks.map(({ time }) => time)).toEqual(marks.map(({ time }) => time).toSorted((a, b) => a - b))
    for (const { id, firstLoss } of engine.lanes)
      expect(marks, id).toContainEqual(expect.objectContaining({ time: firstLoss, kind: 'trouble' }))
    // It dies after 512.3 s and every 542.3 s from then on, and is started again 30 s later.
    const times = Math.floor((6_000 - 512.3) / 542.3) + 1
    expect(labelsOf(engine, 'List').filter((label) => label.includes('out of memory'))).toHaveLength(times)
    expect(labelsOf(engine, 'List').filter((label) => label.includes('started again'))).toHaveLength(times)
    expect(labelsOf(engine, 'Log').at(-1)).toContain('OffsetOutOfRange')
  })

  it('are no wall of marks, however often a store dies', () => {
    const marks = runTo(DAY, { heap: 16 }).landmarks()
    expect(marks.length).toBeGreaterThan(100)
    expect(marks.length).toBeLessThan(500)
  })

  it('tell once when the consumer has caught up', () => {
    const engine = runTo(7_200, { recoverAt: HOUR, recoverRate: 16_000 })
    const caughtUp = engine.landmarks().filter(({ label }) => label === 'Log: the consumer has caught up')
    // 7.2 M at 16,000 − 10,000 a second.
    expect(caughtUp.map(({ time }) => time)).toEqual([4_800 * SECOND])
  })

  it('with latest, the offset is out of range once in the time that 10 GiB take, and no more often', () => {
    const { log } = runTo(4 * HOUR, { reset: 'latest' })
    expect(log.store.resets).toBe(Math.floor((4 * HOUR) / 5_369))
  })
})

describe('one setting more', () => {
  it('does not change the arrivals: those of a seed are the same whatever the stores and the consumer are', () => {
    const uneven = { produce: 5_000, uneven: 0.8, for: 60 }
    const totals = [
      start(uneven, 5),
      start({ ...uneven, consume: 0, slots: 3, heap: 1, reset: 'latest' }, 5),
      start(uneven, 6),
    ].map((engine) => {
      const seen: number[] = []
      for (let second = 1; second <= 60; second++) {
        engine.advance(second * SECOND)
        seen.push(engine.arrivals.total)
      }
      return seen.join()
    })
    expect(totals[0]).toBe(totals[1])
    expect(totals[0]).not.toBe(totals[2])
  })

  it('a burst of ten minutes is lost to the list and the ring, and not to the log, whose reader catches up', () => {
    const burst = { produce: 7_000, burstAt: 300, burstFor: 600, burstRate: 15_000, for: 5_400 }
    const engine = runTo(900, burst)
    expect(engine.log.held).toBe(600 * (15_000 - 8_000))
    engine.advance((900 + 4_200) * SECOND) // 4.2 M at 8,000 − 7,000 a second
    expect({ held: engine.log.held, lost: engine.log.lostTotal }).toEqual({ held: 0, lost: 0 })
    for (const lane of [engine.list, engine.ring]) expect(lane.lostTotal).toBeGreaterThan(3_000_000)
  })

  it('a list whose memory is exactly full lives; one message more, and it dies with all of them', () => {
    // 1 MiB has room for ten messages of 100,000 bytes.
    const full = {
      produce: 10,
      consume: 0,
      bytes: 100_000,
      overhead: 0,
      heap: 1,
      afterDeath: 'stay',
    } as const
    const engine = runTo(1, { ...full, for: 3 })
    expect({ held: engine.list.held, lost: engine.list.lostTotal }).toEqual({ held: 10, lost: 0 })
    engine.advance(2 * SECOND)
    expect(engine.list.counts.lost).toMatchObject({ crashed: 11, refused: 9 })
    expect(engine.list.firstLoss).toBe(1.1 * SECOND)
  })

  it('refuses what cannot be done, and says why', () => {
    const engine = start({ for: 10 })
    expect(engine.apply({ kind: 'restart' })).toMatchObject({ ok: false })
    expect(engine.apply({ kind: 'stall', stalled: false })).toMatchObject({ ok: false })
    expect(engine.apply({ kind: 'set', key: 'slots', value: 5 })).toMatchObject({ ok: false })
    engine.advance(10 * SECOND)
    expect(engine.apply({ kind: 'clean-up' })).toMatchObject({ ok: false })
  })
})
