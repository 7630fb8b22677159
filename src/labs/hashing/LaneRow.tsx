import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { serverName } from '../../engine/season/hashing/codes.ts'
import type { HashingFrame, LaneFrame } from '../../engine/season/hashing/frame.ts'
import { sketchLine, sketchRect } from '../../view/paths.ts'
import type { Choice } from './choice.ts'
import type { Layout } from './layout.ts'

interface LaneRowProps {
  readonly frame: HashingFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly top: number
  /** The highest bar of all lanes, in mean loads. */
  readonly most: number
  readonly choice: Choice
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '0' : ((100 * part) / whole).toFixed(0)

/** A rule: how full each server is by it, which of that came by the last change, and how many keys moved in all. */
export function LaneRow(props: LaneRowProps): JSX.Element {
  const { frame, lane, layout, top } = props
  const { keys } = frame.settings
  const above = layout.gutter === 0
  const y = top + (above ? 22 : 0)
  const moved = frame.lastChange === null ? '' : `moved ${percent(lane.moved, keys)} %`
  const wasted = `needlessly ${percent(lane.wasted, keys)} %`
  return (
    <g className={`lane-row lane-row-${lane.origin}`}>
      {above ? (
        <>
          <text className="lane-title" x={4} y={top + 12}>
            {lane.name}
          </text>
          <text className="lane-words" x={layout.width - 4} y={top + 12} textAnchor="end">
            {moved}
            {lane.wasted > 0 && <tspan className="words-needless">, {wasted}</tspan>}
          </text>
        </>
      ) : (
        <text className="lane-title" x={4} y={y + 18}>
          {lane.name}
        </text>
      )}
      <Bars {...props} y={y} />
      {!above && (
        <>
          <ShareBar lane={lane} keys={keys} x={layout.share.x} y={y + 6} width={layout.share.width} />
          <text className="lane-words" x={layout.share.x} y={y + 36}>
            {moved}
          </text>
          <text
            className="lane-words words-needless"
            x={layout.share.x + layout.share.width}
            y={y + 36}
            textAnchor="end"
          >
            {lane.wasted > 0 ? wasted : ''}
          </text>
        </>
      )}
    </g>
  )
}

function Bars({ frame, lane, layout, y, most, choice }: LaneRowProps & { readonly y: number }): JSX.Element {
  const { up } = frame
  const { left, width, height } = layout.bars
  const step = Math.min(84, width / Math.max(1, up.length))
  const thick = step * 0.72
  const mean = frame.settings.keys / Math.max(1, up.length)
  const bottom = y + height
  const tall = (count: number): number => (count / (mean * most)) * height
  const x = (i: number): number => left + i * step
  const sketched = lane.origin === 'whiteboard'
  const meanY = bottom - tall(mean)
  return (
    <g>
      {up.map((server, i) => {
        const parts = [
          { className: 'bar-stayed', count: at(lane.stayed, i) },
          { className: 'bar-needed', count: at(lane.needed, i) },
          { className: 'bar-needless', count: at(lane.needless, i) },
        ]
        let below = 0
        return (
          <g
            key={server}
            className={`bar ${choice.isChosen(server) ? 'chosen' : ''}`}
            onClick={() => choice.choose(server)}
          >
            <rect className="bar-target" x={x(i)} y={y} width={step} height={height + 14} />
            {parts.map(({ className, count }) => {
              const own = tall(count)
              below += own
              if (own === 0) return null
              return sketched ? (
                <path
                  key={className}
                  className={className}
                  d={sketchRect(x(i), bottom - below, thick, own, server, Math.min(1.2, own / 4))}
                />
              ) : (
                <rect
                  key={className}
                  className={className}
                  x={x(i)}
                  y={bottom - below}
                  width={thick}
                  height={own}
                />
              )
            })}
            <text className="bar-name" x={x(i) + thick / 2} y={bottom + 12} textAnchor="middle">
              {serverName(server)}
            </text>
          </g>
        )
      })}
      <path
        className="mean"
        d={
          sketched
            ? sketchLine(left - 4, meanY, x(up.length), meanY, 3)
            : `M${left - 4},${meanY}H${x(up.length)}`
        }
      />
    </g>
  )
}

interface ShareBarProps {
  readonly lane: LaneFrame
  readonly keys: number
  readonly x: number
  readonly y: number
  readonly width: number
}

/** All keys: those that stayed at the last change, those that had to move, those that need not have. */
function ShareBar({ lane, keys, x, y, width }: ShareBarProps): JSX.Element {
  const wide = (count: number): number => (width * count) / Math.max(1, keys)
  const needed = lane.moved - lane.wasted
  return (
    <g className="share-bar">
      <rect className="bar-stayed" x={x} y={y} width={wide(keys - lane.moved)} height={14} />
      <rect className="bar-needed" x={x + wide(keys - lane.moved)} y={y} width={wide(needed)} height={14} />
      <rect
        className="bar-needless"
        x={x + wide(keys - lane.wasted)}
        y={y}
        width={wide(lane.wasted)}
        height={14}
      />
    </g>
  )
}
