import type { SimTime } from '../../kernel/time.ts'
import { hashUniform } from '../load/hash.ts'
import { FATE, SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { PressureSettings } from '../pressure/settings.ts'
import type { Station } from '../station/station.ts'
import { Bounded } from './bounded.ts'
import type { Verdict } from './policy.ts'
import { RateMeter } from './rate-meter.ts'

const PLACES = 0x534d504c
/** However much is offered, this share is kept. */
const LEAST = 0.01

/**
 * A bounded queue that keeps a share of the sessions, by the rates it measures; how large a share, a policy says. Each
 * session stands somewhere on a scale from 0 to 1, the same for every lane of a run, and the share cuts that scale.
 */
export abstract class KeepBySession extends Bounded {
  protected readonly meter = new RateMeter()
  protected share = 1
  private readonly places: Float64Array

  constructor(settings: PressureSettings, seed: number) {
    super(settings)
    this.places = Float64Array.from({ length: settings.keys }, (_, key) => hashUniform(seed ^ PLACES, key, 0))
  }

  override get keep(): number {
    return this.share
  }

  override offer(station: Station, message: number, now: SimTime): Verdict {
    if (this.share < 1) {
      const session = station.messages.key.get(station.itemOf(message))
      if (!((this.places[session] ?? 0) < this.share)) return FATE.sampledOut
      station.noteKept(message, this.share)
    }
    return super.offer(station, message, now)
  }

  override save(): readonly number[] {
    return [this.due, this.share, ...this.meter.save()]
  }

  override restore(saved: readonly number[]): void {
    super.restore(saved)
    this.share = saved[1] ?? 1
    this.meter.restore(saved.slice(2))
  }

  /** From now on this share is kept, within its bounds, because of a signal that stood at `value`; 1 is all. */
  protected keepShare(share: number, station: Station, value: number, now: SimTime): void {
    this.share = Math.min(1, Math.max(LEAST, share))
    station.switchTo(this.share < 1 ? STRATEGY.sampling : STRATEGY.normal, SIGNAL.keep, value, 1, now)
  }
}
