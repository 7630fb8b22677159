import { at } from '../../../shared/assert.ts'
import { MAX_PACKETS } from '../trace.ts'
import type { Media } from './rtp-media.ts'
import type { Numbered } from './rtp-numbering.ts'
import { KIND, type RtpPackets } from './rtp-packets.ts'
import type { SendTimes } from './rtp-send-times.ts'

/** Everything known of a stream's packets. */
export interface RtpStory {
  readonly packets: RtpPackets
  readonly numbered: Numbered
  readonly times: SendTimes
  readonly media: Media
}

/** What the model plays, a row a delivery. A frame that comes again was copied on its way. */
export interface Deliveries {
  readonly frame: number[]
  /** In ticks of the stream's clock. */
  readonly ticks: number[]
  /** Whole microseconds; NaN for what never came whole. */
  readonly arrived: number[]
  /** Packets that came again, of frames that have several. */
  repeated: number
}

/** The deliveries of a stream; a few more than a run may have where there are too many. */
export const deliveriesOf = (story: RtpStory): Deliveries =>
  story.media.isGrouped ? framesOfMany(story) : framesOfOne(story)

const none = (): Deliveries => ({ frame: [], ticks: [], arrived: [], repeated: 0 })

function deliver({ frame, ticks, arrived }: Deliveries, number: number, tick: number, arrival: number): void {
  frame.push(number)
  ticks.push(tick)
  arrived.push(arrival)
}

/** Each packet is a frame. One that never came was sent between its neighbours. */
function framesOfOne({ packets, numbered, times: { ticks }, media }: RtpStory): Deliveries {
  const { rows, numbers } = numbered
  const deliveries = none()
  const arrivalOf = inFileOrder()
  for (const place of media.places) {
    const arrived = arrivalOf(at(packets.arrived, at(rows, place)), at(ticks, place))
    deliver(deliveries, at(numbers, place), at(ticks, place), arrived)
  }
  eachGap(numbers, (before, after, missing) => {
    const step = (at(ticks, after) - at(ticks, before)) / (missing + 1)
    for (let k = 1; k <= missing && deliveries.frame.length <= MAX_PACKETS; k++)
      deliver(deliveries, at(numbers, before) + k, at(ticks, before) + k * step, Number.NaN)
  })
  return deliveries
}

/**
 * Packets that arrived at one moment, as far as the file's clock can tell, came in the order they stand in. Where a later
 * one overtook an earlier one a microsecond keeps them apart, or the order would be lost with the file.
 */
function inFileOrder(): (arrived: number, ticks: number) => number {
  let last = { raw: Number.NaN, arrived: Number.NaN, ticks: Number.NaN }
  return (raw, ticks) => {
    let arrived = Math.round(raw)
    if (raw >= last.raw && arrived < last.arrived) arrived = last.arrived
    if (arrived === last.arrived && ticks < last.ticks) arrived += 1
    last = { raw, arrived, ticks }
    return arrived
  }
}

interface Frame {
  readonly ticks: number
  arrived: number
  /** Its last packet is marked as the end of a frame. */
  isMarked: boolean
  lacksPacket: boolean
}

/** All packets with one timestamp are a frame, which arrives with the last of them; without one of them it is lost. */
function framesOfMany(story: RtpStory): Deliveries {
  const { packets, numbered, times, media } = story
  const frames = new Map<number, Frame>()
  const deliveries = none()
  let number = Number.NaN
  for (const place of inOrder(media.places, numbered.numbers)) {
    if (at(numbered.numbers, place) === number) {
      deliveries.repeated += 1
      continue
    }
    number = at(numbered.numbers, place)
    const row = at(numbered.rows, place)
    const ticks = at(times.ticks, place)
    const frame = frames.get(ticks) ?? { ticks, arrived: -Infinity, isMarked: false, lacksPacket: false }
    frame.arrived = Math.max(frame.arrived, Math.round(at(packets.arrived, row)))
    frame.isMarked = (at(packets.kind, row) & KIND.marker) !== 0
    frames.set(ticks, frame)
  }
  const missing = findMissing(frames, story)
  for (const { ticks, arrived, lacksPacket } of frames.values())
    deliver(deliveries, deliveries.frame.length, ticks, lacksPacket ? Number.NaN : arrived)
  for (const ticks of missing) deliver(deliveries, deliveries.frame.length, ticks, Number.NaN)
  return deliveries
}

/**
 * Finds out to which frames the packets belonged that never came: to the frame before if that lacks its end, to whole
 * frames where the timestamps leave room for them (their times are the value), or else to the frame after.
 */
function findMissing(frames: ReadonlyMap<number, Frame>, { numbered, times: { ticks } }: RtpStory): number[] {
  const interval = usualStep([...frames.keys()])
  const marked = [...frames.values()].filter(({ isMarked }) => isMarked).length
  const marksEnds = 2 * marked >= frames.size
  const whole: number[] = []
  eachGap(numbered.numbers, (before, after, missing) => {
    const [from, to] = [at(ticks, before), at(ticks, after)]
    const ahead = frames.get(from)
    const next = frames.get(to)
    const lacksEnd = ahead !== undefined && (ahead === next || (marksEnds && !ahead.isMarked))
    if (lacksEnd) ahead.lacksPacket = true
    if (from === to) return
    const room = Math.max(0, Math.round((to - from) / interval) - 1)
    const count = Math.min(room, missing - (lacksEnd ? 1 : 0))
    for (let k = 1; k <= count && whole.length <= MAX_PACKETS; k++)
      whole.push(from + ((to - from) * k) / (count + 1))
    if (count === 0 && !lacksEnd && next !== undefined) next.lacksPacket = true
  })
  return whole
}

/** Places in the order of their numbers; those with one number in the order of arrival. */
const inOrder = (places: ArrayLike<number>, numbers: Float64Array): number[] =>
  Array.from(places).sort((a, b) => at(numbers, a) - at(numbers, b) || a - b)

/** Calls `tell` for each gap between numbers: the places around it, and how many numbers are missing. */
function eachGap(
  numbers: Float64Array,
  tell: (before: number, after: number, missing: number) => void,
): void {
  const order = inOrder(Int32Array.from(numbers.keys()), numbers)
  for (let i = 1; i < order.length; i++) {
    const [before, after] = [at(order, i - 1), at(order, i)]
    const missing = at(numbers, after) - at(numbers, before) - 1
    if (missing > 0) tell(before, after, missing)
  }
}

/** The middle one of the steps between values in ascending order; Infinity for fewer than two of them. */
function usualStep(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const steps = sorted.subarray(1).map((value, i) => value - at(sorted, i))
  return steps.sort()[steps.length >> 1] ?? Infinity
}
