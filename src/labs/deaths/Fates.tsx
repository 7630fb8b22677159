import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import { INCIDENT } from '../../engine/flow/deaths/codes.ts'
import type { DeathsFrame, LaneFrame } from '../../engine/flow/deaths/frame.ts'
import { cross, rect } from '../../view/paths.ts'
import { FATE_ROW, type Layout } from './layout.ts'
import { sayTime } from './words.ts'

interface FatesProps {
  readonly frame: DeathsFrame
  readonly layout: Layout
}

const BAR = 7
/** A loss at one moment is as wide as this. */
const LEAST_BAR = 3
const DEATHS = {
  list: { words: 'out of memory', short: 'out of memory' },
  ring: { words: 'full: overwrites the oldest', short: 'overwrites' },
  log: { words: 'retention deletes what nobody has read', short: 'deleted unread' },
} as const

/** Who loses when: a line a store, in colour where messages are being lost, its first death told. */
export function Fates({ frame, layout }: FatesProps): JSX.Element {
  const { fates, left, x } = layout
  return (
    <g>
      {frame.lanes.map((lane, i) => {
        const y = fates.top + (i + 1) * FATE_ROW - BAR
        return (
          <g key={lane.lane}>
            <text
              className={`fate-name fate-name-${lane.lane}`}
              x={left - 8}
              y={y + BAR / 2}
              textAnchor="end"
            >
              {lane.short}
            </text>
            <line
              className="fate-line"
              x1={left}
              x2={Math.max(left, x(frame.now))}
              y1={y + BAR / 2}
              y2={y + BAR / 2}
            />
            <path className="fate-loss" d={lossPath(lane, layout, y)} />
            <path className="fate-deaths" d={deathPath(lane, layout, y)} />
            <FirstDeath lane={lane} layout={layout} y={y} />
          </g>
        )
      })}
    </g>
  )
}

/** Bars over the stretches of time in which the count of lost messages rose. */
function lossPath({ series }: LaneFrame, { left, right, x }: Layout, y: number): string {
  let path = ''
  let start = Number.NaN
  let end = Number.NaN
  const close = (): void => {
    if (Number.isNaN(start)) return
    const [from, to] = [Math.max(left, x(start)), Math.min(right, x(end))]
    if (to >= left) path += rect(from, y, Math.max(LEAST_BAR, to - from), BAR)
    start = Number.NaN
  }
  for (let row = 1; row < series.time.length; row++) {
    if (at(series.lost, row) <= at(series.lost, row - 1)) {
      close()
      continue
    }
    if (Number.isNaN(start)) start = at(series.time, row - 1)
    end = at(series.time, row)
  }
  close()
  return path
}

const ROOM_FOR_CROSS = 9

/** A cross for each crash of the list, as long as they do not run together. */
function deathPath({ incidents }: LaneFrame, { left, x }: Layout, y: number): string {
  let path = ''
  let last = -Infinity
  incidents.time.forEach((time, i) => {
    if (incidents.kind[i] !== INCIDENT.crash || x(time) < left || x(time) - last < ROOM_FOR_CROSS) return
    last = x(time)
    path += cross(last, y + BAR / 2, 4)
  })
  return path
}

/** When a store lost its first message, and by what. */
function FirstDeath({
  lane,
  layout,
  y,
}: {
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly y: number
}): JSX.Element | null {
  const { x, left, right, narrow } = layout
  const { firstLoss } = lane.summary
  const place = x(firstLoss * SECOND)
  if (Number.isNaN(firstLoss) || place < left) return null
  const isLeft = place > left + (right - left) * 0.55
  const { words, short } = DEATHS[lane.lane]
  return (
    <text
      className={`fate-words fate-words-${lane.origin}`}
      x={place + (isLeft ? 4 : -3)}
      y={y - 5}
      textAnchor={isLeft ? 'end' : 'start'}
    >
      {`${sayTime(firstLoss * SECOND)}: ${narrow ? short : words}`}
    </text>
  )
}
