import { at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Made } from './producer.ts'
import type { TopicSettings } from './settings.ts'
import { limitsOf } from './topic-settings.ts'
import { WhiteboardGroup, type SavedWhiteboardGroup } from './whiteboard-group.ts'
import { WhiteboardLog, type DrawnGone, type SavedWhiteboardLog } from './whiteboard-log.ts'

export interface SavedWhiteboardLane {
  readonly logs: readonly SavedWhiteboardLog[]
  readonly groups: readonly SavedWhiteboardGroup[]
}

/** The topic as it is drawn: a list of segments for each partition, and for each group an offset from 0 on. */
export class WhiteboardLane {
  readonly logs: readonly WhiteboardLog[]
  groups: readonly WhiteboardGroup[] = []

  constructor({ partitions, segmentKib }: TopicSettings) {
    this.logs = Array.from({ length: partitions }, () => new WhiteboardLog(segmentKib * 1_024))
  }

  get size(): number {
    return this.logs.reduce((sum, { size }) => sum + size, 0)
  }

  append({ partition, bytes }: Made, now: number): boolean {
    return at(this.logs, partition).append(bytes, now)
  }

  /** What was deleted, partition by partition; and the partitions that can't be written to any more since. */
  cleanUp(
    now: number,
    settings: TopicSettings,
  ): {
    readonly gone: readonly (DrawnGone & { readonly partition: number })[]
    readonly died: readonly number[]
  } {
    const limits = limitsOf(settings)
    const died: number[] = []
    const gone = this.logs.flatMap((log, partition) => {
      const wasAlive = log.isAlive
      const deleted = log.enforceRetention(now, limits)
      if (wasAlive && !log.isAlive) died.push(partition)
      return deleted.map((segment) => ({ ...segment, partition }))
    })
    return { gone, died }
  }

  join(id: number): void {
    this.groups = [...this.groups, new WhiteboardGroup(id, this.logs.length)]
  }

  turn(group: number, rate: number, elapsed: SimTime): void {
    at(this.groups, group).turn(this.logs, rate, elapsed)
  }

  save(): SavedWhiteboardLane {
    return { logs: this.logs.map((log) => log.save()), groups: this.groups.map((group) => group.save()) }
  }

  restore(saved: SavedWhiteboardLane): void {
    this.logs.forEach((log, i) => log.restore(at(saved.logs, i)))
    this.groups = saved.groups.map((group) => WhiteboardGroup.restored(group))
  }
}
