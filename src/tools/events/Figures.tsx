import type { JSX } from 'react'
import { LATENESS_BUCKETS } from '../../engine/ingest/codes.ts'
import type { Summary } from '../../events/protocol.ts'
import { Region } from '../../ui/Region.tsx'
import { size } from '../segments/words.ts'
import { duration, n } from './words.ts'

const BUCKET_WORDS = ['from the future', 'under 1 min', '1 to 5 min', '5 to 60 min', '1 to 24 h', 'over 24 h']
const STAGE_WORDS: Readonly<Record<string, string>> = {
  read: 'read lines, check fields',
  validate: 'validate',
  whiteboard: 'as drawn, beside',
  deduplicate: 'deduplicate',
  route: 'route to partitions',
  windows: 'windows and sketches',
  board: 'boards',
}

/** How late events were, what deduplication cost, and where the time went. */
export const Figures = ({ summary }: { readonly summary: Summary }): JSX.Element => (
  <div className="events-figures">
    <Lateness summary={summary} />
    <Dedupe summary={summary} />
    <Stages summary={summary} />
  </div>
)

/** A bar whose length is the logarithm of a count: one event among a million can be seen. */
const logWidth = (count: number, most: number): string =>
  count === 0 ? '0' : `${(100 * Math.log1p(count)) / Math.log1p(Math.max(1, most))}%`

function Lateness({ summary: { lateness } }: { readonly summary: Summary }): JSX.Element {
  const most = Math.max(...lateness.corrected, ...lateness.drawn)
  return (
    <Region name="How late they were" className="panel">
      <h2>How late they were</h2>
      <p className="muted small">
        Received less happened, wrong clocks put right. Bars are logarithmic. As drawn the clock is trusted,
        what comes twice counts twice, and the future is “under a minute”.
      </p>
      <table className="bars" aria-label="Lateness">
        <thead>
          <tr>
            <th scope="col">late by</th>
            <td />
            <th scope="col">events</th>
            <th scope="col" className="by-hand">
              as drawn
            </th>
          </tr>
        </thead>
        <tbody>
          {LATENESS_BUCKETS.map((bucket, i) => (
            <tr key={bucket}>
              <th scope="row">{BUCKET_WORDS[i]}</th>
              <td className="bar-cell" aria-hidden="true">
                <i className="bar-late" style={{ width: logWidth(lateness.corrected[i] ?? 0, most) }} />
                <i className="bar-drawn" style={{ width: logWidth(lateness.drawn[i] ?? 0, most) }} />
              </td>
              <td>{n(lateness.corrected[i] ?? 0)}</td>
              <td className="by-hand">{n(lateness.drawn[i] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  )
}

function Dedupe({ summary: { dedupe } }: { readonly summary: Summary }): JSX.Element {
  return (
    <Region name="Deduplication" className="panel">
      <h2>Deduplication</h2>
      <dl className="events-facts">
        <div>
          <dt>duplicates</dt>
          <dd>{n(dedupe.duplicates)}</dd>
        </div>
        <div>
          <dt>ids remembered at most</dt>
          <dd>{n(dedupe.capacity)}</dd>
        </div>
        <div>
          <dt>forgotten for newer ones</dt>
          <dd>{n(dedupe.forgotten)}</dd>
        </div>
        <div>
          <dt>memory</dt>
          <dd>{size(dedupe.bytes)}</dd>
        </div>
        <div>
          <dt>new ids taken for old, when full</dt>
          <dd>{(1e9 * dedupe.falsePositiveRate).toFixed(1)} in 10⁹</dd>
        </div>
      </dl>
    </Region>
  )
}

function Stages({ summary: { stages, counts } }: { readonly summary: Summary }): JSX.Element {
  const most = Math.max(...stages.map(({ ms }) => ms), 1)
  return (
    <Region name="Where the time went" className="panel">
      <h2>Where the time went</h2>
      <table className="bars" aria-label="Time by stage">
        <thead>
          <tr>
            <th scope="col">stage</th>
            <td />
            <th scope="col">time</th>
            <th scope="col">a line</th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ stage, ms }) => (
            <tr key={stage}>
              <th scope="row">{STAGE_WORDS[stage] ?? stage}</th>
              <td className="bar-cell" aria-hidden="true">
                <i className="bar-stage" style={{ width: `${(100 * ms) / most}%` }} />
              </td>
              <td>{duration(ms)}</td>
              <td>{n(Math.round((1e6 * ms) / Math.max(1, counts.lines)))} ns</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  )
}
