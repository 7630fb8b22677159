import { at } from '../../../shared/assert.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'

const WINDOW: SimTime = 2 * SECOND
const MAX_PACKETS = 500

/** Packets of the last two seconds of the sender's clock: plain data, oldest first. */
export interface ArrivalHistory {
  sent: SimTime[]
  transit: SimTime[]
  newestSent: SimTime
}

export const startHistory = (): ArrivalHistory => ({ sent: [], transit: [], newestSent: -Infinity })

/**
 * Records a packet and returns how much longer it took than the fastest one of the window. A packet sent before
 * one already seen is measured, but the others are not measured against it.
 * Source: WebRTC modules/audio_coding/neteq/packet_arrival_history.cc.
 */
export function relativeDelay(history: ArrivalHistory, sent: SimTime, arrived: SimTime): SimTime {
  const transit = arrived - sent
  if (sent > history.newestSent) {
    history.newestSent = sent
    // Slower packets before this one can never be the fastest of the window again.
    while (history.transit.length > 0 && at(history.transit, history.transit.length - 1) >= transit) {
      history.transit.pop()
      history.sent.pop()
    }
    history.sent.push(sent)
    history.transit.push(transit)
    while (at(history.sent, 0) < sent - WINDOW || history.sent.length > MAX_PACKETS) {
      history.sent.shift()
      history.transit.shift()
    }
  }
  return Math.max(0, transit - fastestTransit(history))
}

/** The transit time of the fastest packet of the window, clock offset included. */
export const fastestTransit = (history: ArrivalHistory): SimTime => at(history.transit, 0)
