import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { CascadeFrame, LaneFrame } from '../../engine/flow/cascade/frame.ts'
import { rect } from '../../view/paths.ts'
import type { Layout } from './layout.ts'

interface HeatMapProps {
  readonly frame: CascadeFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly place: { readonly title: number; readonly top: number }
}

const LEVELS = 5
/** From this share of its workers' time on, a stage is drawn as stopped rather than by its fill. */
const STOPPED = 0.08
/** So many waiting outside have the darkest red. */
const MANY_WAIT = 500

/** Stage by stage from the source down, over time: blue as its queue fills, red as its workers are stopped. */
export function HeatMap({ frame, lane, layout, place }: HeatMapProps): JSX.Element {
  const { left, right, row, narrow, x } = layout
  const { trail } = lane
  const count = frame.settings.stages
  const paths = new Map<string, string>()
  const add = (className: string, line: number, from: number, to: number): void => {
    const x0 = Math.max(left, x(trail.from + from * trail.step))
    const x1 = Math.min(right, x(Math.min(frame.now, trail.from + to * trail.step)))
    if (x1 <= x0) return
    paths.set(className, (paths.get(className) ?? '') + rect(x0, place.top + line * row, x1 - x0, row - 1))
  }
  const columns = trail.waiting.length
  const draw = (line: number, classOf: (column: number) => string): void => {
    let from = 0
    for (let column = 1; column <= columns; column++) {
      const own = classOf(from)
      if (column < columns && classOf(column) === own) continue
      if (own !== '') add(own, line, from, column)
      from = column
    }
  }
  draw(0, (column) => waitingClass(at(trail.waiting, column)))
  for (let stage = 0; stage < count; stage++) {
    const [full, held] = [at(trail.full, stage), at(trail.held, stage)]
    draw(stage + 1, (column) => stageClass(at(full, column), at(held, column)))
  }
  return (
    <g className={`heat lane-${lane.lane}`}>
      <text className="heat-title" x={4} y={place.title}>
        {lane.name}
      </text>
      <rect
        className="heat-ground"
        x={left}
        y={place.top}
        width={right - left}
        height={row * (count + 1) - 1}
      />
      {Array.from({ length: count + 1 }, (_, i) => (
        <text
          key={i}
          className="heat-name"
          x={left - 6}
          y={place.top + (i + 0.5) * row}
          textAnchor="end"
          dominantBaseline="central"
        >
          {i === 0 ? (narrow ? 'source' : 'sources') : narrow ? i : `stage ${i}`}
        </text>
      ))}
      {[...paths].map(([className, d]) => (
        <path key={className} className={className} d={d} />
      ))}
    </g>
  )
}

const level = (share: number): number => Math.max(1, Math.min(LEVELS, Math.ceil(share * LEVELS)))

const waitingClass = (waiting: number): string =>
  waiting < 0.5 ? '' : `heat-stop-${level(Math.log(1 + waiting) / Math.log(1 + MANY_WAIT))}`

const stageClass = (full: number, held: number): string =>
  held >= STOPPED ? `heat-stop-${level(held)}` : full < 0.03 ? '' : `heat-full-${level(full)}`
