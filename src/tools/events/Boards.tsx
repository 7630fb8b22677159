import { useState, type JSX } from 'react'
import type { Summary } from '../../events/protocol.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import { WideBox } from '../../ui/WideBox.tsx'
import { n, percent } from './words.ts'

type BoardExport = NonNullable<Summary['board']>

const FIRST_ROWS = 10

/** The trending board twice: as drawn on the whiteboard, and corrected. */
export function Boards({ summary: { board, drawn } }: { readonly summary: Summary }): JSX.Element {
  const [isWhole, setWhole] = useState(false)
  const most = Math.max(board?.rows.length ?? 0, drawn?.rows.length ?? 0)
  return (
    <Region name="The trending board" className="events-boards-part">
      <div className="events-boards">
        <BoardTable
          title="As drawn"
          className="board-drawn"
          says="Viewers and views are never forgotten, the spike is 24 for ever, and velocity is the change since somebody last asked."
          board={drawn}
          other={board}
          rows={isWhole ? most : FIRST_ROWS}
        />
        <BoardTable
          title="Corrected"
          className="board-corrected"
          says="Windows expire, duplicates count once, and the lift over what a title usually has decides."
          board={board}
          other={drawn}
          rows={isWhole ? most : FIRST_ROWS}
        />
      </div>
      {most > FIRST_ROWS && (
        <Button
          label={isWhole ? `The first ${FIRST_ROWS} only` : `All ${most} ranks`}
          tone="quiet"
          onClick={() => setWhole(!isWhole)}
        />
      )}
    </Region>
  )
}

interface BoardTableProps {
  readonly title: string
  readonly says: string
  readonly className: string
  readonly board: BoardExport | null
  readonly other: BoardExport | null
  readonly rows: number
}

function BoardTable({ title, says, className, board, other, rows }: BoardTableProps): JSX.Element {
  const shown = board?.rows.slice(0, rows) ?? []
  const top = Math.max(...shown.map(({ score }) => Math.abs(score)), Number.MIN_VALUE)
  const ranks = new Map(other?.rows.map(({ title: one, rank }) => [one, rank]))
  return (
    <div className={`panel events-board ${className}`}>
      <h2>{title}</h2>
      <p className="muted small">{says}</p>
      {shown.length === 0 ? (
        <p>No board: no title had ten viewers within an hour.</p>
      ) : (
        <>
          <WideBox name={`Ranks, ${title.toLowerCase()}`}>
            <table aria-label={`The board, ${title.toLowerCase()}`}>
              <thead>
                <tr>
                  <th scope="col">
                    <span className="visually-hidden">rank and </span>title
                  </th>
                  <th scope="col">score</th>
                  <th scope="col">viewers, 1 h</th>
                  <th scope="col">
                    <abbr title="its rank on the board beside">beside</abbr>
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((row) => (
                  <tr key={row.title}>
                    <th scope="row" className="board-title">
                      <span>
                        <b className="board-rank">{row.rank}</b>
                        <b className="board-name" title={row.title}>
                          {row.title}
                          <i aria-hidden="true" style={{ width: `${(100 * Math.abs(row.score)) / top}%` }} />
                        </b>
                      </span>
                    </th>
                    <td>{row.score.toFixed(3)}</td>
                    <td>
                      {n(row.viewers_1h)}
                      <span className="muted board-error">
                        {' '}
                        ±{n(Math.max(1, Math.round(row.viewers_1h * row.standard_error)))}
                      </span>
                    </td>
                    <td>{ranks.get(row.title) ?? '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </WideBox>
          <p className="muted small">
            {board?.time.replace('T', ' ').replace('.000Z', '').replace('Z', '')} UTC of event time
            {board?.standing === 'realtime' ? ', its last minute still open' : ''};{' '}
            {n(board?.titles_considered ?? 0)} titles had ten viewers and more. Viewers are estimated by
            HyperLogLog, standard error {percent(shown[0]?.standard_error ?? 0)} for the first.
          </p>
        </>
      )}
    </div>
  )
}
