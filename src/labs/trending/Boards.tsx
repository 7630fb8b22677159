import { useRef, useState, type JSX } from 'react'
import { titleName } from '../../engine/ingest/lab/codes.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import type { BoardFrame } from '../../engine/ingest/lab/frame-boards.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { useWidth } from '../../view/use-size.ts'
import { BoardColumn } from './BoardColumn.tsx'
import { layOut, type BoardsLayout } from './layout.ts'
import { clock, grouped, markOf, sayChange } from './words.ts'

interface BoardsProps {
  readonly frame: TrendingFrame
  readonly selected: string | null
  readonly select: (thing: string | null) => void
  readonly compact: boolean
}

const WIDTH_BEFORE_MEASURING = 880
const THING = /^title-(\d+)$/

/** The title that is selected; -1 without one. */
export const selectedTitle = (selected: string | null): number =>
  Number(THING.exec(selected ?? '')?.[1] ?? -1)

/** Both boards side by side, with lines between a title's two ranks, and a button on every row. */
export function Boards({ frame, selected, select, compact }: BoardsProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, WIDTH_BEFORE_MEASURING)
  const [rows, setRows] = useState('10')
  const [told, setTold] = useState<Told>('newest')
  const layout = layOut(width, compact ? 8 : Number(rows), compact)
  const { drawn, preliminary, final } = frame.boards
  const corrected = { newest: null, preliminary, final }[told] ?? frame.boards.corrected
  const title = selectedTitle(selected)
  const pick = (one: number): void => select(one === title ? null : `title-${one}`)
  return (
    <div className="boards" ref={box}>
      <div className="boards-frame">
        <svg
          data-picture
          viewBox={`0 0 ${width} ${layout.height}`}
          width={width}
          height={layout.height}
          aria-hidden="true"
        >
          <Heading frame={frame} board={drawn} layout={layout} place={0} />
          <Heading frame={frame} board={corrected} layout={layout} place={1} />
          {drawn !== null && corrected !== null && !layout.isStacked && (
            <Between drawn={drawn} corrected={corrected} layout={layout} selected={title} />
          )}
          {drawn !== null && (
            <BoardColumn
              {...{ frame, board: drawn, other: corrected, kind: 'drawn', box: layout.boards[0], layout }}
              selected={title}
            />
          )}
          {corrected !== null && (
            <BoardColumn
              {...{ frame, board: corrected, other: drawn, kind: 'corrected', box: layout.boards[1], layout }}
              selected={title}
            />
          )}
        </svg>
        <RowButtons
          frame={frame}
          board={drawn}
          layout={layout}
          place={0}
          name="As drawn"
          selected={title}
          pick={pick}
        />
        <RowButtons
          frame={frame}
          board={corrected}
          layout={layout}
          place={1}
          name="Corrected"
          selected={title}
          pick={pick}
        />
      </div>
      {!compact && <Choices rows={rows} setRows={setRows} told={told} setTold={setTold} frame={frame} />}
    </div>
  )
}

/** Which of its three tellings of an hour the corrected board shows. */
type Told = 'newest' | 'preliminary' | 'final'

interface ChoicesProps {
  readonly frame: TrendingFrame
  readonly rows: string
  readonly setRows: (rows: string) => void
  readonly told: Told
  readonly setTold: (told: Told) => void
}

/** How many titles, and which corrected board; and how to read them. */
function Choices({ frame, rows, setRows, told, setTold }: ChoicesProps): JSX.Element {
  const { preliminary, final } = frame.boards
  const tellings: readonly { readonly value: Told; readonly label: string }[] = [
    { value: 'newest', label: 'Newest' },
    ...(preliminary === null ? [] : [{ value: 'preliminary' as const, label: 'Preliminary hour' }]),
    ...(final === null ? [] : [{ value: 'final' as const, label: 'Final hour' }]),
  ]
  return (
    <div className="boards-choices">
      <Segmented
        label="Titles"
        options={['10', '20', '100'].map((value) => ({ value, label: value }))}
        value={rows}
        onChange={setRows}
      />
      {tellings.length > 1 && (
        <Segmented
          label="Corrected board"
          options={tellings}
          value={told}
          onChange={(value) => setTold(tellings.find((one) => one.value === value)?.value ?? 'newest')}
        />
      )}
      <p className="boards-legend">
        Bars are scores; numbers are the different viewers of the last hour, ≈ by a sketch, whose standard
        error stands at the bar’s end. A dashed bar is not on the other board. Small lines: viewers at once,
        minute by minute.
      </p>
    </div>
  )
}

interface HeadingProps {
  readonly frame: TrendingFrame
  readonly board: BoardFrame | null
  readonly layout: BoardsLayout
  readonly place: 0 | 1
}

function Heading({ frame, board, layout, place }: HeadingProps): JSX.Element {
  const box = layout.boards[place]
  const lane = frame.lanes[place]
  const about =
    board === null
      ? 'no board yet: nothing is complete so far'
      : place === 0
        ? `up to ${clock(board.timeMs)}, whatever was late is missing`
        : sayStanding(frame, board)
  return (
    <g className={`board-heading heading-${place === 0 ? 'drawn' : 'corrected'}`}>
      <text className="board-title" x={box.x} y={box.y + 17}>
        {lane?.name}
      </text>
      <text className="board-about" x={box.x} y={box.y + 35}>
        {about}
      </text>
    </g>
  )
}

/** Up to which time of events what is shown is final, may still change, or is not complete. */
function sayStanding({ standings }: TrendingFrame, { standing, timeMs }: BoardFrame): string {
  if (standing === 'preliminary') return `preliminary up to ${clock(timeMs)}: late events may still change it`
  if (standing === 'final') return `final up to ${clock(timeMs)}: nothing in it will change`
  const { preliminary, final } = standings
  const parts = [
    final > 0 ? `final to ${clock(final)}` : '',
    preliminary > final ? `preliminary to ${clock(preliminary)}` : '',
    timeMs > preliminary ? `realtime to ${clock(timeMs)}` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

interface BetweenProps {
  readonly drawn: BoardFrame
  readonly corrected: BoardFrame
  readonly layout: BoardsLayout
  readonly selected: number
}

/** A line from a title's rank as drawn to its rank on the corrected board, where it is on both. */
function Between({ drawn, corrected, layout, selected }: BetweenProps): JSX.Element {
  const { rows, rowHeight } = layout
  const [left, right] = layout.boards
  const from = left.x + left.width + 6
  const to = right.x - 2
  const y = (rank: number): number => left.rowsTop + (rank + 0.5) * rowHeight
  return (
    <g className="board-between">
      {Array.from(drawn.title.subarray(0, rows), (title, rank) => {
        const other = corrected.title.subarray(0, rows).indexOf(title)
        if (other < 0) return null
        const kind = other === rank ? 'same' : other < rank ? 'up' : 'down'
        return (
          <path
            key={title}
            className={`between-${kind}${title === selected ? ' is-selected' : ''}`}
            d={`M${from},${y(rank)}C${(from + to) / 2},${y(rank)} ${(from + to) / 2},${y(other)} ${to},${y(other)}`}
          />
        )
      })}
    </g>
  )
}

interface RowButtonsProps {
  readonly frame: TrendingFrame
  readonly board: BoardFrame | null
  readonly layout: BoardsLayout
  readonly place: 0 | 1
  readonly name: string
  readonly selected: number
  readonly pick: (title: number) => void
}

function RowButtons({
  frame,
  board,
  layout,
  place,
  name,
  selected,
  pick,
}: RowButtonsProps): JSX.Element | null {
  if (board === null) return null
  const { width, height, rowHeight, rows } = layout
  const box = layout.boards[place]
  const percent = (part: number, whole: number): string => `${(100 * part) / whole}%`
  return (
    <div role="group" aria-label={`${name}: titles`}>
      {Array.from(board.title.subarray(0, rows), (title, rank) => (
        <button
          key={title}
          type="button"
          className="board-button"
          aria-pressed={title === selected}
          aria-label={`${name}, rank ${rank + 1}: ${titleName(title)}${markOf(frame, title) === '' ? '' : ` (${markOf(frame, title)})`}, ${sayChange(rank, board.before[rank] ?? 0).says}, about ${grouped(board.hour[rank] ?? 0)} viewers in the hour`}
          style={{
            left: percent(box.x, width),
            top: percent(box.rowsTop + rank * rowHeight, height),
            width: percent(box.width, width),
            height: percent(rowHeight, height),
          }}
          onClick={() => pick(title)}
        />
      ))}
    </div>
  )
}
