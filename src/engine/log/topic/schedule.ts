import { MILLISECOND, type SimTime } from '../../kernel/time.ts'
import type { LogClock } from './log-clock.ts'
import type { TopicSettings } from './settings.ts'

/** Groups take their turns, and samples are taken, so often. */
export const TURN = 50 * MILLISECOND
/** log.cleaner.backoff.ms, and no more often than this in the run. */
const CLEANER_MS = 15_000
const CLEANER_AT_LEAST = 250 * MILLISECOND

/** What comes again and again, beside what the producer does. */
export type Recurring = 'turn' | 'check' | 'cleaner'

export type SavedSchedule = Readonly<Record<Recurring, SimTime>>

/** When groups take their turns, retention is checked, and the cleaner looks for work. */
export class Schedule {
  private readonly every: Readonly<Record<Recurring, SimTime>>
  private due: Record<Recurring, SimTime>

  constructor({ checkMinutes, policy }: TopicSettings, clock: LogClock) {
    this.every = {
      turn: TURN,
      check: Math.max(1, clock.lasts(checkMinutes * 60_000)),
      cleaner: Math.max(CLEANER_AT_LEAST, clock.lasts(CLEANER_MS)),
    }
    this.due = { ...this.every, cleaner: policy === 'delete' ? Infinity : this.every.cleaner }
  }

  get next(): SimTime {
    return Math.min(this.due.turn, this.due.check, this.due.cleaner)
  }

  get nextCheck(): SimTime {
    return this.due.check
  }

  /** The first of what is due by `time`, which then is due again later. */
  take(time: SimTime): Recurring {
    const what = this.due.turn <= time ? 'turn' : this.due.check <= time ? 'check' : 'cleaner'
    this.due[what] += this.every[what]
    return what
  }

  save(): SavedSchedule {
    return { ...this.due }
  }

  restore(saved: SavedSchedule): void {
    this.due = { ...saved }
  }
}
