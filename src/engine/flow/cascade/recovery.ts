import type { SimTime } from '../../kernel/time.ts'

export interface SavedRecovery {
  readonly most: number
  readonly troubles: number
  readonly endedAt: SimTime | null
  readonly took: SimTime | null
  readonly recoveredAt: SimTime | null
}

/**
 * How long a lane takes to get over a trouble once its cause is gone: until it holds no more items than it ever did
 * before (those waiting at the sources included), and no worker waits for room.
 */
export class Recovery {
  private most = 0
  private troubles = 0
  private endedAt: SimTime | null = null
  private took: SimTime | null = null
  private at: SimTime | null = null

  /** A cause begins, or one ends; of several at a time the last one counts. */
  trouble(begins: boolean, now: SimTime): void {
    this.troubles += begins ? 1 : -1
    this.took = null
    this.at = null
    this.endedAt = this.troubles === 0 ? now : null
  }

  /** The lane holds so many items now. */
  look(load: number, isBlocked: boolean, now: SimTime): void {
    if (this.troubles > 0) return
    if (this.endedAt === null) {
      this.most = Math.max(this.most, load)
      return
    }
    if (isBlocked || load > this.most) return
    this.took = now - this.endedAt
    this.at = now
    this.endedAt = null
  }

  /** How long it took the last time; how long it has taken so far, while it lasts; null when nothing was to recover from. */
  timeAt(now: SimTime): SimTime | null {
    return this.endedAt === null ? this.took : now - this.endedAt
  }

  get isOver(): boolean {
    return this.took !== null
  }

  /** When it had got over the last one; null before. */
  get recoveredAt(): SimTime | null {
    return this.at
  }

  save(): SavedRecovery {
    const { most, troubles, endedAt, took, at } = this
    return { most, troubles, endedAt, took, recoveredAt: at }
  }

  restore(saved: SavedRecovery): void {
    this.most = saved.most
    this.troubles = saved.troubles
    this.endedAt = saved.endedAt
    this.took = saved.took
    this.at = saved.recoveredAt
  }
}
