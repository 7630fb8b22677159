import { outside } from '../../../shared/assert.ts'
import type { Layout } from '../sketches/layout.ts'
import type { Store } from '../wasm/store.ts'
import type { Pane } from '../windows/pane.ts'
import type { Windows } from '../windows/windows.ts'
import type { PanePart } from './messages.ts'

/** In a row: the title, its events of somebody's presence, its starts. */
const ROW_WORDS = 3

/** Packs what a worker's panes got for the leader, and unpacks it there; what is handed over lies here, for the kernels. */
export class Parcel {
  private readonly layout: Layout
  private readonly store: Store
  private readonly rows: Uint32Array
  private readonly registers: Uint8Array
  private readonly told: Uint32Array

  constructor(layout: Layout, store: Store) {
    this.layout = layout
    this.store = store
    this.rows = store.u32(ROW_WORDS * layout.titles)
    this.registers = store.u8(layout.length)
    this.told = store.u32(1)
  }

  get bytes(): number {
    return this.rows.byteLength + this.registers.byteLength
  }

  /** What the pane's titles got since this was called last, with all of their registers; its counts begin anew. */
  pack(pane: Pane, packed: Uint32Array): PanePart {
    const { rows, registers } = this
    const { titles, length } = this.packFast(pane, packed) ?? this.packHere(pane)
    return {
      number: pane.number,
      rows: rows.slice(0, ROW_WORDS * titles),
      registers: registers.slice(0, length),
    }
  }

  /**
   * Takes what a worker has of a pane into the windows of all events: the greater of two registers, the sum of two counts.
   * Both are the same in whatever order parts come, so a merge is exact. What a slot got before it changed hands is left out.
   */
  unpack(windows: Windows, part: PanePart): void {
    const pane = windows.paneOf(part.number)
    if (!this.unpackFast(windows, pane, part)) this.unpackHere(windows, pane, part)
  }

  private packHere({ registers, present, starts }: Pane): { titles: number; length: number } {
    const { layout, rows } = this
    let titles = 0
    let length = 0
    for (let title = 0; title < layout.titles; title++) {
      const seen = present[title] ?? outside(title)
      const begun = starts[title] ?? outside(title)
      if (seen + begun === 0) continue
      rows.set([title, seen, begun], ROW_WORDS * titles)
      titles += 1
      present[title] = 0
      starts[title] = 0
      if (seen === 0) continue
      const base = layout.base[title] ?? outside(title)
      const size = 2 ** (layout.precision[title] ?? outside(title))
      this.registers.set(registers.subarray(base, base + size), length)
      length += size
    }
    return { titles, length }
  }

  private packFast(
    { registers, present, starts }: Pane,
    packed: Uint32Array,
  ): { titles: number; length: number } | null {
    const { layout, store, rows, told } = this
    if (store.kernels === null || !store.holds(registers, present, starts, packed)) return null
    if (!store.holds(rows, this.registers, told)) return null
    const titles = store.kernels.pack(
      packed.byteOffset,
      registers.byteOffset,
      present.byteOffset,
      starts.byteOffset,
      layout.titles,
      rows.byteOffset,
      this.registers.byteOffset,
      told.byteOffset,
    )
    return { titles, length: told[0] ?? outside(0) }
  }

  private unpackHere({ live, promotions }: Windows, pane: Pane, part: PanePart): void {
    const { layout } = this
    const { registers, present, starts, number } = pane
    let from = 0
    for (let row = 0; row < part.rows.length; row += ROW_WORDS) {
      const title = part.rows[row] ?? outside(row)
      const seen = part.rows[row + 1] ?? outside(row)
      if (title >= layout.slots && number < promotions.since(title)) {
        from += 2 ** (layout.precision[title] ?? outside(title))
        continue
      }
      present[title] = title < layout.slots ? (present[title] ?? outside(title)) + seen : 1
      starts[title] = (starts[title] ?? outside(title)) + (part.rows[row + 2] ?? outside(row))
      if (seen === 0) continue
      const base = layout.base[title] ?? outside(title)
      const end = base + 2 ** (layout.precision[title] ?? outside(title))
      for (let place = base; place < end; place++, from++) {
        const rank = part.registers[from] ?? outside(from)
        if (rank <= (registers[place] ?? outside(place))) continue
        registers[place] = rank
        live.raise(number, title, place, rank)
      }
    }
  }

  private unpackFast({ live, promotions }: Windows, pane: Pane, part: PanePart): boolean {
    const { store, rows } = this
    const { registers, present, starts, number } = pane
    const { packed } = promotions
    if (store.kernels === null || !store.holds(rows, this.registers, registers, present, starts)) return false
    if (!store.holds(packed, promotions.from, live.words, live.sums)) return false
    rows.set(part.rows)
    this.registers.set(part.registers)
    store.kernels.unpack(
      rows.byteOffset,
      part.rows.length / ROW_WORDS,
      this.layout.slots,
      promotions.from.byteOffset,
      this.registers.byteOffset,
      packed.byteOffset,
      registers.byteOffset,
      present.byteOffset,
      starts.byteOffset,
      number,
      live.words.byteOffset,
      live.sums.byteOffset,
      live.short,
      live.long,
    )
    return true
  }
}
