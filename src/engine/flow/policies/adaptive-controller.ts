import { MILLISECOND, type SimTime } from '../../kernel/time.ts'
import type { Station } from '../station/station.ts'
import { KeepBySession } from './keep-by-session.ts'
import type { PolicyAbout } from './policy.ts'
import { METER_PERIOD } from './rate-meter.ts'

const PERIOD: SimTime = 50 * MILLISECOND
/** In which time a wrong level is to be put right, in seconds. */
const SETTLING = 1

/**
 * Steers the share it keeps so that the level comes to a target: what can be served, and what is missing to the target
 * spread over a second, over what is offered. Below the target all are kept.
 */
class AdaptiveController extends KeepBySession {
  override readonly alarm = { at: PERIOD }

  override ring(station: Station, now: SimTime): void {
    this.due = now + PERIOD
    const { meter } = this
    if (now % METER_PERIOD === 0) meter.measure(station, now)
    if (Number.isNaN(meter.capable)) return
    const missing = (this.settings.target / 100) * this.limit - station.level
    const wanted = (meter.capable + missing / SETTLING) / meter.offered
    this.keepShare(wanted, station, wanted, now)
  }
}

export const adaptiveController: PolicyAbout = {
  name: 'Adaptive, controller',
  origin: 'production',
  sentence:
    'Twenty times a second it works out the share it can keep for the level to come to a target, and keeps that share of the sessions: no thresholds, nothing to flap.',
  create: (settings, seed) => new AdaptiveController(settings, seed),
}
