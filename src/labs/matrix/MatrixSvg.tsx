import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { CASES, COLUMN_LABELS, COLUMNS, DRAWN, markOf } from '../../engine/flow/matrix/codes.ts'
import type { CellFrame, MatrixFrame } from '../../engine/flow/matrix/frame.ts'
import { polyline, sketchRect } from '../../view/paths.ts'
import { BacklogChart } from './BacklogChart.tsx'
import { layOut, type Layout } from './layout.ts'
import { isContradicted, limitOf, pairsOf, reasonOf, SIGNS, type Pair } from './words.ts'

interface MatrixSvgProps {
  readonly frame: MatrixFrame
  readonly width: number
  readonly compact: boolean
  readonly selected: Pair | null
}

/** The picture itself: a function of the frame, the width and the cell that is chosen. */
export function MatrixSvg({ frame, width, compact, selected }: MatrixSvgProps): JSX.Element {
  const layout = layOut(width, compact)
  const pairs = pairsOf(frame)
  return (
    <svg
      data-picture
      className="matrix-picture"
      viewBox={`0 0 ${width} ${layout.height}`}
      width={width}
      height={layout.height}
      aria-hidden="true"
    >
      <Headings layout={layout} />
      {CASES.map((row, i) => (
        <RowName key={row} layout={layout} index={i} needs={at(pairs, i * COLUMNS.length).careful} />
      ))}
      {pairs.map((pair, i) => (
        <g
          key={pair.id}
          transform={`translate(${at(layout.columns, i % COLUMNS.length)},${at(layout.rows, Math.floor(i / COLUMNS.length)).top})`}
        >
          <MatrixCell
            pair={pair}
            layout={layout}
            frame={frame}
            isSelected={selected?.id === pair.id}
            seed={i}
          />
        </g>
      ))}
      {layout.chart !== null && selected !== null && (
        <BacklogChart frame={frame} place={layout.chart} pair={selected} narrow={layout.narrow} />
      )}
    </svg>
  )
}

function Headings({ layout }: { readonly layout: Layout }): JSX.Element {
  const { columns, cellWidth, head, narrow } = layout
  return (
    <g>
      {COLUMNS.map((column, i) => {
        const x = at(columns, i) + cellWidth / 2
        const words = COLUMN_LABELS[column].split(' ')
        return narrow ? (
          words.map((word, line) => (
            <text
              key={`${column}-${word}`}
              className="matrix-head"
              x={x}
              y={12 + 14 * line}
              textAnchor="middle"
            >
              {word}
            </text>
          ))
        ) : (
          <text key={column} className="matrix-head" x={x} y={head - 12} textAnchor="middle">
            {COLUMN_LABELS[column]}
          </text>
        )
      })}
    </g>
  )
}

interface RowNameProps {
  readonly layout: Layout
  readonly index: number
  /** Any cell of the row: its needs are the row's. */
  readonly needs: CellFrame
}

function RowName({ layout, index, needs }: RowNameProps): JSX.Element {
  const { label } = at(layout.rows, index)
  const { label: name, best } = DRAWN[needs.row]
  const wanted = needs.needs.map(limitOf)
  if (layout.narrow)
    return (
      <g>
        <text className="matrix-row" x={0} y={label + 2}>
          {name}
        </text>
        <text className="matrix-need" x={0} y={label + 16}>
          {wanted.join(', ')}
        </text>
        <text className="matrix-best" x={layout.width} y={label + 2} textAnchor="end">
          {best}
        </text>
      </g>
    )
  return (
    <g>
      <text className="matrix-row" x={0} y={label + 15}>
        {name}
      </text>
      <text className="matrix-need" x={0} y={label + 31}>
        {layout.compact ? wanted.join(', ') : (wanted[0] ?? '')}
      </text>
      {!layout.compact && wanted.length > 1 && (
        <text className="matrix-need" x={0} y={label + 45}>
          {wanted.slice(1).join(', ')}
        </text>
      )}
      <text className="matrix-best" x={0} y={label + (layout.compact ? 48 : 62)}>
        “{best}”
      </text>
    </g>
  )
}

interface MatrixCellProps {
  readonly pair: Pair
  readonly layout: Layout
  readonly frame: MatrixFrame
  readonly isSelected: boolean
  readonly seed: number
}

/** A cell: what the run says with care, below what it says as drawn, and the slide's own mark in the corner. */
function MatrixCell({ pair, layout, frame, isSelected, seed }: MatrixCellProps): JSX.Element {
  const { row, column, drawn, careful } = pair
  const { cellWidth: width, cellHeight: height, narrow } = layout
  const mark = markOf(row, column)
  const isChoice = DRAWN[row].choice === column
  return (
    <>
      <rect
        className={`matrix-cell ${careful.isMet ? 'is-met' : 'is-missed'}${isSelected ? ' is-selected' : ''}`}
        width={width}
        height={height}
        rx={6}
      />
      <Sparkline pair={pair} width={width} height={height} frame={frame} />
      {isChoice && (
        <path className="matrix-choice" d={sketchRect(-2, -2, width + 4, height + 4, seed, 2.4)} />
      )}
      {narrow ? (
        <>
          <Sign cell={drawn} x={4} y={16} className="matrix-drawn" />
          <Sign cell={careful} x={4} y={32} className="matrix-careful" />
          <text className="matrix-short" x={16} y={32}>
            {inShort(reasonOf(careful))}
          </text>
        </>
      ) : (
        <>
          <Sign
            cell={drawn}
            x={9}
            y={20}
            className="matrix-drawn"
            // On a slide the mark in the corner takes the place of the last word.
            words={width < 125 ? reasonOf(drawn).replace(/ old$/, '') : reasonOf(drawn)}
          />
          <Sign cell={careful} x={9} y={41} className="matrix-careful" words={reasonOf(careful)} />
        </>
      )}
      {mark !== null && (
        <text
          className={`matrix-mark${isContradicted(pair) ? ' is-contradicted' : ''}`}
          x={width - (narrow ? 6 : 10)}
          y={narrow ? 17 : 24}
          textAnchor="end"
        >
          {SIGNS[mark]}
        </text>
      )}
    </>
  )
}

interface SignProps {
  readonly cell: CellFrame
  readonly x: number
  readonly y: number
  readonly className: string
  readonly words?: string
}

/** Met or not, and why. */
const Sign = ({ cell, x, y, className, words }: SignProps): JSX.Element => (
  <text className={`${className} ${cell.isMet ? 'says-met' : 'says-missed'}`} x={x} y={y}>
    <tspan className="verdict-sign">{cell.isMet ? '✓' : '✗'}</tspan>
    {words !== undefined && <tspan dx={5}>{words}</tspan>}
  </text>
)

/** "1,243 lost" in a cell as wide as a thumb: "1,243". */
const inShort = (reason: string): string =>
  reason === 'none lost' ? '0' : (/\d[\d.,]*(?: %| m?s)?/.exec(reason)?.[0] ?? '').replace(' ', '\u2009')

interface SparklineProps {
  readonly pair: Pair
  readonly width: number
  readonly height: number
  readonly frame: MatrixFrame
}

/** A backlog of so many seconds of work, or more, fills a cell's foot. */
const FULL = 10

/** The backlog over the run, at the foot of the cell; the scale is the same in all of them. */
function Sparkline({ pair, width, height, frame }: SparklineProps): JSX.Element {
  const foot = height * 0.34
  const points = Math.ceil(frame.end / frame.width)
  const pathOf = ({ backlog }: CellFrame): string =>
    polyline(
      Array.from(backlog, (seconds, i) => [
        (width * (i + 0.5)) / points,
        height - 1.5 - foot * Math.min(1, seconds / FULL),
      ]),
    )
  return (
    <>
      <path className="matrix-spark-drawn" d={pathOf(pair.drawn)} />
      <path className="matrix-spark" d={pathOf(pair.careful)} />
    </>
  )
}
