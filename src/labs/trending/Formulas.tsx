import type { JSX } from 'react'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import type { ScoredExample } from '../../engine/ingest/lab/examples.ts'
import { WideBox } from '../../ui/WideBox.tsx'
import { grouped } from './words.ts'

/** Three titles whose numbers are given, and what both formulas make of them. */
export function Formulas({ frame: { examples, settings } }: { readonly frame: TrendingFrame }): JSX.Element {
  const orderOf = (score: (example: ScoredExample) => number) => (example: ScoredExample) =>
    1 + examples.filter((other) => score(other) > score(example)).length
  const drawnRank = orderOf(({ drawn }) => drawn)
  const rank = orderOf(({ corrected }) => corrected)
  return (
    <div className="formulas">
      <p className="muted">
        As drawn: viewers of the hour ÷ the genre’s usual × (1 + velocity ÷ 2), and the velocity is the change
        since the last call × hour ÷ mean hour of the day: it has no bound. Corrected: (viewers of the hour +
        K) ÷ (expected + K), with K = {grouped(settings.shrink)}; expected is the mean of the day’s other 23
        hours.
      </p>
      <WideBox name="Table of examples">
        <table>
          <thead>
            <tr>
              <th scope="col">Title</th>
              <th scope="col">Viewers before → now</th>
              <th scope="col">In 24 hours</th>
              <th scope="col">Genre’s usual</th>
              <th scope="col" className="lane-whiteboard lane-name">
                As drawn
              </th>
              <th scope="col" className="lane-production lane-name">
                Corrected
              </th>
            </tr>
          </thead>
          <tbody>
            {examples.map((example) => (
              <tr key={example.name}>
                <th scope="row">{example.name}</th>
                <td>
                  {grouped(example.previous)} → {grouped(example.hour)}
                </td>
                <td>{grouped(example.day)}</td>
                <td>{grouped(example.baseline)}</td>
                <td>
                  {example.drawn.toFixed(2)} <small>rank {drawnRank(example)}</small>
                </td>
                <td>
                  {example.corrected.toFixed(2)} <small>rank {rank(example)}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideBox>
    </div>
  )
}
