import { scaleLinear } from 'd3-scale'
import { useRef, type JSX } from 'react'
import { LineNames } from '../../../view/LineNames.tsx'
import { polyline } from '../../../view/paths.ts'
import { TimeAxis } from '../../../view/TimeAxis.tsx'
import { useWidth } from '../../../view/use-size.ts'
import { ValueAxis } from '../../../view/ValueAxis.tsx'
import type { Sample } from './agreement.ts'

const WIDTH_BEFORE_MEASURING = 600
const NARROW = 480
const HEIGHT = 190
const TOP = 26
const SHORTEST_S = 10
/** The names of the lines need some. */
const ROOM_ABOVE = 1.2

const LINES = [
  { name: 'browser’s aim', className: 'browser target', of: (sample: Sample) => sample.browserTarget },
  { name: 'browser’s delay', className: 'browser playout', of: (sample: Sample) => sample.browserDelay },
  { name: 'our aim', className: 'ours target', of: (sample: Sample) => sample.ourTarget },
  { name: 'our delay', className: 'ours playout', of: (sample: Sample) => sample.ourDelay },
] as const

/** What each buffer aims at (dashed) and how long packets stay in it (solid), over real time. */
export function LoopbackPlot({ samples }: { readonly samples: readonly Sample[] }): JSX.Element {
  const box = useRef<HTMLElement>(null)
  const width = useWidth(box, WIDTH_BEFORE_MEASURING)
  const narrow = width < NARROW
  const last = samples.at(-1)?.time ?? 0
  const left = 52
  const right = width - (narrow ? 8 : 96)
  const x = scaleLinear([0, 1e6 * Math.max(SHORTEST_S, last)], [left, right])
  const highest = Math.max(60, ...samples.flatMap((sample) => LINES.map(({ of }) => of(sample) ?? 0)))
  const y = scaleLinear([0, ROOM_ABOVE * highest], [HEIGHT - 10, TOP]).nice(4)
  const lines = LINES.map((line) => {
    const points = samples.flatMap((sample): [number, number][] => {
      const value = line.of(sample)
      return value === null ? [] : [[x(1e6 * sample.time), y(value)]]
    })
    return { ...line, points }
  })
  return (
    <figure className="loopback-plot" ref={box}>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        width={width}
        height={HEIGHT}
        role="img"
        aria-label="Targets and delays of the browser's buffer and of ours over real time; the numbers are in the table below."
      >
        <TimeAxis x={x} y={TOP - 6} bottom={HEIGHT - 10} />
        <ValueAxis y={y} left={left} right={right} unit="ms" ticks={4} />
        {lines.map(({ name, className, points }) => (
          <path key={name} className={className} d={polyline(points)} />
        ))}
        {!narrow && (
          <LineNames
            x={x(1e6 * last) + 6}
            top={TOP}
            names={lines.flatMap(({ name, className, points }) => {
              const end = points.at(-1)
              return end === undefined ? [] : [{ text: name, y: end[1], className: `${className} name` }]
            })}
          />
        )}
      </svg>
      <figcaption>
        {narrow &&
          LINES.map(({ name, className }) => (
            <span key={name}>
              <svg width={26} height={12} aria-hidden="true">
                <path className={className} d="M0,6H26" />
              </svg>{' '}
              {name}
            </span>
          ))}
        <span>Dashed: what each aims at. Solid: how long packets wait in it.</span>
      </figcaption>
    </figure>
  )
}
