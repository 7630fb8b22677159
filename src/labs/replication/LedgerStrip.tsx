import type { JSX } from 'react'
import type { LaneFrame, LedgerRow } from '../../engine/log/replication/frame.ts'
import { cross, rect, sketchRect } from '../../view/paths.ts'
import type { Layout } from './layout.ts'

const SIZE = 14

interface LedgerStripProps {
  readonly lane: LaneFrame
  readonly y: number
  readonly layout: Layout
}

/** What the client was told of its newest records, a square each. */
export function LedgerStrip({ lane, y, layout }: LedgerStripProps): JSX.Element {
  const { left, cell, cells, narrow } = layout
  const rows = lane.ledger.slice(-cells)
  return (
    <g className="ledger">
      <text className="ledger-name" x={22} y={y + 11}>
        {narrow ? 'told' : 'The client was told'}
      </text>
      {rows.map((row, i) => (
        <g key={row.id} className={`told told-${fateOf(row)}`}>
          <path
            d={
              lane.isKafka
                ? rect(left + i * cell + 1, y, cell - 2, SIZE)
                : sketchRect(left + i * cell + 1, y, cell - 2, SIZE, row.id, 0.8)
            }
          />
          {fateOf(row) !== 'ok' && fateOf(row) !== 'waiting' && (
            <path className="told-cross" d={cross(left + (i + 0.5) * cell, y + SIZE / 2, 3)} />
          )}
        </g>
      ))}
      {rows[0] !== undefined && (
        <text className="ledger-number" x={left} y={y + SIZE + 12}>
          {`record ${rows[0].id}`}
        </text>
      )}
      {rows.length > 12 && (
        <text className="ledger-number" x={left + rows.length * cell} y={y + SIZE + 12} textAnchor="end">
          {rows.at(-1)?.id}
        </text>
      )}
    </g>
  )
}

/** What became of a record, as far as the picture tells: "ok" and gone is "lost". */
export function fateOf({ status, lostAt }: LedgerRow): 'ok' | 'waiting' | 'failed' | 'lost' {
  return status === 'ok' && !Number.isNaN(lostAt) ? 'lost' : status
}
