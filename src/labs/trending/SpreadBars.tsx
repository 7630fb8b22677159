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
  readonly onPick?: (event: PointerEvent<SVGElement>) => void
}

const NAME = 16
const BARS = 22
const LAG = 10
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
  onPick,
}: SpreadBarsProps): JSX.Element {
  const { skew, lag, records } = spread
  const pitch = width / records.length
  const bar = Math.max(1, pitch - (pitch > 5 ? 1.5 : 0.7))
  const bottom = top + NAME + BARS
  const { bars, behind } = drawBars(spread, most, (i, y, height) =>
    isDrawn
      ? sketchRect(i * pitch, bottom + y, bar, height, i, 0.6)
      : rect(i * pitch, bottom + y, bar, height),
  )
  const waiting = lag.reduce((a, b) => a + b, 0)
  const total = records.reduce((a, b) => a + b, 0)
  const wait = `${formatNumber(waiting, 0)} wait`
  const words =
    width < NARROW
      ? [
          skew === 0 ? 'none lately' : `${formatNumber(skew, 1)}×`,
          wait,
          sayWait(spread).slice(SAID_BEFORE.length),
        ]
      : [
          `${formatNumber(total, 0)} records`,
          skew === 0 ? 'none lately' : `fullest ${formatNumber(skew, 1)}× the mean`,
          `${wait}${sayWait(spread)}`,
        ]
  return (
    <g className={isDrawn ? 'spread spread-drawn' : 'spread'}>
      <text className="spread-name" x={0} y={top + 11}>
        {width < NARROW ? shortName : name}
      </text>
      <text className="spread-told" x={width} y={top + 11} textAnchor="end">
        {total === 0 ? 'nothing yet' : words.filter((word) => word !== '').join(' · ')}
      </text>
      <path className="spread-floor" d={`M0,${bottom}H${width}`} />
      <path className="spread-bar" d={bars} />
      <path className="spread-lag" d={behind} />
      {chosen !== null && (
        <rect
          className="spread-chosen"
          x={chosen * pitch - 1}
          y={top + NAME - 1}
          width={bar + 2}
          height={BARS + LAG + 2}
        />
      )}
      {onPick !== undefined && (
        <rect
          className="spread-grip"
          x={0}
          y={top + NAME - 4}
          width={width}
          height={BARS + LAG + 6}
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

/** The paths of the bars, which stand on the floor, and of what waits, which hangs below it. */
function drawBars(
  { rate, lag }: SpreadFrame,
  most: number,
  draw: (place: number, y: number, height: number) => string,
): { readonly bars: string; readonly behind: string } {
  const mostLag = Math.max(1, ...lag)
  let bars = ''
  let behind = ''
  rate.forEach((value, i) => {
    const height = most === 0 ? 0 : (BARS * value) / most
    bars += draw(i, -height, height)
    const waits = at(lag, i)
    // A record or two are under way at any moment; what counts is a reader that does not keep up.
    if (waits > 2 + value) behind += draw(i, 1, Math.max(LEAST_BEHIND, (LAG * waits) / mostLag))
  })
  return { bars, behind }
}
