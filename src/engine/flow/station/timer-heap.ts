import { outside } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'

export type SavedTimers = readonly Float64Array[]

/**
 * Timers with two numbers each, the earliest first; of equals, the one with the lower first number, then the lower
 * second. A binary heap over typed arrays.
 */
export class TimerHeap {
  private times = new Float64Array(64)
  private firsts = new Float64Array(64)
  private seconds = new Float64Array(64)
  private count = 0

  get size(): number {
    return this.count
  }

  get nextTime(): SimTime {
    return this.count === 0 ? Infinity : (this.times[0] ?? outside(0))
  }

  /** The numbers of the earliest timer. */
  get first(): number {
    return this.firsts[0] ?? outside(0)
  }

  get second(): number {
    return this.seconds[0] ?? outside(0)
  }

  add(time: SimTime, first: number, second: number): void {
    if (this.count === this.times.length) this.grow()
    let hole = this.count++
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (!this.isBefore(time, first, second, parent)) break
      this.move(parent, hole)
      hole = parent
    }
    this.place(hole, time, first, second)
  }

  /** Removes the earliest. */
  remove(): void {
    if (this.count === 0) return
    const last = --this.count
    const time = this.times[last] ?? outside(last)
    const first = this.firsts[last] ?? outside(last)
    const second = this.seconds[last] ?? outside(last)
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= last) break
      if (child + 1 < last && this.rowIsBefore(child + 1, child)) child += 1
      if (this.isBefore(time, first, second, child)) break
      this.move(child, hole)
      hole = child
    }
    this.place(hole, time, first, second)
  }

  save(): SavedTimers {
    return [this.times, this.firsts, this.seconds].map((column) => column.slice(0, this.count))
  }

  restore(saved: SavedTimers): void {
    const [times = new Float64Array(), firsts = times, seconds = times] = saved
    this.count = 0
    this.times = new Float64Array(Math.max(64, times.length))
    this.firsts = new Float64Array(this.times.length)
    this.seconds = new Float64Array(this.times.length)
    this.times.set(times)
    this.firsts.set(firsts)
    this.seconds.set(seconds)
    this.count = times.length
  }

  private rowIsBefore(row: number, other: number): boolean {
    return this.isBefore(
      this.times[row] ?? outside(row),
      this.firsts[row] ?? outside(row),
      this.seconds[row] ?? outside(row),
      other,
    )
  }

  private isBefore(time: number, first: number, second: number, row: number): boolean {
    const otherTime = this.times[row] ?? outside(row)
    if (time !== otherTime) return time < otherTime
    const otherFirst = this.firsts[row] ?? outside(row)
    if (first !== otherFirst) return first < otherFirst
    return second < (this.seconds[row] ?? outside(row))
  }

  private move(from: number, to: number): void {
    this.place(
      to,
      this.times[from] ?? outside(from),
      this.firsts[from] ?? outside(from),
      this.seconds[from] ?? outside(from),
    )
  }

  private place(row: number, time: number, first: number, second: number): void {
    this.times[row] = time
    this.firsts[row] = first
    this.seconds[row] = second
  }

  private grow(): void {
    const wider = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const copy = new Float64Array(2 * column.length)
      copy.set(column)
      return copy
    }
    this.times = wider(this.times)
    this.firsts = wider(this.firsts)
    this.seconds = wider(this.seconds)
  }
}
