import { at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { History } from './history.ts'
import type { Made } from './producer.ts'
import type { TopicSettings } from './settings.ts'
import { limitsOf } from './topic-settings.ts'
import { WhiteboardGroup, type SavedWhiteboardGroup } from './whiteboard-group.ts'
import { WhiteboardLog, type SavedWhiteboardLog } from './whiteboard-log.ts'

export interface SavedWhiteboardLane {
  readonly logs: readonly SavedWhiteboardLog[]
  readonly groups: readonly SavedWhiteboardGroup[]
}

/** The topic as it is drawn: a list of segments for each partition, and for each group an offset from 0 on. */
export class WhiteboardLane {
  readonly logs: readonly WhiteboardLog[]
  groups: readonly WhiteboardGroup[] = []
  private readonly history: History

  constructor({ partitions, segmentKib }: TopicSettings, history: History) {
    this.history = history
    this.logs = Array.from({ length: partitions }, () => new WhiteboardLog(segmentKib * 1_024))
  }

  get size(): number {
    return this.logs.reduce((sum, { size }) => sum + size, 0)
  }

  append({ partition, bytes }: Made, now: number): boolean {
    return at(this.logs, partition).append(bytes, now)
  }

  /** The retention of slide 11 over every partition; how many segments went. */
  cleanUp(now: number, settings: TopicSettings, time: SimTime): number {
    const limits = limitsOf(settings)
    let deletions = 0
    this.logs.forEach((log, partition) => {
      const wasAlive = log.isAlive
      const gone = log.enforceRetention(now, limits)
      deletions += gone.length
      for (const { base, count, reason } of gone)
        this.history.tellDeletion(time, 0, partition, { base, end: base + count, records: count, reason })
      if (wasAlive && !log.isAlive) this.history.tellDeath(time, partition, log.writeOffset)
    })
    return deletions
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
