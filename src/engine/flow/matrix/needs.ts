import { SECOND, type SimTime, toMs } from '../../kernel/time.ts'
import { TOTAL } from '../station/history.ts'
import type { Cell } from './cell.ts'
import type { CaseId } from './codes.ts'
import type { MatrixSettings } from './settings.ts'

/** One thing a row asks for, and what a cell gave so far. */
export interface Need {
  readonly id: 'lost' | 'age' | 'shown' | 'error' | 'stalled' | 'silence'
  /** "Nothing is lost" */
  readonly label: string
  readonly unit: string
  readonly digits: number
  /** At most; for `shown` at least. */
  readonly limit: number
  /** NaN before anything can be said. */
  readonly measured: number
  readonly isMet: boolean
}

/** A symbol without a price for longer than this is missing from the screen. */
const LONGEST_SILENCE_S = 5
/** How much of the time those who are measured may be held up, in per cent. */
const MOST_STALLED = 1

/** What a cell's row asks for, beside what the cell gave up to `now`. */
export function needsOf(cell: Cell, settings: MatrixSettings, now: SimTime): Need[] {
  return WANTS[cell.row].map((want) => want(cell, settings, now))
}

type Want = (cell: Cell, settings: MatrixSettings, now: SimTime) => Need

const atMost = (need: Omit<Need, 'isMet'>): Need => ({ ...need, isMet: !(need.measured > need.limit) })

const nothingLost: Want = (cell) =>
  atMost({
    id: 'lost',
    label: 'Nothing is lost',
    unit: 'messages',
    digits: 0,
    limit: 0,
    measured: cell.lost,
  })

const fresh =
  (label: string, unit: 's' | 'ms', limitOf: (settings: MatrixSettings) => number): Want =>
  (cell, settings) => {
    const ms = toMs(cell.station.ledger.ages.quantile(0.99))
    return atMost({
      id: 'age',
      label,
      unit,
      digits: unit === 's' ? 1 : 0,
      limit: limitOf(settings),
      measured: unit === 's' ? ms / 1_000 : ms,
    })
  }

const shown: Want = (cell, settings) => {
  const measured = 100 * cell.shownShare
  const limit = settings.videoShown
  return {
    id: 'shown',
    label: 'Pictures that can be shown',
    unit: '%',
    digits: 0,
    limit,
    measured,
    isMet: !(measured < limit),
  }
}

const error: Want = (cell, settings) =>
  atMost({
    id: 'error',
    label: 'Error of the total',
    unit: '%',
    digits: 1,
    limit: settings.metricsError,
    measured: 100 * cell.estimateError,
  })

const unhindered: Want = (cell, _settings, now) =>
  atMost({
    id: 'stalled',
    label: 'Senders held up',
    unit: '% of the time',
    digits: 1,
    limit: MOST_STALLED,
    measured: now === 0 ? 0 : (100 * (cell.station.totalsAt(now)[TOTAL.stalled] ?? 0)) / now,
  })

const everySymbol: Want = (cell, _settings, now) =>
  atMost({
    id: 'silence',
    label: 'Longest silence of a symbol',
    unit: 's',
    digits: 1,
    limit: LONGEST_SILENCE_S,
    measured: cell.silenceUntil(now) / SECOND,
  })

const WANTS: Record<CaseId, readonly Want[]> = {
  payments: [nothingLost, fresh('99 of 100 answered within', 's', ({ payWithin }) => payWithin)],
  video: [fresh('99 of 100 no older than', 'ms', ({ videoWithin }) => videoWithin), shown],
  metrics: [error, unhindered],
  audit: [nothingLost],
  tickers: [fresh('99 of 100 no older than', 'ms', ({ tickerWithin }) => tickerWithin), everySymbol],
  notifications: [nothingLost, fresh('99 of 100 within', 's', ({ notifyWithin }) => notifyWithin)],
}
