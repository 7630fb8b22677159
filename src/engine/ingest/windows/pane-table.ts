import { assert, outside } from '../../../shared/assert.ts'
import type { Store } from '../wasm/store.ts'
import type { Pane } from './pane.ts'

/** A pane as the kernels see it: number, addresses of its columns, events on time and late. */
const PANE_WORDS = 8
const REGISTERS = 1
const PRESENT = 2
const STARTS = 3
const ON_TIME = 4
const LATE = 5
/** More than an hour of minutes, and the days before a week's oldest event that may still be let in. */
export const MOST_PANES = 256

/** The open panes, for the kernels. */
export class PaneTable {
  readonly words: Uint32Array
  private readonly store: Store

  constructor(store: Store) {
    this.store = store
    this.words = store.u32(MOST_PANES * PANE_WORDS)
  }

  /** Whether these panes all lie in the memory. */
  holds(panes: readonly Pane[]): boolean {
    return (
      panes.length <= MOST_PANES &&
      panes.every(({ registers, present, starts }) => this.store.holds(registers, present, starts))
    )
  }

  /** Writes the panes, with no events; one that lies elsewhere without addresses. */
  fill(panes: readonly Pane[]): void {
    const { words, store } = this
    assert(panes.length <= MOST_PANES, `${panes.length} panes`)
    panes.forEach(({ number, registers, present, starts }, i) => {
      const at = i * PANE_WORDS
      const isHere = store.holds(registers, present, starts)
      words[at] = number
      words[at + REGISTERS] = isHere ? registers.byteOffset : 0
      words[at + PRESENT] = present.byteOffset
      words[at + STARTS] = starts.byteOffset
      words[at + ON_TIME] = 0
      words[at + LATE] = 0
    })
  }

  /** Adds the events that were counted to the panes, and tells how many there were. */
  count(panes: readonly Pane[]): { readonly onTime: number; readonly late: number } {
    const { words } = this
    let onTime = 0
    let late = 0
    panes.forEach((pane, i) => {
      const at = i * PANE_WORDS
      const fresh = words[at + ON_TIME] ?? outside(i)
      const old = words[at + LATE] ?? outside(i)
      if (fresh + old === 0) return
      pane.onTime += fresh
      pane.late += old
      pane.isDirty = true
      onTime += fresh
      late += old
    })
    return { onTime, late }
  }
}
