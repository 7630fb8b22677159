import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { GroupFrame, TopicFrame } from '../../engine/log/topic/frame.ts'
import { line } from '../../view/paths.ts'
import { FRESH_FOR } from './fresh.ts'
import { placeOf, type Layout } from './layout.ts'

interface CursorsProps {
  readonly frame: TopicFrame
  readonly layout: Layout
}

/** Where each group reads: a flag with its letter above the row, or a line through rows that stand close together. */
export function Cursors({ frame, layout }: CursorsProps): JSX.Element {
  return (
    <g className="log-cursors">
      {frame.groups.map((group) =>
        layout.density === 'dense' ? (
          <path
            key={group.id}
            className={`log-cursor-line group-${group.letter}`}
            d={linesOf(frame, layout, group)}
          />
        ) : (
          <Flags key={group.id} frame={frame} layout={layout} group={group} />
        ),
      )}
      <Resets frame={frame} layout={layout} />
    </g>
  )
}

interface FlagsProps extends CursorsProps {
  readonly group: GroupFrame
}

function xOf({ layout, frame }: CursorsProps, partition: number, offset: number): number | null {
  const px = layout.x(placeOf(frame, layout.aligned, partition, offset))
  return px < layout.left - 1 || px > layout.right + 1 ? null : px
}

function linesOf(frame: TopicFrame, layout: Layout, group: GroupFrame): string {
  return layout.rows
    .map(({ partition, block }) => {
      const px = xOf({ frame, layout }, partition, at(group.position, partition))
      return px === null ? '' : line(px, block.top - 1, px, block.bottom + 1)
    })
    .join('')
}

/** Flags that would cover each other step aside by so much, in pixels, and keep their foot. */
const FLAG = 14

function Flags({ frame, layout, group }: FlagsProps): JSX.Element {
  const isRoomy = layout.density === 'roomy'
  return (
    <g className={`log-cursor group-${group.letter} ${group.paused ? 'is-paused' : ''}`}>
      {layout.rows.map(({ partition, block }) => {
        const offset = at(group.position, partition)
        const px = xOf({ frame, layout }, partition, offset)
        if (px === null) return null
        const others = frame.groups.filter(
          (other) =>
            other.id < group.id &&
            Math.abs(layout.x(at(other.position, partition)) - layout.x(offset)) < FLAG - 1,
        ).length
        // At the right edge, the first flags stand on the left of their foot.
        const side = px - others * FLAG - FLAG
        const top = block.top - (isRoomy ? 19 : 12)
        return (
          <g key={partition}>
            <path
              d={`M${round(px)},${block.bottom + 1}V${top + 2}H${round(side)}`}
              className="log-flag-foot"
            />
            <rect
              x={round(side)}
              y={top}
              width={FLAG - 1}
              height={isRoomy ? 14 : 11}
              rx={2}
              className="log-flag"
            />
            <text x={round(side + (FLAG - 1) / 2)} y={top + (isRoomy ? 11 : 9)} textAnchor="middle">
              {group.paused ? 'Ⅱ' : group.letter}
            </text>
          </g>
        )
      })}
    </g>
  )
}

const round = (value: number): number => Math.round(value * 10) / 10

/** Narrower, the word would cover the flags at its end. */
const ROOM_FOR_WORD = 230

/** A group whose offset was gone: where it was, and where it was sent. */
function Resets({ frame, layout }: CursorsProps): JSX.Element {
  const { time, group, partition, from, to } = frame.resets
  return (
    <g className="log-resets">
      {Array.from(time, (when, i) => {
        const row = layout.rows[at(partition, i)]
        const aligned = (offset: number): number =>
          layout.x(placeOf(frame, layout.aligned, at(partition, i), offset))
        if (row === undefined) return null
        const [a, b] = [
          Math.max(layout.left, aligned(at(from, i))),
          Math.min(layout.right, aligned(at(to, i))),
        ]
        if (b <= a) return null
        const y = row.block.top - 4
        const letter = frame.groups[at(group, i)]?.letter ?? ''
        const left = Math.max(0, 1 - (frame.now - when) / FRESH_FOR)
        return (
          <g
            key={`${when}.${at(partition, i)}.${at(group, i)}`}
            className={`group-${letter}`}
            opacity={left.toFixed(2)}
          >
            <path
              className="log-jump"
              d={`M${round(a)},${y}C${round(a)},${y - 22} ${round(b)},${y - 22} ${round(b)},${y}`}
            />
            {layout.density === 'roomy' && b - a > ROOM_FOR_WORD && (
              <text className="log-jump-word" x={round((a + b) / 2)} y={y - 8} textAnchor="middle">
                {letter}: OffsetOutOfRange
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}
