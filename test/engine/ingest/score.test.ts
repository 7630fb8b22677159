import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { viewersAnHour } from '../../../src/engine/ingest/catalogue.ts'
import { NO_FAULTS, usualConfig } from '../../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../../src/engine/ingest/ingest-engine.ts'
import { Ranking, type Board } from '../../../src/engine/ingest/score/board.ts'
import {
  decay,
  drawnPercentile,
  drawnScore,
  lift,
  percentRank,
  velocityPerMinute,
} from '../../../src/engine/ingest/score/formulas.ts'
import { ageAt, worstAge } from '../../../src/engine/ingest/windows/freshness.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { smallConfig } from './support.ts'

test('as drawn the spike factor is 24 for ever, and growth is rewarded less and less (Y31)', () => {
  // Sets that never expire: the hour's viewers are the day's.
  const growth = [500, 1_000, 1_499, 1_998, 2_497]
  const drawn = growth.slice(1).map((now, i) => drawnScore(now, now, growth[i] ?? 0, 1_000))
  expect(drawn.every(({ spike }) => spike === 24)).toBe(true)
  expect(drawn.slice(0, 1).map(({ multiplier }) => multiplier.toFixed(1))).toEqual(['13.0'])
  expect(drawn.slice(1).map(({ multiplier }) => multiplier.toFixed(2))).toEqual(['6.99', '4.99', '4.00'])
})

test('as drawn a title of 100 viewers beats one of 52,000, and a steady spike gets nothing (Y32)', () => {
  const tiny = drawnScore(100, 150, 10, 1_000)
  const hit = drawnScore(52_000, 600_000, 50_000, 20_000)
  expect([tiny.velocity, tiny.score.toFixed(1)]).toEqual([144, '7.3'])
  expect(hit.score.toFixed(2)).toBe('2.71')
  expect(drawnScore(5_000, 12_000, 5_000, 1_000)).toMatchObject({ spike: 10, velocity: 0, multiplier: 1 })
})

test('the shrunk lift puts them in the intended order (Y32)', () => {
  const scores = [
    lift(100, 150, 0, 23, 500),
    lift(52_000, 600_000, 0, 23, 500),
    lift(5_000, 12_000, 0, 23, 500),
  ]
  expect(scores.map((score) => score.toFixed(2))).toEqual(['1.19', '2.16', '6.84'])
})

test('before there is a day to compare with, what is usual takes its place', () => {
  expect(lift(1_000, 1_000, 1_000, 0, 500)).toBe(1)
  expect(lift(1_000, 1_000, 1_000, -5, 500)).toBe(1)
  // Half of the hours before were empty, the others are taken as usual.
  expect(lift(1_000, 1_000, 2_300, 13, 0)).toBe(1)
})

test('the last minutes count, within bounds', () => {
  expect([decay(100, 100, 50), decay(1e9, 1, 50), decay(0, 1e9, 50)]).toEqual([1, 2, 0.5])
})

test('the percentile as drawn is CUME_DIST, not PERCENT_RANK (Y35)', () => {
  const places = [0, 1, 2, 3, 4]
  expect(places.map((i) => drawnPercentile(i, 5).toFixed(1))).toEqual(['1.0', '0.8', '0.6', '0.4', '0.2'])
  expect(places.map((i) => percentRank(i, 5))).toEqual([1, 0.75, 0.5, 0.25, 0])
  expect(percentRank(0, 1)).toBe(0)
})

test('velocity is the same whether it is asked every 30 or every 60 seconds (Y34)', () => {
  expect(velocityPerMinute(1_100, 1_000, 0.5)).toBeCloseTo(0.2)
  expect(velocityPerMinute(1_200, 1_000, 1)).toBeCloseTo(0.2)
  expect(velocityPerMinute(10, 0, 1)).toBe(0)
})

test('an hourly tumbling window behind a watermark of 5 minutes is up to 65 minutes old (Y36), and 390 s at least (Y37)', () => {
  const MINUTE = 60_000
  expect(worstAge(60 * MINUTE, 5 * MINUTE, 0) / MINUTE).toBe(65)
  expect(worstAge(MINUTE, 5 * MINUTE, 30_000) / 1_000).toBe(390)
  const ages = Array.from({ length: 3 * 3_600 }, (_, s) => ageAt(1e8 + s * 1_000, 60 * MINUTE, 5 * MINUTE))
  expect(Math.max(...ages)).toBeLessThan(65 * MINUTE)
  expect(Math.max(...ages)).toBeGreaterThanOrEqual(65 * MINUTE - 1_000)
  expect(Math.min(...ages)).toBeLessThan(6 * MINUTE)
})

test('what is usual for a title follows from how long it is: on a day like all others no length is ahead (C33)', () => {
  const base = usualConfig(6, 20_000, 300)
  const engine = new IngestEngine({
    ...base,
    population: { ...base.population, faults: NO_FAULTS },
    sketches: { headPrecision: 12, headTitles: 300, tailPrecision: 6, promotedTitles: 0 },
    whiteboard: false,
  })
  engine.advance(120 * SECOND)
  const { catalogue, pipeline } = engine
  // How far each title is above what is usual, in logarithms: its trend, which has nothing to do with its length.
  const above = [0, 2_000, 4_500].map((least, i, bounds) => {
    const most = bounds[i + 1] ?? Number.POSITIVE_INFINITY
    const found: number[] = []
    for (let title = 0; title < 300; title++) {
      const duration = catalogue.duration[title] ?? 0
      const now = pipeline.corrected.viewers.inMinute(title, 1)
      const atOnce = (catalogue.usual[title] ?? 0) / viewersAnHour(duration)
      if (duration >= least && duration < most && now >= 5 && atOnce > 0) found.push(Math.log(now / atOnce))
    }
    expect(found.length).toBeGreaterThan(20)
    return found.reduce((sum, value) => sum + value, 0) / found.length
  })
  // Trends of about 0.35 leave each mean uncertain by up to 0.08; without the lengths a film is ahead of an episode by 1.2.
  expect(Math.max(...above) - Math.min(...above)).toBeLessThan(0.35)
})

test('an hour is told early, when the watermark has passed it, and when it has closed; late events only add (C42)', () => {
  const config = smallConfig(8, 2_000, { offline: 0.2 }, { whiteboard: false })
  const engine = new IngestEngine({
    ...config,
    sketches: { headPrecision: 10, headTitles: 200, tailPrecision: 6, promotedTitles: 0 },
  })
  const { corrected, windows } = engine.pipeline
  const standings = new Set<string>()
  const hours: number[] = []
  let told: Board | null = null
  windows.onClose = ((close) => (pane) => {
    close(pane)
    const { board } = corrected.final
    if (board === null || hours.includes(board.timeMs)) return
    hours.push(board.timeMs)
    told = corrected.preliminary.board
  })(windows.onClose)
  for (let minute = 1; minute <= 68; minute++) {
    engine.advance(minute * 60 * SECOND)
    standings.add(corrected.board?.standing ?? 'none')
    // Told once the watermark, ten seconds behind, has passed the hour; final five minutes later.
    expect(corrected.preliminary.board === null).toBe(minute <= 60)
    expect(corrected.final.board === null).toBe(minute <= 65)
  }
  const [preliminary, final] = [told as Board | null, corrected.final.board]
  if (preliminary === null || final === null) throw new Error('no board')
  expect([preliminary.standing, final.standing, [...standings]]).toEqual([
    'preliminary',
    'final',
    ['realtime'],
  ])
  expect([preliminary.timeMs, final.timeMs]).toEqual([3_600_000, 3_600_000])
  const before = new Map([...preliminary.title].map((title, rank) => [title, preliminary.hour[rank] ?? 0]))
  const grown = [...final.title].flatMap((title, rank) => {
    const then = before.get(title)
    return then === undefined ? [] : [(final.hour[rank] ?? 0) - then]
  })
  expect(Math.min(...grown)).toBe(0)
  expect(Math.max(...grown)).toBeGreaterThan(1)
})

test('a ranking keeps the hundred best, best first, ties by title', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 300 }), (scores) => {
      const ranking = new Ranking()
      scores.forEach((score, title) => ranking.add(title, score))
      const best = scores
        .map((score, title) => ({ score, title }))
        .sort((a, b) => b.score - a.score || a.title - b.title)
        .slice(0, 100)
      expect([...ranking.title.subarray(0, ranking.length)]).toEqual(best.map(({ title }) => title))
    }),
  )
})
