import { at } from '../../../shared/assert.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'

const WINDOW: SimTime = 2 * SECOND
const MAX_PACKETS = 500

/**
 * The extremes of a moving window, oldest first: a packet stays only as long as no later one beats it, so the first
 * is the extreme of the whole window. Plain data.
 */
interface WindowExtremes {
  sent: SimTime[]
  transit: SimTime[]
}

/** Packets of the last two seconds of the sender's clock. */
export interface ArrivalHistory {
  readonly fastest: WindowExtremes
  readonly slowest: WindowExtremes
  newestSent: SimTime
}

export const startHistory = (): ArrivalHistory => ({
  fastest: { sent: [], transit: [] },
  slowest: { sent: [], transit: [] },
  newestSent: -Infinity,
})

/**
 * Records a packet and returns how much longer it took than the fastest one of the window. A packet sent before
 * one already seen is measured, but the others are not measured against it.
 * Source: WebRTC modules/audio_coding/neteq/packet_arrival_history.cc.
 */
export function relativeDelay(history: ArrivalHistory, sent: SimTime, arrived: SimTime): SimTime {
  const transit = arrived - sent
  if (sent > history.newestSent) {
    history.newestSent = sent
    enter(history.fastest, sent, transit, (other) => other >= transit)
    enter(history.slowest, sent, transit, (other) => other <= transit)
  }
  return Math.max(0, transit - fastestTransit(history))
}

/** The transit time of the fastest packet of the window, clock offset included. */
export const fastestTransit = ({ fastest }: ArrivalHistory): SimTime => at(fastest.transit, 0)

/** How much longer the slowest packet of the window took than the fastest. */
export const slowestDelay = ({ fastest, slowest }: ArrivalHistory): SimTime =>
  Math.max(0, at(slowest.transit, 0) - at(fastest.transit, 0))

/** True for a packet sent before all that the history looks back on. */
export const isForgotten = ({ newestSent }: ArrivalHistory, sent: SimTime): boolean =>
  sent < newestSent - WINDOW

function enter(
  { sent: times, transit: transits }: WindowExtremes,
  sent: SimTime,
  transit: SimTime,
  isBeaten: (other: SimTime) => boolean,
): void {
  while (transits.length > 0 && isBeaten(at(transits, transits.length - 1))) {
    transits.pop()
    times.pop()
  }
  times.push(sent)
  transits.push(transit)
  while (at(times, 0) < sent - WINDOW || times.length > MAX_PACKETS) {
    times.shift()
    transits.shift()
  }
}
