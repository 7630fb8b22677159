import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TrendingEngine } from '../../../../src/engine/ingest/lab/trending-engine.ts'
import type { TrendingCommand } from '../../../../src/engine/ingest/lab/config.ts'
import { scoredExamples } from '../../../../src/engine/ingest/lab/examples.ts'
import { measureOf } from '../../../../src/engine/ingest/lab/measures.ts'
import type { MeasureId } from '../../../../src/engine/ingest/lab/codes.ts'
import { TRENDING_SETTINGS, type TrendingSettings } from '../../../../src/engine/ingest/lab/settings.ts'
import { Columns } from '../../../../src/engine/kernel/columns.ts'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { at } from '../../../../src/shared/assert.ts'
import { defaultsOf } from '../../../../src/shared/params.ts'

const SMALL = { viewers: 1_000, titles: 100, botAccounts: 200, shrink: 25, for: 3_700 }

const engineOf = (settings: Partial<TrendingSettings> = {}, seed = 1): TrendingEngine =>
  new TrendingEngine({
    seed,
    settings: { ...(defaultsOf(TRENDING_SETTINGS) as unknown as TrendingSettings), ...SMALL, ...settings },
  })

const frameOf = (engine: TrendingEngine) => engine.frame({ from: 0, to: engine.now }, new Columns())

const drawn = (engine: TrendingEngine, measure: MeasureId): number => measureOf(engine, 'whiteboard', measure)
const corrected = (engine: TrendingEngine, measure: MeasureId): number =>
  measureOf(engine, 'production', measure)

const broken = (engine: TrendingEngine): string[] =>
  engine
    .checks()
    .filter(({ predicted, measured, tolerance }) => !(Math.abs(predicted - measured) <= tolerance))
    .map(({ label, predicted, measured }) => `${label}: ${predicted}, ${measured}`)

const anyCommand: fc.Arbitrary<TrendingCommand> = fc.oneof(
  fc.record({ kind: fc.constantFrom('viral' as const, 'bots' as const), on: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('release' as const, 'flight' as const, 'film' as const) }),
  fc.record({ kind: fc.constant('crash' as const), collector: fc.nat(4) }),
  fc.record({ kind: fc.constant('outage' as const), region: fc.nat(4) }),
  fc.record({
    kind: fc.constant('delay' as const),
    idHigh: fc.integer({ min: 1, max: 1_000 }),
    idLow: fc.integer({ min: 65_537, max: 65_545 }),
    delayMs: fc.integer({ min: 0, max: 20_000 }),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    key: fc.constantFrom('watermark', 'lateness', 'skew', 'replays'),
    value: fc.integer({ min: 0, max: 20 }),
  }),
)

const anySettings = fc.record({
  dedupe: fc.constantFrom('sequence' as const, 'fingerprint' as const, 'id' as const, 'off' as const),
  clock: fc.constantFrom('correct' as const, 'trust' as const),
  guard: fc.boolean(),
  exact: fc.boolean(),
  dedupeMB: fc.constant(1),
  malformed: fc.constantFrom(0, 20),
  offline: fc.constantFrom(0, 20),
})

describe('the trending lab’s engine', () => {
  it('keeps its books, and goes on from any saved moment as if nothing had been saved', () => {
    fc.assert(
      fc.property(
        anySettings,
        fc.nat(),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 90_000 }), anyCommand), { maxLength: 8 }),
        fc.integer({ min: 0, max: 100_000 }),
        (settings, seed, script, savedAt) => {
          const inOrder = script.toSorted(([a], [b]) => a - b)
          const play = (engine: TrendingEngine, from: number, to: number): void => {
            for (const [ms, command] of inOrder.filter(([given]) => given >= from && given < to)) {
              engine.advance(1_000 * ms)
              engine.apply(command)
              expect(broken(engine)).toEqual([])
            }
            engine.advance(1_000 * to)
          }
          const whole = engineOf(settings, seed)
          play(whole, 0, 100_000)
          expect(broken(whole)).toEqual([])
          const first = engineOf(settings, seed)
          play(first, 0, savedAt)
          const saved = first.save()
          play(first, savedAt, 100_000)
          const second = engineOf(settings, seed)
          // Something else is in it before: restoring must replace all of it.
          second.apply({ kind: 'bots', on: true })
          second.advance(30 * SECOND)
          second.restore(saved)
          play(second, savedAt, 100_000)
          for (const engine of [first, second]) {
            expect(engine.traceHash()).toBe(whole.traceHash())
            expect(engine.measures()).toEqual(whole.measures())
            expect(frameOf(engine)).toEqual(frameOf(whole))
          }
        },
      ),
      { numRuns: 8 },
    )
  }, 30_000)

  it('Y31: as drawn the factor is 24 for whoever leads, at every board', () => {
    const engine = engineOf()
    for (let second = 45; second <= 225; second += 60) {
      engine.advance(second * SECOND)
      expect(drawn(engine, 'factor')).toBeCloseTo(24, 9)
      expect(corrected(engine, 'factor')).toBeLessThan(3)
    }
  })

  it('Y32: 7.3 beats 2.71 as drawn; shrunk by 500 it is 1.19, 2.16 and 6.84', () => {
    const rounded = (values: readonly number[]) => values.map((value) => Math.round(100 * value) / 100)
    const examples = scoredExamples(500)
    expect(rounded(examples.map((example) => example.drawn)).slice(0, 2)).toEqual([7.3, 2.71])
    expect(examples.map((example) => example.velocity)).toEqual([144, expect.closeTo(0.0832, 4), 0])
    // The source truncates 1.195.
    const shrunk = examples.map((example) => example.corrected)
    expect(Math.floor(100 * at(shrunk, 0)) / 100).toBe(1.19)
    expect(rounded(shrunk).slice(1)).toEqual([2.16, 6.84])
  })

  it('Y54: of a plane’s three hours 2.7 % are less than five minutes late, 30.6 % less than an hour, 66.7 % more', () => {
    const before = engineOf({ offline: 0, replays: 0, malformed: 0, skew: 0 })
    const after = engineOf({ offline: 0, replays: 0, malformed: 0, skew: 0 })
    for (const engine of [before, after]) engine.advance(60 * SECOND)
    after.apply({ kind: 'flight' })
    for (const engine of [before, after]) engine.advance(70 * SECOND)
    const lateness = (engine: TrendingEngine) => engine.ingest.pipeline.windows.counts.lateness
    const more = lateness(after).map((count, bucket) => count - at(lateness(before), bucket))
    const all = 40 * 1_080
    expect(more.reduce((sum, count) => sum + count, 0)).toBe(all)
    const shares = [at(more, 1) + at(more, 2), at(more, 3), at(more, 4)].map((count) => (100 * count) / all)
    // A heartbeat is ten seconds: a bucket's edge may fall on either side of one, of 1,080.
    const heartbeat = 100 / 1_080
    expect(Math.abs(at(shares, 0) - 2.7)).toBeLessThan(0.05 + heartbeat)
    expect(Math.abs(at(shares, 1) - 30.6)).toBeLessThan(0.05 + heartbeat)
    expect(Math.abs(at(shares, 2) - 66.7)).toBeLessThan(0.05 + heartbeat)
  })

  it('counts a bot’s starts as viewers without the guard, and not with it', () => {
    const rank = (guard: boolean): number => {
      const engine = engineOf({ guard })
      engine.apply({ kind: 'bots', on: true })
      engine.advance(100 * SECOND)
      expect(drawn(engine, 'bots-rank')).toBeLessThanOrEqual(10)
      return corrected(engine, 'bots-rank')
    }
    expect(rank(false)).toBeLessThanOrEqual(10)
    expect(rank(true)).not.toBeLessThanOrEqual(10)
  })

  it('knows every duplicate by sequence, and loses count of them without', () => {
    const [by, off] = (['sequence', 'off'] as const).map((dedupe) => {
      const engine = engineOf({ dedupe, replays: 10 })
      engine.advance(200 * SECOND)
      return engine
    })
    if (by === undefined || off === undefined) throw new Error('two runs')
    expect(corrected(by, 'twice')).toBe(0)
    expect(drawn(by, 'twice')).toBeGreaterThan(500)
    // What is counted beside the pipeline does not hang on it.
    expect(corrected(off, 'twice')).toBe(drawn(by, 'twice'))
    expect(corrected(off, 'views-a-play')).toBeGreaterThan(corrected(by, 'views-a-play'))
  })

  it('holds sketches against exact sets: within what 1.04/√m leads one to expect', () => {
    const engine = engineOf({ exact: true, viewers: 2_000 })
    engine.advance(100 * SECOND)
    expect(corrected(engine, 'off')).toBeGreaterThan(0)
    expect(corrected(engine, 'off')).toBeLessThan(4 * corrected(engine, 'error'))
    const { exact, hour } = frameOf(engine).boards.corrected ?? {}
    expect(exact?.length).toBe(hour?.length)
  })

  it('refuses what makes no sense, in words, and changes nothing', () => {
    const engine = engineOf()
    const hash = engine.traceHash()
    for (const command of [
      { kind: 'viral', on: false },
      { kind: 'bots', on: false },
      { kind: 'crash', collector: 9 },
      { kind: 'outage', region: 7 },
      { kind: 'set', key: 'viewers', value: 2_000 },
    ] as const) {
      const done = engine.apply(command)
      expect(done.ok).toBe(false)
      expect(done.ok ? '' : done.problem.what).toMatch(/\w{3}/)
    }
    expect(engine.traceHash()).toBe(hash)
  })
})
