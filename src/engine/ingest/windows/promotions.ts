import { outside } from '../../../shared/assert.ts'
import { PROMOTED, type Layout } from '../sketches/layout.ts'
import { PLAIN, type Store } from '../wasm/store.ts'
import type { Pane } from './pane.ts'

const NOBODY = -1
/** Heartbeats in a minute from which a title is worth it: twenty viewers. */
const LEAST_PRESENCE = 120
/** How much more than the least watched promoted title another must be watched to take its slot. */
const CLEARLY = 2

/**
 * Titles outside the head that are watched much, and so have one of the slots with the head's registers beside their own.
 * Decided when a minute is told first, by that minute; a slot counts from the next minute that opens.
 */
export class Promotions {
  /** The layout's packed words, with a mark at the titles that are promoted. */
  readonly packed: Uint32Array
  private readonly titleIn: Int32Array
  /** The first pane that a slot counts in. By slot. */
  readonly from: Int32Array
  /** By title; NOBODY without one. */
  readonly slotOf: Int32Array
  private readonly layout: Layout
  private readonly headPrecision: number

  constructor(layout: Layout, headPrecision: number, store: Store = PLAIN) {
    const slots = layout.titles - layout.slots
    this.layout = layout
    this.headPrecision = headPrecision
    this.packed = store.u32(layout.titles)
    this.packed.set(layout.packed)
    this.slotOf = store.i32(layout.titles).fill(NOBODY)
    this.titleIn = new Int32Array(slots).fill(NOBODY)
    this.from = store.i32(slots)
  }

  /** The slot that a title has, as a title of the layout; -1 without one. */
  slot(title: number): number {
    return this.slotOf[title] ?? outside(title)
  }

  /** The first pane that a slot counts in. */
  since(slot: number): number {
    return this.from[slot - this.layout.slots] ?? outside(slot)
  }

  /**
   * Promotes what was watched most in a pane, from pane `next` on, into free slots and those of titles that
   * are watched clearly less. `clear` empties the registers of a slot that changes hands.
   */
  decide(pane: Pane, next: number, clear: (slot: number) => void): void {
    const { layout, titleIn } = this
    const { present } = pane
    const rising: number[] = []
    for (let title = 0; title < layout.slots; title++) {
      if ((present[title] ?? outside(title)) < LEAST_PRESENCE || this.slotOf[title] !== NOBODY) continue
      if ((layout.precision[title] ?? outside(title)) < this.headPrecision) rising.push(title)
    }
    const presence = (title: number): number => (title === NOBODY ? 0 : (present[title] ?? outside(title)))
    rising.sort((a, b) => presence(b) - presence(a) || a - b)
    const slots = Array.from(titleIn, (_, slot) => slot)
    slots.sort((a, b) => presence(titleIn[a] ?? NOBODY) - presence(titleIn[b] ?? NOBODY) || a - b)
    for (let i = 0; i < Math.min(rising.length, slots.length); i++) {
      const title = rising[i] ?? outside(i)
      const slot = slots[i] ?? outside(i)
      const holder = titleIn[slot] ?? outside(slot)
      if (holder !== NOBODY && presence(title) < CLEARLY * presence(holder)) return
      if (holder !== NOBODY) this.unmark(holder)
      clear(layout.slots + slot)
      titleIn[slot] = title
      this.from[slot] = next
      this.mark(title, slot)
    }
  }

  save(): { readonly titleIn: Int32Array; readonly from: Int32Array } {
    return { titleIn: this.titleIn.slice(), from: this.from.slice() }
  }

  restore(saved: ReturnType<Promotions['save']>): void {
    this.titleIn.set(saved.titleIn)
    this.from.set(saved.from)
    this.packed.set(this.layout.packed)
    this.slotOf.fill(NOBODY)
    this.titleIn.forEach((title, slot) => {
      if (title !== NOBODY) this.mark(title, slot)
    })
  }

  private mark(title: number, slot: number): void {
    this.slotOf[title] = this.layout.slots + slot
    this.packed[title] = ((this.packed[title] ?? outside(title)) | PROMOTED) >>> 0
  }

  private unmark(title: number): void {
    this.slotOf[title] = NOBODY
    this.packed[title] = ((this.packed[title] ?? outside(title)) & ~PROMOTED) >>> 0
  }
}
