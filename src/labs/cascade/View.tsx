import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { CascadeFrame, LaneFrame } from '../../engine/flow/cascade/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { line } from '../../view/paths.ts'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { HeatMap } from './HeatMap.tsx'
import { LanePicture } from './LanePicture.tsx'
import { LatencyPlot } from './LatencyPlot.tsx'
import { layOut, type Band, type Layout } from './layout.ts'
import './style.css'

/** The cascade lab's picture: both pipelines as they stand, and below them each stage over time. */
export function View({ frame, act, compact }: LabViewProps<CascadeFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  return (
    <div className="lab-view lab-view-roomy" ref={box}>
      <CascadeSvg frame={frame} width={width} compact={compact} />
      <p className="cascade-legend">
        <span className="legend-full">queue fills</span>
        <span className="legend-stop">stopped with an item in hand</span>
        <span className="legend-busy">at work</span>
        {frame.settings.blockers > 0 && <span className="legend-slow">a slow item</span>}
      </p>
      <div className="cascade-hands">
        <Hands frame={frame} act={act} />
      </div>
    </div>
  )
}

/** What a person can do to the run. */
function Hands({ frame, act }: Pick<LabViewProps<CascadeFrame>, 'frame' | 'act'>): JSX.Element {
  return (
    <>
      <div className="cascade-paces" role="group" aria-label="Slow a stage down">
        <span className="cascade-hint">Slow down stage</span>
        {frame.paces.map((pace, i) => (
          <Button
            key={i}
            label={String(i + 1)}
            aria-label={`Slow down stage ${i + 1}`}
            aria-pressed={pace !== 'normal'}
            onClick={() =>
              act({ kind: 'pace', stage: i + 1, to: pace === 'normal' ? 'slow' : 'normal' }, null, null)
            }
          />
        ))}
      </div>
      <Button label="Send a slow item" onClick={() => act({ kind: 'blocker' }, null, null)} />
    </>
  )
}

interface CascadeSvgProps {
  readonly frame: CascadeFrame
  readonly width: number
  readonly compact: boolean
}

/** The picture itself: a function of the frame and the width. */
export function CascadeSvg({ frame, width, compact }: CascadeSvgProps): JSX.Element {
  const clip = useId()
  const layout = layOut(frame, width, compact)
  const { height, left, right, x, axis, lanes, heat, latency } = layout
  // The titles between stay free: a line through a word is a word struck out.
  const bands = [
    ...heat.map(({ top }) => ({ top: top - 1, bottom: top + layout.row * (frame.settings.stages + 1) })),
    latency,
  ]
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <clipPath id={clip}>
        <rect x={left} y={0} width={right - left} height={height} />
      </clipPath>
      {lanes.map((place, i) => {
        const lane = at(frame.lanes, i)
        return <LanePicture key={lane.lane} frame={frame} lane={lane} layout={layout} place={place} />
      })}
      {heat.map((place, i) => {
        const lane = at(frame.lanes, i)
        return <HeatMap key={lane.lane} frame={frame} lane={lane} layout={layout} place={place} />
      })}
      <TimeAxis x={x} y={axis} bottom={latency.bottom} />
      <LatencyPlot frame={frame} layout={layout} clip={clip} />
      <g clipPath={`url(#${clip})`}>
        <Causes frame={frame} layout={layout} bands={bands} />
        {heat.map((place, i) => (
          <WaveFronts key={i} lane={at(frame.lanes, i)} layout={layout} top={place.top} />
        ))}
        <path
          className="now"
          d={bands.map(({ top, bottom }) => line(x(frame.now), top, x(frame.now), bottom)).join('')}
        />
      </g>
    </svg>
  )
}

interface CausesProps {
  readonly frame: CascadeFrame
  readonly layout: Layout
  readonly bands: readonly Band[]
}

/** From when to when something was wrong: two dashed lines through all that is drawn over time. */
function Causes({ frame, layout, bands }: CausesProps): JSX.Element {
  const { x } = layout
  const times = frame.causes.flatMap(({ start, end }) => [start, end]).filter((time) => !Number.isNaN(time))
  return (
    <g className="causes">
      {times.map((time, i) => (
        <path key={i} d={bands.map(({ top, bottom }) => line(x(time), top, x(time), bottom)).join('')} />
      ))}
    </g>
  )
}

interface WaveFrontsProps {
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly top: number
}

/** Where pressure came to a stage: a tick at the left end of its red, so that the wave shows as a slope. */
function WaveFronts({ lane, layout, top }: WaveFrontsProps): JSX.Element {
  const { x, row } = layout
  return (
    <path
      className="wave-front"
      d={lane.waves
        .map(({ stage, start }) => `M${x(start)},${top + (stage + 1) * row - 1}v${row + 1}`)
        .join('')}
    />
  )
}
