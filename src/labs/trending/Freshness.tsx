import type { JSX } from 'react'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import { duration } from './words.ts'

/** As drawn: an hour, and five minutes of watermark. */
const OLDEST_MS = 65 * 60_000

/** How old an answer about the last hour is, by how its window works. */
export function Freshness({ frame: { ages, settings } }: { readonly frame: TrendingFrame }): JSX.Element {
  const rows = [
    {
      name: 'One window an hour',
      says: 'told once, at its end, five minutes of watermark later',
      age: ages.tumbling,
      kind: 'drawn',
    },
    {
      name: 'Sliding by a minute',
      says: `told when the watermark, ${duration(settings.watermark)} behind, has passed it`,
      age: ages.sliding,
      kind: 'corrected',
    },
    {
      name: 'Sliding, told early',
      says: 'every 30 s, and again when more is known',
      age: ages.early,
      kind: 'corrected',
    },
  ]
  return (
    <div className="freshness">
      <p className="muted">
        The same hour, three ways to tell it. How old is the newest answer now? The longest a bar can get is
        65 minutes.
      </p>
      <dl>
        {rows.map(({ name, says, age, kind }) => (
          <div key={name} className={`fresh-row fresh-${kind}`}>
            <dt>
              {name} <small>{says}</small>
            </dt>
            <dd>
              <span
                className="fresh-bar"
                style={{ width: `${Math.min(100, (100 * (Number.isNaN(age) ? 0 : age)) / OLDEST_MS)}%` }}
              />
              <b>{duration(age / 1_000)}</b>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
