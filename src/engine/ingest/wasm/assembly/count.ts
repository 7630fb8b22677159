import { PANE_MASK, RANK_BITS, RANK_MASK, weightOf } from './live'
import { BASE_MASK, NUMBER, PANE_BYTES, PRECISION_SHIFT, PRESENT, REGISTERS } from './panes'

const ENTRY_BYTES: usize = 16

/**
 * Viewers.count: of a title's registers over the panes `from` .. `to` - 1 the sum of their weights, how many are not 0, and
 * how many have the highest rank, at `told`. Behind it there is room for the addresses of as many panes as there are.
 */
export function countWithin(
  entries: usize,
  word: u32,
  title: u32,
  from: i32,
  to: i32,
  closed: i32,
  panes: usize,
  paneCount: i32,
  told: usize,
): void {
  const precision = word >>> PRECISION_SHIFT
  const base = <usize>(word & BASE_MASK)
  const end = base + ((<usize>1) << precision)
  const top = 33 - precision
  const list = told + 16
  let listEnd = list
  for (let i: i32 = 0; i < paneCount; i++) {
    const pane = panes + <usize>i * PANE_BYTES
    const number = load<i32>(pane, NUMBER)
    if (number < from || number >= to) continue
    if (load<u32>(<usize>load<u32>(pane, PRESENT) + ((<usize>title) << 2)) == 0) continue
    store<u32>(listEnd, load<u32>(pane, REGISTERS))
    listEnd += 4
  }
  const newest = <u32>(to - 1)
  const length = <u32>(to - from)
  const hasClosed = closed >= from
  let sum: f64 = 0
  let filled: u32 = 0
  let atTop: u32 = 0
  for (let place = base; place < end; place++) {
    let rank: u32 = 0
    if (hasClosed) {
      const at = entries + place * ENTRY_BYTES
      for (let i = at; i < at + ENTRY_BYTES; i += 2) {
        const entry = <u32>load<u16>(i)
        if (entry == 0 || ((newest - (entry >>> RANK_BITS)) & PANE_MASK) >= length) break
        rank = entry & RANK_MASK
      }
    }
    for (let one = list; one < listEnd; one += 4)
      rank = max(rank, <u32>load<u8>(<usize>load<u32>(one) + place))
    if (rank == 0) continue
    sum += weightOf(rank, precision)
    filled += 1
    atTop += u32(rank == top)
  }
  store<f64>(told, sum)
  store<u32>(told, filled, 8)
  store<u32>(told, atTop, 12)
}
