import { outside } from '../../shared/assert.ts'
import { PLAIN, type Store } from './wasm/store.ts'

/**
 * An event on the hot path: twelve words of 32 bits, 48 bytes, no object and no string. Many of them are a `Batch`, a
 * column a field; one by itself is a row of twelve words in the order of `FIELDS`. JSON lies at the edges only.
 */
export const FIELDS = [
  'idHigh',
  'idLow',
  'user',
  'device',
  'session',
  'title',
  'eventTime',
  'sentTime',
  'receivedTime',
  'dims',
  'position',
  'duration',
] as const

export const RECORD_WORDS = FIELDS.length
export const RECORD_BYTES = 4 * RECORD_WORDS

/** What a field holds where the event has none. Ids, users, devices and sessions have 0. */
export const NONE = 0xffff_ffff
/** An `eventTime` that could not be read. */
export const NO_TIME = -0x8000_0000

/** Events in the order in which they were received. Everything past `length` is rubbish. */
export interface Batch {
  length: number
  readonly capacity: number
  /**
   * The idempotency key, 64 bits in two halves; both 0: the event has none. The generator puts the producer (a number
   * from 1) and a number that rises with every event of this producer in it, as Kafka's idempotent producers have them;
   * ids that come as strings are hashed to 64 bits.
   */
  readonly idHigh: Uint32Array
  readonly idLow: Uint32Array
  /** From 1; 0: missing. */
  readonly user: Uint32Array
  /** From 1; 0: missing. */
  readonly device: Uint32Array
  /** From 1; 0: the event is in no session, which is allowed. */
  readonly session: Uint32Array
  /** The title's place in the catalogue; NONE: the event is about no title. */
  readonly title: Uint32Array
  /** When it happened by the device's clock, in ms since the run's epoch (which may be before it); NO_TIME: unreadable. */
  readonly eventTime: Int32Array
  /** When it was sent by the device's clock, in ms since the epoch. With it a wrong clock can be put right. */
  readonly sentTime: Int32Array
  /** When the gateway received it, in ms since the epoch. Never falls within a batch. */
  readonly receivedTime: Int32Array
  /** Type, device type, region, country and so on, as `packDims` has them. */
  readonly dims: Uint32Array
  /** Where in the title, in seconds; NONE where that means nothing. */
  readonly position: Uint32Array
  /** How long the title is, in seconds; 0 where that means nothing. */
  readonly duration: Uint32Array
}

/** An empty batch for `capacity` events. */
export function createBatch(capacity: number, store: Store = PLAIN): Batch {
  return {
    length: 0,
    capacity,
    idHigh: store.u32(capacity),
    idLow: store.u32(capacity),
    user: store.u32(capacity),
    device: store.u32(capacity),
    session: store.u32(capacity),
    title: store.u32(capacity),
    eventTime: store.i32(capacity),
    sentTime: store.i32(capacity),
    receivedTime: store.i32(capacity),
    dims: store.u32(capacity),
    position: store.u32(capacity),
    duration: store.u32(capacity),
  }
}

/** Copies all events of `from` into `to`, which has room for them. */
export function copyBatch(from: Batch, to: Batch): void {
  const { length } = from
  for (const field of FIELDS) to[field].set(from[field].subarray(0, length))
  to.length = length
}

/** The small fields of an event. Codes are indices in the lists of codes.ts. */
export interface Dims {
  /** 0..16; 31: unknown. */
  readonly type: number
  /** 0..3; 7: unknown. */
  readonly deviceType: number
  /** 0..4; 7: unknown. */
  readonly region: number
  /** 0..2; 3: unknown. */
  readonly version: number
  /** An index in COUNTRIES; 255: unknown, which is allowed. */
  readonly country: number
  /** An index in QUALITIES; 7: none. */
  readonly quality: number
  /** For each of the two experiments 0 (none), 1 or 2. */
  readonly experiments: readonly [number, number]
}

/** What the codes of `Dims` are where the event's own word was not understood. */
export const UNKNOWN = { type: 31, deviceType: 7, region: 7, version: 3, country: 255, quality: 7 } as const

/** Where each small field lies in `dims`: the number of bits to its right. */
export const SHIFT = {
  type: 0,
  deviceType: 5,
  region: 8,
  version: 11,
  country: 13,
  quality: 21,
  experiments: 24,
} as const

export const packDims = (dims: Dims): number =>
  (dims.type |
    (dims.deviceType << SHIFT.deviceType) |
    (dims.region << SHIFT.region) |
    (dims.version << SHIFT.version) |
    (dims.country << SHIFT.country) |
    (dims.quality << SHIFT.quality) |
    ((dims.experiments[0] | (dims.experiments[1] << 2)) << SHIFT.experiments)) >>>
  0

export const typeOf = (dims: number): number => dims & 31
export const deviceTypeOf = (dims: number): number => (dims >>> SHIFT.deviceType) & 7
export const regionOf = (dims: number): number => (dims >>> SHIFT.region) & 7
export const versionOf = (dims: number): number => (dims >>> SHIFT.version) & 3
export const countryOf = (dims: number): number => (dims >>> SHIFT.country) & 255
export const qualityOf = (dims: number): number => (dims >>> SHIFT.quality) & 7

/** The small fields again. */
export const unpackDims = (dims: number): Dims => ({
  type: typeOf(dims),
  deviceType: deviceTypeOf(dims),
  region: regionOf(dims),
  version: versionOf(dims),
  country: countryOf(dims),
  quality: qualityOf(dims),
  experiments: [(dims >>> SHIFT.experiments) & 3, (dims >>> (SHIFT.experiments + 2)) & 3],
})

/** Copies event `index` of `batch` to the twelve words of `rows` from `at` on. */
export function writeRow(batch: Batch, index: number, rows: Uint32Array, at: number): void {
  rows[at] = batch.idHigh[index] ?? outside(index)
  rows[at + 1] = batch.idLow[index] ?? outside(index)
  rows[at + 2] = batch.user[index] ?? outside(index)
  rows[at + 3] = batch.device[index] ?? outside(index)
  rows[at + 4] = batch.session[index] ?? outside(index)
  rows[at + 5] = batch.title[index] ?? outside(index)
  rows[at + 6] = batch.eventTime[index] ?? outside(index)
  rows[at + 7] = batch.sentTime[index] ?? outside(index)
  rows[at + 8] = batch.receivedTime[index] ?? outside(index)
  rows[at + 9] = batch.dims[index] ?? outside(index)
  rows[at + 10] = batch.position[index] ?? outside(index)
  rows[at + 11] = batch.duration[index] ?? outside(index)
}

/** Copies the twelve words of `rows` from `at` on to event `index` of `batch`; its length is the caller's to set. */
export function readRow(rows: Uint32Array, at: number, batch: Batch, index: number): void {
  batch.idHigh[index] = rows[at] ?? outside(at)
  batch.idLow[index] = rows[at + 1] ?? outside(at)
  batch.user[index] = rows[at + 2] ?? outside(at)
  batch.device[index] = rows[at + 3] ?? outside(at)
  batch.session[index] = rows[at + 4] ?? outside(at)
  batch.title[index] = rows[at + 5] ?? outside(at)
  batch.eventTime[index] = rows[at + 6] ?? outside(at)
  batch.sentTime[index] = rows[at + 7] ?? outside(at)
  batch.receivedTime[index] = rows[at + 8] ?? outside(at)
  batch.dims[index] = rows[at + 9] ?? outside(at)
  batch.position[index] = rows[at + 10] ?? outside(at)
  batch.duration[index] = rows[at + 11] ?? outside(at)
}
