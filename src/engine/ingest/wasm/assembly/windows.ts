import { mix } from './hash'
import { raiseLive, rankOf, STATE_SHIFT } from './live'
import {
  BASE_MASK,
  LATE,
  NUMBER,
  ON_TIME,
  PANE_BYTES,
  PRECISION_SHIFT,
  PRESENT,
  PROMOTED,
  REGISTERS,
  STARTS,
} from './panes'

const MINUTE_MS: i32 = 60_000
const HOUR_MS: i32 = 60 * MINUTE_MS
const DAY_MS: i32 = 24 * HOUR_MS
/** codes.ts: the first seven types are the player's. */
const STARTED: u32 = 0
const HEARTBEAT: u32 = 6
const GROUP: u32 = 64
/** In `later`: the whole event is left to the caller, not only the count of its account. */
const WHOLE: u32 = 0x8000_0000
/** Sightings: a pane modulo 4096 above a title. */
const TITLE_BITS: u32 = 20

function floorMinute(time: i32): i32 {
  const number = time / MINUTE_MS
  return number * MINUTE_MS > time ? number - 1 : number
}

/** lateness.ts `bucketOf`. */
function bucketOf(late: i64): usize {
  if (late < <i64>MINUTE_MS) return late < 0 ? 0 : 1
  if (late < <i64>(5 * MINUTE_MS)) return 2
  if (late < <i64>HOUR_MS) return 3
  return late < <i64>DAY_MS ? 4 : 5
}

/** RaiseLog.add. */
function note(log: usize, pane: i32, title: u32, place: u32, rank: u32): void {
  const count = load<u32>(log)
  if (count == load<u32>(log, 8)) {
    store<u32>(log, 1, 4)
    return
  }
  const cell = log + 16 + ((<usize>count) << 4)
  store<i32>(cell, pane)
  store<u32>(cell, title, 4)
  store<u32>(cell, place, 8)
  store<u32>(cell, rank, 12)
  store<u32>(log, count + 1)
}

/** A cell of `scratch`: title, then hash or place, then rank. There is room for two groups, and a word. */
const CELL: usize = 12

/**
 * Counting.add and Raises.flush for `length` events of the same pane, whose titles and hashes stand in `scratch`: step by step
 * for all of them, so that their ways from memory overlap. Where `long` is 0 there are no windows yet that a register rises in.
 * What rises is written into `log`, where that is not 0.
 */
function flush(
  scratch: usize,
  length: u32,
  pane: usize,
  packed: usize,
  slotOf: usize,
  slots: i32,
  since: usize,
  words: usize,
  states: usize,
  short: i32,
  long: i32,
  log: usize,
): void {
  const registers = <usize>load<u32>(pane, REGISTERS)
  const present = <usize>load<u32>(pane, PRESENT)
  const number = load<i32>(pane, NUMBER)
  let end = scratch + <usize>length * CELL
  const events = end
  for (let at = scratch; at < events; at += CELL) {
    const title = load<u32>(at)
    const hash = load<u32>(at, 4)
    const word = load<u32>(packed + ((<usize>title) << 2))
    const cell = present + ((<usize>title) << 2)
    store<u32>(cell, load<u32>(cell) + 1)
    const precision = word >>> PRECISION_SHIFT
    store<u32>(at, (word & BASE_MASK) + (hash >>> (32 - precision)), 4)
    store<u32>(at, rankOf(hash, precision), 8)
    if ((word & PROMOTED) == 0) continue
    const slot = load<i32>(slotOf + ((<usize>title) << 2))
    if (number < load<i32>(since + ((<usize>(slot - slots)) << 2))) continue
    store<u32>(present + ((<usize>slot) << 2), 1)
    const fine = load<u32>(packed + ((<usize>slot) << 2))
    const finePrecision = fine >>> PRECISION_SHIFT
    store<u32>(end, <u32>slot)
    store<u32>(end, (fine & BASE_MASK) + (hash >>> (32 - finePrecision)), 4)
    store<u32>(end, rankOf(hash, finePrecision), 8)
    end += CELL
  }
  let sum: u32 = 0
  for (let at = scratch; at < end; at += CELL) sum ^= load<u8>(registers + load<u32>(at, 4))
  let risen = scratch
  for (let at = scratch; at < end; at += CELL) {
    const place = load<u32>(at, 4)
    const rank = load<u32>(at, 8)
    const register = registers + place
    if (rank <= <u32>load<u8>(register)) continue
    store<u8>(register, rank)
    const title = load<u32>(at)
    if (log != 0) note(log, number, title, place, rank)
    if (long == 0) continue
    sum ^= load<u32>(words + ((<usize>place) << 2)) ^ load<u32>(states + ((<usize>title) << STATE_SHIFT))
    store<u32>(risen, title)
    store<u32>(risen, place, 4)
    store<u32>(risen, rank, 8)
    risen += CELL
  }
  // Stored, or the reads that only touch would be left out.
  store<u32>(scratch, sum, 2 * GROUP * 12)
  for (let at = scratch; at < risen; at += CELL) {
    const title = <usize>load<u32>(at)
    const precision = load<u32>(packed + (title << 2)) >>> PRECISION_SHIFT
    const word = words + ((<usize>load<u32>(at, 4)) << 2)
    raiseLive(word, states + (title << STATE_SHIFT), precision, number, load<u32>(at, 8), short, long)
  }
}

/**
 * Windows.take, but for what opens a pane, accounts that start plays, and exact sets: those events are listed in `later`.
 * `told` gets how many are too late, and how many are listed.
 */
export function takeEvents(
  count: i32,
  selection: usize,
  times: usize,
  dims: usize,
  receivedTime: usize,
  user: usize,
  title: usize,
  idHigh: usize,
  sightings: usize,
  producers: u32,
  panes: usize,
  paneCount: i32,
  closedBefore: i32,
  passed: i32,
  hashKey: u32,
  guard: i32,
  gathered: usize,
  lateness: usize,
  packed: usize,
  slotOf: usize,
  slots: i32,
  since: usize,
  words: usize,
  states: usize,
  short: i32,
  long: i32,
  later: usize,
  scratch: usize,
  log: usize,
  told: usize,
): void {
  const panesEnd = panes + <usize>paneCount * PANE_BYTES
  let pane: usize = 0
  let paneStart: i32 = 0
  let paneBits: u32 = 0
  let present: usize = 0
  let isPassed = false
  let tooLate = selection
  let laterAt = later
  let length: u32 = 0
  let passedLog: usize = 0
  for (let k: i32 = 0; k < count; k++) {
    const index = load<u32>(selection + ((<usize>k) << 2))
    const at = (<usize>index) << 2
    const time = load<i32>(times + at)
    const d = load<u32>(dims + at)
    const bucket = lateness + (bucketOf(<i64>load<i32>(receivedTime + at) - <i64>time) << 2)
    store<u32>(bucket, load<u32>(bucket) + 1)
    const source = gathered + ((<usize>((d >>> 8) & 7)) << 2)
    if (time > load<i32>(source)) store<i32>(source, time)
    if (pane == 0 || <u32>(time - paneStart) >= <u32>MINUTE_MS) {
      const number = floorMinute(time)
      if (number < closedBefore) {
        store<u32>(tooLate, index)
        tooLate += 4
        continue
      }
      let found = panesEnd - PANE_BYTES
      while (found >= panes && load<i32>(found, NUMBER) > number) found -= PANE_BYTES
      if (found < panes || load<i32>(found, NUMBER) != number || load<u32>(found, REGISTERS) == 0) {
        store<u32>(laterAt, index | WHOLE)
        laterAt += 4
        continue
      }
      if (length > 0) {
        flush(scratch, length, pane, packed, slotOf, slots, since, words, states, short, long, passedLog)
        length = 0
      }
      pane = found
      paneStart = number * MINUTE_MS
      isPassed = number < passed
      passedLog = isPassed ? log : 0
      paneBits = (<u32>number) << TITLE_BITS
      present = <usize>load<u32>(found, PRESENT)
    }
    if (isPassed) store<u32>(pane, load<u32>(pane, LATE) + 1, LATE)
    else store<u32>(pane, load<u32>(pane, ON_TIME) + 1, ON_TIME)
    const type = d & 31
    if (type > HEARTBEAT) continue
    const t = <usize>load<u32>(title + at)
    if (type == STARTED) {
      const cell = <usize>load<u32>(pane, STARTS) + (t << 2)
      store<u32>(cell, load<u32>(cell) + 1)
      store<u32>(laterAt, index)
      laterAt += 4
    }
    if (guard && type != HEARTBEAT) continue
    const itsUser = load<u32>(user + at)
    const producer = load<u32>(idHigh + at)
    if (producer < producers) {
      const sighting = sightings + ((<usize>producer) << 3)
      const told = paneBits | (<u32>t)
      if (load<u32>(sighting) == itsUser && load<u32>(sighting, 4) == told) {
        const cell = present + (t << 2)
        store<u32>(cell, load<u32>(cell) + 1)
        continue
      }
      store<u32>(sighting, itsUser)
      store<u32>(sighting, told, 4)
    }
    if (length == GROUP) {
      flush(scratch, length, pane, packed, slotOf, slots, since, words, states, short, long, passedLog)
      length = 0
    }
    const out = scratch + <usize>length * CELL
    store<u32>(out, <u32>t)
    store<u32>(out, mix(itsUser ^ hashKey), 4)
    length += 1
  }
  if (length > 0)
    flush(scratch, length, pane, packed, slotOf, slots, since, words, states, short, long, passedLog)
  store<u32>(told, <u32>((tooLate - selection) >>> 2))
  store<u32>(told, <u32>((laterAt - later) >>> 2), 4)
}
