import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { FRESH_FOR } from './fresh.ts'
import { DELETED_BY } from '../../engine/log/topic/codes.ts'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import { line, rect } from '../../view/paths.ts'
import { placeOf, type Layout, type Row } from './layout.ts'
import { rowsOf, segmentAt, type Segment } from './segments.ts'
import { duration, ROLL_WORDS, short } from './words.ts'

interface RowsProps {
  readonly frame: TopicFrame
  readonly layout: Layout
  readonly chosen: Segment | null
}

/** Narrower than this, in pixels, neighbours are drawn as one. */
const LEAST_BLOCK = 2.5
const ROOM_FOR_BASE = 40
const ROOM_FOR_AGE = 66

/** All partitions of the log: segments as blocks from left to right, what is past retention, and the page cache. */
export function LogRows({ frame, layout, chosen }: RowsProps): JSX.Element {
  const paths = blockPaths(frame, layout)
  return (
    <g className="log-rows">
      <path className="log-block" d={paths.closed} />
      <path className="log-block log-block-sparse" d={paths.sparse} />
      <path className="log-block log-block-active" d={paths.active} />
      <path className="log-expired" d={paths.expired} />
      <path className="log-edges" d={paths.edges} />
      <path className="log-cache" d={paths.cache} />
      <Deletions frame={frame} layout={layout} />
      <path className="log-start" d={paths.starts} />
      <path className="log-end" d={paths.ends} />
      {layout.density === 'roomy' && <Labels frame={frame} layout={layout} />}
      {chosen !== null && <Chosen frame={frame} layout={layout} chosen={chosen} />}
    </g>
  )
}

/** From where to where a stretch of a row is drawn; null when it is out of view. */
function stretch(
  layout: Layout,
  frame: TopicFrame,
  partition: number,
  from: number,
  to: number,
): readonly [number, number] | null {
  const { x, left, right, aligned } = layout
  const start = Math.max(left, x(placeOf(frame, aligned, partition, from)))
  const end = Math.min(right, x(placeOf(frame, aligned, partition, to)))
  return end < left || start > right || end < start ? null : [start, end]
}

interface Paths {
  closed: string
  /** Blocks of which the cleaner has taken most records. */
  sparse: string
  active: string
  expired: string
  edges: string
  cache: string
  starts: string
  ends: string
}

/** Many blocks, few paths: what is closed, what is written to, where one ends and the next begins. */
function blockPaths(frame: TopicFrame, layout: Layout): Paths {
  const paths: Paths = {
    closed: '',
    sparse: '',
    active: '',
    expired: '',
    edges: '',
    cache: '',
    starts: '',
    ends: '',
  }
  const { logStart, logEnd, expired, cacheStart } = frame.partitions
  for (const row of layout.rows) {
    const { partition, block } = row
    const height = block.bottom - block.top
    addBlocks(paths, frame, layout, row)
    const start = at(logStart, partition)
    const old = stretch(layout, frame, partition, start, at(expired, partition))
    if (old !== null && old[1] > old[0]) paths.expired += rect(old[0], block.top, old[1] - old[0], height)
    const cached = stretch(layout, frame, partition, at(cacheStart, partition), at(logEnd, partition))
    const thick = layout.density === 'roomy' ? 4 : layout.density === 'tight' ? 3 : 2
    if (cached !== null) paths.cache += rect(cached[0], block.bottom - thick, cached[1] - cached[0], thick)
    const from = stretch(layout, frame, partition, start, start)
    const to = stretch(layout, frame, partition, at(logEnd, partition), at(logEnd, partition))
    const over = layout.density === 'dense' ? 0 : 3
    if (from !== null) paths.starts += line(from[0], block.top - over, from[0], block.bottom + over)
    if (to !== null) paths.ends += line(to[0], block.top - over, to[0], block.bottom + over)
  }
  return paths
}

function addBlocks(paths: Paths, frame: TopicFrame, layout: Layout, { partition, block }: Row): void {
  const [first, end] = rowsOf(frame, partition)
  const height = block.bottom - block.top
  const gap = layout.density === 'dense' ? 0.5 : 1.5
  let merged: [number, number] | null = null
  const close = (): void => {
    if (merged !== null) paths.closed += rect(merged[0], block.top, merged[1] - merged[0], height)
    merged = null
  }
  for (let row = first; row < end; row++) {
    const isActive = row === end - 1
    const place = stretch(layout, frame, partition, at(frame.segments.base, row), at(frame.segments.end, row))
    if (place === null) continue
    const [from, to] = place
    if (isActive) {
      close()
      // An empty segment is there as well.
      paths.active += rect(from, block.top, Math.max(1.5, to - from), height)
      paths.edges += line(from, block.top, from, block.bottom)
    } else if (to - from < LEAST_BLOCK) {
      // Level of detail: blocks that would be hairlines become one.
      if (merged !== null && from - merged[1] < LEAST_BLOCK) merged[1] = to
      else {
        close()
        merged = [from, to]
      }
    } else {
      close()
      const drawn = rect(from, block.top, Math.max(0.5, to - from - gap), height)
      if (isSparse(segmentAt(frame, row))) paths.sparse += drawn
      else paths.closed += drawn
      paths.edges += line(from, block.top, from, block.bottom)
    }
  }
  close()
}

const isSparse = ({ base, end, records }: Segment): boolean => records < (end - base) / 2

/** First offsets, why each segment was opened, and how old its latest record is: where there is room. */
function Labels({ frame, layout }: Omit<RowsProps, 'chosen'>): JSX.Element {
  return (
    <g className="log-labels">
      {layout.rows.map(({ partition, block }) => {
        const [first, end] = rowsOf(frame, partition)
        return Array.from({ length: end - first }, (_, i) => {
          const segment = segmentAt(frame, first + i)
          const place = stretch(layout, frame, partition, segment.base, segment.end)
          const room = place === null ? 0 : place[1] - place[0]
          // A label of a block that is half out of view would slide along the edge.
          const isWhole =
            place !== null &&
            layout.x(placeOf(frame, layout.aligned, partition, segment.base)) >= layout.left - 1
          if (place === null || !isWhole || room < ROOM_FOR_BASE) return null
          const age = frame.logNow - segment.largestTimestamp
          const words = ROLL_WORDS[segment.openedBy] ?? ''
          const told = segment.isActive ? 'active' : age < 0 ? 'future' : duration(age)
          const left = isSparse(segment)
            ? `${short(segment.records)} of ${short(segment.end - segment.base)} left`
            : `${words} · ${told}`
          return (
            <g key={segment.base}>
              <text className="log-base" x={place[0] + 4} y={block.top + 13}>
                {short(segment.base)}
              </text>
              <text className="log-reason" x={place[0] + 4} y={block.top + 25}>
                {room < ROOM_FOR_AGE ? words : left}
              </text>
            </g>
          )
        })
      })}
    </g>
  )
}

/** Segments that have just gone fade where they stood. */
function Deletions({ frame, layout }: Omit<RowsProps, 'chosen'>): JSX.Element {
  const { time, lane, partition, from, to, why } = frame.deletions
  return (
    <g className="log-deletions">
      {Array.from(time, (when, i) => {
        if (lane[i] !== 1) return null
        const row = layout.rows[at(partition, i)]
        const place = stretch(layout, frame, at(partition, i), at(from, i), at(to, i))
        if (row === undefined || place === null) return null
        const left = Math.max(0, Math.min(1, 1 - (frame.now - when) / FRESH_FOR))
        const room = place[1] - place[0]
        return (
          <g key={`${at(partition, i)}.${at(from, i)}`} opacity={left.toFixed(2)}>
            <path
              className="log-gone"
              d={rect(place[0], row.block.top, Math.max(1, room - 1.5), row.block.bottom - row.block.top)}
            />
            {layout.density === 'roomy' && room > ROOM_FOR_AGE && (
              <text className="log-gone-word" x={place[0] + 5} y={(row.block.top + row.block.bottom) / 2 + 4}>
                {room > 2 * ROOM_FOR_AGE ? 'deleted, by ' : 'by '}
                {DELETED_BY[at(why, i)]}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}

function Chosen({ frame, layout, chosen }: RowsProps & { readonly chosen: Segment }): JSX.Element | null {
  const row = layout.rows[chosen.partition]
  const place = stretch(layout, frame, chosen.partition, chosen.base, chosen.end)
  if (row === undefined || place === null) return null
  return (
    <rect
      className="log-chosen"
      x={place[0] - 1}
      y={row.block.top - 2}
      width={Math.max(5, place[1] - place[0] + 1)}
      height={row.block.bottom - row.block.top + 4}
      rx={2}
    />
  )
}
