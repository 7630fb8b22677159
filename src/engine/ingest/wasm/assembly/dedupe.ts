import { mix } from './hash'

const GROUP: i32 = 64
const FINGERPRINTS: u32 = 15
const IDS: u32 = 7

/** Dedupe.prepare: the lines of a group of events and their fingerprints; touches each line. */
function prepare(
  table: usize,
  mask: u32,
  idHigh: usize,
  idLow: usize,
  selection: usize,
  from: i32,
  to: i32,
  scratch: usize,
): u32 {
  let out = scratch
  for (let k = from; k < to; k++) {
    const at = (<usize>load<u32>(selection + ((<usize>k) << 2))) << 2
    const high = load<u32>(idHigh + at)
    const low = load<u32>(idLow + at)
    const line = table + ((<usize>(mix(high ^ (low * 0x9e3779b1)) & mask)) << 6)
    const print = mix(low ^ (high * 0x85ebca6b))
    store<u32>(out, <u32>line)
    store<u32>(out, print ? print : 1, 4)
    out += 8
  }
  // By themselves: the shorter the loop, the more lines are on their way at once.
  let sum: u32 = 0
  for (let at = scratch; at < out; at += 8) sum ^= load<u32>(<usize>load<u32>(at))
  return sum
}

/** Dedupe.keepNew by fingerprint. Returns how many are kept; adds the forgotten to the word at `forgotten`. */
export function keepPrints(
  table: usize,
  mask: u32,
  idHigh: usize,
  idLow: usize,
  selection: usize,
  count: i32,
  scratch: usize,
  forgotten: usize,
): i32 {
  let kept = selection
  let gone: u32 = 0
  let touched: u32 = 0
  const notHead = i32x4(0, -1, -1, -1)
  for (let from: i32 = 0; from < count; from += GROUP) {
    const to = min(count, from + GROUP)
    touched ^= prepare(table, mask, idHigh, idLow, selection, from, to, scratch)
    let out = scratch
    for (let k = from; k < to; k++) {
      const line = <usize>load<u32>(out)
      const print = load<u32>(out, 4)
      out += 8
      const wanted = i32x4.splat(<i32>print)
      const found = v128.or(
        v128.or(v128.and(i32x4.eq(v128.load(line), wanted), notHead), i32x4.eq(v128.load(line, 16), wanted)),
        v128.or(i32x4.eq(v128.load(line, 32), wanted), i32x4.eq(v128.load(line, 48), wanted)),
      )
      if (v128.any_true(found)) continue
      const head = load<u32>(line)
      const place = line + 4 + ((<usize>head) << 2)
      gone += u32(load<u32>(place) != 0)
      store<u32>(place, print)
      store<u32>(line, head + 1 == FINGERPRINTS ? 0 : head + 1)
      store<u32>(kept, load<u32>(selection + ((<usize>k) << 2)))
      kept += 4
    }
  }
  store<u32>(forgotten, gone)
  store<u32>(forgotten, touched, 4)
  return <i32>((kept - selection) >>> 2)
}

/** Dedupe.keepNew by whole ids. */
export function keepIds(
  table: usize,
  mask: u32,
  idHigh: usize,
  idLow: usize,
  selection: usize,
  count: i32,
  scratch: usize,
  forgotten: usize,
): i32 {
  let kept = selection
  let gone: u32 = 0
  let touched: u32 = 0
  for (let from: i32 = 0; from < count; from += GROUP) {
    const to = min(count, from + GROUP)
    touched ^= prepare(table, mask, idHigh, idLow, selection, from, to, scratch)
    let out = scratch
    for (let k = from; k < to; k++) {
      const line = <usize>load<u32>(out)
      out += 8
      const index = load<u32>(selection + ((<usize>k) << 2))
      const high = load<u32>(idHigh + ((<usize>index) << 2))
      const low = load<u32>(idLow + ((<usize>index) << 2))
      let isKnown = false
      for (let i: usize = 4; i < 4 + 8 * IDS; i += 8)
        isKnown = isKnown || (load<u32>(line + i) == high && load<u32>(line + i, 4) == low)
      if (isKnown) continue
      const head = load<u32>(line)
      const place = line + 4 + ((<usize>head) << 3)
      gone += u32((load<u32>(place) | load<u32>(place, 4)) != 0)
      store<u32>(place, high)
      store<u32>(place, low, 4)
      store<u32>(line, head + 1 == IDS ? 0 : head + 1)
      store<u32>(kept, index)
      kept += 4
    }
  }
  store<u32>(forgotten, gone)
  store<u32>(forgotten, touched, 4)
  return <i32>((kept - selection) >>> 2)
}

/** SequenceDedupe.keepNew; -1, with nothing done, where a producer has no place in the table. */
export function keepSequences(
  table: usize,
  producers: u32,
  idHigh: usize,
  idLow: usize,
  selection: usize,
  count: i32,
): i32 {
  let greatest: u32 = 0
  for (let k: i32 = 0; k < count; k++)
    greatest = max(greatest, load<u32>(idHigh + ((<usize>load<u32>(selection + ((<usize>k) << 2))) << 2)))
  if (greatest > producers) return -1
  let kept = selection
  for (let k: i32 = 0; k < count; k++) {
    const index = load<u32>(selection + ((<usize>k) << 2))
    const at = table + ((<usize>load<u32>(idHigh + ((<usize>index) << 2))) << 3)
    const number = load<u32>(idLow + ((<usize>index) << 2))
    const newest = load<u32>(at)
    const bits = load<u32>(at, 4)
    if (number > newest) {
      const ahead = number - newest
      store<u32>(at, number)
      store<u32>(at, ahead < 32 ? (bits << ahead) | 1 : 1, 4)
    } else {
      const behind = newest - number
      const bit: u32 = behind < 32 ? 1 << behind : 0
      if (bit == 0 || (bits & bit) != 0) continue
      store<u32>(at, bits | bit, 4)
    }
    store<u32>(kept, index)
    kept += 4
  }
  return <i32>((kept - selection) >>> 2)
}
