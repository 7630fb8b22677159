import { at } from '../../../shared/assert.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { fetchRecords, type FetchTally } from './fetch-records.ts'
import type { ResetPolicy } from './config.ts'
import type { LogPartition } from './log-partition.ts'

/** max.poll.records: the most that one poll hands over. */
const MAX_POLL_RECORDS = 500

/** A group that ran into an offset that is gone, and where it went on. */
export interface Reset {
  readonly partition: number
  readonly from: number
  readonly to: number
}

export interface SavedGroup {
  readonly id: number
  readonly joinedAt: SimTime
  readonly policy: ResetPolicy
  readonly paused: boolean
  readonly positions: Float64Array
  readonly committed: Float64Array
  readonly started: Float64Array
  readonly fetchedTo: Float64Array
  readonly budget: number
  readonly turns: number
  readonly nextCommit: SimTime
  readonly counts: GroupCounts
}

/** What became of the offsets between where a group began and the end of the log. */
interface GroupCounts extends FetchTally {
  delivered: number
  /** Offsets the group never saw, since they were gone or passed over when it was reset. */
  skipped: number
  /** Offsets without a record, since the cleaner had taken it out. */
  compacted: number
  resets: number
  polls: number
}

const NOTHING: GroupCounts = {
  delivered: 0,
  skipped: 0,
  compacted: 0,
  resets: 0,
  polls: 0,
  fetches: 0,
  bytesFromCache: 0,
  bytesFromDisk: 0,
  segmentProbes: 0,
  indexProbes: 0,
  bytesScanned: 0,
}

/**
 * A consumer group with one member: its own offset for each partition, and nobody else's business. `position` is where
 * it reads on, kept by the member; `committed` is what the broker keeps for it.
 */
export class Group {
  readonly id: number
  joinedAt: SimTime
  policy: ResetPolicy
  private stopped = false
  private positions: Float64Array
  private committed: Float64Array
  private started: Float64Array
  private fetchedTo: Float64Array
  private budget = 0
  private turns = 0
  private nextCommit: SimTime
  private tally: GroupCounts = { ...NOTHING }

  constructor(id: number, policy: ResetPolicy, partitions: readonly LogPartition[], now: SimTime) {
    this.id = id
    this.policy = policy
    this.joinedAt = now
    this.nextCommit = now
    this.positions = Float64Array.from(partitions, ({ log }) =>
      policy === 'earliest' ? log.logStartOffset : log.highWatermark,
    )
    this.started = this.positions.slice()
    this.committed = this.positions.slice()
    this.fetchedTo = this.positions.slice()
  }

  static restored(saved: SavedGroup): Group {
    const group = new Group(saved.id, saved.policy, [], saved.joinedAt)
    group.stopped = saved.paused
    group.positions = saved.positions.slice()
    group.committed = saved.committed.slice()
    group.started = saved.started.slice()
    group.fetchedTo = saved.fetchedTo.slice()
    group.budget = saved.budget
    group.turns = saved.turns
    group.nextCommit = saved.nextCommit
    group.tally = { ...saved.counts }
    return group
  }

  get paused(): boolean {
    return this.stopped
  }

  get counts(): Readonly<GroupCounts> {
    return this.tally
  }

  position(partition: number): number {
    return at(this.positions, partition)
  }

  committedOffset(partition: number): number {
    return at(this.committed, partition)
  }

  /** Where it began to read. */
  startedAt(partition: number): number {
    return at(this.started, partition)
  }

  pause(paused: boolean): void {
    this.stopped = paused
    this.budget = 0
  }

  /**
   * One turn: commits what the last one read, if it is time to, and handles what `rate` allows for `elapsed`
   * microseconds, fairly from all partitions. Tells of every offset that was out of range.
   */
  turn(
    partitions: readonly LogPartition[],
    rate: number,
    elapsed: SimTime,
    cacheBytes: number,
    told: (reset: Reset) => void,
  ): void {
    if (this.stopped) return
    this.budget += (rate * elapsed) / SECOND
    let left = Math.floor(this.budget)
    const count = partitions.length
    const first = this.turns++ % count
    let taken = 0
    for (let round = 0; round < 2; round++)
      for (let i = 0; i < count && left > 0; i++) {
        const partition = (first + i) % count
        const share = round === 0 ? Math.ceil(left / (count - i)) : left
        const got = this.read(at(partitions, partition), partition, share, cacheBytes, told)
        taken += got
        left -= got
      }
    this.tally.polls += Math.ceil(taken / MAX_POLL_RECORDS)
    this.tally.delivered += taken
    // Time that it had no use for is gone.
    this.budget = Math.min(1, this.budget - taken)
  }

  /** Auto-commit: the offsets that the turn before left behind, whose records are done by now. */
  commitIfDue(now: SimTime, interval: SimTime): void {
    if (this.stopped || now < this.nextCommit) return
    this.committed.set(this.positions)
    this.nextCommit = now + interval
  }

  save(): SavedGroup {
    return {
      id: this.id,
      joinedAt: this.joinedAt,
      policy: this.policy,
      paused: this.stopped,
      positions: this.positions.slice(),
      committed: this.committed.slice(),
      started: this.started.slice(),
      fetchedTo: this.fetchedTo.slice(),
      budget: this.budget,
      turns: this.turns,
      nextCommit: this.nextCommit,
      counts: { ...this.tally },
    }
  }

  private read(
    source: LogPartition,
    partition: number,
    want: number,
    cacheBytes: number,
    told: (reset: Reset) => void,
  ): number {
    const { log } = source
    const { tally } = this
    if (this.position(partition) < log.logStartOffset) {
      const from = this.position(partition)
      const to = this.policy === 'earliest' ? log.logStartOffset : log.highWatermark
      tally.skipped += to - from
      tally.resets += 1
      this.positions[partition] = to
      this.fetchedTo[partition] = to
      told({ partition, from, to })
    }
    const from = this.position(partition)
    const read = fetchRecords(source, from, at(this.fetchedTo, partition), want, cacheBytes, tally)
    this.positions[partition] = read.next
    this.fetchedTo[partition] = read.fetchedTo
    tally.compacted += read.next - from - read.records
    return read.records
  }
}

/** Lag in records, as Kafka's tools report it: from the committed offsets to the ends of the partitions. */
export const lagOf = (group: Group, partitions: readonly LogPartition[]): number =>
  partitions.reduce((sum, { log }, i) => sum + log.highWatermark - group.committedOffset(i), 0)

/** Offsets that a group has still to read: from its positions to the ends. */
export const unreadOf = (group: Group, partitions: readonly LogPartition[]): number =>
  partitions.reduce((sum, { log }, i) => sum + log.highWatermark - group.position(i), 0)
