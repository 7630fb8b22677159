import { at } from '../../../shared/assert.ts'
import { SECOND } from '../../kernel/time.ts'
import { signed32 } from './rtp-clock.ts'
import type { Numbered } from './rtp-numbering.ts'
import type { RtpPackets } from './rtp-packets.ts'

/** Timestamps and arrivals that part by more than this have nothing to do with each other. */
const MAX_SPLIT = 60 * SECOND
const MAX_SPLIT_AT_RESTART = 2 * SECOND

/** When the packets of a stream were sent, in ticks. */
export interface SendTimes {
  /** By place in `numbered.rows`: goes on where the 32 bits of a timestamp begin anew. */
  readonly ticks: Float64Array
  /** How often the source's clock jumped, and was set on from there. */
  readonly jumps: number
}

/**
 * Lets timestamps go on after their 32 bits are full. Where they jump away from the arrivals the source has set its
 * clock anew: from there on they count from a packet that took as long as the one before.
 */
export function sendTimes(
  { stamp, arrived }: RtpPackets,
  { rows, numbers, restarts }: Numbered,
  perSecond: number,
): SendTimes {
  const ticks = new Float64Array(rows.length)
  const first = at(rows, 0)
  let last = {
    stamp: at(stamp, first),
    arrived: at(arrived, first),
    ticks: at(stamp, first),
    number: at(numbers, 0),
  }
  let jumps = 0
  ticks[0] = last.ticks
  for (let place = 1; place < rows.length; place++) {
    const row = at(rows, place)
    const elapsed = at(arrived, row) - last.arrived
    const step = signed32(at(stamp, row) - last.stamp)
    const split = Math.abs((step * SECOND) / perSecond - elapsed)
    const isJump = split > (restarts.has(place) ? MAX_SPLIT_AT_RESTART : MAX_SPLIT)
    if (isJump) jumps += 1
    const own = last.ticks + (isJump ? Math.round((Math.max(0, elapsed) * perSecond) / SECOND) : step)
    ticks[place] = own
    if (at(numbers, place) > last.number)
      last = { stamp: at(stamp, row), arrived: at(arrived, row), ticks: own, number: at(numbers, place) }
  }
  return { ticks, jumps }
}
