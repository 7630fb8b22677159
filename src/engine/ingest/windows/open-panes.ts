import { outside } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { MINUTE_MS } from '../config.ts'
import type { Layout } from '../sketches/layout.ts'
import type { Store } from '../wasm/store.ts'
import { openPane, reopenPane, type Pane } from './pane.ts'

/** The panes that still take events, oldest first; memory of old ones is used again. */
export class OpenPanes {
  list: Pane[] = []
  private readonly free: Pane[] = []
  private last: Pane | null = null
  private readonly layout: Layout
  private readonly store: Store

  constructor(layout: Layout, store: Store) {
    this.layout = layout
    this.store = store
  }

  /** Panes there is memory for. */
  get count(): number {
    return this.list.length + this.free.length
  }

  /** The open pane of a time, opened if need be; null if it is before pane `firstOpen`. */
  at(time: number, firstOpen: number): Pane | null {
    const { last } = this
    if (last !== null) {
      const since = time - last.number * MINUTE_MS
      if (since >= 0 && since < MINUTE_MS) return last
    }
    const number = Math.floor(time / MINUTE_MS)
    if (number < firstOpen) return null
    return (this.last = this.of(number))
  }

  /** The open pane with this number, opened if need be. */
  of(number: number): Pane {
    const { list } = this
    let place = list.length
    while (place > 0 && (list[place - 1]?.number ?? outside(place)) > number) place -= 1
    const found = list[place - 1]
    if (found?.number === number) return found
    const pane = openPane(number, this.layout, this.free.pop(), this.store)
    list.splice(place, 0, pane)
    return pane
  }

  /** Takes the oldest out, for good. */
  shift(): Pane {
    this.last = null
    return this.list.shift() ?? outside(0)
  }

  /** Nobody needs this pane any more. */
  release(pane: Pane): void {
    this.free.push(pane)
  }

  save(): Pane[] {
    return this.list.map(copyState)
  }

  restore(saved: readonly Pane[]): void {
    this.free.push(...this.list)
    this.last = null
    this.list = saved.map((pane) => this.reopen(pane))
  }

  /** A pane that was saved, in columns of this run's own. */
  reopen(saved: Pane): Pane {
    return reopenPane(saved, this.layout, this.free.pop(), this.store)
  }
}
