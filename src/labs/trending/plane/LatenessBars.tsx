import type { JSX } from 'react'
import { at } from '../../../shared/assert.ts'
import { LATENESS_BUCKETS } from '../../../engine/ingest/codes.ts'
import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'
import { formatNumber } from '../../../stage/format.ts'

const NAMES: Readonly<Record<(typeof LATENESS_BUCKETS)[number], string>> = {
  future: 'from the future',
  '<1min': 'under 1 min',
  '1-5min': '1 to 5 min',
  '5-60min': '5 to 60 min',
  '1-24hr': '1 to 24 h',
  '>24hr': 'over 24 h',
}

interface LatenessBarsProps {
  readonly plane: PlaneFrame
  /** The same by the devices' own clocks, duplicates and all; null where nobody has counted it. */
  readonly drawn: ArrayLike<number> | null
}

/** How late events were when they came, in the five buckets of the whiteboard, and the one it forgets (Y52). */
export function LatenessBars({ plane, drawn }: LatenessBarsProps): JSX.Element {
  const { lateness } = plane
  const most = Math.max(1, ...lateness)
  const total = lateness.reduce((a, b) => a + b, 0)
  // By logarithm: nearly all are in one bucket, and the others are what it is about.
  const share = (count: number): number => (count === 0 ? 0 : Math.log10(count + 1) / Math.log10(most + 1))
  return (
    <div className="lateness-bars">
      <table>
        <caption>How late events came (bars by logarithm)</caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Lateness</th>
            {drawn !== null && <th scope="col">As drawn, by the devices’ clocks</th>}
            <th scope="col">Bar</th>
            <th scope="col">Events</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {LATENESS_BUCKETS.map((bucket, i) => (
            <tr key={bucket}>
              <th scope="row">{NAMES[bucket]}</th>
              {drawn !== null && <td className="lateness-drawn">{formatNumber(drawn[i] ?? 0, 0)}</td>}
              <td className="lateness-cell" aria-hidden="true">
                <i
                  className={`lateness-bar bucket-${i === 0 ? 'future' : i === 1 ? 'prompt' : 'late'}`}
                  style={{ inlineSize: `${100 * share(at(lateness, i))}%` }}
                />
              </td>
              <td>{formatNumber(at(lateness, i), 0)}</td>
              <td>{total === 0 ? '–' : `${formatNumber((100 * at(lateness, i)) / total, 2)} %`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted small">
        {drawn !== null && 'By hand: as drawn, by the devices’ own clocks, whether they are right or wrong. '}
        As drawn, an event from the future (a clock that is fast) is in “under 1 min”, and counts as on time.
      </p>
    </div>
  )
}
