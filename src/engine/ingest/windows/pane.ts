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
