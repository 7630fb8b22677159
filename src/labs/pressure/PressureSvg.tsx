import { max } from 'd3-array'
import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { line } from '../../view/paths.ts'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { BandStrip } from './BandStrip.tsx'
import type { Quantity } from './difference.ts'
import { DifferencePlot } from './DifferencePlot.tsx'
import { ratesOf } from './flow.ts'
import { layOut, type Band, type Layout } from './layout.ts'
import { LevelPlot } from './LevelPlot.tsx'
import { LoadPlot } from './LoadPlot.tsx'
import { laneScales } from './scales.ts'
import { AT } from './places.ts'
import { Station } from './Station.tsx'
import { BETWEEN, storyOf } from './story.ts'
import { tonesOf } from './tones.ts'
import { WaitsPlot } from './WaitsPlot.tsx'

interface PressureSvgProps {
  readonly frame: PressureFrame
  readonly width: number
  readonly compact: boolean
  /** The lane the others are held against. */
  readonly reference: string
  readonly quantity: Quantity
  /** The lane pointed at; null for none. */
  readonly chosen: string | null
}

/** The picture itself: a function of the frame, the width and what is chosen, so a pause, a scrub and a file show the same. */
export function PressureSvg({
  frame,
  width,
  compact,
  reference,
  quantity,
  chosen,
}: PressureSvgProps): JSX.Element {
  const id = useId()
  const [clip, hatch, stallHatch] = [`${id}c`, `${id}h`, `${id}s`]
  const layout = layOut(frame, width, compact)
  const { height, left, right, x, axis, lanes: places, difference } = layout
  const base = frame.lanes.find(({ lane }) => lane === reference) ?? at(frame.lanes, 0)
  const lanesEnd = places.at(-1)?.strategy.bottom ?? height
  // Where the waits stand between the lanes and their difference, no line of time goes through them.
  const foot = layout.waitsBeside ? (difference?.bottom ?? lanesEnd) : lanesEnd
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <clipPath id={clip}>
        <rect x={left} y={0} width={right - left} height={height} />
      </clipPath>
      <Patterns hatch={hatch} stallHatch={stallHatch} />
      <TimeAxis x={x} y={axis} bottom={layout.narrow ? axis : foot} />
      <LoadPlot frame={frame} layout={layout} clip={clip} />
      <Heads layout={layout} />
      <WaitsPlot frame={frame} layout={layout} />
      <Lanes {...{ frame, layout, chosen, clip, hatch, stallHatch }} />
      {difference !== null && (
        <DifferencePlot
          frame={frame}
          layout={layout}
          band={difference}
          reference={base}
          quantity={quantity}
          clip={clip}
        />
      )}
      <path
        className="now"
        d={nowBands(layout)
          .map(({ top, bottom }) => line(x(frame.now), top, x(frame.now), bottom))
          .join('')}
      />
    </svg>
  )
}

/** Where now is marked: in what is drawn over time, and not through the words between. */
function nowBands({ axis, load, lanes, difference, narrow, waitsBeside }: Layout): readonly Band[] {
  const first = { top: axis, bottom: load.bottom }
  if (narrow) return [first]
  const each = lanes.map(({ level, strategy }) => ({ top: level.top, bottom: strategy.bottom }))
  return [first, ...each, ...(waitsBeside && difference !== null ? [difference] : [])]
}

/** What sketches and stalls are filled with. */
const Patterns = ({
  hatch,
  stallHatch,
}: {
  readonly hatch: string
  readonly stallHatch: string
}): JSX.Element => (
  <>
    <pattern
      id={stallHatch}
      width="7"
      height="7"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(-45)"
    >
      <line className="stall-line" x1="1" x2="1" y1="0" y2="7" />
    </pattern>
    <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(35)">
      <line className="hatch-line" x1="1" x2="1" y1="0" y2="5" />
    </pattern>
  </>
)

interface LanesProps extends Pick<PressureSvgProps, 'frame' | 'chosen'> {
  readonly layout: Layout
  readonly clip: string
  readonly hatch: string
  readonly stallHatch: string
}

function Lanes({ frame, layout, chosen, clip, hatch, stallHatch }: LanesProps): JSX.Element {
  const { lanes: places } = layout
  const drawn = frame.lanes.slice(0, places.length)
  const scales = laneScales(
    drawn,
    places.map(({ level }) => level),
  )
  const tones = tonesOf(frame.lanes)
  const mostRate = max(drawn, (lane) => ratesOf(lane, frame).offered) ?? 0
  return (
    <>
      {places.map((place, i) => {
        const lane = at(drawn, i)
        const scale = at(scales, i)
        const fill = lane.origin === 'whiteboard' ? hatch : null
        const parts = { frame, lane, layout, place, scale, clip, stallHatch, hatch: fill }
        return (
          <g
            key={lane.lane}
            className={`lane lane-${lane.origin} ${chosen === lane.lane ? 'lane-chosen' : ''}`}
          >
            <Title lane={lane} layout={layout} y={place.title} tone={at(tones, i)} isOwn={scale.isOwn} />
            <Station {...parts} mostRate={mostRate} seed={3 + i} />
            <LevelPlot {...parts} />
            <BandStrip {...parts} />
          </g>
        )
      })}
    </>
  )
}

/** What the columns are. */
function Heads({ layout }: { readonly layout: Layout }): JSX.Element | null {
  const { heads, left, lanes, waitsAxis, waitsBeside } = layout
  const station = lanes[0]?.station
  if (heads === null || station === undefined) return null
  const head = (x: number, text: string, anchor: 'start' | 'middle' = 'start'): JSX.Element => (
    <text className="head" x={x} y={heads} textAnchor={anchor}>
      {text}
    </text>
  )
  const wide = station.right - station.left
  return (
    <g className="heads">
      {head(station.left, 'Producer')}
      {head(station.left + ((AT.queue + AT.queueEnd) / 2) * wide, 'Queue', 'middle')}
      {head(station.left + AT.workers * wide, 'Workers', 'middle')}
      {head(left, 'Queue over time; below it the share lost, and the strategy in force')}
      {waitsBeside && head(waitsAxis.left, 'Waits so far')}
    </g>
  )
}

interface TitleProps {
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly y: number
  readonly tone: number
  readonly isOwn: boolean
}

/** Who it is, and what has become of it so far. */
function Title({ lane, layout, y, tone, isOwn }: TitleProps): JSX.Element {
  const { narrow } = layout
  const story = storyOf(lane, layout, y)
  return (
    <>
      <text className={`lane-title lane-mark-${tone}`} x={narrow ? 4 : 0} y={y}>
        {lane.name}
      </text>
      <text className="lane-story" x={story.x} y={story.y}>
        {story.parts.map(({ text }) => text).join(BETWEEN)}
        {isOwn && !narrow && <tspan className="lane-own"> · on a scale of its own</tspan>}
      </text>
    </>
  )
}
