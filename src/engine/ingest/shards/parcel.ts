import { outside } from '../../../shared/assert.ts'
import type { Layout } from '../sketches/layout.ts'
import type { Store } from '../wasm/store.ts'
import type { Pane } from '../windows/pane.ts'
import type { Windows } from '../windows/windows.ts'
import type { PanePart } from './messages.ts'

/** Registers that rose one by one, a part of them at once. */
const RAISE_WORDS = 3
const RAISES = 4_096
/** In a row: the title, its events of somebody's presence, its starts. */
const ROW_WORDS = 3

/** Packs what a worker's panes got for the leader, and unpacks it there; what is handed over lies here, for the kernels. */
export class Parcel {
  private readonly layout: Layout
  private readonly store: Store
  private readonly rows: Uint32Array
  private readonly registers: Uint8Array
  private readonly raises: Uint32Array
  private readonly told: Uint32Array

  constructor(layout: Layout, store: Store) {
    this.layout = layout
    this.store = store
    this.rows = store.u32(ROW_WORDS * layout.titles)
    this.registers = store.u8(layout.length)
    this.raises = store.u32(RAISE_WORDS * RAISES + 1)
    this.told = store.u32(1)
  }

  get bytes(): number {
    return this.rows.byteLength + this.registers.byteLength
  }

  /**
   * What the pane's titles got since this was called last, with all of their registers, or with those that rose, where they are
   * known; its counts begin anew.
   */
  pack(pane: Pane, packed: Uint32Array, raises: Uint32Array | null): PanePart {
    const { rows, registers } = this
    const isWhole = raises === null
    const { titles, length } = this.packFast(pane, packed, isWhole) ?? this.packHere(pane, isWhole)
    return {
      number: pane.number,
      rows: rows.slice(0, ROW_WORDS * titles),
      registers: registers.slice(0, length),
      raises: raises ?? new Uint32Array(0),
    }
  }

  /**
   * Takes what a worker has of a pane into the windows of all events: the greater of two registers, the sum of two counts.
   * Both are the same in whatever order parts come, so a merge is exact. What a slot got before it changed hands is left out.
   */
  unpack(windows: Windows, part: PanePart): void {
    const pane = windows.paneOf(part.number)
    if (!this.unpackFast(windows, pane, part)) this.unpackHere(windows, pane, part)
    for (let from = 0; from < part.raises.length; from += RAISE_WORDS * RAISES)
      this.raiseListed(windows, pane, part.raises.subarray(from, from + RAISE_WORDS * RAISES))
  }

  private packHere(
    { registers, present, starts }: Pane,
    isWhole: boolean,
  ): { titles: number; length: number } {
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
      if (seen === 0 || !isWhole) continue
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
    isWhole: boolean,
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
      Number(isWhole),
      told.byteOffset,
    )
    return { titles, length: told[0] ?? outside(0) }
  }

  private unpackHere({ live, promotions }: Windows, pane: Pane, part: PanePart): void {
    const { layout } = this
    const { registers, present, starts, number } = pane
    const isWhole = part.registers.length > 0
    let from = 0
    for (let row = 0; row < part.rows.length; row += ROW_WORDS) {
      const title = part.rows[row] ?? outside(row)
      const seen = part.rows[row + 1] ?? outside(row)
      if (title >= layout.slots && number < promotions.since(title)) {
        if (isWhole) from += 2 ** (layout.precision[title] ?? outside(title))
        continue
      }
      present[title] = title < layout.slots ? (present[title] ?? outside(title)) + seen : 1
      starts[title] = (starts[title] ?? outside(title)) + (part.rows[row + 2] ?? outside(row))
      if (seen === 0 || !isWhole) continue
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
      Number(part.registers.length > 0),
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

  private raiseListed({ live, promotions }: Windows, { registers, number }: Pane, list: Uint32Array): void {
    const { layout, raises, store } = this
    const { packed, from } = promotions
    if (store.kernels !== null && store.holds(raises, registers, packed, from, live.words, live.sums)) {
      raises.set(list)
      store.kernels.raiseListed(
        raises.byteOffset,
        list.length / RAISE_WORDS,
        layout.slots,
        from.byteOffset,
        packed.byteOffset,
        registers.byteOffset,
        number,
        live.words.byteOffset,
        live.sums.byteOffset,
        live.short,
        live.long,
      )
      return
    }
    for (let at = 0; at < list.length; at += RAISE_WORDS) {
      const title = list[at] ?? outside(at)
      const place = list[at + 1] ?? outside(at)
      const rank = list[at + 2] ?? outside(at)
      if (title >= layout.slots && number < promotions.since(title)) continue
      if (rank <= (registers[place] ?? outside(place))) continue
      registers[place] = rank
      live.raise(number, title, place, rank)
    }
  }
}
