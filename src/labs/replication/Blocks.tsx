import type { JSX } from 'react'
import type { ReplicaFrame } from '../../engine/log/replication/frame.ts'
import { rect, sketchRect } from '../../view/paths.ts'
import { BLOCK } from './layout.ts'

/** Colours of leader epochs take turns. */
const EPOCH_COLOURS = 5

interface BlocksProps {
  readonly replica: ReplicaFrame
  readonly x: (offset: number) => number
  readonly y: number
  readonly cell: number
  readonly sketched: boolean
}

/** A replica's batches: a block each, as long as its records, in the colour of the epoch it was written under. */
export function Blocks({ replica, x, y, cell, sketched }: BlocksProps): JSX.Element {
  const { blocks, highWatermark } = replica
  return (
    <g className="blocks">
      {blocks.map((block, i) => {
        const { base, count, epoch } = block
        const left = x(base) + 1
        const width = count * cell - 2
        const isNewEpoch = blocks[i - 1] !== undefined && blocks[i - 1]?.epoch !== epoch
        const hasName = isNewEpoch || (i === 0 && base === 0)
        const isOpen = !sketched && base + count > highWatermark
        return (
          <g key={base} className={`block epoch-${epoch % EPOCH_COLOURS} ${isOpen ? 'block-open' : ''}`}>
            <path d={sketched ? sketchRect(left, y, width, BLOCK, base, 1) : rect(left, y, width, BLOCK)} />
            {Array.from({ length: count - 1 }, (_, k) =>
              k === 0 && hasName ? null : (
                <path key={k} className="record-edge" d={`M${x(base + k + 1)},${y + 4}v${BLOCK - 8}`} />
              ),
            )}
            {hasName && (
              <text x={left + 4} y={y + BLOCK - 6}>
                {`e${epoch}`}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}

/** What was cut off lately, as ghosts under the row. */
export function CutTails({
  replica,
  x,
  y,
}: {
  readonly replica: ReplicaFrame
  readonly x: (offset: number) => number
  readonly y: number
}): JSX.Element {
  return (
    <g className="cut-tails">
      {replica.cuts.flatMap(({ time, blocks }) => {
        const [first] = blocks
        const last = blocks.at(-1)
        if (first === undefined || last === undefined) return []
        const [left, right] = [x(first.base) + 1, x(last.base + last.count) - 1]
        const count = blocks.reduce((sum, block) => sum + block.count, 0)
        return [
          <g key={time}>
            <path d={rect(left, y, right - left, 8)} />
            <text x={right + 4} y={y + 8}>
              {`✂ ${count} cut off`}
            </text>
          </g>,
        ]
      })}
    </g>
  )
}
