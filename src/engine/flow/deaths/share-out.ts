import { TICKS_A_SECOND } from './codes.ts'

/** Shares a rate out to ticks in whole messages: what a tick leaves over counts in the next, so nothing drifts. */
export class ShareOut {
  /** Tenths of messages left over: 0 .. TICKS_A_SECOND - 1. */
  rest = 0

  /** The messages of one tick at `rate` whole messages a second. */
  next(rate: number): number {
    const due = this.rest + rate
    const count = Math.floor(due / TICKS_A_SECOND)
    this.rest = due - count * TICKS_A_SECOND
    return count
  }
}
