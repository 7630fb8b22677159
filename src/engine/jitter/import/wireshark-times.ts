import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { counted } from '../../../shared/words.ts'
import { MILLISECOND } from '../../kernel/time.ts'
import { KIND, RtpPacketList, type RtpPackets } from './rtp-packets.ts'
import { signed16 } from './rtp-streams.ts'

/** The rows of a stream as Wireshark's RTP analysis has them, in order of arrival; times in milliseconds. */
export interface AnalysisRows {
  readonly sequence: number[]
  /** Since the row before; since the last one in order, in versions after 4.0. */
  readonly delta: number[]
  readonly jitter: number[]
  /** How far the timestamp is ahead of the arrival, against the first row. */
  readonly skew: number[]
  readonly isMarked: boolean[]
  /** A telephone key, for which Wireshark works out nothing. */
  readonly isEvent: boolean[]
  /** The file has the header that only Wireshark 4 and later write. */
  readonly mayBeNew: boolean
}

export interface Recovered {
  readonly packets: RtpPackets
  readonly notices: readonly string[]
}

/** Old files have two digits after the point: three roundings make this much of nothing. */
const ROUNDING_MS = 0.016
/** Arrivals that differ by this much are not regular. */
const REGULAR_MS = 0.05

/** The rows' packets, their times of arrival and of sending in microseconds since the first. */
export function recoverPackets(rows: AnalysisRows): Outcome<Recovered> {
  if (knowsNoClock(rows))
    return refuse(
      'Wireshark did not know the clock of this stream (skew and jitter are 0 throughout), so the times of sending are not ' +
        'in the file; import the capture itself (pcap), of which they can be found out',
    )
  const steps = stepsOf(rows)
  const pace = paceOf(rows, steps)
  const afterLate = countsFromLate(rows, steps, pace)
  const list = new RtpPacketList()
  let stale = 0
  /** The row that the next one's delta counts from. */
  let arrival = 0
  let nominal = 0
  let lastMedia = 0
  let isAfterEvent = false
  for (let i = 0; i < rows.sequence.length; i++) {
    if (isStale(rows, i)) {
      stale += 1
      continue
    }
    const arrived = i === 0 ? 0 : arrival + at(rows.delta, i)
    const step = i === 0 ? 0 : at(steps, i)
    const isEvent = at(rows.isEvent, i)
    // What follows a key counts from the key's timestamp, which nobody has recorded: it is set to the usual pace.
    const sent = isAfterEvent ? nominal + wholeSteps(arrived - lastMedia, pace.interval) : nominal + step
    push(list, rows, i, isEvent ? nominal : sent, arrived)
    isAfterEvent = isEvent
    const isLate = step < 0 && !isEvent
    if (!isLate || afterLate) arrival = arrived
    if (!isEvent && (!isLate || afterLate)) nominal = sent
    if (!isEvent) lastMedia = arrived
  }
  return accept({ packets: list.packets(), notices: told(rows, stale) })
}

function push(list: RtpPacketList, rows: AnalysisRows, i: number, sent: number, arrived: number): void {
  const kind = (at(rows.isMarked, i) ? KIND.marker : 0) | (at(rows.isEvent, i) ? KIND.empty : 0)
  list.push(at(rows.sequence, i), Math.round(sent * MILLISECOND), arrived * MILLISECOND, kind)
}

/** Arrivals that are not regular with a skew that is: the timestamps were not looked at. */
function knowsNoClock({ delta, jitter, skew, isEvent }: AnalysisRows): boolean {
  const media = delta.filter((_, i) => i > 0 && !at(isEvent, i))
  if (media.length < 2 || skew.some((value) => value !== 0) || jitter.some((value) => value !== 0))
    return false
  const [least, most] = media.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  )
  return most - least > REGULAR_MS
}

/** How far each row's timestamp is from that of the row it counts from, in milliseconds. */
const stepsOf = ({ delta, skew }: AnalysisRows): number[] =>
  skew.map((value, i) => {
    const step = i === 0 ? 0 : value - at(skew, i - 1) + at(delta, i)
    return Math.abs(step) < ROUNDING_MS ? 0 : step
  })

/** The usual time between two frames, and on average between two sequence numbers. */
interface Pace {
  readonly interval: number
  readonly perNumber: number
}

function paceOf({ sequence, isEvent }: AnalysisRows, steps: readonly number[]): Pace {
  const frames: number[] = []
  let [time, numbers] = [0, 0]
  for (let i = 1; i < steps.length; i++) {
    const ahead = signed16(at(sequence, i) - at(sequence, i - 1))
    const step = at(steps, i)
    if (ahead <= 0 || step < 0 || at(isEvent, i) || at(isEvent, i - 1)) continue
    time += step
    numbers += ahead
    if (ahead === 1 && step > 0) frames.push(step)
  }
  const interval = frames.sort((a, b) => a - b)[frames.length >> 1] ?? 20
  return { interval, perNumber: numbers === 0 ? interval : time / numbers }
}

/**
 * Whether the row after a late one counts from that one, as in Wireshark 4.0 and older, or from the last one in order, as in
 * newer ones. There it can't have come sooner after that one than the late row did. Where that does not decide, each late
 * row is a vote: which reading puts the next packet nearer to where its number says?
 */
function countsFromLate(rows: AnalysisRows, steps: readonly number[], pace: Pace): boolean {
  if (!rows.mayBeNew) return true
  const { sequence, delta, isEvent } = rows
  let votes = 0
  for (let i = 1; i + 1 < steps.length; i++) {
    if (at(steps, i) >= 0 || at(isEvent, i) || at(isEvent, i + 1)) continue
    if (at(delta, i + 1) < at(delta, i) - ROUNDING_MS) return true
    const ahead = signed16(at(sequence, i + 1) - at(sequence, i - 1))
    const next = at(steps, i + 1)
    const miss = (step: number): number =>
      Math.min(Math.abs(step - ahead * pace.interval), Math.abs(step - ahead * pace.perNumber))
    votes += Math.sign(miss(next) - miss(at(steps, i) + next))
  }
  return votes > 0
}

/** A packet from before the first one: Wireshark 3 repeats the row above for it. */
function isStale({ sequence, delta, jitter, skew, isEvent }: AnalysisRows, i: number): boolean {
  if (i === 0 || at(isEvent, i) || signed16(at(sequence, i) - at(sequence, 0)) >= 0) return false
  return (
    [delta, jitter, skew].every((column) => at(column, i) === at(column, i - 1)) &&
    at(sequence, i) !== at(sequence, i - 1)
  )
}

const wholeSteps = (time: number, interval: number): number =>
  Math.max(1, Math.round(time / interval)) * interval

function told({ isEvent }: AnalysisRows, stale: number): string[] {
  const events = isEvent.filter((is) => is).length
  const notices: string[] = []
  if (events > 0)
    notices.push(
      `${counted(events, 'packet')} are telephone keys and are not played; what follows each is taken to be sent at the usual pace`,
    )
  if (stale > 0)
    notices.push(
      `${counted(stale, 'packet')} from before the first one have no times of their own and were left out`,
    )
  return notices.length === 0 ? [] : [notices.join('; ')]
}
