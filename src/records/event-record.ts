import { outside } from '../shared/assert.ts'
import { PARTITIONS, TOPICS } from '../engine/ingest/codes.ts'
import type { Titles } from '../engine/ingest/json/titles.ts'
import { eventLine } from '../engine/ingest/json/write-event.ts'
import type { Batch } from '../engine/ingest/record.ts'
import { encodeUtf8 } from '../engine/kernel/utf8.ts'
import type { NewRecord } from '../engine/log/bytes/record.ts'

const KEY_BYTES = 4
const NO_TIMESTAMP = -1

/** What the numbers of events stand for: the moment their times count from, in ms since 1970, and the titles' names. */
export interface Meaning {
  readonly epochMs: number
  readonly titles: Titles
}

/**
 * Event `index` of `batch` as a record of the log: its key as Kafka's IntegerSerializer writes a number (four bytes, most
 * significant first), its value the event's JSON envelope, its time the event's own (`timeMs` of the epoch), no headers.
 */
export const eventRecord = (
  batch: Batch,
  index: number,
  key: number,
  timeMs: number,
  { epochMs, titles }: Meaning,
): NewRecord => ({
  key: keyBytes(key),
  value: encodeUtf8(eventLine(batch, index, epochMs, titles)),
  headers: [],
  timestamp: Math.max(NO_TIMESTAMP, epochMs + timeMs),
})

function keyBytes(key: number): Uint8Array {
  const bytes = new Uint8Array(KEY_BYTES)
  new DataView(bytes.buffer).setUint32(0, key)
  return bytes
}

/** The folder of a partition, by its place over all topics: "events.playback-17". */
export const folderOf = (place: number): string =>
  `${TOPICS[topicAt(place)] ?? outside(place)}-${place % PARTITIONS}`

/** The topic of a place. */
export const topicAt = (place: number): number => Math.floor(place / PARTITIONS)
