import { RandomStream, type RandomState } from '../../kernel/random.ts'

export interface SavedSticky {
  readonly random: RandomState
  readonly partition: number | null
  readonly produced: number
}

/**
 * Where records without a key go since Kafka 3.3 (KIP-794): to one partition until `batchBytes` have been sent there,
 * then to one drawn anew, so that batches fill. With queue lengths given, a partition whose broker is behind is drawn
 * less often.
 */
export class StickyPartitioner {
  private readonly batchBytes: number
  private readonly random: RandomStream
  private current: number | null = null
  private produced = 0

  constructor(batchBytes: number, random: RandomStream) {
    this.batchBytes = batchBytes
    this.random = random
  }

  /** The partition of a record of `bytes`. `queues`: how many batches wait for each partition, or null for no matter. */
  next(bytes: number, partitions: number, queues: readonly number[] | null = null): number {
    if (this.current === null || this.current >= partitions || this.produced >= this.batchBytes) {
      this.current = queues === null ? this.random.below(partitions) : this.weighted(queues)
      this.produced = 0
    }
    this.produced += bytes
    return this.current
  }

  save(): SavedSticky {
    return { random: this.random.save(), partition: this.current, produced: this.produced }
  }

  restore(saved: SavedSticky): void {
    this.random.restore(saved.random)
    this.current = saved.partition
    this.produced = saved.produced
  }

  /** Draws a partition, each with a weight of the longest queue less its own, and one. */
  private weighted(queues: readonly number[]): number {
    const longest = Math.max(...queues)
    const total = queues.reduce((sum, queue) => sum + longest + 1 - queue, 0)
    let draw = this.random.below(total)
    return queues.findIndex((queue) => (draw -= longest + 1 - queue) < 0)
  }
}

/** Each record without a key by itself to a partition drawn anew: even, and the batches stay small. */
export const uniformPartition = (partitions: number, random: RandomStream): number => random.below(partitions)
