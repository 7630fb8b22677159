import { assert, outside } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { readRow, RECORD_WORDS, writeRow, type Batch } from '../record.ts'

/** How many ticks ahead something can be sent again: more than thirteen minutes. */
export const FURTHEST_TICKS = 8_191

interface State {
  rows: Uint32Array
  next: Int32Array
  /** The first and the last row of each tick, in a ring; -1 without one. */
  readonly first: Int32Array
  readonly last: Int32Array
  free: number
  used: number
  waiting: number
}

/** Events that will be sent again, by the tick in which they arrive. In a tick they come in the order in which they were put. */
export class Retries {
  private state: State = {
    rows: new Uint32Array(1024 * RECORD_WORDS),
    next: new Int32Array(1024),
    first: new Int32Array(FURTHEST_TICKS + 1).fill(-1),
    last: new Int32Array(FURTHEST_TICKS + 1).fill(-1),
    free: -1,
    used: 0,
    waiting: 0,
  }

  get waiting(): number {
    return this.state.waiting
  }

  /** Keeps event `index` of `batch` for tick `due`, which is after tick `now`. */
  put(batch: Batch, index: number, now: number, due: number): void {
    assert(due > now && due - now <= FURTHEST_TICKS, `a retry ${due - now} ticks ahead`)
    const { state } = this
    const place = this.take()
    writeRow(batch, index, state.rows, place * RECORD_WORDS)
    state.next[place] = -1
    const slot = due & FURTHEST_TICKS
    const last = state.last[slot] ?? outside(slot)
    if (last < 0) state.first[slot] = place
    else state.next[last] = place
    state.last[slot] = place
    state.waiting += 1
  }

  /** Moves the next event that is due in `tick` to place `index` of `batch`, received at `timeMs`; false without one. */
  get(tick: number, batch: Batch, index: number, timeMs: number): boolean {
    const { state } = this
    const slot = tick & FURTHEST_TICKS
    const place = state.first[slot] ?? outside(slot)
    if (place < 0) return false
    readRow(state.rows, place * RECORD_WORDS, batch, index)
    const waited = timeMs - (batch.receivedTime[index] ?? outside(index))
    batch.receivedTime[index] = timeMs
    batch.sentTime[index] = (batch.sentTime[index] ?? outside(index)) + waited
    const next = state.next[place] ?? outside(place)
    state.first[slot] = next
    if (next < 0) state.last[slot] = -1
    state.next[place] = state.free
    state.free = place
    state.waiting -= 1
    return true
  }

  save(): State {
    return copyState(this.state)
  }

  restore(saved: State): void {
    this.state = copyState(saved)
  }

  /** A free place; there are more when there is none. */
  private take(): number {
    const { state } = this
    const { free } = state
    if (free >= 0) {
      state.free = state.next[free] ?? outside(free)
      return free
    }
    if (state.used === state.next.length) {
      const rows = new Uint32Array(2 * state.rows.length)
      rows.set(state.rows)
      state.rows = rows
      const next = new Int32Array(2 * state.next.length)
      next.set(state.next)
      state.next = next
    }
    return state.used++
  }
}

export type SavedRetries = ReturnType<Retries['save']>
