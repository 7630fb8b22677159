import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { WORKER } from '../../engine/flow/cascade/codes.ts'
import type { CascadeFrame, LaneFrame, StageFrame } from '../../engine/flow/cascade/frame.ts'
import { line, sketchLine } from '../../view/paths.ts'
import type { LanePlace, Layout } from './layout.ts'
import { Tank } from './Tank.tsx'
import { laneSum, short } from './words.ts'
import { Workers } from './Workers.tsx'

interface LanePictureProps {
  readonly frame: CascadeFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly place: LanePlace
}

const isStopped = ({ worker }: StageFrame): boolean => worker.some((state) => state === WORKER.blocked)

/** One wiring as it stands now: sources, tanks and workers from left to right; red pipes push back. */
export function LanePicture({ frame, lane, layout, place }: LanePictureProps): JSX.Element {
  const { narrow, width } = layout
  const { title } = place
  const [name, ...rest] = laneSum(lane, narrow)
  return (
    <g className={`lane lane-${lane.lane}`}>
      <text className="lane-title" x={4} y={title}>
        {name}
      </text>
      <text
        className="lane-sum"
        x={narrow ? 4 : width - 8}
        y={narrow ? title + 17 : title}
        textAnchor={narrow ? 'start' : 'end'}
      >
        {rest.join(' · ')}
      </text>
      <SourceShape lane={lane} layout={layout} place={place} />
      {lane.stages.map((stage, i) => (
        <StageShape key={i} frame={frame} lane={lane} layout={layout} place={place} stage={stage} index={i} />
      ))}
      {frame.settings.rate2 > 0 && <SecondSource frame={frame} lane={lane} layout={layout} place={place} />}
    </g>
  )
}

interface PipeProps {
  readonly from: number
  readonly to: number
  readonly y: number
  readonly isPressed: boolean
  readonly isSketch: boolean
}

/** A pipe between two parts. Pressed, it is red, and its arrows point back. */
function Pipe({ from, to, y, isPressed, isSketch }: PipeProps): JSX.Element {
  const middle = (from + to) / 2
  const arrow = isPressed ? `M${middle + 3},${y - 5}l-5,5l5,5` : `M${middle - 2},${y - 4}l4,4l-4,4`
  return (
    <g className={isPressed ? 'pipe pipe-pressed' : 'pipe'}>
      <path d={isSketch ? sketchLine(from, y, to, y, Math.round(from)) : line(from, y, to, y)} />
      {to - from > 12 && <path d={arrow} />}
    </g>
  )
}

type PartProps = Pick<LanePictureProps, 'lane' | 'layout' | 'place'>

function SourceShape({ lane, layout, place }: PartProps): JSX.Element {
  const { narrow } = layout
  const y = (place.top + place.bottom) / 2
  const waiting = lane.waiting[0]
  const { shed } = lane.summary
  const radius = narrow ? 11 : 15
  const x = narrow ? 16 : 24
  const first = at(place.stages, 0)
  return (
    <g className="source">
      <Pipe
        from={x + radius}
        to={first.tank}
        y={y}
        isPressed={waiting > 0}
        isSketch={lane.origin === 'whiteboard'}
      />
      <circle className={waiting > 0 ? 'source-dot source-stopped' : 'source-dot'} cx={x} cy={y} r={radius} />
      <text className="source-number" x={x} y={y} textAnchor="middle" dominantBaseline="central">
        1
      </text>
      {waiting > 0 && (
        <text className="trouble" x={4} y={y - radius - 6}>
          {short(waiting)} wait
        </text>
      )}
      {shed > 0 && (
        <text className="trouble" x={4} y={y + radius + 14}>
          {short(shed)} {narrow ? 'off' : 'turned away'}
        </text>
      )}
    </g>
  )
}

function SecondSource({ frame, lane, layout, place }: LanePictureProps): JSX.Element {
  const stage = at(place.stages, Math.min(frame.settings.join, frame.settings.stages) - 1)
  const waiting = lane.waiting[1]
  // In little room it comes down beside the tank, not through its count.
  const x = layout.narrow ? stage.tank - 4 : stage.tank + Math.min(14, stage.tankWidth / 2)
  const y = place.top - 26
  const end = layout.narrow ? (place.top + place.bottom) / 2 : place.top
  const isSketch = lane.origin === 'whiteboard'
  return (
    <g className="source">
      <g className={waiting > 0 ? 'pipe pipe-pressed' : 'pipe'}>
        <path d={isSketch ? sketchLine(x, y + 9, x, end, 5) : line(x, y + 9, x, end)} />
      </g>
      <circle className={waiting > 0 ? 'source-dot source-stopped' : 'source-dot'} cx={x} cy={y} r={9} />
      <text className="source-number" x={x} y={y} textAnchor="middle" dominantBaseline="central">
        2
      </text>
      {waiting > 0 && (
        <text className="trouble" x={x + 13} y={y + 4}>
          {short(waiting)}
          {layout.narrow ? '' : ' wait'}
        </text>
      )}
    </g>
  )
}

interface StageShapeProps extends LanePictureProps {
  readonly stage: StageFrame
  readonly index: number
}

function StageShape({ frame, lane, layout, place, stage, index }: StageShapeProps): JSX.Element {
  const here = at(place.stages, index)
  const next = place.stages[index + 1]
  const { top, bottom } = place
  const y = (top + bottom) / 2
  const isSketch = lane.origin === 'whiteboard'
  const queued = stage.queued.reduce((sum, count) => sum + count, 0)
  const pace = at(frame.paces, index)
  const dropped = droppedAt(lane, index)
  const middle = (here.tank + here.box + here.boxWidth) / 2
  return (
    <g className={pace === 'normal' ? 'stage' : 'stage stage-ill'}>
      <Tank
        stage={stage}
        place={here}
        top={top}
        bottom={bottom}
        seed={index + (isSketch ? 3 : 40)}
        isSketch={isSketch}
      />
      <text className="tank-count" x={here.tank + here.tankWidth} y={top - 6} textAnchor="end">
        {short(queued)}
        {!layout.narrow && <tspan className="tank-of"> / {short(stage.room * stage.queued.length)}</tspan>}
      </text>
      <Workers stage={stage} place={here} top={top} bottom={bottom} />
      <Pipe
        from={here.box + here.boxWidth + 1}
        to={next?.tank ?? place.out + (layout.narrow ? 6 : 14)}
        y={y}
        isPressed={isStopped(stage)}
        isSketch={isSketch}
      />
      <text className="stage-name" x={middle} y={bottom + 14} textAnchor="middle">
        {layout.narrow ? index + 1 : `stage ${index + 1}`}
        {pace !== 'normal' && (
          <tspan className="stage-pace">{PACE_WORDS(pace, frame.settings.slowBy, layout.narrow)}</tspan>
        )}
      </text>
      {dropped > 0 && !layout.compact && (
        <text className="trouble" x={middle} y={bottom + 28} textAnchor="middle">
          {short(dropped)} {layout.narrow ? '✕' : 'dropped'}
        </text>
      )}
      {next === undefined && !layout.narrow && (
        <text className="out-rate" x={place.out + 18} y={y} dominantBaseline="central">
          {outRate(lane)}
        </text>
      )}
    </g>
  )
}

const PACE_WORDS = (pace: 'slow' | 'stopped', by: number, narrow: boolean): string =>
  pace === 'stopped' ? (narrow ? ' ■' : ', stopped') : narrow ? ` ÷${by}` : `, ${by}× slower`

function droppedAt({ summary }: LaneFrame, index: number): number {
  const { droppedNewest, droppedOldest } = at(summary.stages, index)
  return droppedNewest + droppedOldest
}

/** What came out lately, a second. */
function outRate({ trail }: LaneFrame): string {
  const recent = trail.out.slice(-4)
  if (recent.length === 0) return ''
  return `${Math.round(recent.reduce((sum, rate) => sum + rate, 0) / recent.length)}/s`
}
