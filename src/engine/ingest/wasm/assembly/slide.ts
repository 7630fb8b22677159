import {
  entryOf,
  hasExpired,
  PANE_MASK,
  raiseTitle,
  RANK_BITS,
  RANK_MASK,
  retell,
  STATE_SHIFT,
  tellOldest,
  TO,
} from './live'
import { BASE_MASK, NUMBER, PANE_BYTES, PRECISION_SHIFT, PRESENT, REGISTERS } from './panes'

const DEPTH: usize = 8
const NEVER: i32 = -0x8000_0000
const JUMP: i32 = 500
const HOUR: usize = 0
const DAY: usize = 1

/** SlidingSketches.addRank: true when an entry had to go. */
function addRank(at: usize, fresh: u32, rank: u32): bool {
  const end = at + 2 * DEPTH
  let higher = at
  while (higher < end) {
    const entry = <u32>load<u16>(higher)
    if (entry == 0 || (entry & RANK_MASK) > rank) break
    higher += 2
  }
  const last = end - 2
  let isFull = false
  if (higher == at) {
    isFull = load<u16>(last) != 0
    for (let i = isFull ? last - 2 : last; i > at; i -= 2) store<u16>(i, load<u16>(i - 2))
  } else if (higher > at + 2) {
    const gone = higher - at - 2
    for (let i = at + 2; i <= last; i += 2) store<u16>(i, i + gone <= last ? load<u16>(i + gone) : 0)
  }
  store<u16>(at, <u16>(fresh | rank))
  return isFull
}

/** Registers in a list: so many at once, for their ways from memory to overlap. */
const LISTED: usize = 64
const LANES: usize = 16

/** Adds the ranks of the list's registers, each a place above a rank. Returns how many entries had to go. */
function addListed(entries: usize, list: usize, end: usize, fresh: u32): u32 {
  let sum: u32 = 0
  for (let at = list; at < end; at += 4)
    sum ^= load<u16>(entries + <usize>(load<u32>(at) >>> RANK_BITS) * 2 * DEPTH)
  // Stored, or the reads that only touch would be left out.
  store<u32>(list, sum, LISTED << 2)
  let squeezed: u32 = 0
  for (let at = list; at < end; at += 4) {
    const word = load<u32>(at)
    const isFull = addRank(entries + <usize>(word >>> RANK_BITS) * 2 * DEPTH, fresh, word & RANK_MASK)
    squeezed += u32(isFull)
  }
  return squeezed
}

/**
 * Windows.merge: registers of a closed pane go into the sketches of closed panes, from title `from` on, at least
 * `budget` of them. `fresh` is the pane's entry with rank 0. Returns the next title; the word at `told` gets the squeezed, and
 * behind it is room for a list.
 */
export function merge(
  entries: usize,
  registers: usize,
  present: usize,
  packed: usize,
  titles: i32,
  from: i32,
  budget: i32,
  fresh: u32,
  told: usize,
): i32 {
  const list = told + 4
  const end = list + (LISTED << 2)
  let at = list
  let left = budget
  let squeezed: u32 = 0
  let next = from
  for (; left > 0 && next < titles; next++) {
    const title = <usize>next
    const word = load<u32>(packed + (title << 2))
    const length = (<usize>1) << (word >>> PRECISION_SHIFT)
    left -= <i32>length
    if (load<u32>(present + (title << 2)) == 0) continue
    const base = <usize>(word & BASE_MASK)
    // Lengths and bases are whole numbers of sixteens: nothing is looked at where sixteen registers are 0.
    for (let r = base; r < base + length; r += LANES) {
      let filled = i8x16.bitmask(i8x16.ne(v128.load(registers + r), i8x16.splat(0)))
      for (; filled != 0; filled &= filled - 1) {
        const place = r + <usize>ctz(filled)
        store<u32>(at, ((<u32>place) << RANK_BITS) | (<u32>load<u8>(registers + place)))
        at += 4
        if (at < end) continue
        squeezed += addListed(entries, list, at, fresh)
        at = list
      }
    }
  }
  squeezed += addListed(entries, list, at, fresh)
  store<u32>(told, squeezed)
  return next
}

/** What SlidingSketches.look finds for a window of `length` panes: an entry, or 0. */
function look(at: usize, newest: i32, length: u32): u32 {
  let found: u32 = 0
  for (let i = at; i < at + 2 * DEPTH; i += 2) {
    const entry = <u32>load<u16>(i)
    if (entry == 0 || ((<u32>newest - (entry >>> RANK_BITS)) & PANE_MASK) >= length) break
    found = entry
  }
  return found
}

/** LiveWindows.newestOf, for the panes that end at or before `to` and in which the title was watched. */
function newestOf(
  panes: usize,
  panesEnd: usize,
  title: usize,
  place: usize,
  entry: u32,
  to: i32,
  length: i32,
): u32 {
  let best = entry
  for (let pane = panes; pane < panesEnd; pane += PANE_BYTES) {
    const number = load<i32>(pane, NUMBER)
    if (number >= to || number < to - length) continue
    if (load<u32>(<usize>load<u32>(pane, PRESENT) + (title << 2)) == 0) continue
    const rank = <u32>load<u8>(<usize>load<u32>(pane, REGISTERS) + place)
    if (rank > 0 && rank >= (best & RANK_MASK)) best = entryOf(number, rank)
  }
  return best
}

/**
 * LiveWindows.sweep: slides titles from title `from` on, with at least `budget` registers. Returns the next title.
 */
export function sweep(
  words: usize,
  states: usize,
  entries: usize,
  packed: usize,
  titles: i32,
  from: i32,
  budget: i32,
  to: i32,
  closed: i32,
  short: i32,
  long: i32,
  panes: usize,
  paneCount: i32,
): i32 {
  const panesEnd = panes + <usize>paneCount * PANE_BYTES
  let left = budget
  let next = from
  for (; left > 0 && next < titles; next++) {
    const title = <usize>next
    const word = load<u32>(packed + (title << 2))
    const precision = word >>> PRECISION_SHIFT
    const base = <usize>(word & BASE_MASK)
    const end = base + ((<usize>1) << precision)
    const state = states + (title << STATE_SHIFT)
    const before = load<i32>(state, TO)
    left -= 1 << precision
    if (before >= to) continue
    store<i32>(state, to, TO)
    const isWhole = closed >= max(before, NEVER + 1) || (before != NEVER && to - before > JUMP)
    if (isWhole || hasExpired(state, to - 1, short, long))
      expire(words, state, entries, precision, title, base, end, to, short, long, panes, panesEnd, isWhole)
    if (isWhole) continue
    for (let pane = panes; pane < panesEnd; pane += PANE_BYTES) {
      const number = load<i32>(pane, NUMBER)
      if (number < before || number >= to) continue
      if (load<u32>(<usize>load<u32>(pane, PRESENT) + (title << 2)) == 0) continue
      const registers = <usize>load<u32>(pane, REGISTERS) + base
      raiseTitle(words + (base << 2), state, precision, end - base, registers, 0, number, short, long)
    }
  }
  return next
}

/** How old an entry is, in panes; 0 without one. */
function ageOf(entry: u32, newest: i32): i32 {
  return entry == 0 ? 0 : <i32>((<u32>newest - (entry >>> RANK_BITS)) & PANE_MASK)
}

/** LiveWindows.expire. */
function expire(
  words: usize,
  state: usize,
  entries: usize,
  precision: u32,
  title: usize,
  base: usize,
  end: usize,
  to: i32,
  short: i32,
  long: i32,
  panes: usize,
  panesEnd: usize,
  isWhole: bool,
): void {
  const newest = to - 1
  let hourAge: i32 = 0
  let dayAge: i32 = 0
  for (let place = base; place < end; place++) {
    const both = load<u32>(words + (place << 2))
    if (both == 0 && !isWhole) continue
    const hour = both & 0xffff
    const day = both >>> 16
    const hasHour = !isWhole && ageOf(hour, newest) < short
    const hasDay = !isWhole && ageOf(day, newest) < long
    if (hasHour && hasDay) {
      hourAge = max(hourAge, ageOf(hour, newest))
      dayAge = max(dayAge, ageOf(day, newest))
      continue
    }
    const at = entries + place * 2 * DEPTH
    const near = hasHour ? hour : newestOf(panes, panesEnd, title, place, look(at, newest, short), to, short)
    const far = hasDay ? day : newestOf(panes, panesEnd, title, place, look(at, newest, long), to, long)
    retell(state, HOUR, precision, hour & RANK_MASK, near & RANK_MASK)
    retell(state, DAY, precision, day & RANK_MASK, far & RANK_MASK)
    store<u32>(words + (place << 2), (far << 16) | near)
    hourAge = max(hourAge, ageOf(near, newest))
    dayAge = max(dayAge, ageOf(far, newest))
  }
  tellOldest(state, newest, hourAge, dayAge)
}
