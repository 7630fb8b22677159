import { outside } from '../../../shared/assert.ts'

/** How much of the heat of a minute is left after a minute: half of it after fifteen. */
const COOLING = 0.954_841_6

/** Presence in the minutes that are closed, each minute worth 4.5 % less than the next. By title. */
export class Heat {
  /** Minutes so far. */
  closed = 0
  private readonly sums: Float64Array
  /** What a presence of 1 in every minute so far would have come to. */
  private weight = 0

  constructor(titles: number) {
    this.sums = new Float64Array(titles)
  }

  /** A minute has closed, with so much presence of each title in it. */
  add(present: Uint32Array): void {
    const { sums } = this
    this.weight = this.weight * COOLING + 1
    this.closed += 1
    for (let title = 0; title < sums.length; title++)
      sums[title] = (sums[title] ?? outside(title)) * COOLING + (present[title] ?? outside(title))
  }

  /** The mean presence of a title in a minute, recent ones counting for more; 0 before the first. */
  mean(title: number): number {
    return this.closed === 0 ? 0 : (this.sums[title] ?? 0) / this.weight
  }

  save() {
    return { closed: this.closed, weight: this.weight, sums: this.sums.slice() }
  }

  restore(saved: ReturnType<Heat['save']>): void {
    this.closed = saved.closed
    this.weight = saved.weight
    this.sums.set(saved.sums)
  }
}
