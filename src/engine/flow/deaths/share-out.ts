/** Shares a rate out to ticks in whole messages: what a tick leaves over counts in the next, so nothing drifts. */
export class ShareOut {
  /** Parts of a message left over: 0 .. perSecond - 1, of `perSecond`. */
  rest = 0
  private readonly perSecond: number

  /** `perSecond` is how many ticks a second has. */
  constructor(perSecond: number) {
    this.perSecond = perSecond
  }

  /** The messages of one tick at `rate` whole messages a second. */
  next(rate: number): number {
    const due = this.rest + rate
    const count = Math.floor(due / this.perSecond)
    this.rest = due - count * this.perSecond
    return count
  }
}
