import { outside } from '../../../shared/assert.ts'
import { below, chanceBound, concernKey, mix } from '../chance.ts'
import { secondDraw } from '../catalogue.ts'
import { RULE, RULES, TYPE_NEEDS_TITLE } from '../codes.ts'
import { NO_TIME, NONE, SHIFT, UNKNOWN, type Batch } from '../record.ts'
import { MOST_AHEAD_MS, OLDEST_MS } from '../validate.ts'

const NEEDS_TITLE = Uint8Array.from(TYPE_NEEDS_TITLE, Number)
const BROKEN_RULES = RULES.length - 1
const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const clear = (dims: number, shift: number, bits: number): number => (dims & ~(bits << shift)) >>> 0

/** Breaks one rule of event `index`, drawn by the event's own base, and says which. */
export function breakRule(batch: Batch, index: number, draw: number, titles: number): number {
  const dims = batch.dims[index] ?? outside(index)
  let rule = 1 + below(draw, BROKEN_RULES)
  const isAboutTitle = rule === RULE.titleMissing || rule === RULE.titleUnknown || rule === RULE.position
  if (isAboutTitle && NEEDS_TITLE[dims & 31] !== 1) rule = RULE.userMissing
  const received = batch.receivedTime[index] ?? outside(index)
  if (rule === RULE.idMissing) {
    batch.idHigh[index] = 0
    batch.idLow[index] = 0
  } else if (rule === RULE.typeUnknown) batch.dims[index] = (dims | UNKNOWN.type) >>> 0
  else if (rule === RULE.versionUnknown) batch.dims[index] = (dims | (UNKNOWN.version << SHIFT.version)) >>> 0
  else if (rule === RULE.timeMissing) batch.eventTime[index] = NO_TIME
  else if (rule === RULE.userMissing) batch.user[index] = 0
  else if (rule === RULE.deviceMissing) batch.device[index] = 0
  else if (rule === RULE.deviceType)
    batch.dims[index] = (dims | (UNKNOWN.deviceType << SHIFT.deviceType)) >>> 0
  else if (rule === RULE.region)
    batch.dims[index] = (clear(dims, SHIFT.region, 7) | (UNKNOWN.region << SHIFT.region)) >>> 0
  else if (rule === RULE.titleMissing) batch.title[index] = NONE
  else if (rule === RULE.titleUnknown) batch.title[index] = titles + below(secondDraw(draw), 1_000)
  else if (rule === RULE.position)
    batch.position[index] = (batch.duration[index] ?? outside(index)) + 1 + below(secondDraw(draw), 600)
  // By the server's clock and by the sender's: it is broken whether or not a wrong clock is put right.
  else {
    const sent = batch.sentTime[index] ?? outside(index)
    const further = below(secondDraw(draw), rule === RULE.future ? HOUR_MS : DAY_MS)
    batch.eventTime[index] =
      rule === RULE.future
        ? Math.max(received, sent) + MOST_AHEAD_MS + MINUTE_MS + further
        : Math.min(received, sent) - OLDEST_MS - HOUR_MS - further
  }
  return rule
}

/** Devices with a wrong clock: each is wrong by the same amount all the time. */
export class Clocks {
  readonly key: number

  constructor(seed: number) {
    this.key = concernKey(seed, 'ingest.skew')
  }

  /** By how many ms the clock of an account's device is fast, or slow if negative; `bound` is the share that is wrong. */
  skewOf(user: number, bound: number): number {
    const draw = mix(user ^ this.key)
    if (draw >= bound) return 0
    const other = secondDraw(draw)
    // Half of them by seconds, most others by minutes, some by hours: a wrong zone.
    const kind = (other >>> 16) & 15
    const most = kind < 8 ? 40 * SECOND_MS : kind < 14 ? 20 * MINUTE_MS : 0
    const amount = most === 0 ? HOUR_MS * (1 + ((other >>> 20) & 3)) : below(mix(other), most)
    return (other & 1) === 1 ? amount : -amount
  }
}

/** How long a device is out of reach, in visits of ten seconds. */
const SUBWAY = { least: 90, most: 270 }
const FLIGHT = { least: 720, most: 1_800 }
const KILLED = { least: 30, most: 9_360 }
/** Of those who go out of reach; of those who are at a moment, more are on long flights. */
const LEAVING = { subway: chanceBound(0.85), flight: chanceBound(0.95) }
const AWAY_NOW = { subway: chanceBound(0.43), flight: chanceBound(0.78) }
/** The mean time out of reach, in visits: what makes the share of those who leave out of the share that is away. */
const MEAN_VISITS = 0.85 * 180 + 0.1 * 1_260 + 0.05 * 1_600

/** When mobile players are out of reach: in a subway, on a flight, or the app was killed. */
export class Reach {
  private readonly key: number

  constructor(seed: number) {
    this.key = concernKey(seed, 'ingest.offline')
  }

  /** For how many visits somebody who leaves with this draw is out of reach. */
  leaves(draw: number): number {
    return stay(secondDraw(draw), LEAVING)
  }

  /** For how many visits, and how many of them are over, for a row when the run begins; null: it is in reach. */
  atStart(row: number, shareBound: number): { readonly visits: number; readonly over: number } | null {
    const draw = mix(mix(row ^ this.key))
    if (draw >= shareBound) return null
    const other = secondDraw(draw)
    const visits = stay(other, AWAY_NOW)
    return { visits, over: below(secondDraw(other), visits) }
  }
}

/** The chance of leaving at a visit with which `share` of all are away. */
export const leaveBoundFor = (share: number): number => chanceBound(share / (1 - share) / MEAN_VISITS)

function stay(draw: number, kinds: { readonly subway: number; readonly flight: number }): number {
  const other = secondDraw(draw)
  if (draw < kinds.subway) return SUBWAY.least + below(other, SUBWAY.most - SUBWAY.least)
  if (draw < kinds.flight) return FLIGHT.least + below(other, FLIGHT.most - FLIGHT.least)
  // Many for minutes, a few until the next day: squared twice.
  const share = other / 0x1_0000_0000
  return KILLED.least + Math.floor((KILLED.most - KILLED.least) * share * share * share * share)
}
