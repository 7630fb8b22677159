import { assert, outside } from '../../shared/assert.ts'
import type { Catalogue } from './catalogue.ts'
import { mix } from './chance.ts'
import { KEYINGS, PARTITIONS, TOPIC, TOPIC_OF_TYPE, TOPICS, type Keying } from './codes.ts'
import { RECORD_BYTES, typeOf, type Batch } from './record.ts'
import { PLAIN, type Store } from './wasm/store.ts'

const SEED = 0x9747b28c
const M = 0x5bd1e995
const KEY_BYTES = 4
/** A salted title has as many keys. */
export const SALTS = 16
const TOPIC_OF = Uint8Array.from(TOPIC_OF_TYPE)

/** Kafka's murmur2 of a number's four bytes, most significant first: a key as its IntegerSerializer writes it. */
export function murmur2OfInt(value: number): number {
  // The hash reads bytes from the least significant on: turn them round.
  let k = (value >>> 24) | ((value >>> 8) & 0xff00) | ((value << 8) & 0xff0000) | (value << 24)
  k = Math.imul(k, M)
  k = Math.imul(k ^ (k >>> 24), M)
  let h = Math.imul(SEED ^ KEY_BYTES, M) ^ k
  h = Math.imul(h ^ (h >>> 13), M)
  return h ^ (h >>> 15)
}

/** The partition of a key, as Kafka's default partitioner has it: of a user's events, the same in every topic. */
export const partitionOf = (key: number): number => (murmur2OfInt(key) & 0x7fff_ffff) % PARTITIONS

/** The topic of an event, by the first word of its type. */
export const topicOf = (dims: number): number => TOPIC_OF[typeOf(dims)] ?? outside(dims)

/** By which key an event goes to which partition of its topic. */
export class Routing {
  /** 1: what one would give a partition of its own. By title. */
  readonly hot: Uint8Array

  constructor(catalogue: Catalogue, store: Store = PLAIN) {
    this.hot = store.u8(catalogue.titles)
    markHot(catalogue, this.hot)
  }

  /** The number that is the record's key. */
  keyOf(keying: Keying, user: number, title: number): number {
    if (title >= this.hot.length) return user
    if (keying === 'title') return title
    return keying === 'salted' ? (Math.imul(title, SALTS) + (mix(user) & (SALTS - 1))) >>> 0 : user
  }

  /** Where it goes: by the hash of its key, but that what is hot has partition 0 for itself where it is dedicated. */
  partitionOf(keying: Keying, user: number, title: number): number {
    if (keying !== 'dedicated') return partitionOf(this.keyOf(keying, user, title))
    return this.hot[title] === 1 ? 0 : 1 + ((murmur2OfInt(user) & 0x7fff_ffff) % (PARTITIONS - 1))
  }

  /** In how many partitions the records about a title can lie: as many readers know a part of it. */
  placesOf(keying: Keying, title: number): number {
    switch (keying) {
      case 'user':
        return PARTITIONS
      case 'dedicated':
        return this.hot[title] === 1 ? 1 : PARTITIONS - 1
      case 'title':
        return 1
      case 'salted':
        return new Set(Array.from({ length: SALTS }, (_, salt) => partitionOf(title * SALTS + salt))).size
    }
  }
}

export interface SavedLogs {
  readonly endOffset: Float64Array
  readonly keying: Keying
}

/**
 * The topics' partitions, counted: records and log end offsets, not the bytes themselves. Where an offset is counted here a
 * real record can stand: `src/records` writes them for the log engine, at the rates of a lab and for files.
 */
export class PartitionLogs {
  /** The log end offset of each partition, topic by topic. */
  readonly endOffset: Float64Array
  readonly routing: Routing
  /** What events are keyed by from now on. Those that are late or dead letters go by their users. */
  keying: Keying
  private readonly topicOf: Uint8Array
  private readonly store: Store

  constructor(catalogue: Catalogue, keying: Keying = 'user', store: Store = PLAIN) {
    this.store = store
    this.keying = keying
    this.endOffset = store.f64(TOPICS.length * PARTITIONS)
    this.topicOf = store.u8(TOPIC_OF.length)
    this.topicOf.set(TOPIC_OF)
    this.routing = new Routing(catalogue, store)
  }

  /** Appends the `count` events whose indices stand in `selection` to the topics of their types. */
  append(batch: Batch, selection: Uint32Array, count: number): void {
    const { endOffset, keying, routing, store, topicOf: topics } = this
    const { dims, title, user } = batch
    const { hot } = routing
    if (store.kernels !== null && store.holds(endOffset, topics, hot, selection, dims)) {
      store.kernels.append(
        endOffset.byteOffset,
        topics.byteOffset,
        dims.byteOffset,
        user.byteOffset,
        title.byteOffset,
        hot.byteOffset,
        hot.length,
        KEYINGS.indexOf(keying),
        selection.byteOffset,
        count,
      )
      return
    }
    for (let k = 0; k < count; k++) {
      const place = this.placeOf(batch, selection[k] ?? outside(k))
      endOffset[place] = (endOffset[place] ?? outside(place)) + 1
    }
  }

  /** Where event `index` of a batch goes: topic · 50 + partition. */
  placeOf(batch: Batch, index: number): number {
    const user = batch.user[index] ?? outside(index)
    const title = batch.title[index] ?? outside(index)
    const topic = topicOf(batch.dims[index] ?? outside(index))
    return topic * PARTITIONS + this.routing.partitionOf(this.keying, user, title)
  }

  /** Appends one event to the late or the dead letter topic; returns the place. */
  appendTo(topic: typeof TOPIC.late | typeof TOPIC.deadLetter, user: number): number {
    const place = topic * PARTITIONS + partitionOf(user)
    this.endOffset[place] = (this.endOffset[place] ?? outside(place)) + 1
    return place
  }

  /** Records in a topic. */
  records(topic: number): number {
    return this.endOffset.subarray(topic * PARTITIONS, (topic + 1) * PARTITIONS).reduce((a, b) => a + b, 0)
  }

  /** Bytes in all partitions, batch headers left out. */
  get bytes(): number {
    return this.endOffset.reduce((a, b) => a + b, 0) * RECORD_BYTES
  }

  save(): SavedLogs {
    return { endOffset: this.endOffset.slice(), keying: this.keying }
  }

  restore(saved: SavedLogs): void {
    assert(saved.endOffset.length === this.endOffset.length, 'logs of other topics')
    this.endOffset.set(saved.endOffset)
    this.keying = saved.keying
  }
}

/** The title that is watched most, and those that become so. */
function markHot({ usual, special }: Catalogue, hot: Uint8Array): void {
  hot[usual.indexOf(usual.reduce((a, b) => Math.max(a, b), 0))] = 1
  hot[special.viral] = 1
  hot[special.release] = 1
}
