import { outside } from '../../../shared/assert.ts'
import type { Layout } from '../sketches/layout.ts'
import type { Pane } from '../windows/pane.ts'
import type { PanePart } from './messages.ts'

const WORD_BYTES = 4

/**
 * What a worker has told of its panes' registers, so that it need tell only what has changed: four registers at a time, as a
 * word. Titles that got nothing are not looked at.
 */
export class PaneShadows {
  private readonly layout: Layout
  private readonly words: number
  private readonly shadows = new Map<number, Uint32Array>()
  private readonly free: Uint32Array[] = []
  private places: Uint32Array
  private values: Uint32Array

  constructor(layout: Layout) {
    this.layout = layout
    this.words = Math.ceil(layout.length / WORD_BYTES)
    this.places = new Uint32Array(1_024)
    this.values = new Uint32Array(1_024)
  }

  get bytes(): number {
    const shadows = this.shadows.size + this.free.length
    return shadows * this.words * WORD_BYTES + this.places.byteLength + this.values.byteLength
  }

  /** What the pane got since it was told last; its counts begin anew. */
  tell({ number, registers, present, starts }: Pane): PanePart {
    const { layout } = this
    const shadow = this.shadowOf(number)
    const now = new Uint32Array(registers.buffer, registers.byteOffset, this.words)
    let count = 0
    for (let title = 0; title < layout.titles; title++) {
      if (present[title] === 0) continue
      const from = (layout.base[title] ?? outside(title)) / WORD_BYTES
      const to = from + 2 ** (layout.precision[title] ?? outside(title)) / WORD_BYTES
      if (count + to - from > this.places.length) this.grow(count + to - from)
      const { places, values } = this
      for (let place = from; place < to; place++) {
        const word = now[place] ?? outside(place)
        if (word === shadow[place]) continue
        shadow[place] = word
        places[count] = place
        values[count] = word
        count += 1
      }
    }
    const part = {
      number,
      places: this.places.slice(0, count),
      words: this.values.slice(0, count),
      present: present.slice(),
      starts: starts.slice(),
    }
    present.fill(0)
    starts.fill(0)
    return part
  }

  /** Panes before this one have closed. */
  forget(firstOpen: number): void {
    for (const [number, shadow] of this.shadows) {
      if (number >= firstOpen) continue
      this.shadows.delete(number)
      this.free.push(shadow.fill(0))
    }
  }

  /** A slot was emptied everywhere. */
  clear(slot: number): void {
    const from = (this.layout.base[slot] ?? outside(slot)) / WORD_BYTES
    const to = from + 2 ** (this.layout.precision[slot] ?? outside(slot)) / WORD_BYTES
    for (const shadow of this.shadows.values()) shadow.fill(0, from, to)
  }

  private shadowOf(number: number): Uint32Array {
    let shadow = this.shadows.get(number)
    if (shadow === undefined) {
      shadow = this.free.pop() ?? new Uint32Array(this.words)
      this.shadows.set(number, shadow)
    }
    return shadow
  }

  private grow(least: number): void {
    const length = Math.min(Math.max(least, 2 * this.places.length), Math.max(least, this.words))
    const places = new Uint32Array(length)
    places.set(this.places)
    this.places = places
    const values = new Uint32Array(length)
    values.set(this.values)
    this.values = values
  }
}
