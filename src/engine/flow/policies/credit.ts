import type { SimTime } from '../../kernel/time.ts'
import { SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { Station } from '../station/station.ts'
import { ENTER, Policy, WAIT, type PolicyAbout, type Verdict } from './policy.ts'

/**
 * The consumer asks for messages, the producer sends no more than were asked for: Reactive Streams' request(n). It
 * asks anew once it has served half of what it asks for at most.
 */
class Credit extends Policy {
  /** Messages the producer may still send, and those served since the consumer asked last. */
  private credit = this.settings.credit
  private servedSince = 0

  override get limit(): number {
    return this.settings.credit
  }

  override offer(station: Station, _message: number, now: SimTime): Verdict {
    if (station.waiting === 0 && this.credit > 0) return ENTER
    station.switchTo(STRATEGY.blocking, SIGNAL.credit, this.credit, 0, now)
    return WAIT
  }

  override admits(): boolean {
    return this.credit > 0
  }

  override entered(station: Station, _message: number, now: SimTime): void {
    this.credit -= 1
    if (station.waiting === 0 && station.strategy === STRATEGY.blocking)
      station.switchTo(STRATEGY.normal, SIGNAL.credit, this.credit, 0, now)
  }

  override served(): void {
    this.servedSince += 1
    if (this.servedSince < this.settings.credit / 2) return
    this.credit += this.servedSince
    this.servedSince = 0
  }

  override save(): readonly number[] {
    return [this.due, this.credit, this.servedSince]
  }

  override restore(saved: readonly number[]): void {
    super.restore(saved)
    this.credit = saved[1] ?? 0
    this.servedSince = saved[2] ?? 0
  }
}

export const credit: PolicyAbout = {
  name: 'Credit',
  origin: 'production',
  sentence:
    'The consumer asks for n messages at a time, request(n), and the producer sends no more than that: a queue of n, and the rest waits at the source.',
  create: (settings) => new Credit(settings),
}
