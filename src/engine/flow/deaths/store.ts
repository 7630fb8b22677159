import type { Arrivals } from './arrivals.ts'
import type { Incident, Loss } from './codes.ts'
import type { DeathsSettings } from './settings.ts'

/** What comes at every store in one tick. */
export interface Step {
  readonly tick: number
  /** Messages that arrive, evenly over the tick. */
  readonly arrived: number
  /** How many the consumer could take, evenly over the tick. */
  readonly capacity: number
  /** All that have arrived; those of this tick are included. */
  readonly arrivals: Arrivals
  readonly settings: DeathsSettings
}

/** Whom a store tells what becomes of messages. */
export interface Books {
  produced(count: number): void
  consumed(count: number): void
  lost(why: Loss, count: number): void
  happened(kind: Incident, count: number): void
}

/** One of the three stores. What it holds unread is always a run of messages: `position` up to `end`. */
export interface Store<Saved> {
  /** The oldest message it holds unread, which the consumer reads next. */
  readonly position: number
  /** The message that arrives next. */
  readonly end: number
  /** How much memory, or disk, it takes now. */
  bytes(settings: DeathsSettings): number
  /** How many ticks it could not serve the consumer, summed as the messages that could have been taken. */
  readonly missed: number
  tick(step: Step, books: Books): void
  save(): Saved
  restore(saved: Saved): void
}

/** What a consumer takes where `waiting` messages are or come in: with both flows even, the order does not matter. */
export const taken = (waiting: number, capacity: number): number => Math.min(waiting, capacity)
