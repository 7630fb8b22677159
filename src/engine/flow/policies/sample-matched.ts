import type { SimTime } from '../../kernel/time.ts'
import { FATE, SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { PressureSettings } from '../pressure/settings.ts'
import type { Station } from '../station/station.ts'
import { Bounded } from './bounded.ts'
import { SessionScale } from './keep-by-session.ts'
import type { PolicyAbout, Verdict } from './policy.ts'
import { METER_PERIOD, RateMeter } from './rate-meter.ts'

/** A little less than can be served, so that what has piled up goes away. */
const HEADROOM = 0.98
const LEAST = 0.01

/**
 * Keeps min(1, service rate / arrival rate), both as measured. Sessions differ in size, so the share of messages is not
 * quite the share of sessions: the share is corrected by what was really taken in.
 */
class SampleMatched extends Bounded {
  override readonly alarm = { at: METER_PERIOD }
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
    this.due = now + METER_PERIOD
    const { meter } = this
    meter.measure(station, now)
    if (Number.isNaN(meter.capable)) return
    const matched = meter.capable / meter.offered
    if (!(matched < 1)) this.share = 1
    else if (this.share === 1) this.share = HEADROOM * matched
    else this.share = Math.min(1, Math.max(LEAST, (this.share * HEADROOM * meter.capable) / meter.accepted))
    station.switchTo(this.share < 1 ? STRATEGY.sampling : STRATEGY.normal, SIGNAL.keep, matched, 1, now)
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

export const sampleMatched: PolicyAbout = {
  name: 'Matched sampling',
  origin: 'production',
  sentence:
    'It measures what comes in and what can be served, and keeps that share: whole sessions, chosen by a hash of their key, each counted with the weight 1 / share.',
  create: (settings, seed) => new SampleMatched(settings, seed),
}
