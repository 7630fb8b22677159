import type { SimTime } from '../../kernel/time.ts'
import type { Station } from '../station/station.ts'
import { KeepBySession } from './keep-by-session.ts'
import type { PolicyAbout } from './policy.ts'
import { METER_PERIOD } from './rate-meter.ts'

/** A little less than can be served, so that what has piled up goes away. */
const HEADROOM = 0.98

/**
 * Keeps min(1, service rate / arrival rate), both as measured. Sessions differ in size, so the share of messages is not
 * quite the share of sessions: the share is corrected by what was really taken in.
 */
class SampleMatched extends KeepBySession {
  override readonly alarm = { at: METER_PERIOD }

  override ring(station: Station, now: SimTime): void {
    this.due = now + METER_PERIOD
    const { meter, share } = this
    meter.measure(station, now)
    if (Number.isNaN(meter.capable)) return
    const matched = meter.capable / meter.offered
    const wanted = share === 1 ? HEADROOM * matched : (share * HEADROOM * meter.capable) / meter.accepted
    this.keepShare(matched < 1 ? wanted : 1, station, matched, now)
  }
}

export const sampleMatched: PolicyAbout = {
  name: 'Matched sampling',
  origin: 'production',
  sentence:
    'It measures what comes in and what can be served, and keeps that share: whole sessions, chosen by a hash of their key, each counted with the weight 1 / share.',
  create: (settings, seed) => new SampleMatched(settings, seed),
}
