import type { JSX } from 'react'
import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, PipelineFrame } from '../../engine/pipeline/frame.ts'
import type { Parts } from './layout.ts'
import { useSketchBox } from './sketch.ts'
import { sayFps, sayTime } from './words.ts'

interface ScreenShapeProps {
  readonly frame: PipelineFrame
  readonly lane: LaneFrame
  readonly parts: Parts
  readonly screen: NonNullable<Parts['screen']>
}

/** The screen: the picture on it, how far this refresh has come down, how old the picture is. */
export function ScreenShape({ frame, lane, parts, screen }: ScreenShapeProps): JSX.Element {
  const { width, height } = screen
  const isSketch = lane.origin === 'whiteboard'
  const outline = useSketchBox(width, height, 21)
  const { frame: picture, age } = lane.screen
  const scan = scanOf(frame)
  const torn = lane.torn.at(-1) === scan.begun
  return (
    <g className="screen" transform={`translate(${screen.x + width / 2},${parts.y})`}>
      {isSketch ? (
        <path className="box-sketch" d={outline} />
      ) : (
        <rect className="screen-crisp" x={-width / 2} y={-height / 2} width={width} height={height} rx={5} />
      )}
      <path className="screen-foot" d={`M-12,${height / 2 + 6}h24M0,${height / 2 + 1}v5`} />
      <line
        className={`scan ${torn ? 'scan-torn' : ''}`}
        x1={-width / 2 + 2}
        x2={width / 2 - 2}
        y1={-height / 2 + scan.share * height}
        y2={-height / 2 + scan.share * height}
      />
      <text className="screen-frame" textAnchor="middle" dominantBaseline="central">
        {picture < 0 ? '–' : picture}
      </text>
      <text className="screen-words" y={height / 2 + 21} textAnchor="middle">
        {sayFps(lane.summary.fps)}
      </text>
      <text className="screen-words screen-age" y={height / 2 + 35} textAnchor="middle">
        {Number.isNaN(age) ? '' : `${sayTime(age)} old`}
      </text>
    </g>
  )
}

/** The refresh that is on: when it began, and how much of the screen it has come down. */
export function scanOf({ now, settings: { hz } }: PipelineFrame): {
  readonly begun: number
  readonly share: number
} {
  let refresh = Math.floor((now * hz) / SECOND)
  if (Math.round(((refresh + 1) * SECOND) / hz) <= now) refresh += 1
  if (Math.round((refresh * SECOND) / hz) > now) refresh -= 1
  const begun = Math.round((refresh * SECOND) / hz)
  return { begun, share: Math.min(1, ((now - begun) * hz) / SECOND) }
}
