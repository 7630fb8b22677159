import type { SimTime } from '../../kernel/time.ts'
import type { Counters } from './counters.ts'
import type { Journal } from './journal.ts'
import type { Ledger } from './ledger.ts'
import type { Message, Payload, TimerName } from './messages.ts'
import type { LanePolicy } from './policy.ts'
import type { ReplicaLog } from './replica-log.ts'
import type { ReplicationSettings } from './settings.ts'

/** What the parts of a lane may do to each other: send, wait, and write things down. */
export interface LaneContext {
  readonly now: SimTime
  readonly settings: ReplicationSettings
  readonly policy: LanePolicy
  readonly counters: Counters
  readonly ledger: Ledger
  readonly journal: Journal
  send(from: number, to: number, payload: Payload): void
  after(delay: SimTime, node: number, name: TimerName, key: number, stamp: number, held?: Message): void
  /** A broker has taken over a partition: from now on its log is the one that counts. */
  tookOver(partition: number, broker: number, epoch: number, log: ReplicaLog): void
  /** The producer was told "ok" by this broker to what it had sent at that time. */
  toldOk(partition: number, broker: number, sentAt: SimTime): void
  /** This broker has written the records to its log. */
  stored(partition: number, broker: number, ids: readonly number[]): void
  /** These records of a request that expects no answer will not be stored. */
  dropped(partition: number, ids: readonly number[]): void
  /** The log that counts: of the broker that took over last. */
  authority(partition: number): { readonly broker: number; readonly log: ReplicaLog }
}
