import { outside } from '../../shared/assert.ts'
import { copyState } from '../kernel/copy-state.ts'

/** Before anything has been seen: lower than every time of an event. */
export const NEVER = -0x8000_0000

interface State {
  /** The newest event time and the last arrival of each source, in ms. */
  readonly newest: Int32Array
  readonly heard: Int32Array
  readonly gathered: Int32Array
  watermark: number
}

/**
 * The watermark: no event at or before it is expected any more. Of each source (a region's cluster) it is the newest event
 * time less a bound on the disorder; of all, the least of those that are not idle. It never falls. It moves at the end of
 * a tick, as Flink's does periodically: within a tick no event's fate hangs on its place in it.
 */
export class Watermark {
  private state: State
  private readonly delayMs: () => number
  private readonly idleMs: number

  constructor(sources: number, delayMs: () => number, idleMs: number) {
    this.delayMs = delayMs
    this.idleMs = idleMs
    this.state = {
      newest: new Int32Array(sources).fill(NEVER),
      heard: new Int32Array(sources).fill(NEVER),
      gathered: new Int32Array(sources).fill(NEVER),
      watermark: NEVER,
    }
  }

  /** In ms; NEVER before anything has been seen. */
  get ms(): number {
    return this.state.watermark
  }

  /** The newest event time of each source so far in this tick: whoever sees an event keeps the greatest here. */
  get gathered(): Int32Array {
    return this.state.gathered
  }

  /** The newest event time of a source up to the last tick; NEVER before any. */
  newestOf(source: number): number {
    return this.state.newest[source] ?? outside(source)
  }

  /** The tick that ends at `nowMs` is over: takes in what was gathered. */
  endTick(nowMs: number): void {
    const { state } = this
    state.watermark = this.after(nowMs)
    for (let source = 0; source < state.newest.length; source++) {
      const gathered = state.gathered[source] ?? outside(source)
      if (gathered === NEVER) continue
      state.heard[source] = nowMs
      state.newest[source] = Math.max(gathered, state.newest[source] ?? outside(source))
      state.gathered[source] = NEVER
    }
  }

  /** Where it will stand once the tick that ends at `nowMs` is over. */
  after(nowMs: number): number {
    const { state } = this
    let least = Number.POSITIVE_INFINITY
    for (let source = 0; source < state.newest.length; source++) {
      const gathered = state.gathered[source] ?? outside(source)
      const heard = gathered > NEVER ? nowMs : (state.heard[source] ?? outside(source))
      const isIdle = nowMs - (heard === NEVER ? 0 : heard) > this.idleMs
      const newest = Math.max(gathered, state.newest[source] ?? outside(source))
      if (!isIdle) least = Math.min(least, newest === NEVER ? NEVER : newest - this.delayMs())
    }
    return least === Number.POSITIVE_INFINITY ? state.watermark : Math.max(state.watermark, least)
  }

  /** Stands where somebody who knows of all events says. */
  follow(ms: number): void {
    this.state.watermark = ms
  }

  /** Which sources hold nothing back because they have been silent. */
  idle(nowMs: number): boolean[] {
    return Array.from(this.state.heard, (heard) => nowMs - (heard === NEVER ? 0 : heard) > this.idleMs)
  }

  save(): State {
    return copyState(this.state)
  }

  restore(saved: State): void {
    this.state = copyState(saved)
  }
}
