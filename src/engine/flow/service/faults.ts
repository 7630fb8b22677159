import type { SimTime } from '../../kernel/time.ts'

/** A time in which workers run at `speed` (0 for a stall) instead of 1. */
export interface FaultWindow {
  readonly from: SimTime
  readonly to: SimTime
  readonly speed: number
}

/** When service is disturbed: windows that do not overlap, in order of time. */
export class Faults {
  private list: readonly FaultWindow[]

  constructor(windows: readonly FaultWindow[]) {
    this.list = windows
  }

  get windows(): readonly FaultWindow[] {
    return this.list
  }

  /** The workers' speed at `now`. */
  speedAt(now: SimTime): number {
    return this.list.find(({ from, to }) => from <= now && now < to)?.speed ?? 1
  }

  /** When work that takes `work` microseconds at full speed is done, begun at `start`. Neither is rounded. */
  finish(start: number, work: number): number {
    let time = start
    let left = work
    for (const { from, to, speed } of this.list) {
      if (to <= time) continue
      if (time + left <= from) break
      if (from > time) {
        left -= from - time
        time = from
      }
      if (speed > 0 && (to - time) * speed >= left) return time + left / speed
      left -= (to - time) * speed
      time = to
    }
    return time + left
  }

  /** How much work is done between two moments, in microseconds at full speed. */
  workBetween(start: number, end: number): number {
    return this.list.reduce((work, { from, to, speed }) => {
      const overlap = Math.max(0, Math.min(end, to) - Math.max(start, from))
      return work - overlap * (1 - speed)
    }, end - start)
  }

  /** Adds a window; false when it overlaps one that is there. */
  add(window: FaultWindow): boolean {
    if (this.list.some(({ from, to }) => from < window.to && window.from < to)) return false
    this.list = [...this.list, window].sort((a, b) => a.from - b.from)
    return true
  }

  save(): readonly FaultWindow[] {
    return this.list
  }

  restore(saved: readonly FaultWindow[]): void {
    this.list = saved
  }
}
