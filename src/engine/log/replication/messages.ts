import type { SimTime } from '../../kernel/time.ts'
import type { Block, EpochEnd } from './block.ts'
import type { ErrorName } from './codes.ts'
import type { Acks } from './settings.ts'

/** What the controller says of a partition. Every change raises `partitionEpoch`; a new leader raises `leaderEpoch` too. */
export interface PartitionState {
  /** The assignment: the first is the preferred leader. */
  readonly replicas: readonly number[]
  /** -1 for none. */
  readonly leader: number
  readonly leaderEpoch: number
  readonly isr: readonly number[]
  readonly partitionEpoch: number
}

export interface Metadata {
  readonly version: number
  readonly partitions: readonly PartitionState[]
  /** Brokers that are not fenced. */
  readonly live: readonly number[]
  /** By broker, from 1 on: which of its processes is registered. */
  readonly incarnations: readonly number[]
}

/** What a producer sends of one partition: one batch. */
export interface SentBatch {
  readonly ids: readonly number[]
  readonly producerEpoch: number
  readonly sequence: number
}

export interface ProduceRequest {
  readonly kind: 'produce'
  readonly request: number
  readonly partition: number
  readonly acks: Acks
  readonly batch: SentBatch
}

/** A follower asks for what comes after its log end; the question itself says what it has. */
export interface FetchRequest {
  readonly kind: 'fetch'
  readonly partition: number
  readonly generation: number
  readonly offset: number
  readonly leaderEpoch: number
}

export interface ReadRequest {
  readonly kind: 'read'
  readonly partition: number
  readonly generation: number
  readonly offset: number
  /** The epoch of the last record read; -1 before the first. */
  readonly lastEpoch: number
}

export interface EpochRequest {
  readonly kind: 'epoch-ask'
  readonly partition: number
  readonly generation: number
  readonly leaderEpoch: number
  readonly epoch: number
}

export interface AlterRequest {
  readonly kind: 'alter'
  readonly partition: number
  readonly leaderEpoch: number
  readonly partitionEpoch: number
  readonly isr: readonly number[]
  /** Its number in this leadership: sent again, it is known again. */
  readonly proposal: number
}

export interface MetadataRequest {
  readonly kind: 'ask-metadata'
  readonly generation: number
}

export type Request =
  | ProduceRequest
  | FetchRequest
  | ReadRequest
  | EpochRequest
  | AlterRequest
  | MetadataRequest
  | { readonly kind: 'heartbeat'; readonly incarnation: number; readonly version: number }
  | { readonly kind: 'register'; readonly incarnation: number }

export type Answer =
  | {
      readonly kind: 'produced'
      readonly request: number
      readonly error: ErrorName
      /** The first record's offset; -1 with an error. */
      readonly base: number
    }
  | {
      readonly kind: 'fetched'
      readonly partition: number
      readonly generation: number
      readonly error: ErrorName
      readonly bytes: Uint8Array
      readonly blocks: readonly Block[]
      readonly highWatermark: number
      readonly logEnd: number
    }
  | {
      readonly kind: 'records'
      readonly partition: number
      readonly generation: number
      readonly error: ErrorName
      readonly blocks: readonly Block[]
      /** Where the leader's log parts from what was read, or ends before it; null where neither is so. */
      readonly resetTo: number | null
    }
  | {
      readonly kind: 'epoch-end'
      readonly partition: number
      readonly generation: number
      readonly error: ErrorName
      readonly end: EpochEnd | null
    }
  | {
      readonly kind: 'altered'
      readonly partition: number
      readonly proposal: number
      readonly state: PartitionState
    }
  | { readonly kind: 'metadata'; readonly metadata: Metadata }
  | {
      readonly kind: 'client-metadata'
      readonly generation: number
      readonly leaders: readonly { readonly leader: number; readonly epoch: number }[]
    }
  /** Nobody listens there: the connection is refused or reset. */
  | { readonly kind: 'refused'; readonly what: Request }
  /** The process at the other end is gone, and with it all connections. */
  | { readonly kind: 'reset' }

export type Payload = Request | Answer

/** Something on its way between two nodes. Never changed once it is sent. */
export interface Message {
  readonly id: number
  readonly from: number
  readonly to: number
  /** The process it is meant for: one that was restarted since gets it no more. */
  readonly incarnation: number
  readonly sentAt: SimTime
  readonly arriveAt: SimTime
  readonly payload: Payload
}

export type TimerName =
  | 'linger'
  | 'delivery'
  | 'request'
  | 'retry'
  | 'metadata-timeout'
  | 'metadata-retry'
  | 'heartbeat'
  | 'session'
  | 'isr-check'
  | 'alter-retry'
  | 'fetch-retry'
  | 'fetch-timeout'
  | 'parked'
  | 'apply'
  | 'read-retry'
  | 'read-timeout'

/** An alarm of a node's own. `stamp` tells whether it is still wanted. */
export interface Timer {
  readonly node: number
  readonly name: TimerName
  readonly key: number
  readonly stamp: number
  readonly incarnation: number
  /** What a slow follower is still writing. */
  readonly held?: Message
}

export type LaneEvent =
  { readonly kind: 'deliver'; readonly message: Message } | { readonly kind: 'timer'; readonly timer: Timer }
