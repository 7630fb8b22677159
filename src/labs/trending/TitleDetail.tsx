import { useState, type JSX } from 'react'
import { SECOND } from '../../engine/kernel/time.ts'
import { titleName } from '../../engine/ingest/lab/codes.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import type { BoardFrame } from '../../engine/ingest/lab/frame-boards.ts'
import type { TitleEvents } from '../../engine/ingest/lab/study.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import { WideBox } from '../../ui/WideBox.tsx'
import { grouped, percent, sayChange } from './words.ts'

interface TitleDetailProps {
  readonly frame: TrendingFrame
  readonly title: number
  readonly study: LabViewProps<TrendingFrame>['study']
  readonly seek: (time: number) => void
  readonly close: () => void
}

/** What both boards know of one title, and the newest events about it. */
export function TitleDetail({ frame, title, study, seek, close }: TitleDetailProps): JSX.Element {
  const { drawn, corrected } = frame.boards
  const own = frame.titles.find((one) => one.title === title)
  const before = own === undefined ? '' : `, ${own.genre}, ${sayAge(own.ageHours)}`
  return (
    <Region name="The chosen title" className="title-detail">
      <header>
        <h3>{titleName(title)}</h3>
        <span className="muted">
          title {title}
          {before}
          {own !== undefined && own.usual > 0 && `, ${grouped(own.usual)} viewers in a usual hour`}
        </span>
        <Button label="Close" icon="close" iconOnly tone="quiet" onClick={close} />
      </header>
      <WideBox name="The title on both boards">
        <table>
          <thead>
            <tr>
              <th scope="col">On the board</th>
              <th scope="col" className="lane-name lane-whiteboard">
                As drawn
              </th>
              <th scope="col" className="lane-name lane-production">
                Corrected
              </th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(({ name, cell }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{cellOf(drawn, title, cell, 'drawn')}</td>
                <td>{cellOf(corrected, title, cell, 'corrected')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideBox>
      <NewestEvents key={title} title={title} study={study} seek={seek} />
    </Region>
  )
}

type Kind = 'drawn' | 'corrected'
/** What stands in a row for the title at `rank` of a board. */
type Cell = (board: BoardFrame, rank: number, kind: Kind) => string

const ROWS: readonly { readonly name: string; readonly cell: Cell }[] = [
  {
    name: 'Rank',
    cell: (board, rank) => `${rank + 1}, ${sayChange(rank, board.before[rank] ?? 0).says}`,
  },
  { name: 'Score', cell: (board, rank) => (board.score[rank] ?? 0).toFixed(2) },
  {
    name: 'Different viewers, last hour',
    cell: (board, rank) => `${grouped(board.hour[rank] ?? 0)} ± ${percent(board.error[rank] ?? 0)}`,
  },
  {
    name: 'the same, name by name',
    cell: (board, rank) => (board.exact.length > rank ? grouped(board.exact[rank] ?? 0) : '–'),
  },
  { name: 'Different viewers, last day', cell: (board, rank) => grouped(board.day[rank] ?? 0) },
  { name: 'Viewers at once', cell: (board, rank) => grouped(board.live[rank] ?? 0) },
  { name: 'Views', cell: (board, rank) => grouped(board.views[rank] ?? 0) },
  {
    name: 'Velocity',
    cell: (board, rank, kind) => {
      const velocity = board.velocity[rank] ?? 0
      return kind === 'drawn'
        ? `${velocity.toFixed(2)}, 24 × the change since the last board`
        : `${(100 * velocity).toFixed(1)} % a minute`
    },
  },
  {
    name: 'Better than',
    cell: (board, rank) => `${percent(board.percentile[rank] ?? 0)} of ${grouped(board.considered)}`,
  },
]

function cellOf(board: BoardFrame | null, title: number, cell: Cell, kind: Kind): string {
  const rank = board === null ? -1 : board.title.indexOf(title)
  return board === null || rank < 0 ? 'not among the hundred' : cell(board, rank, kind)
}

const HOURS_A_DAY = 24
const DAYS_A_YEAR = 365

const sayAge = (hours: number): string => {
  const days = Math.round(hours / HOURS_A_DAY)
  return hours === 0 ? 'not out yet when the run began' : days < DAYS_A_YEAR ? `${days} days old` : `${(days / DAYS_A_YEAR).toFixed(1)} years old` // prettier-ignore
}

interface NewestEventsProps {
  readonly title: number
  readonly study: LabViewProps<TrendingFrame>['study']
  readonly seek: (time: number) => void
}

/** Asked for when wanted: they are of the moment at which the button was pressed. */
function NewestEvents({ title, study, seek }: NewestEventsProps): JSX.Element {
  const [found, setFound] = useState<{ readonly at: number; readonly piece: TitleEvents } | null>(null)
  const ask = async (): Promise<void> => {
    const answer = await study(title)
    if (answer !== null) setFound({ at: answer.at, piece: answer.piece as TitleEvents }) // the lab's engine makes no other
  }
  return (
    <div className="title-events">
      <Button label="Its newest events" onClick={() => void ask()} />
      {found !== null && (
        <>
          <p className="muted small">
            At {(found.at / SECOND).toFixed(1)} s: {grouped(found.piece.found)} of the newest{' '}
            {grouped(found.piece.looked)} events were about this title.
          </p>
          <ol tabIndex={0} aria-label="Events of the title">
            {found.piece.events.map((event, i) => (
              <li key={i}>
                <button type="button" onClick={() => seek(event.time)}>
                  <span className="muted">{(event.time / SECOND).toFixed(3)} s</span> {event.text}
                </button>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  )
}
