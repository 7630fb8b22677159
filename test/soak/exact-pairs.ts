import { assert } from '../../src/shared/assert.ts'
import { ExactViewers } from '../../src/engine/ingest/sketches/exact.ts'

const FREE = 0
const NEVER = -0x8000_0000
const KEY_SHIFT = 2 ** 32

/**
 * Who watched what, name by name, in one open table of pairs of title and user: each with the last pane in which it was
 * seen and the one before that. That is enough for windows that end with the newest pane or the one before it.
 */
export class ExactPairs extends ExactViewers {
  private readonly keys: Float64Array
  private readonly last: Int32Array
  private readonly previous: Int32Array
  private pairs = 0

  /** For up to `2 ** bits` / 2 pairs. */
  constructor(bits: number) {
    super()
    this.keys = new Float64Array(2 ** bits)
    this.last = new Int32Array(2 ** bits)
    this.previous = new Int32Array(2 ** bits)
  }

  override add(pane: number, title: number, user: number): void {
    const { keys, last, previous } = this
    const mask = keys.length - 1
    const key = (title + 1) * KEY_SHIFT + user
    let place = Math.imul(user ^ Math.imul(title + 1, 0x9e3779b1), 0x85ebca6b)
    place = (place ^ (place >>> 15)) & mask
    while (keys[place] !== FREE && keys[place] !== key) place = (place + 1) & mask
    if (keys[place] === FREE) {
      this.pairs += 1
      assert(2 * this.pairs <= keys.length, 'the table of pairs is full')
      keys[place] = key
      last[place] = pane
      previous[place] = NEVER
      return
    }
    const newest = last[place] ?? NEVER
    if (pane > newest) {
      previous[place] = newest
      last[place] = pane
    } else if (pane < newest && pane > (previous[place] ?? NEVER)) previous[place] = pane
  }

  /** Different viewers of every title in the `length` panes that end before pane `to`: the one under way, or the next. */
  counts(titles: number, to: number, length: number): Float64Array {
    const { keys, last, previous } = this
    const counts = new Float64Array(titles)
    for (let place = 0; place < keys.length; place++) {
      const key = keys[place] ?? FREE
      if (key === FREE) continue
      const newest = last[place] ?? NEVER
      const pane = newest < to ? newest : (previous[place] ?? NEVER)
      if (pane < to - length || pane >= to) continue
      const title = Math.floor(key / KEY_SHIFT) - 1
      counts[title] = (counts[title] ?? 0) + 1
    }
    return counts
  }

  override forget(): void {}
}
