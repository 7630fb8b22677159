import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCatalogue } from '../../../../src/engine/ingest/catalogue.ts'
import { EVENT_TYPES, KEYINGS, PARTITIONS, type Keying } from '../../../../src/engine/ingest/codes.ts'
import { titleName } from '../../../../src/engine/ingest/lab/codes.ts'
import { TRENDING_SETTINGS, type TrendingSettings } from '../../../../src/engine/ingest/lab/settings.ts'
import { TrendingEngine } from '../../../../src/engine/ingest/lab/trending-engine.ts'
import { typeOf } from '../../../../src/engine/ingest/record.ts'
import { Routing } from '../../../../src/engine/ingest/route.ts'
import { Columns } from '../../../../src/engine/kernel/columns.ts'
import { SECOND, toMs } from '../../../../src/engine/kernel/time.ts'
import { TRENDING_SCENARIOS } from '../../../../src/labs/trending/scenarios.ts'
import { at } from '../../../../src/shared/assert.ts'
import { defaultsOf } from '../../../../src/shared/params.ts'

/** The lesson's run at 80 seconds, keyed so from the start, and a plain count of players' events of its last ten seconds. */
function runKeyedBy(keying: Keying) {
  const scenario = TRENDING_SCENARIOS.find(({ id }) => id === 'skew')
  if (scenario === undefined) throw new Error('no scenario')
  const usual = defaultsOf(TRENDING_SETTINGS) as unknown as TrendingSettings
  const engine = new TrendingEngine({
    seed: scenario.seed,
    settings: { ...usual, ...scenario.params, keying },
  })
  const { pipeline, catalogue } = engine.ingest
  const { onlooker } = pipeline
  const byTitle = new Map<number, number>()
  pipeline.onlooker = (stage, batch, selection, count, times) => {
    onlooker?.(stage, batch, selection, count, times)
    if (stage !== 'unique' || toMs(engine.now) < 70_000) return
    for (const index of selection.subarray(0, count)) {
      const type = at(EVENT_TYPES, typeOf(at(batch.dims, index)))
      const title = at(batch.title, index)
      if (type.startsWith('playback.')) byTitle.set(title, (byTitle.get(title) ?? 0) + 1)
    }
  }
  engine.advance(60 * SECOND)
  engine.apply({ kind: 'release' })
  engine.advance(80 * SECOND)
  const all = [...byTitle.values()].reduce((a, b) => a + b, 0)
  const film = catalogue.special.release
  return { engine, byTitle, all, film, share: (byTitle.get(film) ?? 0) / all }
}

describe('a hot key (Y72)', () => {
  it('a title’s records lie in as many partitions as said, whoever watches it', () => {
    const catalogue = createCatalogue(5, 200, 1_000)
    const routing = new Routing(catalogue)
    const anyTitle = fc.oneof(fc.nat(199), fc.constant(catalogue.special.viral))
    fc.assert(
      fc.property(fc.constantFrom(...KEYINGS), anyTitle, (keying, title) => {
        const seen = new Set<number>()
        for (let user = 1; user <= 3_000; user++) seen.add(routing.partitionOf(keying, user, title))
        expect(routing.placesOf(keying, title)).toBe(seen.size)
      }),
      { numRuns: 60 },
    )
  })

  it('keyed by the title a quarter of all events in one place makes 50 s + (1 − s) times the mean', () => {
    const { engine, all, film, share } = runKeyedBy('title')
    const { fullest, hottest, topics } = engine.frame({ from: 0, to: engine.now }, new Columns()).partitions
    expect([hottest.title, fullest?.title]).toEqual([film, film])
    expect(hottest.share).toBeCloseTo(share, 9)
    expect(share).toBeGreaterThan(0.2)
    const { skew, rate } = at(topics, 0)
    expect(rate.reduce((a, b) => a + b, 0)).toBeCloseTo(all / 10, 9)
    // What else falls on the place is a fiftieth of the rest on average, and never less than nothing.
    expect(skew).toBeGreaterThanOrEqual(PARTITIONS * share)
    expect(Math.abs(skew - (PARTITIONS * share + 1 - share))).toBeLessThan(1)
  })

  it('kept apart it is no better, salted it is less than four times, by user no reader falls behind', () => {
    const told = KEYINGS.map((keying) => {
      const { engine } = runKeyedBy(keying)
      const { lanes } = engine.frame({ from: 0, to: engine.now }, new Columns())
      const [asDrawn, asKeyed] = lanes.map(({ of }) => ({ fullest: of.fullest, wait: of['reader-wait'] }))
      expect(engine.checks().filter((check) => ['salted', 'apart'].includes(check.id))).toHaveLength(2)
      for (const { label, predicted, measured, tolerance } of engine.checks())
        expect(Math.abs(predicted - measured), label).toBeLessThanOrEqual(tolerance)
      return { fullest: asKeyed?.fullest ?? NaN, wait: asKeyed?.wait ?? NaN, asDrawn }
    })
    const [user, apart, title, salted] = told
    // As drawn it is the same, whatever the topics are keyed by; keyed so, the two are one.
    for (const { asDrawn } of told) expect(asDrawn).toEqual({ fullest: apart?.fullest, wait: apart?.wait })
    expect(apart?.fullest).toBeGreaterThan(title?.fullest ?? NaN)
    expect(salted?.fullest).toBeLessThan(4)
    expect(user?.fullest).toBeLessThan(1.5)
    expect(user?.wait).toBeLessThan(2)
    expect(title?.wait).toBeGreaterThan(20)
  })

  it('says which records are behind both numbers', () => {
    const { engine, film } = runKeyedBy('title')
    const { fullest } = engine.frame({ from: 0, to: engine.now }, new Columns()).partitions
    const why = engine.explain('production', 'fullest')
    expect(why?.text).toContain(`Partition ${fullest?.partition} of events.playback`)
    expect(why?.text).toContain(`newest ${fullest?.looked} records ${fullest?.aboutTitle} are about`)
    expect(why?.total).toBe(engine.traffic.records.endOf(fullest?.partition ?? Number.NaN))
    expect(why?.events.filter(({ text }) => text.includes(titleName(film))).length).toBeGreaterThan(80)
    expect(new Set(why?.events.map(({ thing }) => thing))).toEqual(
      new Set([`partition-0-${fullest?.partition}`]),
    )
    const times = why?.events.map(({ time }) => time) ?? []
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(new Set(why?.events.map(({ text }) => text)).size).toBe(100)
    const apart = engine.explain('whiteboard', 'fullest')
    const hot = engine.traffic.hotTitles.map(titleName)
    expect(apart?.text).toContain(hot.join(', '))
    for (const { text } of apart?.events ?? []) expect(hot.some((name) => text.includes(name))).toBe(true)
    expect(apart?.events).toHaveLength(100)
    expect(engine.explain('production', 'reader-wait')?.text).toMatch(
      /^The reader of partition \d+ takes at most 10\.8 records a second/,
    )
  })

  it.each([100, 500, 5_000])('sixteen parts of each of %i titles lie as balls in bins do', (titles) => {
    const routing = new Routing(createCatalogue(1, titles, 1_000))
    let sum = 0
    for (let title = 0; title < titles; title++) sum += routing.placesOf('salted', title)
    // 50 (1 − (49/50)^16) = 13.81 of them are hit, with a standard deviation of 1.2.
    expect(Math.abs(sum / titles - 13.81)).toBeLessThan((4 * 1.3) / Math.sqrt(titles))
  })
})
