import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { ratesOf } from './flow.ts'
import { isThere, type Box, type Layout } from './layout.ts'
import { AT, losesAtHead, rateIn } from './places.ts'
import { sayCount, sayMs, sayRate } from './words.ts'

/** A number of the picture that has events behind it, and where it stands. */
interface Ask {
  /** As the lab names its measures. */
  readonly measure: string
  /** What it is and what it says, for those who do not see where it stands. */
  readonly name: string
  readonly box: Box
}

/** A finger needs so much, in pixels. */
export const TOUCH = 24

/** A box about a line of text. */
const around = (left: number, right: number, baseline: number): Box => ({
  left,
  right,
  top: baseline - 4 - TOUCH / 2,
  bottom: baseline - 4 + TOUCH / 2,
})

/** The numbers of the `row`-th lane, but for its story's: from left to right. */
export function asksOf(frame: PressureFrame, lane: LaneFrame, layout: Layout, row: number): readonly Ask[] {
  const place = layout.lanes[row]
  if (place === undefined) return []
  const { left, right, top, bottom } = place.station
  const spot = (share: number): number => left + share * (right - left)
  const middle = (top + bottom) / 2 + 4
  const rates = ratesOf(lane, frame)
  const { dropped, outflow } = rates
  const { waiting, level, inService, requests, waits } = lane
  const asks: Ask[] = []
  const ask = (measure: string, name: string, box: Box): void => void asks.push({ measure, name, box })
  const producer = {
    ...around(spot(AT.producer), spot(AT.producerEnd), bottom - 12),
    top: bottom - 30,
    bottom,
  }
  if (waiting > 0) ask('waiting', `Waiting at the producer: ${sayCount(waiting)}`, producer)
  else if (requests.attemptsEach > 1.005)
    ask('attempts', `Messages a request: ${requests.attemptsEach.toFixed(2)}`, producer)
  ask(
    'offered',
    `Coming in: ${sayRate(rateIn(lane, rates))}`,
    around(spot(AT.producerEnd) + 4, spot(AT.gate) - 4, middle - 13),
  )
  ask(
    'held',
    `In the queue: ${sayCount(level)}, and with the workers: ${sayCount(inService)}`,
    around(spot(AT.queue), spot(AT.queueEnd), bottom - 8),
  )
  ask(
    'throughput',
    `Served: ${sayRate(outflow)}`,
    around(spot(AT.queueEnd) + 4, spot(AT.workers) - 16, middle - 13),
  )
  if (dropped > 0) {
    const atHead = losesAtHead(lane)
    const x = atHead ? spot(AT.queueEnd) + 6 : spot(AT.gate) - 7
    const [from, to] = atHead ? [x + 4, x + 74] : [Math.max(left, x - 74), x - 4]
    ask('lossShare', `Lost: ${sayRate(dropped)}`, around(from, to, bottom + 12))
  }
  if (isThere(place.waits) && Number.isFinite(waits.p999)) asks.push(...waitsOf(lane, layout, place.waits))
  return asks
}

/** With less room to the left of a plot its names stand above the rows. */
export const ROOM_FOR_NAMES = 100

/** The height at which a lane's quantiles of waits are drawn. */
export const waitsHeight = ({ left, top, bottom }: Box, isNamed: boolean): number =>
  (top + bottom) / 2 + (left < ROOM_FOR_NAMES && isNamed ? 7 : 0)

function waitsOf({ waits: { p50, p99 } }: LaneFrame, { waitsAxis, waitsBeside }: Layout, waits: Box): Ask[] {
  const y = waitsHeight(waits, !waitsBeside)
  const { left, right } = waitsAxis
  const late = { measure: 'p99', name: `Wait, p99: ${sayMs(p99)}` }
  if (!waitsBeside) return [{ ...late, box: around(right + 4, right + 58, y + 4) }]
  return [
    { measure: 'p50', name: `Wait, p50: ${sayMs(p50)}`, box: around(left, left + 66, y - 11) },
    { ...late, box: around(right - 66, right, y - 11) },
  ]
}
