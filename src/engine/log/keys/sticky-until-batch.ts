import type { RandomState, RandomStream } from '../../kernel/random.ts'
import type { SimTime } from '../../kernel/time.ts'

export interface SavedStickyUntilBatch {
  readonly random: RandomState
  readonly partition: number | null
  readonly bytes: number
  readonly openedAt: SimTime
}

/**
 * Where records without a key went from Kafka 2.4 on (KIP-480): to one partition until its batch is complete, because
 * it is full or has waited for linger.ms; then to another, drawn among the others.
 */
export class StickyUntilBatch {
  private readonly random: RandomStream
  private current: number | null = null
  private bytes = 0
  private openedAt: SimTime = 0

  constructor(random: RandomStream) {
    this.random = random
  }

  next(bytes: number, partitions: number, now: SimTime, batchBytes: number, linger: SimTime): number {
    const isComplete =
      this.current === null || this.bytes + bytes > batchBytes || now - this.openedAt >= linger
    if (isComplete) {
      this.current = this.draw(partitions)
      this.bytes = 0
      this.openedAt = now
    }
    this.bytes += bytes
    return this.current ?? 0
  }

  /** The process ends: its open batch with it. */
  forget(): void {
    this.current = null
  }

  save(): SavedStickyUntilBatch {
    return {
      random: this.random.save(),
      partition: this.current,
      bytes: this.bytes,
      openedAt: this.openedAt,
    }
  }

  restore(saved: SavedStickyUntilBatch): void {
    this.random.restore(saved.random)
    this.current = saved.partition
    this.bytes = saved.bytes
    this.openedAt = saved.openedAt
  }

  private draw(partitions: number): number {
    if (this.current === null || partitions === 1) return this.random.below(partitions)
    const other = this.random.below(partitions - 1)
    return other < this.current ? other : other + 1
  }
}
