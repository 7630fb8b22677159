import type { Check } from '../../kernel/engine.ts'
import { conservation } from '../conservation.ts'
import { ledgerOf } from '../ledger.ts'
import { scoredExamples } from './examples.ts'
import { boardOf, measureOf } from './measures.ts'
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
