/** An entry of 16 bits: a pane modulo 2048 above a rank. */
export const RANK_BITS: u32 = 5
export const RANK_MASK: u32 = 31
export const PANE_MASK: u32 = 2047

/** LiveWindows: where in a title's 32 bytes its numbers stand; the hour's first, the day's behind. */
export const STATE_SHIFT: usize = 5
export const FILLED: usize = 16
export const TOP: usize = 20
export const TO: usize = 24
const OLDEST: usize = 28
const HOUR: usize = 0
const DAY: usize = 1

export function entryOf(pane: i32, rank: u32): u32 {
  return (((<u32>pane) & PANE_MASK) << RANK_BITS) | rank
}

export function rankOf(hash: u32, precision: u32): u32 {
  return <u32>clz<u32>((hash << precision) | (1 << (precision - 1))) + 1
}

/** estimate.ts `weightOf`: 2^-rank. */
export function weightOf(rank: u32, precision: u32): f64 {
  return rank == 0 || rank > 32 - precision ? 0 : reinterpret<f64>((<u64>(1023 - rank)) << 52)
}

function isBetter(rank: u32, age: i32, entry: u32, newest: i32): bool {
  const old = entry & RANK_MASK
  return rank > old || (rank == old && <u32>age < ((<u32>newest - (entry >>> RANK_BITS)) & PANE_MASK))
}

/** LiveWindows.retell for the title whose numbers begin at `state`. */
export function retell(state: usize, window: usize, precision: u32, old: u32, rank: u32): void {
  if (old == rank) return
  const sum = state + (window << 3)
  store<f64>(sum, load<f64>(sum) + weightOf(rank, precision) - weightOf(old, precision))
  const filled = <i32>(rank != 0) - <i32>(old != 0)
  const top = <i32>(rank > 32 - precision) - <i32>(old > 32 - precision)
  if ((filled | top) == 0) return
  const half = state + (window << 1)
  store<u16>(half, <u16>(<i32>load<u16>(half, FILLED) + filled), FILLED)
  store<u16>(half, <u16>(<i32>load<u16>(half, TOP) + top), TOP)
}

/** WindowStates.remember: a register may come to stand for this pane, before it is counted. */
function remember(state: usize, window: usize, pane: i32, age: i32, newest: i32): void {
  const half = state + (window << 1)
  const isFirst = load<u16>(half, FILLED) == 0
  if (isFirst || oldestAge(state, window, newest) < age) store<u16>(half, <u16>pane, OLDEST)
}

/** How old the oldest pane is that a register of the window may stand for. */
function oldestAge(state: usize, window: usize, newest: i32): i32 {
  return (newest - <i32>load<u16>(state + (window << 1), OLDEST)) & 0xffff
}

/** LiveWindows.hasExpired. */
export function hasExpired(state: usize, newest: i32, short: i32, long: i32): bool {
  return (
    (load<u16>(state, FILLED) != 0 && oldestAge(state, HOUR, newest) >= short) ||
    (load<u16>(state + 2, FILLED) != 0 && oldestAge(state, DAY, newest) >= long)
  )
}

/** The oldest panes that registers stand for now. */
export function tellOldest(state: usize, newest: i32, hourAge: i32, dayAge: i32): void {
  store<u16>(state, <u16>(newest - hourAge), OLDEST)
  store<u16>(state, <u16>(newest - dayAge), OLDEST + 2)
}

/** LiveWindows.raise; `word` is the address of the register's. */
export function raiseLive(
  word: usize,
  state: usize,
  precision: u32,
  pane: i32,
  rank: u32,
  short: i32,
  long: i32,
): void {
  const newest = load<i32>(state, TO) - 1
  const age = newest - pane
  if (age < 0 || age >= long) return
  const entry = entryOf(pane, rank)
  const both = load<u32>(word)
  let day = both >>> 16
  let hour = both & 0xffff
  remember(state, DAY, pane, age, newest)
  if (isBetter(rank, age, day, newest)) {
    retell(state, DAY, precision, day & RANK_MASK, rank)
    day = entry
  }
  if (age < short) remember(state, HOUR, pane, age, newest)
  if (age < short && isBetter(rank, age, hour, newest)) {
    retell(state, HOUR, precision, hour & RANK_MASK, rank)
    hour = entry
  }
  store<u32>(word, (day << 16) | hour)
}

/** Registers compared together: every title has a whole number of so many. */
const LANES: usize = 16

/**
 * LiveWindows.raise for all registers of a title in a pane, `length` of them, that are higher at `fresh` than at `old`, which
 * are raised; with no `old`, for all that are not 0. `word` is the address of the first register's word. A window's numbers are
 * brought up to date once, at the end: its sums are exact in any order.
 */
export function raiseTitle(
  word: usize,
  state: usize,
  precision: u32,
  length: usize,
  fresh: usize,
  old: usize,
  pane: i32,
  short: i32,
  long: i32,
): void {
  const newest = load<i32>(state, TO) - 1
  const age = newest - pane
  const inDay = age >= 0 && age < long
  const inHour = inDay && age < short
  const highest: u32 = 32 - precision
  let isRisen = false
  let hourSum: f64 = 0
  let daySum: f64 = 0
  let hourFilled: i32 = 0
  let dayFilled: i32 = 0
  let hourTop: i32 = 0
  let dayTop: i32 = 0
  for (let at: usize = 0; at < length; at += LANES) {
    const ranks = v128.load(fresh + at)
    let risen: i32 = 0
    if (old != 0) {
      const before = v128.load(old + at)
      risen = i8x16.bitmask(i8x16.gt_u(ranks, before))
      if (risen == 0) continue
      v128.store(old + at, i8x16.max_u(ranks, before))
    } else risen = i8x16.bitmask(i8x16.ne(ranks, i8x16.splat(0)))
    if (!inDay) continue
    isRisen = true
    for (; risen != 0; risen &= risen - 1) {
      const lane = at + <usize>ctz(risen)
      const rank = <u32>load<u8>(fresh + lane)
      const both = load<u32>(word + (lane << 2))
      const entry = entryOf(pane, rank)
      let day = both >>> 16
      let hour = both & 0xffff
      if (isBetter(rank, age, day, newest)) {
        const last = day & RANK_MASK
        daySum += weightOf(rank, precision) - weightOf(last, precision)
        dayFilled += i32(last == 0)
        dayTop += i32(rank > highest) - i32(last > highest)
        day = entry
      }
      if (inHour && isBetter(rank, age, hour, newest)) {
        const last = hour & RANK_MASK
        hourSum += weightOf(rank, precision) - weightOf(last, precision)
        hourFilled += i32(last == 0)
        hourTop += i32(rank > highest) - i32(last > highest)
        hour = entry
      }
      store<u32>(word + (lane << 2), (day << 16) | hour)
    }
  }
  if (!isRisen) return
  remember(state, DAY, pane, age, newest)
  add(state, DAY, daySum, dayFilled, dayTop)
  if (!inHour) return
  remember(state, HOUR, pane, age, newest)
  add(state, HOUR, hourSum, hourFilled, hourTop)
}

function add(state: usize, window: usize, weight: f64, filled: i32, top: i32): void {
  const sum = state + (window << 3)
  store<f64>(sum, load<f64>(sum) + weight)
  const half = state + (window << 1)
  store<u16>(half, <u16>(<i32>load<u16>(half, FILLED) + filled), FILLED)
  store<u16>(half, <u16>(<i32>load<u16>(half, TOP) + top), TOP)
}
