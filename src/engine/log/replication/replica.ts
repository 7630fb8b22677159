import { copyState } from '../../kernel/copy-state.ts'
import type { SimTime } from '../../kernel/time.ts'
import { NO_LEADER } from './codes.ts'
import { ReplicaLog, type SavedReplicaLog } from './replica-log.ts'

/** What a leader knows of one of its followers. */
export interface FollowerView {
  readonly id: number
  /** Its log end as its last fetch told; -1 before the first. */
  end: number
  caughtUpAt: SimTime
  lastFetchAt: SimTime
  /** The leader's own end at that fetch. */
  lastFetchEnd: number
}

/** A write that waits for the high watermark. */
export interface WaitingWrite {
  readonly request: number
  readonly base: number
  readonly required: number
}

/** A fetch that waits for something to give. */
export interface ParkedFetch {
  readonly id: number
  readonly from: number
  readonly generation: number
  readonly offset: number
}

/** What a broker's process knows of a partition it holds; gone when the process is. */
export interface RoleState {
  role: 'leader' | 'follower' | 'none'
  leader: number
  leaderEpoch: number
  isr: number[]
  partitionEpoch: number
  /** Leader: its log end when it took over. */
  epochStart: number
  followers: FollowerView[]
  /** Brokers that are not fenced, as far as is known. */
  live: number[]
  /** In-sync replicas the controller was asked to agree to; null for none. */
  proposal: number[] | null
  /** The number of the newest proposal of this leadership. */
  proposals: number
  waiting: WaitingWrite[]
  parked: ParkedFetch[]
  nextParked: number
  /** Follower: finding out where its log parts from the leader's, or fetching. */
  phase: 'truncating' | 'fetching'
  /** A slow follower is writing what it fetched. */
  isWriting: boolean
  /** Goes up with each question to a leader: late answers to older ones are ignored. */
  generation: number
}

const forgotten = (generation: number): RoleState => ({
  role: 'none',
  leader: NO_LEADER,
  leaderEpoch: -1,
  isr: [],
  partitionEpoch: -1,
  epochStart: 0,
  followers: [],
  live: [],
  proposal: null,
  proposals: 0,
  waiting: [],
  parked: [],
  nextParked: 0,
  phase: 'fetching',
  isWriting: false,
  generation,
})

export interface SavedReplica {
  readonly log: SavedReplicaLog
  readonly state: RoleState
}

/** One replica: a log that lasts, and what the process knows. */
export class Replica {
  readonly partition: number
  readonly log = new ReplicaLog()
  state: RoleState = forgotten(0)

  constructor(partition: number) {
    this.partition = partition
  }

  get isLeader(): boolean {
    return this.state.role === 'leader'
  }

  /** The in-sync replicas, with those that may be about to become such: what the high watermark waits for. */
  get maximalIsr(): readonly number[] {
    const { isr, proposal } = this.state
    return proposal === null ? isr : [...isr, ...proposal.filter((id) => !isr.includes(id))]
  }

  /** The process is gone. */
  forget(): void {
    this.state = forgotten(this.state.generation + 1)
  }

  save(): SavedReplica {
    return { log: this.log.save(), state: copyState(this.state) }
  }

  restore(saved: SavedReplica): void {
    this.log.restore(saved.log)
    this.state = copyState(saved.state)
  }
}
