import type { SimTime } from '../../kernel/time.ts'
import type { Place } from './settings.ts'

/** One queue at one moment. Sizes are what its strategy counts: chunks, or bytes. */
export interface QueueState {
  readonly chunks: number
  readonly size: number
  /** highWaterMark less size: how much more is wanted. Null where nobody can read it, or after an error. */
  readonly desired: number | null
}

/** A chain once nothing more happens by itself: from `at` until the next row. */
export interface ChainRow {
  readonly at: SimTime
  readonly produced: number
  readonly transformed: number
  readonly written: number
  /** Chunks that the reader of the slow branch got. */
  readonly aside: number
  /** How often pull() was called. */
  readonly pulls: number
  /** How long each pipe has waited for writer.ready so far: into the transform, and into the sink. */
  readonly waited: readonly [SimTime, SimTime]
  readonly queues: Readonly<Record<Place, QueueState>>
}
