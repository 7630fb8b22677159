import { outside } from '../shared/assert.ts'

const SAMPLES = 512

/** What was done lately: events and working time of the last seconds, slice by slice. Times in ms by any clock. */
export class Meter {
  private readonly at = new Float64Array(SAMPLES)
  private readonly events = new Float64Array(SAMPLES)
  private readonly busy = new Float64Array(SAMPLES)
  private readonly windowMs: number
  private count = 0
  private since = 0

  /** `windowMs`: how far back it looks. */
  constructor(windowMs: number) {
    this.windowMs = windowMs
  }

  /** Begins anew: nothing was done before. */
  reset(nowMs: number): void {
    this.count = 0
    this.since = nowMs
  }

  /** A slice of work that ended at `nowMs`. */
  add(nowMs: number, events: number, busyMs: number): void {
    const place = this.count % SAMPLES
    this.at[place] = nowMs
    this.events[place] = events
    this.busy[place] = busyMs
    this.count += 1
  }

  /** Events a second, and the share of the time that was worked, over the last window. */
  read(nowMs: number): { readonly rate: number; readonly share: number } {
    const kept = Math.min(this.count, SAMPLES)
    let from = Math.max(this.since, nowMs - this.windowMs)
    let events = 0
    let busy = 0
    for (let back = 1; back <= kept; back++) {
      const place = (this.count - back) % SAMPLES
      const at = this.at[place] ?? outside(place)
      if (at <= from) break
      events += this.events[place] ?? outside(place)
      busy += this.busy[place] ?? outside(place)
      // The oldest sample that is kept says how far back the numbers reach.
      if (back === SAMPLES) from = at - (this.busy[place] ?? outside(place))
    }
    const span = nowMs - from
    return span <= 0
      ? { rate: 0, share: 0 }
      : { rate: (1_000 * events) / span, share: Math.min(1, busy / span) }
  }
}
