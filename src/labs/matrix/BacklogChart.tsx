import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { SECOND } from '../../engine/kernel/time.ts'
import { COLUMN_LABELS, DRAWN } from '../../engine/flow/matrix/codes.ts'
import type { CellFrame, MatrixFrame } from '../../engine/flow/matrix/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { polyline } from '../../view/paths.ts'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Layout } from './layout.ts'
import type { Pair } from './words.ts'

interface BacklogChartProps {
  readonly frame: MatrixFrame
  readonly place: NonNullable<Layout['chart']>
  readonly pair: Pair
  readonly narrow: boolean
}

/** The chosen cell's backlog over the whole run, as drawn and with care, with the rush and the crash. */
export function BacklogChart({ frame, place, pair, narrow }: BacklogChartProps): JSX.Element {
  const { left, right, top, bottom } = place
  const { rushAt, rushFor, crash } = frame.settings
  const x = scaleLinear([0, frame.end], [left, right])
  const most = Math.max(1, ...pair.drawn.backlog, ...pair.careful.backlog)
  const y = scaleLinear([0, most * 1.15], [bottom, top]).nice(3)
  const pathOf = ({ backlog }: CellFrame): string =>
    polyline(Array.from(backlog, (seconds, i) => [x((i + 0.5) * frame.width), y(seconds)]))
  const ends = ({ backlog }: CellFrame): number => y(backlog.at(-1) ?? 0)
  const rushEnd = Math.min((rushAt + rushFor) * SECOND, frame.end)
  return (
    <g>
      <text className="plot-title" x={4} y={top - 34}>
        {narrow ? 'Backlog' : 'Backlog, queued and waiting'}: {DRAWN[pair.row].label.toLowerCase()},{' '}
        {COLUMN_LABELS[pair.column].toLowerCase()}
      </text>
      {rushEnd > rushAt * SECOND && (
        <g>
          <rect
            className="matrix-rush"
            x={x(rushAt * SECOND)}
            y={top}
            width={x(rushEnd) - x(rushAt * SECOND)}
            height={bottom - top}
          />
          <text className="matrix-note" x={x(rushAt * SECOND) + 5} y={top + 13}>
            rush
          </text>
        </g>
      )}
      <TimeAxis x={x} y={top - 4} bottom={bottom} />
      <ValueAxis y={y} left={left} right={right} unit="s" />
      {crash > 0 && crash * SECOND < frame.end && (
        <g>
          <line className="matrix-crash" x1={x(crash * SECOND)} x2={x(crash * SECOND)} y1={top} y2={bottom} />
          <text className="matrix-note matrix-crash-note" x={x(crash * SECOND) + 5} y={top + 27}>
            senders die
          </text>
        </g>
      )}
      <path className="matrix-line-drawn" d={pathOf(pair.drawn)} />
      <path className="matrix-line" d={pathOf(pair.careful)} />
      <line
        className="plot-now"
        x1={x(Math.min(frame.now, frame.end))}
        x2={x(Math.min(frame.now, frame.end))}
        y1={top}
        y2={bottom}
      />
      <LineNames
        x={narrow ? right - 2 : x(Math.min(frame.now, frame.end)) + 6}
        anchor={narrow ? 'end' : 'start'}
        top={top + 8}
        names={[
          { text: 'as drawn', y: ends(pair.drawn), className: 'matrix-name-drawn' },
          { text: 'with care', y: ends(pair.careful), className: 'matrix-name' },
        ]}
      />
    </g>
  )
}
