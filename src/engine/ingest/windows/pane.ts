import type { Layout } from '../sketches/layout.ts'
import { PLAIN, type Store } from '../wasm/store.ts'

/** A minute of event time, as long as it may still change. Columns by title, and the registers of all titles. */
export interface Pane {
  /** Its minute: it holds the events from `number` · 60 s to just before the next one. */
  number: number
  readonly registers: Uint8Array
  /** Events that count as somebody's presence (of a slot: 1 where it has any), and views: plays that were started. */
  readonly present: Uint32Array
  readonly starts: Uint32Array
  onTime: number
  late: number
  /** How often its result has been given: once when the watermark passed it, again after late events. */
  firings: number
  /** Whether it took events since it fired last. */
  isDirty: boolean
}

/** An empty pane, from an old one where there is one. */
export function openPane(number: number, layout: Layout, old: Pane | undefined, store: Store = PLAIN): Pane {
  const pane = old ?? {
    number,
    registers: store.u8(layout.length),
    present: store.u32(layout.titles),
    starts: store.u32(layout.titles),
    onTime: 0,
    late: 0,
    firings: 0,
    isDirty: false,
  }
  if (old !== undefined) {
    pane.registers.fill(0)
    pane.present.fill(0)
    pane.starts.fill(0)
  }
  pane.number = number
  pane.onTime = 0
  pane.late = 0
  pane.firings = 0
  pane.isDirty = false
  return pane
}

/** A pane that was saved, in columns of this run's own. */
export function reopenPane(saved: Pane, layout: Layout, old: Pane | undefined, store: Store): Pane {
  const pane = openPane(saved.number, layout, old, store)
  pane.registers.set(saved.registers)
  pane.present.set(saved.present)
  pane.starts.set(saved.starts)
  const { onTime, late, firings, isDirty } = saved
  return Object.assign(pane, { onTime, late, firings, isDirty })
}

/** Counts of each title over the newest `size` panes, exactly: a ring of panes and their sums. */
export class PaneSums {
  readonly sums: Float64Array
  private readonly ring: Uint32Array[]
  private readonly numbers: Int32Array

  constructor(titles: number, size: number) {
    this.sums = new Float64Array(titles)
    this.ring = Array.from({ length: size }, () => new Uint32Array(titles))
    this.numbers = new Int32Array(size).fill(-0x8000_0000)
  }

  get bytes(): number {
    return this.ring.reduce((sum, { byteLength }) => sum + byteLength, this.sums.byteLength)
  }

  /** Adds the counts of pane `number`, newer than all before; panes that are `size` older leave. */
  add(number: number, counts: Uint32Array): void {
    const { ring, numbers, sums } = this
    const size = ring.length
    const mine = ((number % size) + size) % size
    for (let place = 0; place < size; place++) {
      const old = ring[place]
      const isGone = (numbers[place] ?? 0) <= number - size || place === mine
      if (old === undefined || !isGone || numbers[place] === -0x8000_0000) continue
      for (let title = 0; title < sums.length; title++) sums[title] = (sums[title] ?? 0) - (old[title] ?? 0)
      old.fill(0)
      numbers[place] = -0x8000_0000
    }
    ring[mine]?.set(counts)
    numbers[mine] = number
    for (let title = 0; title < sums.length; title++) sums[title] = (sums[title] ?? 0) + (counts[title] ?? 0)
  }

  /** The counts of one title in the panes `from` .. `to` - 1, as far as they are remembered. */
  within(title: number, from: number, to: number): number {
    const { ring, numbers } = this
    let sum = 0
    for (let place = 0; place < ring.length; place++) {
      const number = numbers[place] ?? from - 1
      if (number >= from && number < to) sum += ring[place]?.[title] ?? 0
    }
    return sum
  }

  save(): { ring: Uint32Array[]; numbers: Int32Array; sums: Float64Array } {
    const { ring, numbers, sums } = this
    return { ring: ring.map((counts) => counts.slice()), numbers: numbers.slice(), sums: sums.slice() }
  }

  restore(saved: ReturnType<PaneSums['save']>): void {
    saved.ring.forEach((counts, place) => this.ring[place]?.set(counts))
    this.numbers.set(saved.numbers)
    this.sums.set(saved.sums)
  }
}
