import { outside } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'

const NEVER = -0x8000_0000
/** In a byte: the count is more, and stands aside. */
const ASIDE = 255

/** The counts of a pane in a byte each; those of 255 and more aside, by rising title. */
interface Counts {
  number: number
  readonly bytes: Uint8Array
  titles: Uint32Array
  counts: Uint32Array
}

/** Counts of each title over the newest `size` panes, exactly: a ring of panes and their sums. */
export class PaneSums {
  readonly sums: Float64Array
  private ring: Counts[]

  constructor(titles: number, size: number) {
    const nothing = new Uint32Array(0)
    this.sums = new Float64Array(titles)
    this.ring = Array.from({ length: size }, () => ({
      number: NEVER,
      bytes: new Uint8Array(titles),
      titles: nothing,
      counts: nothing,
    }))
  }

  get bytes(): number {
    const aside = this.ring.reduce((sum, { titles }) => sum + 2 * titles.byteLength, 0)
    return this.sums.byteLength + this.ring.length * (this.ring[0]?.bytes.byteLength ?? 0) + aside
  }

  /** Adds the counts of pane `number`, newer than all before; panes that are `size` older leave. */
  add(number: number, counts: Uint32Array): void {
    const { ring, sums } = this
    const size = ring.length
    const place = ((number % size) + size) % size
    const mine = ring[place] ?? outside(place)
    for (const old of ring) if (old.number !== NEVER && old.number <= number - size) this.leave(old)
    if (mine.number !== NEVER) this.leave(mine)
    mine.number = number
    const aside: number[] = []
    for (let title = 0; title < sums.length; title++) {
      const count = counts[title] ?? outside(title)
      if (count === 0) continue
      sums[title] = (sums[title] ?? outside(title)) + count
      mine.bytes[title] = Math.min(ASIDE, count)
      if (count >= ASIDE) aside.push(title)
    }
    mine.titles = Uint32Array.from(aside)
    mine.counts = mine.titles.map((title) => counts[title] ?? outside(title))
  }

  /** The counts of one title in the panes `from` .. `to` - 1, as far as they are remembered. */
  within(title: number, from: number, to: number): number {
    let sum = 0
    for (const pane of this.ring) if (pane.number >= from && pane.number < to) sum += countOf(pane, title)
    return sum
  }

  save(): { ring: readonly Counts[]; sums: Float64Array } {
    return copyState({ ring: this.ring, sums: this.sums })
  }

  restore(saved: ReturnType<PaneSums['save']>): void {
    this.ring = copyState(saved.ring).slice()
    this.sums.set(saved.sums)
  }

  /** The counts of a pane leave the sums. */
  private leave(pane: Counts): void {
    const { sums } = this
    const { bytes, titles, counts } = pane
    for (let title = 0; title < sums.length; title++) {
      const count = bytes[title] ?? outside(title)
      if (count > 0 && count < ASIDE) sums[title] = (sums[title] ?? outside(title)) - count
    }
    titles.forEach((title, i) => {
      sums[title] = (sums[title] ?? outside(title)) - (counts[i] ?? outside(i))
    })
    bytes.fill(0)
    pane.number = NEVER
    pane.titles = pane.counts = new Uint32Array(0)
  }
}

function countOf({ bytes, titles, counts }: Counts, title: number): number {
  const count = bytes[title] ?? outside(title)
  if (count < ASIDE) return count
  const place = titles.indexOf(title)
  return counts[place] ?? outside(place)
}
