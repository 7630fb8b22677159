import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import { cross, sketchLine, sketchRect } from '../../view/paths.ts'
import { FRESH_FOR } from './fresh.ts'
import { placeOf, type Layout, type Row } from './layout.ts'
import { bytes, short } from './words.ts'

interface DrawnProps {
  readonly frame: TopicFrame
  readonly layout: Layout
}

const LEAST_BOX = 5
const LETTER = 11
const ROOM_FOR_WORDS = 46

/** The whiteboard's partitions: a list of segments each, and where its groups stand. */
export function DrawnRows({ frame, layout }: DrawnProps): JSX.Element {
  const count = frame.partitions.logEnd.length
  const more = count - layout.drawn.length
  return (
    <g className="drawn-rows">
      <text className="drawn-title" x={4} y={layout.drawnTitle}>
        As it is drawn: one list of segments
        {layout.narrow
          ? ''
          : more > 0
            ? `, the first${layout.drawn.length === 1 ? '' : ` ${layout.drawn.length}`} of ${count} partitions`
            : ' each'}
      </text>
      {layout.drawn.map((row) => (
        <DrawnRow key={row.partition} frame={frame} layout={layout} row={row} />
      ))}
    </g>
  )
}

function DrawnRow({ frame, layout, row }: DrawnProps & { readonly row: Row }): JSX.Element {
  const { partition, block } = row
  const { drawn, groups } = frame
  const place = (offset: number): number => layout.x(placeOf(frame, layout.aligned, partition, offset))
  const middle = (block.top + block.bottom) / 2
  const isAlive = at(drawn.isAlive, partition) === 1
  const end = place(at(drawn.writeOffset, partition))
  const sketches = boxesOf(frame, layout, row)
  return (
    <g>
      <text className="drawn-name" x={layout.left - 8} y={middle + 5} textAnchor="end">
        {partition}
      </text>
      <path className="drawn-box" d={sketches.boxes} />
      <path className="drawn-gone" d={sketches.gone} opacity={sketches.left.toFixed(2)} />
      {sketches.words}
      {groups.map((group) => {
        const px = place(at(group.drawn.offset, partition))
        if (px < layout.left || px > layout.right) return null
        // Letters that would cover each other stand side by side, over one line.
        const others = groups.filter(
          (other) => other.id < group.id && Math.abs(place(at(other.drawn.offset, partition)) - px) < LETTER,
        ).length
        return (
          <g key={group.id} className={`drawn-cursor group-${group.letter}`}>
            <path d={sketchLine(px, block.top - 4, px, block.bottom + 2, group.id)} />
            <text x={px - others * LETTER} y={block.top - 5} textAnchor="middle">
              {group.letter}
            </text>
          </g>
        )
      })}
      {!isAlive && end > layout.left - 20 && (
        <g className="drawn-dead">
          <path d={cross(Math.min(layout.right - 12, end + 12), middle, 8)} />
          <text
            x={Math.min(layout.right - 26, end + 28)}
            y={middle + 5}
            textAnchor={end > layout.right - 260 ? 'end' : 'start'}
          >
            {layout.narrow ? 'nothing to write to' : 'it deleted what it was writing to: append fails'}
          </text>
        </g>
      )}
    </g>
  )
}

function boxesOf(
  frame: TopicFrame,
  layout: Layout,
  { partition, block }: Row,
): { readonly boxes: string; readonly gone: string; readonly left: number; readonly words: JSX.Element[] } {
  const { drawn, deletions } = frame
  const place = (offset: number): number => layout.x(placeOf(frame, layout.aligned, partition, offset))
  const height = block.bottom - block.top
  const words: JSX.Element[] = []
  let boxes = ''
  let merged: { from: number; to: number; base: number } | null = null
  const close = (): void => {
    if (merged !== null)
      boxes += sketchRect(
        merged.from,
        block.top,
        Math.max(2, merged.to - merged.from),
        height,
        merged.base % 997,
      )
    merged = null
  }
  for (let row = 0; row < drawn.base.length; row++) {
    if (at(drawn.partition, row) !== partition) continue
    const base = at(drawn.base, row)
    const [start, stop] = [place(base), place(at(drawn.end, row))]
    const [from, to] = [Math.max(layout.left, start), Math.min(layout.right, stop)]
    if (to <= layout.left || from >= layout.right) continue
    if (to - from < LEAST_BOX && merged !== null) {
      merged.to = to
      continue
    }
    close()
    if (to - from < LEAST_BOX) {
      merged = { from, to, base }
      continue
    }
    boxes += sketchRect(from, block.top, Math.max(3, to - from - 3), height, base % 997)
    if (to - from > ROOM_FOR_WORDS && start >= layout.left - 1)
      words.push(
        <text key={base} className="drawn-words" x={from + 6} y={block.top + 18}>
          {to - from > 2 * ROOM_FOR_WORDS ? `${short(base)}, ${bytes(at(drawn.bytes, row))}` : short(base)}
        </text>,
      )
  }
  close()
  let gone = ''
  let left = 0
  for (let i = 0; i < deletions.time.length; i++) {
    if (deletions.lane[i] !== 0 || deletions.partition[i] !== partition) continue
    const from = Math.max(layout.left, place(at(deletions.from, i)))
    const to = Math.min(layout.right, place(at(deletions.to, i)))
    if (to <= from) continue
    gone += sketchRect(from, block.top, to - from - 3, height, at(deletions.from, i) % 997)
    left = Math.max(left, 1 - (frame.now - at(deletions.time, i)) / FRESH_FOR)
  }
  return { boxes, gone, left: Math.max(0, left), words }
}
