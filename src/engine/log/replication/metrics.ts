import { NO_LEADER } from './codes.ts'
import type { Lane } from './lane.ts'

/** Gauges and counters under the names Kafka's brokers report them by (https://kafka.apache.org/documentation/#monitoring). */
export const METRIC_NAMES = [
  'UnderReplicatedPartitions',
  'UnderMinIsrPartitionCount',
  'OfflinePartitionsCount',
  'IsrShrinksPerSec',
  'IsrExpandsPerSec',
  'LeaderElectionRateAndTimeMs',
  'UncleanLeaderElectionsPerSec',
  'FailedProduceRequestsPerSec',
] as const
export type MetricName = (typeof METRIC_NAMES)[number]

/** Each metric's value: a gauge as it stands, a rate as the count behind it. */
export type Metrics = Readonly<Record<MetricName, number>>

/** A lane's metrics as they stand. */
export function metricsOf({ controller, counters, settings }: Lane): Metrics {
  const { partitions } = controller
  const count = (isIt: (state: (typeof partitions)[number]) => boolean): number =>
    partitions.filter(isIt).length
  return {
    UnderReplicatedPartitions: count(({ isr, replicas }) => isr.length < replicas.length),
    UnderMinIsrPartitionCount: count(({ isr }) => isr.length < settings.minIsr),
    OfflinePartitionsCount: count(({ leader }) => leader === NO_LEADER),
    IsrShrinksPerSec: counters.IsrShrinks,
    IsrExpandsPerSec: counters.IsrExpands,
    LeaderElectionRateAndTimeMs: counters.LeaderElections,
    UncleanLeaderElectionsPerSec: counters.UncleanLeaderElections,
    FailedProduceRequestsPerSec: counters.FailedProduceRequests,
  }
}
