import { assert, at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Broker } from './broker.ts'
import { STATUS } from './codes.ts'
import type { Journal } from './journal.ts'
import type { Ledger } from './ledger.ts'
import type { LanePolicy } from './policy.ts'
import type { ReplicaLog } from './replica-log.ts'
import { disagreements, idsIn, surveyPartition, type Survey } from './survey.ts'

/** Which broker's log counts, and since when. */
export interface Authority {
  readonly broker: number
  readonly epoch: number
  readonly since: SimTime
}

interface Cluster {
  readonly now: SimTime
  readonly policy: LanePolicy
  readonly brokers: readonly Broker[]
  readonly ledger: Ledger
  readonly journal: Journal
}

/** Of each partition the log that counts, and what the clients were told held against it. */
export class Authorities {
  private readonly lane: Cluster
  private leading: Authority[]
  private surveyed: Survey[] | null = null

  constructor(lane: Cluster, leaders: readonly number[]) {
    this.lane = lane
    this.leading = leaders.map((broker) => ({ broker, epoch: -1, since: 0 }))
  }

  /** A broker has taken over a partition: from now on its log is the one that counts. */
  tookOver(partition: number, broker: number, epoch: number, log: ReplicaLog): void {
    if (epoch <= at(this.leading, partition).epoch) return
    this.leading[partition] = { broker, epoch, since: this.lane.now }
    if (epoch === 0) return
    const where = this.leading.length > 1 ? `partition ${partition}: ` : ''
    this.lane.journal.add(
      this.lane.now,
      'leader',
      broker,
      `${where}broker ${broker} takes over at offset ${log.end}, epoch ${epoch}`,
    )
    this.audit(partition)
  }

  /** The producer was told "ok" by this broker to what it had sent at that time. */
  toldOk(partition: number, broker: number, sentAt: SimTime): void {
    const { broker: leader, since } = at(this.leading, partition)
    // Whoever answered may lead no more, or not have led when it wrote.
    if (broker !== leader || sentAt <= since) this.audit(partition, broker)
  }

  /** This broker has written the records to its log. */
  stored(partition: number, broker: number, ids: readonly number[]): void {
    for (const id of ids) this.lane.ledger.settle(id)
    // With acks=0 nobody will say "ok" again: whether it was written in the right place shows now.
    if (this.lane.policy.acks === '0' && broker !== at(this.leading, partition).broker)
      this.audit(partition, broker)
  }

  /** These records of a request that expects no answer will not be stored. */
  dropped(partition: number, ids: readonly number[]): void {
    for (const id of ids) this.lane.ledger.settle(id)
    this.audit(partition)
  }

  /** The log that counts: of the broker that took over last. */
  of(partition: number): { readonly broker: number; readonly log: ReplicaLog } {
    const { broker } = at(this.leading, partition)
    const replica = at(this.lane.brokers, broker - 1).replicas[partition]
    assert(replica !== undefined && replica !== null, `broker ${broker} holds partition ${partition}`)
    return { broker, log: replica.log }
  }

  /** What the logs that count hold, partition by partition. */
  survey(): readonly Survey[] {
    this.surveyed ??= this.leading.map((_, p) => {
      const { log } = this.of(p)
      return surveyPartition(log.blocks, log.highWatermark, this.lane.ledger, p, STATUS.failed)
    })
    return this.surveyed
  }

  /** Offsets at which a follower in touch with the log that counts holds another record. */
  disagreement(): number {
    return this.leading.reduce((sum, { broker }, p) => {
      const { log } = this.of(p)
      const followers = this.lane.brokers.flatMap(({ state, replicas }) => {
        const replica = replicas[p]
        const isFetching =
          replica?.state.role === 'follower' &&
          replica.state.leader === broker &&
          replica.state.phase === 'fetching'
        return isFetching && state === 'up' ? [replica] : []
      })
      return sum + followers.reduce((all, { log: own }) => all + disagreements(log.blocks, own.blocks), 0)
    }, 0)
  }

  /** Something is about to happen: what the logs hold is looked at anew when somebody asks. */
  forgetSurvey(): void {
    this.surveyed = null
  }

  save(): readonly Authority[] {
    return this.leading.slice()
  }

  restore(saved: readonly Authority[]): void {
    this.leading = saved.slice()
    this.surveyed = null
  }

  /** Holds what was told "ok" against the log that counts. */
  private audit(partition: number, teller = at(this.leading, partition).broker): void {
    const { broker, log } = this.of(partition)
    const missed = this.lane.ledger.audit(partition, idsIn(log.blocks), this.lane.now)
    if (missed.length === 0) return
    if (teller !== broker) {
      const text = `broker ${teller} says “ok”, though it leads no more: these records are lost`
      return this.lane.journal.add(this.lane.now, 'lost', teller, text)
    }
    const few = missed.slice(0, 8).join(', ')
    const more = missed.length > 8 ? ` and ${missed.length - 8} more` : ''
    this.lane.journal.add(
      this.lane.now,
      'lost',
      broker,
      `${missed.length === 1 ? 'a record that was' : `${missed.length} records that were`} told “ok” ${missed.length === 1 ? 'is' : 'are'} not in broker ${broker}’s log: ${few}${more}`,
    )
  }
}
