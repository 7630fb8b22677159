import { outside } from '../../../shared/assert.ts'
import type { Store } from '../wasm/store.ts'

/** Words before the cells: how many there are, whether one had no room, and how many there is room for. */
const HEAD = 4
const COUNT = 0
const IS_FULL = 1
const ROOM = 2
/** A cell: the pane, the title, the register's place, its rank. */
const CELL = 4
const CELLS = 2 ** 18

/** Bytes that it takes. */
export const RAISE_LOG_BYTES = 4 * (HEAD + CELL * CELLS)

/**
 * Registers that rose in panes that have been handed over: late events raise few, so these are handed over one by one, and not
 * all that the titles have. The kernels write into it as well.
 */
export class RaiseLog {
  readonly words: Uint32Array

  constructor(store: Store) {
    this.words = store.u32(HEAD + CELL * CELLS)
    this.words[ROOM] = CELLS
  }

  add(pane: number, title: number, place: number, rank: number): void {
    const { words } = this
    const count = words[COUNT] ?? outside(COUNT)
    if (count === CELLS) {
      words[IS_FULL] = 1
      return
    }
    words.set([pane, title, place, rank], HEAD + CELL * count)
    words[COUNT] = count + 1
  }

  /** By pane what rose since this was called last, three words each: title, place, rank. Null: there was no room for all. */
  take(): Map<number, Uint32Array> | null {
    const { words } = this
    const count = words[COUNT] ?? outside(COUNT)
    const isFull = words[IS_FULL] === 1
    words[COUNT] = 0
    words[IS_FULL] = 0
    if (isFull) return null
    const cells = words.subarray(HEAD, HEAD + CELL * count)
    const lengths = new Map<number, number>()
    for (let at = 0; at < cells.length; at += CELL) {
      const pane = (cells[at] ?? outside(at)) | 0
      lengths.set(pane, (lengths.get(pane) ?? 0) + CELL - 1)
    }
    const raises = new Map(Array.from(lengths, ([pane, length]) => [pane, new Uint32Array(length)]))
    lengths.clear()
    for (let at = 0; at < cells.length; at += CELL) {
      const pane = (cells[at] ?? outside(at)) | 0
      const to = lengths.get(pane) ?? 0
      raises.get(pane)?.set(cells.subarray(at + 1, at + CELL), to)
      lengths.set(pane, to + CELL - 1)
    }
    return raises
  }
}
