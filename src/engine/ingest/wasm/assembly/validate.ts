/** What codes.ts calls RULE, in the order in which the rules are asked. */
const OK: u32 = 0
const ID_MISSING: u32 = 1
const TYPE_UNKNOWN: u32 = 2
const VERSION_UNKNOWN: u32 = 3
const TIME_MISSING: u32 = 4
const USER_MISSING: u32 = 5
const DEVICE_MISSING: u32 = 6
const DEVICE_TYPE: u32 = 7
const REGION: u32 = 8
const TITLE_MISSING: u32 = 9
const TITLE_UNKNOWN: u32 = 10
const POSITION: u32 = 11
const FUTURE: u32 = 12
const TOO_OLD: u32 = 13

const TYPES: u32 = 17
const NONE: u32 = 0xffff_ffff
const NO_TIME: i32 = -0x8000_0000
const RULE_SHIFT: u32 = 24

/**
 * Pipeline.validate: puts times straight, counts accepted events by region and type (two tables of 256 in turn, so that one
 * count need not wait for the one before), and lists the indices of the accepted and of the refused, these with the rule in
 * the highest byte. Returns how many are accepted.
 */
export function validate(
  length: i32,
  titles: u32,
  isCorrected: i32,
  needsTitle: u32,
  mostAhead: i32,
  oldest: i32,
  idHigh: usize,
  idLow: usize,
  user: usize,
  device: usize,
  title: usize,
  eventTime: usize,
  sentTime: usize,
  receivedTime: usize,
  dims: usize,
  position: usize,
  duration: usize,
  times: usize,
  selection: usize,
  refused: usize,
  tallies: usize,
): i32 {
  let accepted: usize = selection
  let refusedAt: usize = refused
  for (let i: i32 = 0; i < length; i++) {
    const at = (<usize>i) << 2
    const claimed = load<i32>(eventTime + at)
    const received = load<i32>(receivedTime + at)
    const time: i64 = isCorrected
      ? <i64>claimed + <i64>received - <i64>load<i32>(sentTime + at)
      : <i64>claimed
    store<i32>(times + at, <i32>time)
    const d = load<u32>(dims + at)
    const type = d & 31
    const age = <i64>received - time
    let rule: u32 = OK
    if ((load<u32>(idHigh + at) | load<u32>(idLow + at)) == 0) rule = ID_MISSING
    else if (type >= TYPES) rule = TYPE_UNKNOWN
    else if (((d >>> 11) & 3) >= 3) rule = VERSION_UNKNOWN
    else if (claimed == NO_TIME) rule = TIME_MISSING
    else if (load<u32>(user + at) == 0) rule = USER_MISSING
    else if (load<u32>(device + at) == 0) rule = DEVICE_MISSING
    else if (((d >>> 5) & 7) >= 4) rule = DEVICE_TYPE
    else if (((d >>> 8) & 7) >= 5) rule = REGION
    else {
      if ((needsTitle >>> type) & 1) {
        const t = load<u32>(title + at)
        if (t >= titles) rule = t == NONE ? TITLE_MISSING : TITLE_UNKNOWN
        else {
          const p = load<u32>(position + at)
          if (p != NONE && p > load<u32>(duration + at)) rule = POSITION
        }
      }
      if (rule == OK) {
        if (age < -(<i64>mostAhead)) rule = FUTURE
        else if (age > <i64>oldest) rule = TOO_OLD
      }
    }
    if (rule == OK) {
      const cell = tallies + (((((<u32>i) & 1) << 8) | ((d >>> 3) & 0xe0) | type) << 2)
      store<u32>(cell, load<u32>(cell) + 1)
      store<u32>(accepted, i)
      accepted += 4
    } else {
      store<u32>(refusedAt, (<u32>i) | (rule << RULE_SHIFT))
      refusedAt += 4
    }
  }
  return <i32>((accepted - selection) >>> 2)
}
