import type { JSX } from 'react'
import { titleName } from '../../engine/ingest/lab/codes.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import type { BoardFrame } from '../../engine/ingest/lab/frame-boards.ts'
import { rect, sketchRect } from '../../view/paths.ts'
import type { BoardBox, BoardsLayout } from './layout.ts'
import { Spark } from './Spark.tsx'
import { grouped, markOf, sayChange } from './words.ts'

interface BoardColumnProps {
  readonly frame: TrendingFrame
  readonly board: BoardFrame
  readonly other: BoardFrame | null
  readonly kind: 'drawn' | 'corrected'
  readonly box: BoardBox
  readonly layout: BoardsLayout
  readonly selected: number
}

/** A board's rows: each title is one group that moves to its rank. */
export function BoardColumn(props: BoardColumnProps): JSX.Element {
  const { board, layout, box } = props
  const rows = Math.min(layout.rows, board.title.length)
  const inOrder = Array.from({ length: rows }, (_, rank) => ({ rank, title: board.title[rank] ?? -1 }))
  // In an order of their own, so that a row that moves stays the same element.
  inOrder.sort((a, b) => a.title - b.title)
  return (
    <g className={`board board-${props.kind}`}>
      {props.kind === 'corrected' && <AsUsual {...props} rows={rows} />}
      {inOrder.map(({ rank, title }) => (
        <g
          key={title}
          className="board-row"
          style={{ transform: `translate(0px, ${box.rowsTop + rank * layout.rowHeight}px)` }}
        >
          <Row {...props} rank={rank} title={title} />
        </g>
      ))}
    </g>
  )
}

/** Where a title stands that is watched as much as is usual for it: at 1. */
function AsUsual(props: BoardColumnProps & { readonly rows: number }): JSX.Element {
  const { board, box, layout, rows } = props
  const best = board.score[0] ?? 0
  const x = box.bar.from + pixelsPerScore(props)
  return best < 1 ? (
    <></>
  ) : (
    <>
      <text className="board-usual-name" x={x} y={box.rowsTop - 2} textAnchor="middle">
        1 is as usual
      </text>
      <path className="board-usual" d={`M${x},${box.rowsTop}V${box.rowsTop + rows * layout.rowHeight}`} />
    </>
  )
}

interface RowProps extends BoardColumnProps {
  readonly rank: number
  readonly title: number
}

function Row(props: RowProps): JSX.Element {
  const { frame, board, other, kind, box, layout, selected, rank, title } = props
  const { rowHeight } = layout
  const perScore = pixelsPerScore(props)
  const length = Math.max(2, perScore * (board.score[rank] ?? 0))
  const height = rowHeight - 6
  const middle = rowHeight / 2
  const change = sayChange(rank, board.before[rank] ?? 0)
  const isMissing = other !== null && !other.title.subarray(0, layout.rows).includes(title)
  const mark = markOf(frame, title)
  const live = frame.titles.find((one) => one.title === title)?.live
  const whisker = errorOfScore(frame, board, kind, rank) * perScore
  return (
    <>
      {title === selected && <path className="board-selected" d={rect(box.x, 0, box.width, rowHeight)} />}
      <text className="board-rank" x={box.x + 20} y={middle} textAnchor="end">
        {rank + 1}
      </text>
      <text className={`board-change change-${change.kind}`} x={box.x + 25} y={middle}>
        {change.text}
      </text>
      <path
        className={`board-bar${isMissing ? ' is-alone' : ''}`}
        d={
          kind === 'drawn'
            ? sketchRect(box.bar.from, 3, length, height, title, 1)
            : rect(box.bar.from, 3, length, height)
        }
      />
      {whisker > 1.5 && (
        <path
          className="board-error"
          d={errorBar(box.bar.from + length - whisker, box.bar.from + length + whisker, middle, height / 4)}
        />
      )}
      <text className="board-name" x={box.bar.from + 7} y={middle}>
        {titleName(title)}
        {mark !== '' && (
          <tspan className="board-mark" dx={6}>
            {mark}
          </tspan>
        )}
      </text>
      {box.spark !== null && live !== undefined && (
        <Spark live={live} x={box.spark.x} y={5} width={box.spark.width} height={rowHeight - 10} />
      )}
      <text className="board-viewers" x={box.x + box.width} y={middle} textAnchor="end">
        {kind === 'corrected' && (board.error[rank] ?? 0) > 0 ? '≈ ' : ''}
        {grouped(board.hour[rank] ?? 0)}
      </text>
    </>
  )
}

/** Room for the longest bar and for its error, among the rows that are shown. */
function pixelsPerScore({ frame, board, kind, box, layout }: BoardColumnProps): number {
  let furthest = 1e-9
  for (let rank = 0; rank < Math.min(layout.rows, board.score.length); rank++)
    furthest = Math.max(furthest, (board.score[rank] ?? 0) + errorOfScore(frame, board, kind, rank))
  return (box.bar.to - box.bar.from) / furthest
}

/** The standard error of a score: what the error of its viewers makes of it. */
function errorOfScore(
  { settings }: TrendingFrame,
  board: BoardFrame,
  kind: 'drawn' | 'corrected',
  rank: number,
): number {
  const score = board.score[rank] ?? 0
  const error = board.error[rank] ?? 0
  if (kind === 'drawn') return 0
  const hour = board.hour[rank] ?? 0
  return (score * error * hour) / (hour + settings.shrink)
}

const errorBar = (from: number, to: number, y: number, cap: number): string =>
  `M${from},${y - cap}V${y + cap}M${from},${y}H${to}M${to},${y - cap}V${y + cap}`
