import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../../src/shared/assert.ts'
import { defaultsOf } from '../../../../src/shared/params.ts'
import { Columns } from '../../../../src/engine/kernel/columns.ts'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { FATE } from '../../../../src/engine/flow/pressure/codes.ts'
import { FAILURES } from '../../../../src/engine/flow/warning/codes.ts'
import { summarise } from '../../../../src/engine/flow/warning/measures.ts'
import { WARNING_SETTINGS, type WarningSettings } from '../../../../src/engine/flow/warning/settings.ts'
import { WarningEngine } from '../../../../src/engine/flow/warning/warning-engine.ts'

const engineOf = (params: Partial<WarningSettings>, seed = 1): WarningEngine =>
  new WarningEngine({
    seed,
    settings: { ...(defaultsOf(WARNING_SETTINGS) as unknown as WarningSettings), ...params },
  })

const SMALL = {
  for: 60,
  begins: 15,
  buffer: 300,
  burstEvery: 20,
  burstFor: 3,
  speed: 50,
  block: 2,
  blockEvery: 8,
}

describe('two stages', () => {
  it('block as a tandem queue does, computed message by message', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 10, max: 40 }), (seed, buffer) => {
        const settings = { failure: 'cascade', for: 60, buffer, rate: 200, service: 190, burst: 1 } as const
        const engine = engineOf({ ...settings, speed: 100 }, seed)
        engine.advance(60 * SECOND)
        const { first, last, offered, lost, served } = engine.failing.pipeline
        const mean = SECOND / settings.service
        // By accepted message, for either stage: when its service begins and ends. Events fall on whole microseconds, and
        // only a worker that goes straight on to its next message begins it in between.
        const begun: [number[], number[]] = [[], []]
        const done: [number[], number[]] = [[], []]
        const place = (list: readonly number[], i: number): number => (i < 0 ? 0 : at(list, i))
        let refused = 0
        let started = 0
        for (let message = 0; message < offered; message++) {
          const now = first.offeredAt(message)
          while (started < begun[0].length && Math.round(at(begun[0], started)) <= now) started++
          if (begun[0].length - started >= buffer) {
            refused += 1
            continue
          }
          const n = begun[0].length
          const free = place(done[0], n - 1)
          const opens = Math.round(place(begun[1], n - buffer))
          begun[0].push(opens > Math.round(free) ? Math.max(now, opens) : Math.max(now, free))
          done[0].push(at(begun[0], n) + first.messages.serviceTime(message, mean))
          begun[1].push(Math.max(Math.round(at(done[0], n)), place(done[1], n - 1)))
          // What never came to the second stage within the run has no work there yet.
          const work = n < last.ledger.offered ? last.messages.serviceTime(n, mean) : 0
          done[1].push(at(begun[1], n) + work)
        }
        expect(refused).toBeGreaterThan(0)
        expect(lost).toBe(refused)
        expect(served).toBe(done[1].filter((time) => Math.round(time) <= 60 * SECOND).length)
        for (let n = 0; n < served; n++)
          if (Math.abs(last.ledger.endedAt.get(n) - at(done[1], n)) > 100)
            throw new Error(`message ${n} at ${last.ledger.endedAt.get(n)}, not ${at(done[1], n)}`)
      }),
      // Two things within the same microsecond may come in another order here: these runs are always the same ones.
      { numRuns: 10, seed: 4 },
    )
  })
})

describe.each(FAILURES)('with the failure %s', (failure) => {
  it('keeps its books and laws whatever the seed, and goes on from a saved state as if nothing was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 59_000 }), (seed, ms) => {
        const engine = engineOf({ ...SMALL, failure }, seed)
        engine.advance(ms * 1_000)
        const saved = engine.save()
        engine.advance(60 * SECOND)
        for (const { label, predicted, measured, tolerance } of engine.checks())
          expect(Math.abs(predicted - measured), label).toBeLessThanOrEqual(tolerance)
        const other = engineOf({ ...SMALL, failure }, seed)
        other.restore(saved)
        other.advance(60 * SECOND)
        expect(other.traceHash()).toBe(engine.traceHash())
        const span = { from: 0, to: other.now }
        expect(other.frame(span, new Columns())).toEqual(engine.frame(span, new Columns()))
        for (const { pipeline } of [engine.failing, engine.calm])
          for (const { history } of pipeline.stages)
            expect(history.peak).toBeLessThanOrEqual(pipeline.capacity)
      }),
      { numRuns: 6 },
    )
  })
})

it('reads percentiles and burn rates as one would from the list of all messages', () => {
  const engine = engineOf({ ...SMALL, failure: 'bloat', objective: 0.5, burnLong: 30, burnShort: 10 })
  engine.advance(50 * SECOND)
  const { pipeline } = engine.failing
  const { ledger } = pipeline.last
  const agesSince = (second: number): number[] => {
    const ages: number[] = []
    for (let message = 0; message < ledger.offered; message++) {
      const end = ledger.endedAt.get(message)
      if (ledger.fate.get(message) === FATE.served && end > second * SECOND)
        ages.push((end - pipeline.offeredAt(message)) / SECOND)
    }
    return ages.sort((a, b) => a - b)
  }
  const recent = agesSince(30)
  const slowShare = (ages: readonly number[]): number => ages.filter((age) => age > 0.5).length / ages.length
  expect(engine.failing.latest('p99')).toBe(at(recent, Math.ceil(0.99 * recent.length) - 1))
  expect(engine.failing.latest('p50')).toBe(at(recent, Math.ceil(0.5 * recent.length) - 1))
  const burn = Math.min(slowShare(agesSince(20)), slowShare(agesSince(40))) / 0.01
  expect(burn).toBeGreaterThan(1)
  expect(engine.failing.latest('burn')).toBeCloseTo(burn, 9)
})

it('counts a lead from a page that stood at the first loss, and false pages in the calm run alone', () => {
  const engine = engineOf({ ...SMALL, failure: 'bloat', buffer: 1_500, fullPage: 20, window: 10, hold: 0 })
  engine.advance(60 * SECOND)
  const { firstLoss } = engine.failing
  expect(firstLoss).toBeLessThan(60 * SECOND)
  // Second by second: whether any alert of the run pages, from the log of the single monitors.
  const pages = (run: 'failing' | 'calm'): boolean[] => {
    const stands = new Map<string, number>()
    return Array.from({ length: 61 }, (_, second) => {
      for (const change of engine.log.of('production', run))
        if (change.time === second * SECOND && change.monitor !== 'any') stands.set(change.monitor, change.to)
      return [...stands.values()].includes(2)
    })
  }
  const failing = pages('failing')
  let since = Math.floor(firstLoss / SECOND)
  expect(failing[since]).toBe(true)
  while (failing[since - 1] === true) since -= 1
  const summary = summarise(engine, 'production')
  expect(summary.lead).toBeCloseTo(firstLoss / SECOND - since, 9)
  const calm = pages('calm')
  expect(calm).toContain(true)
  expect(summary.falsePages).toBe(calm.filter((isOn, i) => isOn && calm[i - 1] !== true).length)
})
