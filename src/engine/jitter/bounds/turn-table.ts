import { at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import { OVERTAKEN, PATIENCE } from '../give-up.ts'

/**
 * What a network asks of any player that has turns, known in hindsight: a row for each turn, in microseconds. It is
 * the same for every policy, because the first turn is the first packet to arrive, and what a stalled turn waits
 * for depends on arrivals alone.
 */
export interface TurnTable {
  /** How much longer each packet took than the fastest of all; NaN where it never arrived. */
  readonly transit: Float64Array
  /** The least delay above the fastest at which a turn can end if playout stalls: its packet is there, or given up. */
  readonly release: Float64Array
  /** The sender's time from each packet to the next. */
  readonly spacing: Float64Array
  /** How many packets arrived at all. */
  readonly arrived: number
  /** Packets that arrived but were sent before the one that arrived first: late for everybody. */
  readonly missedStart: number
}

/**
 * `sent` in order; `arrived` is NaN for packets that never did; `interval` is the length of the last turn; `stamps` are
 * the times of sending by the sender's own clock, which is what a player goes by.
 */
export function tabulateTurns(
  sent: ArrayLike<SimTime>,
  arrived: ArrayLike<SimTime>,
  interval: SimTime,
  stamps = sent,
): TurnTable {
  const first = firstToArrive(arrived)
  const length = first < 0 ? 0 : sent.length - first
  const [transit, release, spacing] = [1, 2, 3].map(() => new Float64Array(length)) as Columns
  let count = 0
  let missedStart = 0
  let fastest = Infinity
  for (let packet = 0; packet < sent.length; packet++) {
    const took = at(arrived, packet) - at(sent, packet)
    if (Number.isNaN(took)) continue
    count += 1
    if (packet < first) missedStart += 1
    fastest = Math.min(fastest, took)
  }
  const releases = releaseTimes(sent, arrived, stamps, first)
  for (let i = 0; i < length; i++) {
    const packet = first + i
    transit[i] = at(arrived, packet) - at(sent, packet) - fastest
    release[i] = Math.max(0, at(releases, i) - at(sent, packet) - fastest)
    spacing[i] = i + 1 < length ? at(stamps, packet + 1) - at(stamps, packet) : interval
  }
  return { transit, release, spacing, arrived: count, missedStart }
}

type Columns = [Float64Array, Float64Array, Float64Array]

/** The packet whose arrival starts the player; of several at one instant the one sent first. -1: none arrived. */
function firstToArrive(arrived: ArrayLike<SimTime>): number {
  let first = -1
  for (let packet = 0; packet < arrived.length; packet++)
    if (!Number.isNaN(at(arrived, packet)) && (first < 0 || at(arrived, packet) < at(arrived, first)))
      first = packet
  return first
}

/** When the wait for each packet from `first` on is over: see `give-up.ts`. */
function releaseTimes(
  sent: ArrayLike<SimTime>,
  arrived: ArrayLike<SimTime>,
  stamps: ArrayLike<SimTime>,
  first: number,
): Float64Array {
  if (first < 0) return new Float64Array()
  const length = sent.length - first
  const releases = new Float64Array(length)
  const firstTransit = at(arrived, first) - at(stamps, first)
  let end = at(sent, sent.length - 1)
  for (let packet = 0; packet < sent.length; packet++) end = Math.max(end, at(arrived, packet) || 0)
  /** The earliest arrivals among the packets sent later, in order. */
  const later: SimTime[] = []
  for (let i = length - 1; i >= 0; i--) {
    const arrival = at(arrived, first + i)
    const overtaken = later[OVERTAKEN - 1] ?? Infinity
    const known = Number.isNaN(arrival) ? end : arrival
    releases[i] = Math.min(known, overtaken, at(stamps, first + i) + firstTransit + PATIENCE)
    if (Number.isNaN(arrival)) continue
    later.push(arrival)
    later.sort((a, b) => a - b)
    later.length = Math.min(later.length, OVERTAKEN)
  }
  return releases
}
