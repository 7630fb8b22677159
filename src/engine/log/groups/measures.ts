import { SECOND } from '../../kernel/time.ts'
import type { GroupsEngine } from './groups-engine.ts'
import type { Lane, LaneId } from './lane.ts'

/** The numbers of one lane: produced = processed + lost + skipped + held + waiting. */
export interface LaneSummary {
  readonly lane: LaneId
  readonly produced: number
  readonly processed: number
  readonly lost: number
  readonly skipped: number
  readonly held: number
  readonly waiting: number
  /** Processed once more, with effect. */
  readonly duplicates: number
  /** Came once more, and the sink knew them. */
  readonly ignored: number
  readonly deliveries: number
  readonly redelivered: number
  readonly outOfOrder: number
  /** Records behind the end, in all partitions. */
  readonly lag: number
  /** How long the oldest record that is not committed has been there. */
  readonly lagSeconds: number
  readonly rebalances: number
  /** Records times seconds that waited in partitions without a reader. */
  readonly unread: number
  /** Members of the group without a partition. */
  readonly idle: number
  readonly commits: number
  readonly refused: number
}

/** A lane's numbers as they stand at the engine's clock. */
export function summarise(engine: GroupsEngine, lane: Lane): LaneSummary {
  const { ledger, history } = lane
  const { counts } = ledger
  const partitions = engine.topic.partitions.map((_, partition) => partition)
  return {
    lane: lane.spec.id,
    produced: engine.topic.length,
    processed: counts.processed,
    lost: counts.lost,
    skipped: counts.skipped,
    held: counts.held,
    waiting: counts.waiting,
    duplicates: counts.duplicates,
    ignored: counts.ignored,
    deliveries: counts.deliveries,
    redelivered: counts.redelivered,
    outOfOrder: counts.outOfOrder,
    lag: partitions.reduce((sum, partition) => sum + ledger.lagOf(partition), 0),
    lagSeconds: Math.max(...partitions.map((partition) => lagSecondsOf(engine, lane, partition))),
    rebalances: history.rounds.filter(({ end }) => !Number.isNaN(end)).length,
    unread: lane.unread(engine.clock),
    idle: lane.members.filter((member) => isIdle(lane, member)).length,
    commits: counts.commits,
    refused: counts.refused,
  }
}

/** How long the oldest record behind the committed offset has been in a partition; 0 when there is none. */
export function lagSecondsOf({ topic, clock }: GroupsEngine, { ledger }: Lane, partition: number): number {
  const lag = ledger.lagOf(partition)
  if (lag === 0) return 0
  const record = topic.recordAt(partition, topic.endOf(partition) - lag)
  return (clock - topic.time.get(record)) / SECOND
}

/** A member of the group that knows it has nothing to read. */
export const isIdle = (lane: Lane, member: Lane['members'][number]): boolean =>
  lane.spec.origin === 'production' &&
  member.life === 'running' &&
  lane.knows(member) &&
  member.owned.length === 0 &&
  !member.joining &&
  !lane.isRebalancing

/** A lane's numbers for charts over time, in the order of the lab's measures. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.produced,
  run.processed,
  run.lost,
  run.duplicates,
  run.ignored,
  run.skipped,
  run.held,
  run.waiting,
  run.deliveries,
  run.redelivered,
  run.outOfOrder,
  run.lag,
  run.lagSeconds,
  run.rebalances,
  run.unread,
  run.idle,
  run.commits,
  run.refused,
]
