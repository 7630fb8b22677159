import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { ROLE } from '../../engine/pipeline/codes.ts'
import type { ChainView, LaneFrame, PipelineFrame } from '../../engine/pipeline/frame.ts'
import { rect, sketchRect } from '../../view/paths.ts'
import { DENSE, type LaneLayout, type Layout } from './layout.ts'
import { LaneTitle } from './PlayerPicture.tsx'
import { ROLE_CLASS } from './RingShape.tsx'
import { sayFps, sayTime } from './words.ts'

interface SwapPictureProps {
  readonly frame: PipelineFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly place: LaneLayout
}

/** One way to swap: its buffers now, what was drawn into them over time, and when the renderer had to wait. */
export function SwapPicture({ frame, lane, layout, place }: SwapPictureProps): JSX.Element {
  const { head } = place
  return (
    <g className={`swap lane-${lane.origin}`}>
      <LaneTitle lane={lane} y={place.title} width={layout.width} narrow={layout.narrow} />
      {lane.chain !== null && (
        <Buffers
          chain={lane.chain}
          lane={lane}
          layout={layout}
          top={head.top}
          height={head.bottom - head.top}
        />
      )}
      <DrawnStrip frame={frame} lane={lane} layout={layout} place={place} />
      {!layout.narrow && (
        <>
          <text className="row-label" x={layout.left - 8} y={place.drawn.bottom - 4} textAnchor="end">
            drawn
          </text>
          <text className="row-label" x={layout.left - 8} y={place.strip.bottom - 5} textAnchor="end">
            shown
          </text>
        </>
      )}
    </g>
  )
}

const ROLE_WORDS: Record<number, string> = {
  [ROLE.free]: 'free',
  [ROLE.drawing]: 'drawing',
  [ROLE.ready]: 'ready',
  [ROLE.front]: 'on the screen',
  [ROLE.both]: 'shown and drawn',
}

interface BuffersProps {
  readonly chain: ChainView
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly top: number
  readonly height: number
}

/** The buffers themselves: which picture is in each, and what is being done with it. */
function Buffers({ chain, lane, layout, top, height }: BuffersProps): JSX.Element {
  const { narrow } = layout
  const isSketch = lane.origin === 'whiteboard'
  const [width, tall, gap] = [narrow ? 58 : 76, height - 18, 10]
  const left = narrow ? 6 : layout.left
  return (
    <g transform={`translate(${left},${top + 3})`}>
      {Array.from({ length: chain.slots }, (_, buffer) => {
        const role = at(chain.role, buffer)
        const x = buffer * (width + gap)
        const className = `buffer ${ROLE_CLASS[role] ?? ''}`
        return (
          <g key={buffer}>
            {isSketch ? (
              <path className={`${className} buffer-sketch`} d={sketchRect(x, 0, width, tall, 3)} />
            ) : (
              <rect className={className} x={x} width={width} height={tall} rx={4} />
            )}
            <text
              className={`slot-number ${ROLE_CLASS[role] ?? ''}`}
              x={x + width / 2}
              y={tall / 2}
              textAnchor="middle"
              dominantBaseline="central"
            >
              {role === ROLE.free || at(chain.frame, buffer) < 0 ? '' : at(chain.frame, buffer)}
            </text>
            <text className="buffer-role" x={x + width / 2} y={tall + 12} textAnchor="middle">
              {narrow && role === ROLE.front
                ? 'shown'
                : narrow && role === ROLE.both
                  ? 'both'
                  : ROLE_WORDS[role]}
            </text>
          </g>
        )
      })}
      {!narrow && <BufferNumbers lane={lane} x={chain.slots * (width + gap) + 8} y={tall / 2} />}
    </g>
  )
}

interface BufferNumbersProps {
  readonly lane: LaneFrame
  readonly x: number
  readonly y: number
}

/** New pictures a second, and what is wrong with them. */
function BufferNumbers({ lane, x, y }: BufferNumbersProps): JSX.Element {
  const { fps, torn, blockedMs } = lane.summary
  const waited =
    blockedMs > 0 ? `the renderer waited ${sayTime(blockedMs * 1_000)}` : 'the renderer never waited'
  const tears = torn === 0 ? 'no refresh torn' : `${torn} refreshes torn`
  return (
    <>
      <text className="swap-fps" x={x} y={y} dominantBaseline="central">
        {sayFps(fps)}
      </text>
      <text className="swap-words" x={x + 86} y={y} dominantBaseline="central">
        {waited}; {tears}
      </text>
    </>
  )
}

/** What the renderer drew, a block a picture from beginning to end, and when it stood still. */
function DrawnStrip({ frame, lane, layout, place }: SwapPictureProps): JSX.Element {
  const { x, refreshWidth } = layout
  const { top, bottom } = place.drawn
  const height = bottom - top
  const isSketch = lane.origin === 'whiteboard' && refreshWidth >= DENSE
  const { drawn, waits } = lane
  const block = (from: number, to: number, seed: number): string => {
    const left = x(Math.max(from, frame.span.from))
    const wide = Math.max(0.5, x(to) - left - (refreshWidth >= DENSE ? 1 : 0))
    return isSketch ? sketchRect(left, top, wide, height, seed) : rect(left, top, wide, height)
  }
  const endOf = (i: number): number => {
    const end = at(drawn.end, i)
    return Number.isNaN(end) ? frame.now : end
  }
  return (
    <g className="drawn-strip">
      <path
        className="drawn"
        d={Array.from(drawn.start, (start, i) =>
          endOf(i) < frame.span.from ? '' : block(start, endOf(i), at(drawn.frame, i)),
        ).join('')}
      />
      <path
        className="waited"
        d={Array.from(waits.start, (start, i) => {
          const left = x(Math.max(start, frame.span.from))
          return `M${left},${top + height / 2}H${Math.max(left, x(at(waits.end, i)))}`
        }).join('')}
      />
      {Array.from(drawn.start, (start, i) => {
        const middle = (x(start) + x(endOf(i))) / 2
        return x(endOf(i)) - x(start) < 22 || start < frame.span.from ? null : (
          <text
            key={at(drawn.frame, i)}
            className="drawn-number"
            x={middle}
            y={top + height / 2}
            textAnchor="middle"
            dominantBaseline="central"
          >
            {at(drawn.frame, i)}
          </text>
        )
      })}
    </g>
  )
}
