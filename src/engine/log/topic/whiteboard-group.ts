import { at } from '../../../shared/assert.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { WhiteboardLog } from './whiteboard-log.ts'

export interface SavedWhiteboardGroup {
  readonly id: number
  readonly paused: boolean
  readonly offsets: Float64Array
  readonly budget: number
  readonly turns: number
  readonly delivered: number
  readonly skipped: number
}

/** A group as slide 10 draws it: an offset that begins at 0, and moves before the messages are handled. */
export class WhiteboardGroup {
  readonly id: number
  paused = false
  delivered = 0
  /** Messages it never saw: they were gone, and nobody told it. */
  skipped = 0
  private offsets: Float64Array
  private budget = 0
  private turns = 0

  constructor(id: number, partitions: number) {
    this.id = id
    this.offsets = new Float64Array(partitions)
  }

  static restored(saved: SavedWhiteboardGroup): WhiteboardGroup {
    const group = new WhiteboardGroup(saved.id, 0)
    group.paused = saved.paused
    group.offsets = saved.offsets.slice()
    group.budget = saved.budget
    group.turns = saved.turns
    group.delivered = saved.delivered
    group.skipped = saved.skipped
    return group
  }

  offset(partition: number): number {
    return at(this.offsets, partition)
  }

  pause(paused: boolean): void {
    this.paused = paused
    this.budget = 0
  }

  turn(partitions: readonly WhiteboardLog[], rate: number, elapsed: SimTime): void {
    if (this.paused) return
    this.budget += (rate * elapsed) / SECOND
    let left = Math.floor(this.budget)
    const count = partitions.length
    const first = this.turns++ % count
    let taken = 0
    for (let round = 0; round < 2; round++)
      for (let i = 0; i < count && left > 0; i++) {
        const partition = (first + i) % count
        const share = round === 0 ? Math.ceil(left / (count - i)) : left
        const from = this.offset(partition)
        const { records, next } = at(partitions, partition).read(from, share)
        this.offsets[partition] = next
        this.skipped += next - from - records
        taken += records
        left -= records
      }
    this.delivered += taken
    this.budget = Math.min(1, this.budget - taken)
  }

  save(): SavedWhiteboardGroup {
    return {
      id: this.id,
      paused: this.paused,
      offsets: this.offsets.slice(),
      budget: this.budget,
      turns: this.turns,
      delivered: this.delivered,
      skipped: this.skipped,
    }
  }
}
