import { mix } from './hash'

/** viewers.ts: where in a viewer's eight words its numbers stand. */
const ROW_BYTES: usize = 32
const USER: usize = 0
const SESSION: usize = 4
const TITLE: usize = 8
const DIMS: usize = 12
const LIFE: usize = 16
const SEQUENCE: usize = 20
/** Where the play will stop, in seconds, and above it how long its title is. */
const STOP: usize = 24
const AWAY: usize = 28

const BROWSE: u32 = 1
const PLAY: u32 = 3
const PAUSED: u32 = 4
const BUFFERING: u32 = 5
const STEP_S: u32 = 10

/** codes.ts TYPE. */
const T_PAUSED: u32 = 1
const T_RESUMED: u32 = 2
const T_SEEKED: u32 = 3
const T_HEARTBEAT: u32 = 6
const T_BUFFERING_STARTED: u32 = 7
const T_BUFFERING_ENDED: u32 = 8
const T_RESOLUTION: u32 = 9
const T_ERROR: u32 = 10
const T_SEARCH: u32 = 11
const T_PAGE: u32 = 12

const NONE: u32 = 0xffff_ffff
const LEAVING_FROM: u32 = 0x8000_0000
const LEAST_DELAY_MS: i32 = 20
const DELAY_MASK_MS: u32 = 255

function secondDraw(draw: u32): u32 {
  return mix(draw ^ 0x2545f491)
}

/** chance.ts `below`. */
function below(draw: u32, bound: f64): i32 {
  return <i32>floor<f64>(<f64>draw * (bound / 4294967296.0))
}

function pack(phase: u32, left: u32, position: u32): u32 {
  return phase | (left << 3) | (position << 16)
}

/** Where in the block that fast-visits.ts fills its numbers stand. */
const KEYS: usize = 0
const CHANCES: usize = 16
const COLUMNS: usize = 48
const END: usize = 96
const SHARE: usize = 100
const LAP_START: usize = 104
const LEAST_MS: usize = 108
const CAPACITY: usize = 112
const SHARE_FROM: usize = 116
const SHARE_TO: usize = 120
const MS_PER_VIEWER: usize = 128
const BOUNDS: usize = 136
const TOLD: usize = 192

const HOUR_MS: i32 = 3_600_000

/** Clocks.skewOf for a device whose clock is wrong. */
function skewOf(draw: u32): i32 {
  const other = secondDraw(draw)
  const kind = (other >>> 16) & 15
  const most: f64 = kind < 8 ? 40_000 : kind < 14 ? 1_200_000 : 0
  const amount = most == 0 ? HOUR_MS * <i32>(1 + ((other >>> 20) & 3)) : below(mix(other), most)
  return (other & 1) == 1 ? amount : -amount
}

/**
 * Population.visit for viewers one after another, from the one at `cursor` on, whose words begin at `row`, into the batch
 * from place `from` on: as long as nobody comes back into reach or leaves it, chooses a title, begins or ends. Stops before the first other
 * one, with nothing of it done; and after an event that is to be broken or sent again, which is then for the caller to see to.
 * The block gets how many viewers it went through, how many events they made, how many of these by wrong clocks,
 * whether the last one is to be seen to, and the next viewer.
 */
export function visit(block: usize, row: usize, cursor: u32, from: u32): void {
  const delayKey = load<u32>(block, KEYS)
  const faultKey = load<u32>(block, KEYS + 4)
  const lifeKey = load<u32>(block, KEYS + 8)
  const skewKey = load<u32>(block, KEYS + 12)
  const pauseBound = load<u32>(block, CHANCES)
  const seekBound = load<u32>(block, CHANCES + 4)
  const bufferBound = load<u32>(block, CHANCES + 8)
  const resolutionBound = load<u32>(block, CHANCES + 12)
  const errorBound = load<u32>(block, CHANCES + 16)
  const searchBound = load<u32>(block, CHANCES + 20)
  const addBound = load<u32>(block, CHANCES + 24)
  const idHigh = <usize>load<u32>(block, COLUMNS)
  const idLow = <usize>load<u32>(block, COLUMNS + 4)
  const user = <usize>load<u32>(block, COLUMNS + 8)
  const device = <usize>load<u32>(block, COLUMNS + 12)
  const session = <usize>load<u32>(block, COLUMNS + 16)
  const title = <usize>load<u32>(block, COLUMNS + 20)
  const eventTime = <usize>load<u32>(block, COLUMNS + 24)
  const sentTime = <usize>load<u32>(block, COLUMNS + 28)
  const receivedTime = <usize>load<u32>(block, COLUMNS + 32)
  const dims = <usize>load<u32>(block, COLUMNS + 36)
  const position = <usize>load<u32>(block, COLUMNS + 40)
  const duration = <usize>load<u32>(block, COLUMNS + 44)
  const end = load<u32>(block, END)
  const lanes = load<u32>(block, SHARE)
  const lastLane = load<u32>(block, SHARE_TO) - 1
  const firstLane = load<u32>(block, SHARE_FROM)
  // From the last viewer of a row of the share to the first of the next.
  const jump = lanes - (lastLane - firstLane)
  const lapStart = load<i32>(block, LAP_START)
  const leastMs = load<i32>(block, LEAST_MS)
  const capacity = load<u32>(block, CAPACITY)
  const msPerViewer = load<f64>(block, MS_PER_VIEWER)
  const malformed = <u64>load<f64>(block, BOUNDS)
  const replay = <u64>load<f64>(block, BOUNDS + 8)
  const skew = <u64>load<f64>(block, BOUNDS + 16)
  const leave = <u64>load<f64>(block, BOUNDS + 24)
  let at = from
  let producer = cursor
  let lane = cursor % lanes
  let visits: u32 = 0
  let skewed: u32 = 0
  let isSpoilt = false
  while (at < capacity && producer < end && !isSpoilt) {
    const away = load<u32>(row, AWAY)
    if (away != 0) {
      const left = away & 0xffff
      if (left <= 1) break
      const owed = min<u32>(0xffff, (away >>> 16) + 1)
      store<u32>(row, (left - 1) | (owed << 16), AWAY)
      row += ROW_BYTES
      producer += lane == lastLane ? jump : 1
      lane = lane == lastLane ? firstLane : lane + 1
      visits += 1
      continue
    }
    const sequence = load<u32>(row, SEQUENCE) + 1
    const itsSession = load<u32>(row, SESSION)
    const base = (itsSession * 0x9e3779b1) ^ (sequence * 0x85ebca6b)
    const fault = <u64>mix(base ^ faultKey)
    const d = load<u32>(row, DIMS)
    if (fault >= <u64>LEAVING_FROM && fault < leave && ((d >>> 5) & 7) == 0) break
    const life = load<u32>(row, LIFE)
    const phase = life & 7
    let place = life >>> 16
    let about = load<u32>(row, TITLE)
    let type: u32 = 0
    let next: u32 = 0
    if (phase == PLAY) {
      const stop = load<u32>(row, STOP) & 0xffff
      place += STEP_S
      if (place >= stop) break
      const draw = mix(base ^ lifeKey)
      let nextPhase = PLAY
      if (draw >= errorBound) type = T_HEARTBEAT
      else if (draw < pauseBound) {
        type = T_PAUSED
        nextPhase = PAUSED
      } else if (draw < seekBound) {
        type = T_SEEKED
        place = <u32>max(0, min(<i32>stop - 1, <i32>place + below(secondDraw(draw), 600) - 300))
      } else if (draw < bufferBound) {
        type = T_BUFFERING_STARTED
        nextPhase = BUFFERING
      } else type = draw < resolutionBound ? T_RESOLUTION : T_ERROR
      next = pack(nextPhase, 0, place)
    } else if (phase == PAUSED || phase == BUFFERING) {
      type = phase == PAUSED ? T_RESUMED : T_BUFFERING_ENDED
      next = pack(PLAY, 0, place)
    } else if (phase == BROWSE) {
      const left = (life >>> 3) & 255
      if (left <= 1) break
      const draw = mix(base ^ lifeKey)
      if (draw < searchBound) type = T_SEARCH
      else if (draw < addBound) break
      else type = T_PAGE
      next = pack(BROWSE, left - 1, 0)
      about = NONE
      place = NONE
    } else break
    store<u32>(row, sequence, SEQUENCE)
    store<u32>(row, next, LIFE)
    const itsUser = load<u32>(row, USER)
    const received = max(leastMs, lapStart + <i32>floor<f64>(<f64>producer * msPerViewer))
    let sent = received - LEAST_DELAY_MS - <i32>(mix(base ^ delayKey) & DELAY_MASK_MS)
    if (skew != 0) {
      const draw = mix(itsUser ^ skewKey)
      if (<u64>draw < skew) {
        const wrong = skewOf(draw)
        skewed += u32(wrong != 0)
        sent += wrong
      }
    }
    const out = (<usize>at) << 2
    store<u32>(idHigh + out, producer + 1)
    store<u32>(idLow + out, sequence)
    store<u32>(user + out, itsUser)
    store<u32>(device + out, itsUser * 4 + ((d >>> 5) & 3))
    store<u32>(session + out, itsSession)
    store<u32>(title + out, about)
    store<i32>(eventTime + out, sent)
    store<i32>(sentTime + out, sent)
    store<i32>(receivedTime + out, received)
    store<u32>(dims + out, d | type)
    store<u32>(position + out, place)
    store<u32>(duration + out, about == NONE ? 0 : load<u32>(row, STOP) >>> 16)
    isSpoilt = fault < malformed || fault >= replay
    if (isSpoilt) store<u32>(block, <u32>fault, TOLD + 16)
    row += ROW_BYTES
    producer += lane == lastLane ? jump : 1
    lane = lane == lastLane ? firstLane : lane + 1
    at += 1
    visits += 1
  }
  store<u32>(block, visits, TOLD)
  store<u32>(block, at - from, TOLD + 4)
  store<u32>(block, skewed, TOLD + 8)
  store<u32>(block, u32(isSpoilt), TOLD + 12)
  store<u32>(block, producer, TOLD + 20)
}
