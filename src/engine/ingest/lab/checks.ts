import type { Check } from '../../kernel/engine.ts'
import { PARTITIONS } from '../codes.ts'
import { conservation } from '../conservation.ts'
import { ledgerOf } from '../ledger.ts'
import { SALTS } from '../route.ts'
import { scoredExamples } from './examples.ts'
import { APART, boardOf, measureOf } from './measures.ts'
import type { TrendingEngine } from './trending-engine.ts'

const SPIKE_AS_DRAWN = 24
const FILM_VIEWS = 722
/** Standard errors that a mean of ten may be off by: the chance of more is one in thousands. */
const SIGMAS = 4

/** The laws of the pipeline, and predictions beside measurements of both boards. */
export function checkRun(engine: TrendingEngine): Check[] {
  const { ingest, looker, guests, settings } = engine
  const { counts } = ingest.pipeline
  const { tallies } = looker
  const checks = [
    ...conservation(ledgerOf(ingest)),
    check(
      'drawn-times',
      'as drawn: accepted = on time + left for later',
      counts.accepted,
      tallies.drawnOnTime + tallies.drawnLate,
      0,
      'events',
      'conservation',
    ),
    ...exampleChecks(settings.shrink),
    ...partitionChecks(engine),
  ]
  const drawn = boardOf(engine, 'whiteboard')
  if (drawn !== null && drawn.length > 0)
    checks.push(
      check(
        'spike',
        'spike factor as drawn, of whichever title',
        SPIKE_AS_DRAWN,
        measureOf(engine, 'whiteboard', 'factor'),
        1e-9,
        '',
        'hour = day, and a day has 24 hours',
      ),
    )
  if (settings.dedupe === 'sequence')
    checks.push(
      check(
        'duplicates',
        'duplicates found = those there are',
        looker.truth.duplicates,
        counts.duplicate,
        0,
        'events',
        'numbers of each producer, kept beside',
      ),
    )
  if (guests.films === 1 && !guests.isFilmOn && tallies.filmEvents === FILM_VIEWS)
    checks.push(
      check('film', 'views of one film, as drawn', FILM_VIEWS, tallies.filmDrawn, 0, 'views', '1 + 720 + 1'),
    )
  const off = measureOf(engine, 'production', 'off')
  if (!Number.isNaN(off))
    checks.push(
      check(
        'off',
        'the first ten’s sketches beside exact sets',
        0,
        off,
        SIGMAS * measureOf(engine, 'production', 'error'),
        '%',
        `within ${SIGMAS} standard errors of 1.04/√m`,
      ),
    )
  return checks
}

/** Y72: what salting and a partition of its own make of a hot title. */
function partitionChecks({ ingest, traffic, settings }: TrendingEngine): Check[] {
  const { routing } = ingest.pipeline.logs
  const places = Array.from({ length: settings.titles }, (_, title) => routing.placesOf('salted', title))
  const { mean, deviation } = occupied(SALTS, PARTITIONS)
  const salted = check(
    'salted',
    'a title in 16 parts, partitions it lies in, mean over all titles',
    mean,
    places.reduce((a, b) => a + b, 0) / places.length,
    (SIGMAS * deviation) / Math.sqrt(places.length),
    'partitions',
    'balls in bins: 50 × (1 − (49/50)^16), some parts meet',
  )
  const all = traffic.spread(APART).rate.reduce((a, b) => a + b, 0)
  if (all === 0) return [salted]
  const apart = check(
    'apart',
    'partition 0 with what is hot for itself, times the mean',
    (PARTITIONS * traffic.hotRates.reduce((a, b) => a + b, 0)) / all,
    (PARTITIONS * (traffic.spread(APART).rate[0] ?? 0)) / all,
    1e-9,
    '× mean',
    '50 × the share of the hot titles, counted title by title',
  )
  return [salted, apart]
}

/** How many of `bins` get any of `balls` thrown at random: the mean and the standard deviation. */
function occupied(balls: number, bins: number): { readonly mean: number; readonly deviation: number } {
  const one = (1 - 1 / bins) ** balls
  const two = (1 - 2 / bins) ** balls
  const variance = bins * one * (1 - one) + bins * (bins - 1) * (two - one * one)
  return { mean: bins * (1 - one), deviation: Math.sqrt(variance) }
}

/** Y32: what the formulas make of given numbers. */
function exampleChecks(shrink: number): Check[] {
  const [tiny, hit] = scoredExamples(shrink)
  if (tiny === undefined || hit === undefined) return []
  return [
    check(
      'tiny',
      'score as drawn of 10 → 100 viewers',
      7.3,
      tiny.drawn,
      0.005,
      '',
      '100 / 1,000 × (1 + 9 × 16 / 2)',
    ),
    check(
      'hit',
      'score as drawn of 50,000 → 52,000 viewers',
      2.71,
      hit.drawn,
      0.005,
      '',
      '52,000 / 20,000 × (1 + 0.04 × 2.08 / 2)',
    ),
  ]
}

const check = (
  id: string,
  label: string,
  predicted: number,
  measured: number,
  tolerance: number,
  unit: string,
  source: string,
): Check => ({ id, label, predicted, measured, tolerance, unit, source })
