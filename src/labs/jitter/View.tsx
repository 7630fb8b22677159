import { useId, useMemo, type JSX } from 'react'
import rough from 'roughjs'
import { at } from '../../shared/assert.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { DelayPlot } from './DelayPlot.tsx'
import { DepthPlot } from './DepthPlot.tsx'
import { tellDivergence } from './divergence-words.ts'
import { LanePicture } from './LanePicture.tsx'
import { layOut, type Layout } from './layout.ts'
import { NetworkPicture } from './NetworkPicture.tsx'
import { PacketCard } from './PacketCard.tsx'
import { PacketTable } from './PacketTable.tsx'
import { ScorePanel } from './ScorePanel.tsx'
import { usePacketHand } from './use-packet-hand.ts'
import './style.css'
import { rowOf } from './row-of.ts'
import { tonesOf } from './tones.ts'

const MAX_LANES = 4

/** The jitter lab's picture: sent, in the network, buffered, shown, on one time axis; depth and delays below. */
export function View({
  frame,
  selected,
  select,
  act,
  seek,
  study,
  compact,
}: LabViewProps<JitterFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const layout = layOut(frame, width, compact, MAX_LANES)
  const packet = selected === null ? null : Number(selected)
  const hand = usePacketHand({ frame, select, act }, layout, packet)
  return (
    <div className="lab-view" ref={box}>
      <DivergenceLine frame={frame} seek={seek} />
      <div
        className="jitter-picture"
        role="application"
        aria-label="Packets. Left and right arrow choose one, with Shift they move it, Delete loses it."
        tabIndex={0}
        onKeyDown={hand.onKeyDown}
      >
        <JitterSvg frame={frame} layout={layout} packet={packet} hand={hand} />
      </div>
      {packet !== null && (
        <PacketCard frame={frame} packet={packet} hand={hand} onClose={() => select(null)} />
      )}
      {!compact && <ScorePanel frame={frame} study={study} />}
      {!compact && <PacketTable frame={frame} />}
    </div>
  )
}

interface JitterSvgProps {
  readonly frame: JitterFrame
  readonly layout: Layout
  readonly packet: number | null
  readonly hand: Pick<ReturnType<typeof usePacketHand>, 'onPointerDown' | 'onPointerMove' | 'onPointerUp'>
}

/** The picture itself: a function of the frame and the width, so a pause, a scrub and a file show the same. */
export function JitterSvg({ frame, layout, packet, hand }: JitterSvgProps): JSX.Element {
  const clip = useId()
  const { width, height, left, right, x, network } = layout
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <clipPath id={clip}>
        <rect x={left} y={0} width={right - left} height={height} />
      </clipPath>
      <TimeAxis x={x} y={layout.axis} bottom={height - 10} />
      <g clipPath={`url(#${clip})`}>
        <NetworkPicture frame={frame} layout={layout} />
        {layout.lanes.map((place, i) => {
          const lane = at(frame.lanes, i)
          return (
            <LanePicture key={lane.summary.policy} frame={frame} lane={lane} layout={layout} place={place} />
          )
        })}
        <SelectedPacket frame={frame} layout={layout} packet={packet} />
        <DivergenceMark frame={frame} layout={layout} />
        <line className="now" x1={x(frame.now)} x2={x(frame.now)} y1={layout.axis} y2={height - 10} />
      </g>
      {layout.depth.bottom > layout.depth.top && <DepthPlot frame={frame} layout={layout} clip={clip} />}
      <DelayPlot frame={frame} layout={layout} clip={clip} />
      <Labels frame={frame} layout={layout} />
      <rect
        className="grip"
        x={left}
        y={network.top - 8}
        width={right - left}
        height={network.bottom - network.top + 16}
        onPointerDown={hand.onPointerDown}
        onPointerMove={hand.onPointerMove}
        onPointerUp={hand.onPointerUp}
        onPointerCancel={hand.onPointerUp}
      />
    </svg>
  )
}

/** The names of the rows; the whiteboard's in handwriting and boxed by hand. */
function Labels({ frame, layout }: Pick<JitterSvgProps, 'frame' | 'layout'>): JSX.Element {
  const { narrow, left, network, lanes, depth, delay } = layout
  const tones = tonesOf(frame.lanes)
  const x = narrow ? left + 4 : left - 10
  const anchor = narrow ? 'start' : 'end'
  const label = (y: number, text: string, className = 'row-label'): JSX.Element => (
    <text className={className} x={x} y={y} textAnchor={anchor}>
      {text}
    </text>
  )
  return (
    <g className="labels">
      {!narrow && label(network.top - 1, 'sent')}
      {label(narrow ? network.top + 12 : (network.top + network.bottom) / 2, 'in the network')}
      {!narrow && label(network.bottom + 6, 'arrived')}
      {lanes.map(({ buffer, strip }, i) => {
        const { about, summary } = at(frame.lanes, i)
        return (
          <g key={summary.policy} className={`lane-label lane-${about.origin}`}>
            <text className={`lane-title lane-mark-${tones[i]}`} x={narrow ? x : 4} y={buffer.top - 5}>
              {about.name}
            </text>
            {!narrow && label((buffer.top + buffer.bottom) / 2 + 8, 'buffered')}
            {!narrow && label((strip.top + strip.bottom) / 2 + 4, 'shown')}
            {about.origin === 'whiteboard' && (
              <SketchBox
                layout={layout}
                now={Math.round(layout.x(frame.now))}
                top={strip.top}
                bottom={strip.bottom}
              />
            )}
          </g>
        )
      })}
      {depth.bottom > depth.top && (
        <text className="plot-title" x={narrow ? x : 4} y={depth.top - 9}>
          Frames in the buffer
        </text>
      )}
      <text className="plot-title" x={4} y={delay.top - 9}>
        {narrow
          ? 'Delay: arrived ▪, late ×, aim - - -, played —'
          : 'Delay above the fastest packet: arrivals ▪, too late ×, aimed at - - -, played at —'}
      </text>
    </g>
  )
}

/** A frame around the whiteboard's strip, drawn once by hand for each size. */
function SketchBox({
  layout,
  now,
  top,
  bottom,
}: {
  readonly layout: Layout
  /** Where the present is, in pixels. */
  readonly now: number
  readonly top: number
  readonly bottom: number
}): JSX.Element {
  const { left } = layout
  const paths = useMemo(() => {
    const generator = rough.generator()
    const box = generator.rectangle(left - 2, top - 2, now - left + 2, bottom - top + 4, {
      seed: 7,
      roughness: 1.6,
      bowing: 0.6,
    })
    return generator.toPaths(box).map(({ d }) => d)
  }, [left, now, top, bottom])
  return <path className="sketch-box" d={paths.join('')} />
}

/** The chosen packet's whole way, drawn over the others. */
function SelectedPacket({
  frame,
  layout,
  packet,
}: Pick<JitterSvgProps, 'frame' | 'layout' | 'packet'>): JSX.Element | null {
  const row = packet === null ? -1 : rowOf(frame.packets, packet)
  if (row < 0) return null
  const { x, network, lanes } = layout
  const sent = at(frame.packets.sent, row)
  const arrived = at(frame.packets.arrived, row)
  const end = Number.isNaN(arrived) ? sent + frame.interval : arrived
  return (
    <g className="selected">
      <line x1={x(sent)} y1={network.top} x2={x(end)} y2={network.bottom} />
      <circle cx={x(end)} cy={network.bottom} r={5} />
      {lanes.map(({ buffer }, i) => {
        const shown = at(at(frame.lanes, i).shownAt, row)
        if (Number.isNaN(shown) || Number.isNaN(arrived)) return null
        return <line key={i} x1={x(arrived)} y1={buffer.top} x2={x(shown)} y2={buffer.bottom} />
      })}
    </g>
  )
}

function DivergenceMark({ frame, layout }: Pick<JitterSvgProps, 'frame' | 'layout'>): JSX.Element | null {
  const { divergence } = frame
  const { x, lanes } = layout
  const last = lanes.at(-1)
  if (divergence === null || last === undefined || lanes.length < 2) return null
  const left = x(divergence.time)
  return (
    <g className="divergence">
      <line x1={left} x2={left} y1={layout.network.bottom + 8} y2={last.strip.bottom + 4} />
      {!layout.narrow && (
        <text x={left + 5} y={at(lanes, 1).buffer.top - 5}>
          ◂ first difference
        </text>
      )}
    </g>
  )
}

/** The first difference in words, and the way there. */
function DivergenceLine({
  frame,
  seek,
}: Pick<LabViewProps<JitterFrame>, 'frame' | 'seek'>): JSX.Element | null {
  const { divergence } = frame
  const origins = new Set(frame.lanes.map(({ about }) => about.origin))
  if (divergence === null && origins.size < 2) return null
  return (
    <p className="divergence-line">
      {divergence === null ? (
        <span className="muted">No difference between whiteboard and production so far.</span>
      ) : (
        <>
          <b>First difference</b> at {(divergence.time / 1e6).toFixed(2)} s.{' '}
          {tellDivergence(frame, divergence)}{' '}
          <button type="button" className="term" onClick={() => seek(divergence.time + frame.interval)}>
            show it
          </button>
        </>
      )}
    </p>
  )
}
