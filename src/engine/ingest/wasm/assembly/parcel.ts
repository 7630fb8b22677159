import { raiseLive, raiseTitle, STATE_SHIFT } from './live'
import { BASE_MASK, PRECISION_SHIFT } from './panes'

const ROW_BYTES: usize = 12
const SEEN: usize = 4
const BEGUN: usize = 8
/** Registers looked at together. Each title has a whole number of so many. */
const LANES: usize = 16

/**
 * Parcel.pack: what the titles of a pane got since they were asked last, a row of `rows` each, and behind one another at
 * `out` the registers of those with viewers, or with no `isWhole` none. Returns how many rows; the word at `told` gets how many
 * registers.
 */
export function pack(
  packed: usize,
  registers: usize,
  present: usize,
  starts: usize,
  titles: i32,
  rows: usize,
  out: usize,
  isWhole: i32,
  told: usize,
): i32 {
  let row = rows
  let to = out
  for (let title: i32 = 0; title < titles; title++) {
    const cell = (<usize>title) << 2
    const seen = load<u32>(present + cell)
    const begun = load<u32>(starts + cell)
    if ((seen | begun) == 0) continue
    store<u32>(row, title)
    store<u32>(row, seen, SEEN)
    store<u32>(row, begun, BEGUN)
    row += ROW_BYTES
    store<u32>(present + cell, 0)
    store<u32>(starts + cell, 0)
    if (seen == 0 || !isWhole) continue
    const word = load<u32>(packed + cell)
    const from = registers + <usize>(word & BASE_MASK)
    const end = to + ((<usize>1) << (word >>> PRECISION_SHIFT))
    for (let at = from; to < end; to += LANES, at += LANES) v128.store(to, v128.load(at))
  }
  store<u32>(told, <u32>(to - out))
  return <i32>((row - rows) / ROW_BYTES)
}

/**
 * Parcel.unpack: adds `count` rows to a pane, and with `isWhole` raises its registers to those at `more`, in the live windows
 * as well.
 */
export function unpack(
  rows: usize,
  count: i32,
  isWhole: i32,
  slots: usize,
  since: usize,
  more: usize,
  packed: usize,
  registers: usize,
  present: usize,
  starts: usize,
  number: i32,
  words: usize,
  states: usize,
  short: i32,
  long: i32,
): void {
  const end = rows + <usize>count * ROW_BYTES
  let from = more
  for (let row = rows; row < end; row += ROW_BYTES) {
    const title = <usize>load<u32>(row)
    const isSlot = title >= slots
    const cell = title << 2
    const seen = load<u32>(row, SEEN)
    const word = load<u32>(packed + cell)
    const precision = word >>> PRECISION_SHIFT
    const length = (<usize>1) << precision
    if (isSlot && number < load<i32>(since + ((title - slots) << 2))) {
      if (isWhole) from += length
      continue
    }
    store<u32>(present + cell, isSlot ? 1 : load<u32>(present + cell) + seen)
    store<u32>(starts + cell, load<u32>(starts + cell) + load<u32>(row, BEGUN))
    if (seen == 0 || !isWhole) continue
    const state = states + (title << STATE_SHIFT)
    const base = <usize>(word & BASE_MASK)
    raiseTitle(words + (base << 2), state, precision, length, from, registers + base, number, short, long)
    from += length
  }
}

/** Parcel.raiseListed: raises `count` registers of a pane, three words each: title, place, rank. */
export function raiseListed(
  list: usize,
  count: i32,
  slots: usize,
  since: usize,
  packed: usize,
  registers: usize,
  number: i32,
  words: usize,
  states: usize,
  short: i32,
  long: i32,
): void {
  const end = list + <usize>count * 12
  let sum: u32 = 0
  for (let at = list; at < end; at += 12) {
    const place = <usize>load<u32>(at, 4)
    sum ^= load<u8>(registers + place) ^ load<u32>(words + (place << 2))
  }
  // Stored, or the reads that only touch would be left out.
  store<u32>(end, sum)
  for (let at = list; at < end; at += 12) {
    const title = <usize>load<u32>(at)
    const place = <usize>load<u32>(at, 4)
    const rank = load<u32>(at, 8)
    if (title >= slots && number < load<i32>(since + ((title - slots) << 2))) continue
    if (rank <= <u32>load<u8>(registers + place)) continue
    store<u8>(registers + place, rank)
    const precision = load<u32>(packed + (title << 2)) >>> PRECISION_SHIFT
    raiseLive(words + (place << 2), states + (title << STATE_SHIFT), precision, number, rank, short, long)
  }
}
