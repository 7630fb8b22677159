import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { PipelineFrame } from '../../engine/pipeline/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { layOut } from './layout.ts'
import { PlayerPicture } from './PlayerPicture.tsx'
import { Refreshes, ShownStrip } from './ShownStrip.tsx'
import { SwapPicture } from './SwapPicture.tsx'
import { AgePlot, IntervalPlot } from './TimePlots.tsx'
import './style.css'

/** The pipeline lab's picture: rings and stages now, what the screen showed over time, how evenly and how late. */
export function View({ frame, act, compact }: LabViewProps<PipelineFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  return (
    <div className="lab-view" ref={box}>
      <PipelineSvg frame={frame} width={width} compact={compact} />
      <div className="lab-hands" role="group" aria-label="By hand">
        <Hands frame={frame} act={act} />
      </div>
    </div>
  )
}

/** What a person can do to the run. */
function Hands({ frame, act }: Pick<LabViewProps<PipelineFrame>, 'frame' | 'act'>): JSX.Element {
  const { vsync, mode } = frame.settings
  const isStopped = frame.lanes.some(({ decoder }) => decoder?.isStopped === true)
  const slow = <Button label="Draw one slowly" onClick={() => act({ kind: 'hiccup' }, null, null)} />
  if (mode === 'swap')
    return (
      <>
        {slow}
        <Button
          label={vsync ? 'Stop waiting for vsync' : 'Wait for vsync'}
          aria-pressed={!vsync}
          onClick={() => act({ kind: 'set', key: 'vsync', value: !vsync }, null, null)}
        />
      </>
    )
  return (
    <>
      <Button label="Lose a frame" onClick={() => act({ kind: 'lose', what: 'frame' }, null, null)} />
      <Button label="Lose a key frame" onClick={() => act({ kind: 'lose', what: 'key' }, null, null)} />
      <Button
        label={isStopped ? 'Let the decoder go on' : 'Stop the decoder'}
        aria-pressed={isStopped}
        onClick={() => act({ kind: 'pause-decoder', paused: !isStopped }, null, null)}
      />
      {slow}
    </>
  )
}

interface PipelineSvgProps {
  readonly frame: PipelineFrame
  readonly width: number
  readonly compact: boolean
}

/** The picture itself: a function of the frame and the width. */
export function PipelineSvg({ frame, width, compact }: PipelineSvgProps): JSX.Element {
  const clip = useId()
  const layout = layOut(frame, width, compact)
  const { height, left, right, x, axis, lanes, interval, age, narrow } = layout
  const isSwap = frame.settings.mode === 'swap'
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <clipPath id={clip}>
        <rect x={left} y={0} width={right - left} height={height} />
      </clipPath>
      {lanes.map((place, i) => {
        const lane = at(frame.lanes, i)
        const Picture = isSwap ? SwapPicture : PlayerPicture
        return <Picture key={lane.lane} frame={frame} lane={lane} layout={layout} place={place} />
      })}
      <TimeAxis x={x} y={axis} bottom={isSwap ? axis + 4 : age.bottom} />
      <g clipPath={`url(#${clip})`}>
        {lanes.map(({ strip, drawn }, i) => {
          const lane = at(frame.lanes, i)
          return (
            <g key={lane.lane}>
              <ShownStrip frame={frame} lane={lane} layout={layout} strip={strip} />
              <Refreshes frame={frame} layout={layout} top={drawn.top - 3} bottom={strip.bottom + 3} />
            </g>
          )
        })}
      </g>
      {!isSwap && !narrow && <StripNames frame={frame} layout={layout} />}
      <IntervalPlot frame={frame} layout={layout} clip={clip} />
      {age.top > interval.top && <AgePlot frame={frame} layout={layout} clip={clip} />}
      <line
        className="now"
        x1={x(frame.now)}
        x2={x(frame.now)}
        y1={isSwap ? interval.top : axis + 2}
        y2={age.bottom}
      />
      {isSwap &&
        lanes.map(({ drawn, strip }, i) => (
          <Now key={i} x={x(frame.now)} top={drawn.top} bottom={strip.bottom} />
        ))}
    </svg>
  )
}

interface NowProps {
  readonly x: number
  readonly top: number
  readonly bottom: number
}

const Now = ({ x, top, bottom }: NowProps): JSX.Element => (
  <line className="now" x1={x} x2={x} y1={top - 3} y2={bottom + 3} />
)

function StripNames({
  frame,
  layout,
}: {
  readonly frame: PipelineFrame
  readonly layout: ReturnType<typeof layOut>
}): JSX.Element {
  return (
    <>
      {layout.lanes.map(({ strip }, i) => {
        const { lane, origin } = at(frame.lanes, i)
        return (
          <text
            key={lane}
            className={`strip-name name-${lane}`}
            x={layout.left - 8}
            y={(strip.top + strip.bottom) / 2}
            textAnchor="end"
            dominantBaseline="central"
          >
            {origin === 'whiteboard' ? 'sketch' : 'vsync'}
          </text>
        )
      })}
    </>
  )
}
