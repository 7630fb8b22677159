import { fromMs, type SimTime } from '../../kernel/time.ts'
import { FATE, SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { Station } from '../station/station.ts'
import { Bounded } from './bounded.ts'
import type { PolicyAbout } from './policy.ts'

/**
 * Controlled delay: once the wait of the message at the head has been above a target for an interval, messages are
 * dropped at the head, ever faster, until it is below again. The names are those of RFC 8289, section 5.
 */
class CoDel extends Bounded {
  private firstAbove: SimTime = 0
  private dropNext: SimTime = 0
  private count = 0
  private lastCount = 0
  private dropping = false

  override take(station: Station, now: SimTime): number {
    let message = station.shift()
    let isLate = this.isTooLate(station, message, now)
    if (this.dropping) {
      if (!isLate) this.stop(station, message, now)
      while (this.dropping && now >= this.dropNext) {
        station.lose(message, FATE.codel, now)
        this.count += 1
        message = station.shift()
        isLate = this.isTooLate(station, message, now)
        if (isLate) this.dropNext = this.controlLaw(this.dropNext)
        else this.stop(station, message, now)
      }
    } else if (isLate) {
      station.switchTo(
        STRATEGY.codel,
        SIGNAL.headWait,
        this.waitMs(station, message, now),
        this.settings.codelTarget,
        now,
      )
      station.lose(message, FATE.codel, now)
      message = station.shift()
      this.isTooLate(station, message, now)
      this.dropping = true
      const delta = this.count - this.lastCount
      const isRecent = now - this.dropNext < 16 * this.interval
      this.count = delta > 1 && isRecent ? delta : 1
      this.dropNext = this.controlLaw(now)
      this.lastCount = this.count
    }
    return message
  }

  override save(): readonly number[] {
    const { due, firstAbove, dropNext, count, lastCount, dropping } = this
    return [due, firstAbove, dropNext, count, lastCount, dropping ? 1 : 0]
  }

  override restore(saved: readonly number[]): void {
    super.restore(saved)
    const [, firstAbove = 0, dropNext = 0, count = 0, lastCount = 0, dropping = 0] = saved
    Object.assign(this, { firstAbove, dropNext, count, lastCount, dropping: dropping === 1 })
  }

  private get interval(): SimTime {
    return fromMs(this.settings.codelInterval)
  }

  private controlLaw(from: SimTime): SimTime {
    return Math.round(from + this.interval / Math.sqrt(this.count))
  }

  /** Whether the wait has been above the target for an interval (RFC 8289's ok_to_drop). */
  private isTooLate(station: Station, message: number, now: SimTime): boolean {
    // A queue with nothing left in it is no standing queue, however long this one message waited.
    if (
      message < 0 ||
      station.level === 0 ||
      now - station.offeredAt(message) < fromMs(this.settings.codelTarget)
    ) {
      this.firstAbove = 0
      return false
    }
    if (this.firstAbove === 0) {
      this.firstAbove = now + this.interval
      return false
    }
    return now >= this.firstAbove
  }

  private stop(station: Station, message: number, now: SimTime): void {
    this.dropping = false
    station.switchTo(
      STRATEGY.normal,
      SIGNAL.headWait,
      this.waitMs(station, message, now),
      this.settings.codelTarget,
      now,
    )
  }

  private waitMs(station: Station, message: number, now: SimTime): number {
    return message < 0 ? 0 : (now - station.offeredAt(message)) / 1_000
  }
}

export const codel: PolicyAbout = {
  name: 'CoDel',
  origin: 'production',
  sentence:
    'Controlled delay (RFC 8289): it looks at how long messages wait, not at how many there are, and drops at the head while the wait stays above a target.',
  create: (settings) => new CoDel(settings),
}
