import { outside } from '../../shared/assert.ts'
import { PARTITIONS, TOPIC, TOPIC_OF_TYPE, TOPICS } from './codes.ts'
import { RECORD_BYTES, type Batch } from './record.ts'
import { PLAIN, type Store } from './wasm/store.ts'

const SEED = 0x9747b28c
const M = 0x5bd1e995
const KEY_BYTES = 4
const TOPIC_OF = Uint8Array.from(TOPIC_OF_TYPE)

/** Kafka's murmur2 of a number's four bytes, most significant first: the key of a user as its IntegerSerializer writes it. */
export function murmur2OfInt(value: number): number {
  // The hash reads bytes from the least significant on: turn them round.
  let k = (value >>> 24) | ((value >>> 8) & 0xff00) | ((value << 8) & 0xff0000) | (value << 24)
  k = Math.imul(k, M)
  k = Math.imul(k ^ (k >>> 24), M)
  let h = Math.imul(SEED ^ KEY_BYTES, M) ^ k
  h = Math.imul(h ^ (h >>> 13), M)
  return h ^ (h >>> 15)
}

/** The partition of a user's events: the same in every topic. */
export const partitionOf = (user: number): number => (murmur2OfInt(user) & 0x7fff_ffff) % PARTITIONS

/**
 * The topics' partitions, counted: records and log end offsets, not the bytes themselves. The log engine keeps real
 * segments; at a million events a second this one says only where they would stand.
 */
export class PartitionLogs {
  /** The log end offset of each partition, topic by topic. */
  readonly endOffset: Float64Array
  private readonly topicOf: Uint8Array
  private readonly store: Store

  constructor(store: Store = PLAIN) {
    this.store = store
    this.endOffset = store.f64(TOPICS.length * PARTITIONS)
    this.topicOf = store.u8(TOPIC_OF.length)
    this.topicOf.set(TOPIC_OF)
  }

  /** Appends the `count` events whose indices stand in `selection` to the topics of their types. */
  append(batch: Batch, selection: Uint32Array, count: number): void {
    const { endOffset, store, topicOf } = this
    if (store.kernels !== null && store.holds(endOffset, topicOf, selection, batch.dims)) {
      const { dims, user } = batch
      store.kernels.append(
        endOffset.byteOffset,
        topicOf.byteOffset,
        dims.byteOffset,
        user.byteOffset,
        selection.byteOffset,
        count,
      )
      return
    }
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      const topic = TOPIC_OF[(batch.dims[index] ?? outside(index)) & 31] ?? outside(index)
      const place = topic * PARTITIONS + partitionOf(batch.user[index] ?? outside(index))
      endOffset[place] = (endOffset[place] ?? outside(place)) + 1
    }
  }

  /** Appends one event to the late or the dead letter topic. */
  appendTo(topic: typeof TOPIC.late | typeof TOPIC.deadLetter, user: number): void {
    const place = topic * PARTITIONS + partitionOf(user)
    this.endOffset[place] = (this.endOffset[place] ?? outside(place)) + 1
  }

  /** Records in a topic. */
  records(topic: number): number {
    return this.endOffset.subarray(topic * PARTITIONS, (topic + 1) * PARTITIONS).reduce((a, b) => a + b, 0)
  }

  /** Bytes in all partitions, batch headers left out. */
  get bytes(): number {
    return this.endOffset.reduce((a, b) => a + b, 0) * RECORD_BYTES
  }

  save(): Float64Array {
    return this.endOffset.slice()
  }

  restore(saved: Float64Array): void {
    this.endOffset.set(saved)
  }
}
