import type { SimTime } from '../../kernel/time.ts'
import type { Authorities } from './authorities.ts'
import type { Counters } from './counters.ts'
import type { Journal } from './journal.ts'
import type { Ledger } from './ledger.ts'
import type { Message, Payload, TimerName } from './messages.ts'
import type { LanePolicy } from './policy.ts'
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
  /** Hears of whatever may change which log counts, or what is in it. */
  readonly authorities: Pick<Authorities, 'tookOver' | 'toldOk' | 'stored' | 'dropped'>
}
