import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { FATE, memberName } from '../../engine/log/groups/codes.ts'
import type { LaneFrame, PartitionFrame } from '../../engine/log/groups/frame.ts'
import { cross, line, rect, sketchLine, sketchRect } from '../../view/paths.ts'
import type { Layout } from './layout.ts'
import { TAPE_CELLS } from './words.ts'

interface TapeProps {
  readonly layout: Layout
  readonly tape: NonNullable<Layout['tape']>
}

/** The log now, as the chosen group sees it: partitions as rows, offsets left to right, a cell a record. */
export function TapePicture({ layout, tape }: TapeProps): JSX.Element {
  const { lane } = tape
  const isSketch = lane.origin === 'whiteboard'
  return (
    <g className={`tape ${isSketch ? 'tape-sketch' : ''}`}>
      <text className="part-title" x={4} y={tape.title}>
        The log now, for {isSketch ? '“One shared cursor”' : `“${lane.name}”`}
      </text>
      <Legend layout={layout} tape={tape} />
      {lane.partitions.map((partition, i) => (
        <Row key={i} index={i} partition={partition} lane={lane} layout={layout} tape={tape} />
      ))}
    </g>
  )
}

/** What the two arrows are. */
function Legend({ layout, tape }: TapeProps): JSX.Element {
  const { narrow, right } = layout
  return (
    <text
      className="tape-legend"
      x={narrow ? 4 : right}
      y={tape.legend}
      textAnchor={narrow ? 'start' : 'end'}
    >
      <tspan className="word-committed">▲ committed</tspan>
      {tape.lane.origin === 'production' && <tspan className="word-position"> ▼ position</tspan>}
      <tspan className="word-lost"> ✕ lost</tspan>
      <tspan> • handed out again</tspan>
    </text>
  )
}

interface RowProps extends TapeProps {
  readonly index: number
  readonly partition: PartitionFrame
  readonly lane: LaneFrame
}

/** Cells of one kind, in one path each: there are many of them. */
function Row({ index, partition, lane, layout, tape }: RowProps): JSX.Element {
  const { cell, left, row } = tape
  const top = tape.top + index * row
  const height = Math.min(16, row - 6)
  const xOf = (offset: number): number => left + (offset - partition.from) * cell
  const shown = Math.min(TAPE_CELLS, partition.fate.length)
  const isSketch = lane.origin === 'whiteboard'
  const cells = cellsOf({ index, partition, lane, layout, tape }, top, height)
  const beyond = partition.end - partition.from - shown
  const room = !layout.narrow
  return (
    <g>
      <text
        className="row-name"
        x={left - 8}
        y={top + height / 2}
        textAnchor="end"
        dominantBaseline="central"
      >
        p{index}
      </text>
      {[...cells].map(([className, path]) => (
        <path key={className} className={className} d={path} />
      ))}
      {partition.committed >= 0 && (
        <Arrow
          className="arrow-committed"
          x={clampTo(xOf(partition.committed), left, left + TAPE_CELLS * cell)}
          y={top + height + 1}
          up
          sketch={isSketch}
        />
      )}
      {partition.position >= 0 && (
        <Arrow
          className="arrow-position"
          x={clampTo(xOf(partition.position), left, left + TAPE_CELLS * cell)}
          y={top - 1}
          up={false}
          sketch={false}
        />
      )}
      <text
        className="row-words"
        x={layout.right}
        y={top + height / 2}
        textAnchor="end"
        dominantBaseline="central"
      >
        {beyond > 0 && room ? `… ${beyond} more, ` : ''}
        {lagWords(partition, room && beyond <= 0)}
      </text>
      {partition.owner >= 0 && row >= 24 && !layout.narrow && (
        <text
          className={`row-owner ink-${partition.owner}`}
          x={6}
          y={top + height / 2}
          dominantBaseline="central"
        >
          {memberName(partition.owner)}
        </text>
      )}
    </g>
  )
}

/** The paths of a row's cells, one a kind. */
function cellsOf(
  { index, partition, lane, tape }: RowProps,
  top: number,
  height: number,
): Map<string, string> {
  const { cell, left } = tape
  const cells = new Map<string, string>()
  const draw = (className: string, path: string): void => {
    cells.set(className, (cells.get(className) ?? '') + path)
  }
  const gap = cell > 4 ? 1 : 0.4
  const width = cell - gap
  for (let i = 0; i < Math.min(TAPE_CELLS, partition.fate.length); i++) {
    const x = left + i * cell
    const fate = at(partition.fate, i)
    const box =
      lane.origin === 'whiteboard'
        ? sketchRect(x + gap / 2, top, width, height, partition.from + i + 97 * index, 0.7)
        : rect(x + gap / 2, top, width, height)
    draw(classOf(fate, at(partition.by, i)), box)
    const [cx, cy] = [x + cell / 2, top + height / 2]
    if (fate === FATE.lost) draw('cell-cross', cross(cx, cy, Math.min(3.5, cell / 2.6)))
    if (at(partition.handed, i) > 1) draw('cell-again', rect(cx - 1.2, cy - 1.2, 2.4, 2.4))
  }
  return cells
}

function lagWords({ lag, lagSeconds }: PartitionFrame, roomy: boolean): string {
  if (lag === 0) return 'no lag'
  return roomy ? `lag ${lag}, ${lagSeconds.toFixed(1)} s` : `lag ${lag}`
}

const clampTo = (x: number, low: number, high: number): number => Math.max(low, Math.min(high, x))

function classOf(fate: number, by: number): string {
  if (fate === FATE.processed) return `cell cell-done fill-${by}`
  if (fate === FATE.held) return `cell cell-held line-${by}`
  if (fate === FATE.lost) return 'cell cell-lost'
  if (fate === FATE.skipped) return 'cell cell-skipped'
  return 'cell cell-waiting'
}

interface ArrowProps {
  readonly className: string
  readonly x: number
  readonly y: number
  readonly up: boolean
  readonly sketch: boolean
}

/** Points at the border between two offsets: what is left of it is behind. */
function Arrow({ className, x, y, up, sketch }: ArrowProps): JSX.Element {
  const by = up ? 7 : -7
  if (sketch)
    return (
      <path
        className={`${className} arrow-sketch`}
        d={sketchLine(x, y, x - 4, y + by, 3) + sketchLine(x, y, x + 4, y + by, 5) + line(x, y, x, y + by)}
      />
    )
  return <path className={className} d={`M${x},${y}L${x - 4},${y + by}H${x + 4}Z`} />
}
