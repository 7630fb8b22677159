import { MILLISECOND, type SimTime } from '../../kernel/time.ts'
import { FATE, SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { PressureSettings } from '../pressure/settings.ts'
import type { Station } from '../station/station.ts'
import { Bounded } from './bounded.ts'
import { SessionScale } from './keep-by-session.ts'
import type { PolicyAbout, Verdict } from './policy.ts'
import { METER_PERIOD, RateMeter } from './rate-meter.ts'

const PERIOD: SimTime = 50 * MILLISECOND
/** In which time a wrong level is to be put right, in seconds. */
const SETTLING = 1
const LEAST = 0.01

/**
 * Steers the share it keeps so that the level comes to a target: what can be served, and what is missing to the target
 * spread over a second, over what is offered. Below the target all are kept.
 */
class AdaptiveController extends Bounded {
  override readonly alarm = { at: PERIOD }
  private readonly scale: SessionScale
  private readonly meter = new RateMeter()
  private share = 1

  constructor(settings: PressureSettings, seed: number) {
    super(settings)
    this.scale = new SessionScale(seed, settings.keys)
  }

  override get keep(): number {
    return this.share
  }

  override offer(station: Station, message: number, now: SimTime): Verdict {
    if (this.share < 1) {
      if (!this.scale.keeps(station, message, this.share)) return FATE.sampledOut
      station.noteKept(message, this.share)
    }
    return super.offer(station, message, now)
  }

  override ring(station: Station, now: SimTime): void {
    this.due = now + PERIOD
    const { meter } = this
    if (now % METER_PERIOD === 0) meter.measure(station, now)
    if (Number.isNaN(meter.capable)) return
    const missing = (this.settings.target / 100) * this.limit - station.level
    const wanted = (meter.capable + missing / SETTLING) / meter.offered
    this.share = Math.min(1, Math.max(LEAST, wanted))
    station.switchTo(this.share < 1 ? STRATEGY.sampling : STRATEGY.normal, SIGNAL.keep, wanted, 1, now)
  }

  override save(): readonly number[] {
    return [this.due, this.share, ...this.meter.save()]
  }

  override restore(saved: readonly number[]): void {
    super.restore(saved)
    this.share = saved[1] ?? 1
    this.meter.restore(saved.slice(2))
  }
}

export const adaptiveController: PolicyAbout = {
  name: 'Adaptive, controller',
  origin: 'production',
  sentence:
    'Twenty times a second it works out the share it can keep for the level to come to a target, and keeps that share of the sessions: no thresholds, nothing to flap.',
  create: (settings, seed) => new AdaptiveController(settings, seed),
}
