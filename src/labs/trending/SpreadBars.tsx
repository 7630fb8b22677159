import type { JSX, PointerEvent } from 'react'
import { at } from '../../shared/assert.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { SpreadFrame } from '../../engine/ingest/plane/frame.ts'
import { formatNumber } from '../../stage/format.ts'
import { rect, sketchRect } from '../../view/paths.ts'
import { span } from './plane/layout.ts'

interface SpreadBarsProps {
  readonly name: string
  /** For where there is little room. */
  readonly shortName?: string
  readonly spread: SpreadFrame
  readonly top: number
  readonly width: number
  /** The rate that fills the row. */
  readonly most: number
  readonly chosen: number | null
  readonly isDrawn?: boolean
  /** Drawn large, with what a reader takes a second as a line, and the place that gets too much for its reader. */
  readonly large?: { readonly room: number; readonly hot: number | null }
  /** In how many of the places one title lies. */
  readonly places?: number
  readonly onPick?: (event: PointerEvent<SVGElement>) => void
}

/** How high a row is, small and large. */
export const ROW = 56
export const LARGE_ROW = 156
const NAME = { small: 16, large: 32 }
const BARS = { small: 22, large: 88 }
const LAG = { small: 10, large: 24 }
const NARROW = 480
const LEAST_BEHIND = 2
const SAID_BEFORE = ', up to '

/** Fifty places side by side: a bar each, and below it what waits. */
export function SpreadBars({
  name,
  shortName = name,
  spread,
  top,
  width,
  most,
  chosen,
  isDrawn = false,
  large,
  places,
  onPick,
}: SpreadBarsProps): JSX.Element {
  const pitch = width / spread.records.length
  const bar = Math.max(1, pitch - (pitch > 5 ? 1.5 : 0.7))
  const size = large === undefined ? 'small' : 'large'
  const height = BARS[size] + LAG[size]
  const scale = most === 0 ? 0 : BARS[size] / most
  const bottom = top + NAME[size] + BARS[size]
  const draw = (i: number, y: number, high: number): string =>
    isDrawn ? sketchRect(i * pitch, bottom + y, bar, high, i, 0.6) : rect(i * pitch, bottom + y, bar, high)
  const bars = drawBars(spread, scale, draw)
  const behind = drawLag(spread, LAG[size], draw)
  const words = sayRow(spread, places, width < NARROW)
  return (
    <g className={isDrawn ? 'spread spread-drawn' : 'spread'}>
      <text className="spread-name" x={0} y={top + 11}>
        {width < NARROW ? shortName : name}
      </text>
      <text className="spread-told" x={width} y={top + 11} textAnchor="end">
        {words}
      </text>
      <path className="spread-floor" d={`M0,${bottom}H${width}`} />
      <path className="spread-bar" d={bars} />
      <path className="spread-lag" d={behind} />
      {large !== undefined && <Room {...large} {...{ spread, width, pitch, bottom }} scale={scale} />}
      {chosen !== null && (
        <rect
          className="spread-chosen"
          x={chosen * pitch - 1}
          y={bottom - BARS[size] - 1}
          width={bar + 2}
          height={height + 2}
        />
      )}
      {onPick !== undefined && (
        <rect
          className="spread-grip"
          x={0}
          y={bottom - BARS[size] - 4}
          width={width}
          height={height + 6}
          onPointerDown={onPick}
        />
      )}
    </g>
  )
}

/** ", up to 45 s": how long the record has waited that has waited longest; nothing where that is a moment. */
export function sayWait({ wait }: SpreadFrame): string {
  const longest = Math.max(...wait)
  return longest < SECOND ? '' : `${SAID_BEFORE}${span(longest)}`
}

/** A row's numbers: "42,131 records · fullest 11.9× the mean · 11,952 wait, up to 94 s", or shorter. */
function sayRow(spread: SpreadFrame, places: number | undefined, isNarrow: boolean): string {
  const { skew, lag, records } = spread
  const total = records.reduce((a, b) => a + b, 0)
  if (total === 0) return 'nothing yet'
  const wait = `${formatNumber(
    lag.reduce((a, b) => a + b, 0),
    0,
  )} wait`
  const words = isNarrow
    ? [
        skew === 0 ? 'none lately' : `${formatNumber(skew, 1)}×`,
        wait,
        sayWait(spread).slice(SAID_BEFORE.length),
        places === undefined ? '' : `in ${places}`,
      ]
    : [
        places === undefined ? `${formatNumber(total, 0)} records` : '',
        skew === 0 ? 'none lately' : `fullest ${formatNumber(skew, 1)}× the mean`,
        `${wait}${sayWait(spread)}`,
        places === undefined ? '' : `one title in ${places} ${places === 1 ? 'partition' : 'partitions'}`,
      ]
  return words.filter((word) => word !== '').join(' · ')
}

interface RoomProps {
  readonly room: number
  readonly hot: number | null
  readonly spread: SpreadFrame
  readonly width: number
  readonly pitch: number
  readonly bottom: number
  /** Pixels of a record a second. */
  readonly scale: number
}

/** What a reader takes a second, as a line; what is more than that; and the name of the place that has most of it. */
function Room({ room, hot, spread, width, pitch, bottom, scale }: RoomProps): JSX.Element {
  const { rate, skew } = spread
  const y = bottom - room * scale
  let excess = ''
  rate.forEach((value, i) => {
    if (value > room) excess += rect(i * pitch, bottom - value * scale, pitch - 1, (value - room) * scale)
  })
  const isRight = hot === null || 2 * hot >= rate.length
  const share = formatNumber((100 * skew) / rate.length, 0)
  return (
    <>
      <path className="spread-excess" d={excess} />
      {hot !== null && (
        <text
          className="spread-hot-name"
          x={isRight ? (hot + 1) * pitch : hot * pitch}
          y={bottom - at(rate, hot) * scale - 4}
          textAnchor={isRight ? 'end' : 'start'}
        >
          {width < NARROW ? `${hot}: ${share} %` : `partition ${hot}: ${share} % of all`}
        </text>
      )}
      <path className="spread-room" d={`M0,${y}H${width}`} />
      <text
        className="spread-room-name"
        x={isRight ? 0 : width}
        y={y - 4}
        textAnchor={isRight ? 'start' : 'end'}
      >
        a reader takes {formatNumber(room, 1)} a second
      </text>
    </>
  )
}

type Draw = (place: number, y: number, height: number) => string

/** The path of the bars, which stand on the floor. */
function drawBars({ rate }: SpreadFrame, scale: number, draw: Draw): string {
  let bars = ''
  rate.forEach((value, i) => {
    const height = value * scale
    bars += draw(i, -height, height)
  })
  return bars
}

/** The path of what waits, which hangs below it. */
function drawLag({ rate, lag }: SpreadFrame, room: number, draw: Draw): string {
  const mostLag = Math.max(1, ...lag)
  let behind = ''
  lag.forEach((waits, i) => {
    // A record or two are under way at any moment; what counts is a reader that does not keep up.
    if (waits > 2 + at(rate, i)) behind += draw(i, 1, Math.max(LEAST_BEHIND, (room * waits) / mostLag))
  })
  return behind
}
