import type { SimTime } from '../../kernel/time.ts'
import { FATE, SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { Station } from '../station/station.ts'
import { Policy, type PolicyAbout } from './policy.ts'

const MEGABYTE = 1_000_000

/** A log takes everything and keeps the newest bytes, read or not. Its reader loses what it did not come to in time. */
class RetainedLog extends Policy {
  /** Bytes in the log, those read included, and the first message in it. */
  private logged = 0
  private start = 0

  override get byteLimit(): number {
    return this.settings.retention * MEGABYTE
  }

  override bytesHeld(): number {
    return this.logged
  }

  override entered(station: Station, message: number, now: SimTime): void {
    this.logged += station.bytesOf(message)
    let expired = 0
    while (this.logged > this.byteLimit && this.start < message) {
      const first = this.start++
      this.logged -= station.bytesOf(first)
      if (station.oldest !== first) continue
      station.evict(FATE.expired, now)
      expired += 1
    }
    // A reader that lags keeps losing; only one that is well ahead of the log's start is out of danger.
    if (expired > 0) station.switchTo(STRATEGY.expiring, SIGNAL.bytes, this.logged, this.byteLimit, now)
    else if (station.strategy === STRATEGY.expiring && station.bytesInQueue < this.byteLimit / 2)
      station.switchTo(STRATEGY.normal, SIGNAL.bytes, station.bytesInQueue, this.byteLimit / 2, now)
  }

  override save(): readonly number[] {
    return [this.due, this.logged, this.start]
  }

  override restore(saved: readonly number[]): void {
    super.restore(saved)
    this.logged = saved[1] ?? 0
    this.start = saved[2] ?? 0
  }
}

export const retainedLog: PolicyAbout = {
  name: 'Retained log',
  origin: 'production',
  sentence:
    'A log on disk takes everything. Its reader just lags, until retention deletes what it has not read yet.',
  create: (settings) => new RetainedLog(settings),
}
