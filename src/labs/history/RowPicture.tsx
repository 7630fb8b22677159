import type { JSX } from 'react'
import type { LaneFrame } from '../../engine/season/history/frame.ts'
import { line, rect, sketchLine, sketchRect } from '../../view/paths.ts'
import { BOX, NARROW, rowOf, type Row } from './layout.ts'
import { MoveArcs } from './MoveArcs.tsx'

interface RowPictureProps {
  readonly lane: LaneFrame
  readonly y: number
  readonly width: number
  readonly selected: string | null
  readonly select: (thing: string) => void
}

const ROOM_FOR_WORDS = 420
const MIDDLE = BOX.top + BOX.height / 2
const BELOW = BOX.top + BOX.height
const GONE_TOP = BELOW + 27
const GONE_HEIGHT = 22

/** One way to keep the pages: a row of them, the one shown, how one got to it, and below it what was cut off last. */
export function RowPicture({ lane, y, width, selected, select }: RowPictureProps): JSX.Element {
  const row = rowOf(lane, width)
  const isSketch = lane.lane === 'links'
  const [followed = 0, jumps = 0] = lane.values.slice(6)
  const { pruned, dropped, replaced } = lane.counts
  const gone = pruned + dropped + replaced
  const words = wordsOf(isSketch ? ['links followed', followed] : ['index set', jumps], width)
  const held = lane.entries
    .map((page, i) => ({ page, place: lane.first + i }))
    .filter(({ place }) => isDrawn(row, place))
  return (
    <g className={`row ${isSketch ? 'lane-drawn' : ''}`} transform={`translate(0,${y})`}>
      <text className="lane-title" x={4} y={16}>
        {isSketch ? 'Linked both ways' : 'List and index'}
      </text>
      <text className="lane-words" x={width - 4} y={16} textAnchor="end">
        {words}
        {gone > 0 && <tspan className="row-gone">{`${words === '' ? '' : ' · '}${gone} gone`}</tspan>}
      </text>
      <MoveArcs lane={lane} row={row} top={BOX.top} />
      {!isSketch && <Dropped lane={lane} row={row} />}
      {isSketch && <Links lane={lane} row={row} />}
      {held.map(({ page, place }) => (
        <g
          key={page.id}
          className={`page ${stateOf(lane, place)} ${selected === `page-${page.id}` ? 'page-selected' : ''}`}
          onClick={() => select(`page-${page.id}`)}
        >
          <path d={boxPath(isSketch, row, place, page.id)} />
          <text x={row.x(place)} y={MIDDLE}>
            {page.name}
          </text>
          {!isSketch && (
            <text className="index" x={row.x(place)} y={BELOW + 10}>
              {place - lane.first}
            </text>
          )}
        </g>
      ))}
      <Here lane={lane} row={row} isSketch={isSketch} />
      <More row={row} />
      <Cut row={row} width={width} isSketch={isSketch} />
    </g>
  )
}

function wordsOf([words, count]: readonly [string, number], width: number): string {
  if (width < NARROW) return ''
  return `${width < ROOM_FOR_WORDS ? (words.split(' ')[0] ?? '') : words}: ${count}`
}

/** The outermost places give way to the number of pages beyond them. */
const isDrawn = ({ from, to, before, behind }: Row, place: number): boolean =>
  place >= from + (before > 0 ? 1 : 0) && place < to - (behind > 0 ? 1 : 0)

function stateOf({ first, position }: LaneFrame, place: number): string {
  if (place === first + position) return 'page-here'
  return place > first + position ? 'page-ahead' : 'page-back'
}

const boxPath = (isSketch: boolean, row: Row, place: number, seed: number): string =>
  isSketch
    ? sketchRect(row.x(place) - row.box / 2, BOX.top, row.box, BOX.height, seed)
    : rect(row.x(place) - row.pitch / 2, BOX.top, row.pitch, BOX.height)

interface PartProps {
  readonly lane: LaneFrame
  readonly row: Row
}

/** Between two pages: one link there, one back. */
function Links({ lane, row }: PartProps): JSX.Element {
  const pairs = lane.entries.map((_, i) => i).filter((i) => i > 0 && isDrawn(row, i) && isDrawn(row, i - 1))
  return (
    <>
      {pairs.map((i) => {
        const [left, right] = [row.x(i - 1) + row.box / 2 + 2, row.x(i) - row.box / 2 - 2]
        return (
          <path
            key={i}
            className="link"
            d={
              sketchLine(left, MIDDLE - 5, right, MIDDLE - 5, i) +
              `M${right - 4},${MIDDLE - 8}L${right},${MIDDLE - 5}L${right - 4},${MIDDLE - 2}` +
              sketchLine(left, MIDDLE + 5, right, MIDDLE + 5, i + 500) +
              `M${left + 4},${MIDDLE + 2}L${left},${MIDDLE + 5}L${left + 4},${MIDDLE + 8}`
            }
          />
        )
      })}
    </>
  )
}

/** Pages that the cap dropped, where they stood. */
function Dropped({ lane, row }: PartProps): JSX.Element {
  const pages = lane.gone.filter(
    ({ fate, place }) => fate === 'dropped' && place >= row.from && place < row.to,
  )
  return (
    <g className="thrown">
      {pages.map(({ id, name, place }) => (
        <g key={id}>
          <path d={rect(row.x(place) - row.pitch / 2 + 4, BOX.top + 3, row.pitch - 8, BOX.height - 6)} />
          <text x={row.x(place)} y={MIDDLE}>
            {name}
          </text>
        </g>
      ))}
    </g>
  )
}

function Here({ lane, row, isSketch }: PartProps & { readonly isSketch: boolean }): JSX.Element {
  const x = row.x(lane.first + lane.position)
  const top = isSketch ? BELOW + 3 : BELOW + 17
  return <path className="here" d={`M${x},${top}L${x - 6},${top + 8}L${x + 6},${top + 8}Z`} />
}

function More({ row }: { readonly row: Row }): JSX.Element {
  return (
    <g className="more">
      {row.before > 0 && (
        <text x={row.x(row.from)} y={MIDDLE}>
          +{row.before + 1}
        </text>
      )}
      {row.behind > 0 && (
        <text x={row.x(row.to - 1)} y={MIDDLE}>
          +{row.behind + 1}
        </text>
      )}
    </g>
  )
}

interface CutProps {
  readonly row: Row
  readonly width: number
  readonly isSketch: boolean
}

/** What the latest new page cut off, where it stood. */
function Cut({ row, width, isSketch }: CutProps): JSX.Element | null {
  const cut = row.cut.filter(({ place }) => place >= row.from && place < row.to)
  const [first] = cut
  const last = cut.at(-1)
  if (first === undefined || last === undefined) return null
  const middle = GONE_TOP + GONE_HEIGHT / 2
  const stub = row.x(first.place) - row.pitch / 2
  const end = row.x(last.place) + row.pitch / 2
  const hidden = row.cut.length - cut.length
  const words = `pruned${hidden > 0 ? `, +${hidden}` : ''}`
  return (
    <g className="thrown">
      <path className="stub" d={`M${stub},${BELOW}V${middle}h6`} />
      {cut.map(({ id, name, place }) => {
        const box = row.box - 4
        const left = row.x(place) - box / 2
        return (
          <g key={id}>
            <path
              d={
                isSketch
                  ? sketchRect(left, GONE_TOP, box, GONE_HEIGHT, id)
                  : rect(left, GONE_TOP, box, GONE_HEIGHT)
              }
            />
            <text x={row.x(place)} y={middle}>
              {name}
            </text>
            <path className="strike" d={line(left - 3, middle + 7, left + box + 3, middle - 7)} />
          </g>
        )
      })}
      {end + 70 < width && (
        <text className="gone-words" x={end} y={middle}>
          {words}
        </text>
      )}
    </g>
  )
}
