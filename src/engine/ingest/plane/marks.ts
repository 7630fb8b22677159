import { outside } from '../../../shared/assert.ts'

/** How many marks of each spacing are kept: all of the last sixteen seconds, every second one of the last 32, and so on. */
const DENSE = 16

/** Counts as they stood at a whole second. Never changes. */
interface Mark {
  readonly second: number
  readonly counts: Uint32Array
}

export type SavedMarks = readonly Mark[]

/**
 * How counts that only rise came about: noted once a second, and thinned the further back it is, so that a time that is
 * looked up lies within a sixteenth of its age. Saved marks are shared, not copied.
 */
export class Marks {
  private list: Mark[]

  constructor(columns: number) {
    this.list = [{ second: 0, counts: new Uint32Array(columns) }]
  }

  /** Notes the counts at the end of second `second`, which is one more than the last. */
  note(second: number, counts: Float64Array): void {
    this.list.push({ second, counts: Uint32Array.from(counts) })
    this.list = this.list.filter((mark) => second - mark.second < DENSE * spacingOf(mark.second))
  }

  /** What a column rose by, a second, over the last `seconds` noted (at most 15), or as many as there were. */
  rate(column: number, seconds: number): number {
    const { list } = this
    const now = list[list.length - 1] ?? outside(0)
    const over = Math.min(seconds, now.second)
    if (over === 0) return 0
    const then = list[list.length - 1 - over] ?? outside(over)
    return (read(now, column) - read(then, column)) / over
  }

  /** When, in seconds, a column came to more than `count`, which it has by `nowS`, when it stands at `end`. */
  timeOf(column: number, count: number, end: number, nowS: number): number {
    const { list } = this
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (read(list[middle] ?? outside(middle), column) > count) high = middle
      else low = middle + 1
    }
    const before = list[low - 1]
    const after = list[low]
    if (before === undefined) return 0
    const [fromS, from] = [before.second, read(before, column)]
    const [toS, to] = after === undefined ? [nowS, end] : [after.second, read(after, column)]
    return to <= from ? toS : fromS + ((toS - fromS) * (count - from)) / (to - from)
  }

  save(): SavedMarks {
    return this.list.slice()
  }

  restore(saved: SavedMarks): void {
    this.list = saved.slice()
  }
}

/** The largest power of two that divides it; the beginning stays for ever. */
const spacingOf = (second: number): number => (second === 0 ? Infinity : second & -second)

const read = ({ counts }: Mark, column: number): number => counts[column] ?? outside(column)
