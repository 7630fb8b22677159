import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { HistoryFrame, LaneFrame } from '../../engine/season/history/frame.ts'
import { cross, line, stepLine } from '../../view/paths.ts'
import { TimePlot } from '../../view/TimePlot.tsx'

interface WayPlotProps {
  readonly frame: HistoryFrame
  readonly width: number
  readonly top: number
  readonly bottom: number
}

const NAMES = { links: 'links', index: 'index' } as const

/** Where in the history one was, over time: up is new, down is back; crosses mark what was cut off. */
export function WayPlot({ frame, width, top, bottom }: WayPlotProps): JSX.Element {
  const { now, span, lanes } = frame
  const x = scaleLinear([span.from, span.to], [44, width - 54])
  const inView = lanes.map(({ way }) =>
    way.filter((stop, i) => stop.time >= span.from || i === way.length - 1),
  )
  const places = inView.flatMap((way) => way.map(({ place }) => place))
  const lowest = Math.min(...places)
  const y = scaleLinear([lowest, Math.max(lowest + 4, ...places)], [bottom, top]).nice(3)
  const index = at(lanes, 1)
  return (
    <TimePlot
      className="way-plot"
      title="Where one is"
      x={x}
      y={y}
      unit=""
      now={now}
      slack={6}
      names={namesOf(lanes, y)}
    >
      {lanes.map(({ lane, way }) => (
        <path
          key={lane}
          className={`way way-${lane}`}
          d={stepLine(
            way.length,
            (i) => x(at(way, i).time),
            (i) => y(at(way, i).place),
            x(now),
          )}
        />
      ))}
      {Array.from(cutsOf(index), ([by, { time, from, to }]) => (
        <path
          key={by}
          className="cut"
          d={line(x(time), y(from), x(time), y(to)) + cross(x(time), y(to), 3.5)}
        />
      ))}
    </TimePlot>
  )
}

interface Cut {
  readonly time: number
  readonly from: number
  readonly to: number
}

/** Each cut: from the place of the new page to that of the last one cut off; by the new page's number. */
function cutsOf({ gone }: LaneFrame): ReadonlyMap<number, Cut> {
  const cuts = new Map<number, Cut>()
  for (const { fate, goneAt: time, place, by } of gone) {
    if (fate !== 'pruned') continue
    cuts.set(by, { time, from: cuts.get(by)?.from ?? place, to: place })
  }
  return cuts
}

/** One name for both as long as they are in one place. */
function namesOf(
  lanes: readonly LaneFrame[],
  y: (place: number) => number,
): { readonly text: string; readonly y: number; readonly className: string }[] {
  const places = lanes.map(({ first, position }) => first + position)
  if (new Set(places).size === 1) return [{ text: 'both', y: y(at(places, 0)), className: 'name-both' }]
  return lanes.map(({ lane }, i) => ({ text: NAMES[lane], y: y(at(places, i)), className: `name-${lane}` }))
}
