import type { SimTime } from '../../kernel/time.ts'
import type { Deed } from './codes.ts'
import type { History, SavedHistory } from './history.ts'
import type { Ledger, SavedLedger } from './ledger.ts'
import type { MemberState } from './member.ts'
import type { Assignor, GroupSettings } from './settings.ts'

/** When a group commits: before it processes a batch, after it, or by the clock. */
export type CommitPolicy = 'before' | 'after' | 'auto'

export type LaneId = 'whiteboard' | 'before' | 'after' | 'idempotent' | 'eager' | 'cooperative' | 'consumer'

/** One way to do it. */
export interface LaneSpec {
  readonly id: LaneId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  readonly commit: CommitPolicy
  readonly assignor: Assignor
  /** Its sink knows what it has seen, by partition and offset. */
  readonly dedupes: boolean
}

export interface SavedLane {
  readonly members: readonly MemberState[]
  readonly coordinator: unknown
  readonly ledger: SavedLedger
  readonly history: SavedHistory
  readonly overlaps: number
}

/** A group that reads the topic in its own way. All lanes read the same records and meet the same faults. */
export interface Lane {
  readonly spec: LaneSpec
  readonly ledger: Ledger
  readonly history: History
  readonly members: readonly MemberState[]
  /** The coordinator's generation; 0 where there is no coordinator. */
  readonly generation: number
  readonly isRebalancing: boolean
  /** How often two members that the group knows had one partition: never. */
  readonly overlaps: number
  readonly due: SimTime | null
  /** Handles the first thing that is due. */
  ring(now: SimTime): void
  /** A record was produced. */
  arrived(record: number, now: SimTime): void
  /** Does something to a member; one that it does not apply to here stays as it is. */
  deed(deed: Deed, slot: number, now: SimTime): void
  reconfigure(settings: GroupSettings): void
  /** Whether the group counts this member as its own. */
  knows(member: MemberState): boolean
  /** Records times seconds that have waited in partitions nobody read. */
  unread(now: SimTime): number
  save(): SavedLane
  restore(saved: SavedLane): void
}

/** The lanes of a study, the whiteboard's first. */
export function lanesOf({ study, assignor, commit }: GroupSettings): LaneSpec[] {
  const after = commit === 'auto' ? 'auto' : 'after'
  const real = { origin: 'production', commit: after, assignor, dedupes: false } as const
  const whiteboard: LaneSpec = {
    ...real,
    id: 'whiteboard',
    name: 'One shared cursor',
    origin: 'whiteboard',
    commit: 'before',
  }
  if (study === 'delivery')
    return [
      whiteboard,
      { ...real, id: 'before', name: 'Commit, then process', commit: 'before' },
      { ...real, id: 'after', name: 'Process, then commit' },
      { ...real, id: 'idempotent', name: 'The same, idempotent sink', dedupes: true },
    ]
  return [
    whiteboard,
    { ...real, id: 'eager', name: 'Eager (range)', assignor: 'range' },
    { ...real, id: 'cooperative', name: 'Cooperative sticky', assignor: 'cooperative-sticky' },
    { ...real, id: 'consumer', name: 'Consumer protocol', assignor: 'consumer' },
  ]
}
