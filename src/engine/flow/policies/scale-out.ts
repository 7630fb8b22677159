import { SECOND, type SimTime } from '../../kernel/time.ts'
import { SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { Station } from '../station/station.ts'
import { Bounded } from './bounded.ts'
import type { PolicyAbout } from './policy.ts'

/** How often it looks, and how long the queue must have been all but empty before a worker is taken off again. */
const PERIOD: SimTime = SECOND / 10
const QUIET = 5 * SECOND
const EMPTY = 0.01

/** Above the warning threshold one more worker is started, and the next one only when that is at work. */
export class ScaleOut extends Bounded {
  override readonly alarm = { at: PERIOD }
  private readyAt: SimTime = Infinity
  private quietSince: SimTime = 0

  override ring(station: Station, now: SimTime): void {
    const { workers } = station
    const { workers: least, mostWorkers, warn, startup } = this.settings
    const fill = this.fill(station)
    if (now >= this.readyAt) {
      this.readyAt = Infinity
      station.setWorkers(workers.size + 1, workers.size + 1, now)
      station.switchTo(STRATEGY.scaledOut, SIGNAL.workers, workers.size, least, now)
    }
    if (fill > EMPTY) this.quietSince = now
    const isStarting = this.readyAt !== Infinity
    if (fill > warn / 100 && !isStarting && workers.size < mostWorkers) {
      this.readyAt = now + Math.round(startup * SECOND)
      station.setWorkers(workers.size, workers.size + 1, now)
    } else if (!isStarting && now - this.quietSince >= QUIET && workers.size > least) {
      this.quietSince = now
      station.setWorkers(workers.size - 1, workers.size - 1, now)
      if (workers.size === least) station.switchTo(STRATEGY.normal, SIGNAL.workers, least, least, now)
    }
    this.due = Math.min(now + PERIOD, Math.max(now + 1, this.readyAt))
  }

  override save(): readonly number[] {
    return [this.due, this.readyAt, this.quietSince]
  }

  override restore(saved: readonly number[]): void {
    super.restore(saved)
    this.readyAt = saved[1] ?? Infinity
    this.quietSince = saved[2] ?? 0
  }
}

export const scaleOut: PolicyAbout = {
  name: 'Scale out',
  origin: 'production',
  sentence:
    'A queue above the warning threshold starts another worker. It takes a while to start and is paid for from the first moment; a full queue turns new messages away.',
  create: (settings) => new ScaleOut(settings),
}
