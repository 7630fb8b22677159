import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, PipelineFrame, RingView, WorkView } from '../../engine/pipeline/frame.ts'
import type { FullPolicy } from '../../engine/pipeline/settings/rings.ts'
import type { LaneLayout, Layout, Parts } from './layout.ts'
import { ChainRing, CrispRing, SketchRing } from './RingShape.tsx'
import { ScreenShape } from './ScreenShape.tsx'
import { useSketchArrow } from './sketch.ts'
import { StageBox } from './StageBox.tsx'
import { FULL_WORDS, sayBytes, sayConservation, sayFps, sayRange, sayTime } from './words.ts'

interface PlayerPictureProps {
  readonly frame: PipelineFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly place: LaneLayout
}

/** One wiring of the player: three rings, the stages between them, and the screen. */
export function PlayerPicture({ frame, lane, layout, place }: PlayerPictureProps): JSX.Element {
  const { parts, narrow } = layout
  const isSketch = lane.origin === 'whiteboard'
  return (
    <g className={`player lane-${lane.origin}`}>
      <LaneTitle lane={lane} y={place.title} width={layout.width} narrow={narrow} />
      <g transform={`translate(0,${place.head.top})`}>
        <Wires parts={parts} isSketch={isSketch} />
        <Rings frame={frame} lane={lane} layout={layout} isSketch={isSketch} />
        <Stages frame={frame} lane={lane} layout={layout} isSketch={isSketch} />
        {parts.screen !== null && (
          <ScreenShape frame={frame} lane={lane} parts={parts} screen={parts.screen} />
        )}
      </g>
    </g>
  )
}

interface LaneTitleProps {
  readonly lane: LaneFrame
  readonly y: number
  readonly width: number
  readonly narrow: boolean
}

/** The lane's name, and where each frame is; where there is no room for that, how many come a second. */
export function LaneTitle({ lane, y, width, narrow }: LaneTitleProps): JSX.Element {
  return (
    <>
      <text className={`lane-title title-${lane.lane}`} x={4} y={y}>
        {lane.name}
      </text>
      <text className="lane-sum" x={width - 4} y={y} textAnchor="end">
        {narrow ? sayFps(lane.summary.fps) : sayConservation(lane)}
      </text>
    </>
  )
}

interface RingsProps {
  readonly frame: PipelineFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly isSketch: boolean
}

function Rings({ frame, lane, layout, isSketch }: RingsProps): JSX.Element {
  const { parts } = layout
  const { network, decoded, render, chain } = lane
  const place = { y: parts.y, radius: parts.radius, thickness: parts.thickness }
  return (
    <>
      {[network, decoded, render].map((ring, i) => {
        const x = at(parts.rings, i)
        if (ring === null) return null
        const Shape = isSketch ? SketchRing : CrispRing
        return (
          <Shape key={ring.ring} {...place} ring={ring} gop={frame.settings.gop} x={x} isUnused={i === 2} />
        )
      })}
      {chain !== null && <ChainRing {...place} chain={chain} x={parts.rings[2]} />}
      {ringTexts(frame, lane).map((text, i) => (
        <RingWords key={text.name} layout={layout} x={at(parts.rings, i)} text={text} />
      ))}
    </>
  )
}

/** What stands below a ring. */
interface RingText {
  readonly name: string
  readonly bytes: number
  /** Which frames are in it. */
  readonly range: string
  /** "26 of 100" */
  readonly fill: string
  /** What it does when it is full; null for one that is never used. */
  readonly full: FullPolicy | null
}

function ringTexts({ settings }: PipelineFrame, lane: LaneFrame): readonly RingText[] {
  const { network, decoded, render, chain, summary } = lane
  const { bytes } = summary
  const texts: RingText[] = []
  if (network !== null) texts.push({ name: 'network', bytes: bytes.network, ...textOf(network) })
  if (decoded !== null) texts.push({ name: 'decode', bytes: bytes.decoded, ...textOf(decoded) })
  if (render !== null)
    texts.push({ name: 'render', bytes: bytes.render, ...textOf(render), range: 'never used', full: null })
  if (chain !== null) {
    const range = chain.waiting === 0 ? 'swap buffers' : `${chain.waiting} drawn, waiting`
    const fill = `${chain.slots} buffers`
    texts.push({ name: 'render', bytes: bytes.render, range, fill, full: settings.renderFull })
  }
  return texts
}

const textOf = (ring: RingView): Pick<RingText, 'range' | 'fill' | 'full'> => ({
  range: sayRange(ring),
  fill: `${ring.size} of ${ring.slots}`,
  full: ring.policy,
})

interface RingWordsProps {
  readonly layout: Layout
  readonly x: number
  readonly text: RingText
}

/** Below a ring: its name and memory, which frames are in it, and what it does when it is full. */
function RingWords({ layout, x, text }: RingWordsProps): JSX.Element {
  const { parts, narrow, compact } = layout
  const { name, bytes, range, fill, full } = text
  const lines = narrow ? [fill, sayBytes(bytes)] : [range]
  if (!narrow && !compact && full !== null) lines.push(`full: ${FULL_WORDS[full]}`)
  const y = parts.y + parts.radius + 15
  return (
    <g className="ring-words">
      <text className="ring-name" x={x} y={y} textAnchor="middle">
        {name}
        {!narrow && <tspan className="ring-bytes"> {sayBytes(bytes)}</tspan>}
      </text>
      {lines.map((line, i) => (
        <text key={line} className="ring-range" x={x} y={y + 14 + 13 * i} textAnchor="middle">
          {line}
        </text>
      ))}
    </g>
  )
}

/** How much of its work a stage has done at `now`; null while it does none. */
function doneAt({ since, until }: WorkView, now: number): number | null {
  return Number.isNaN(until) ? null : Math.min(1, Math.max(0, (now - since) / (until - since)))
}

function Stages({ frame, lane, layout, isSketch }: RingsProps): JSX.Element {
  const { parts, narrow } = layout
  const { decoder, renderer } = lane
  const box = { y: parts.y, width: parts.boxWidth, height: parts.boxHeight, isSketch, narrow }
  return (
    <>
      {decoder !== null && (
        <StageBox
          {...box}
          x={parts.boxes[0]}
          name="decoder"
          frame={decoder.frame}
          done={doneAt(decoder, frame.now)}
          state={decoder.isStopped ? 'stopped' : decoder.isWaiting ? 'waits for room' : ''}
          isTrouble={decoder.isWaiting || decoder.isStopped}
        />
      )}
      <StageBox
        {...box}
        x={parts.boxes[1]}
        name="renderer"
        frame={renderer.frame}
        done={doneAt(renderer, frame.now)}
        state={rendererState(renderer, frame.now)}
        isTrouble={renderer.isWaiting}
      />
      {lane.outside > 0 && (
        <text className="outside" x={parts.start} y={parts.y - 10}>
          {lane.outside} outside
        </text>
      )}
    </>
  )
}

function rendererState({ isWaiting, sleepsUntil }: LaneFrame['renderer'], now: number): string {
  if (isWaiting) return 'waits for a buffer'
  return Number.isNaN(sleepsUntil) ? '' : `sleeps ${sayTime(Math.max(0, sleepsUntil - now))}`
}

/** From stage to stage. The sketch's wire passes by the third ring. */
function Wires({ parts, isSketch }: { readonly parts: Parts; readonly isSketch: boolean }): JSX.Element {
  const { start, y, radius, rings, boxes, boxWidth, screen } = parts
  const half = boxWidth / 2
  const out = screen === null ? rings[2] + radius : screen.x - 2
  const ends: readonly (readonly [number, number])[] = [
    [start, rings[0] - radius - 3],
    [rings[0] + radius + 3, boxes[0] - half - 2],
    [boxes[0] + half + 3, rings[1] - radius - 3],
    [rings[1] + radius + 3, boxes[1] - half - 2],
  ]
  if (isSketch)
    return (
      <g className="wires wires-sketch">
        {ends.map(([from, to], i) => (
          <SketchWire key={i} from={from} to={to} y={y} lift={0} seed={i + 1} />
        ))}
        <SketchWire from={boxes[1] + half + 2} to={out} y={y - 4} lift={radius + 8} seed={9} />
      </g>
    )
  const last: (readonly [number, number])[] = [[boxes[1] + half + 3, rings[2] - radius - 3]]
  if (screen !== null) last.push([rings[2] + radius + 3, screen.x - 3])
  return (
    <path
      className="wires"
      d={[...ends, ...last].map(([from, to]) => `M${from},${y}H${to}m-5,-3.5l5,3.5l-5,3.5`).join('')}
    />
  )
}

interface SketchWireProps {
  readonly from: number
  readonly to: number
  readonly y: number
  readonly lift: number
  readonly seed: number
}

function SketchWire({ from, to, y, lift, seed }: SketchWireProps): JSX.Element {
  return <path d={useSketchArrow(from, to, y, lift, seed)} />
}
