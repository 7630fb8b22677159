import type { ScaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import type { MonitorId, RunId } from '../../engine/flow/warning/codes.ts'
import type { WarningFrame } from '../../engine/flow/warning/frame.ts'
import { rect, sketchRect } from '../../view/paths.ts'

interface BandsProps {
  readonly frame: WarningFrame
  readonly x: ScaleLinear<number, number>
  readonly run: RunId
  readonly monitor: MonitorId | 'any'
  /** Tops of the rows: whiteboard, production. */
  readonly rows: readonly [number, number]
  readonly height: number
}

/** A lane a row: when its alert stood, and how loud. Filled is a page, hatched by half its height a warning. */
export function Bands({ frame, x, run, monitor, rows, height }: BandsProps): JSX.Element {
  const [left = 0, right = 0] = x.range()
  const now = Math.min(frame.now, frame.end)
  return (
    <g>
      {frame.lanes.map((lane, i) => {
        const top = rows[i] ?? 0
        const isSketch = lane.origin === 'whiteboard'
        const pathOf = (tier: number): string =>
          lane.bands
            .filter((band) => band.run === run && band.monitor === monitor && band.tier === tier)
            .map((band, n) => {
              const from = x(band.from)
              const width = Math.max(1.5, x(Number.isNaN(band.to) ? now : band.to) - from)
              const tall = tier === 2 ? height : height / 2
              const y = top + height - tall
              return isSketch ? sketchRect(from, y, width, tall, n, 0.7) : rect(from, y, width, tall)
            })
            .join('')
        return (
          <g key={lane.id} className={`warning-row warning-${lane.origin}`}>
            <line x1={left} x2={right} y1={top + height} y2={top + height} />
            <path className="warning-tier-warning" d={pathOf(1)} />
            <path className="warning-tier-page" d={pathOf(2)} />
          </g>
        )
      })}
    </g>
  )
}
