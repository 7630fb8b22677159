import { toMs } from '../../kernel/time.ts'
import type { LaneId } from './codes.ts'
import type { Lane } from './lane.ts'
import { metricsOf } from './metrics.ts'
import type { Survey } from './survey.ts'

/** The numbers of one lane: sent = kept + lost + failed + waiting, and ok = kept + lost. */
export interface LaneSummary {
  readonly lane: LaneId
  readonly sent: number
  readonly ok: number
  /** Told "ok", and in the log that counts. */
  readonly kept: number
  readonly lost: number
  readonly failed: number
  readonly waiting: number
  /** Below the high watermark. */
  readonly committed: number
  readonly duplicates: number
  readonly reordered: number
  readonly failedPresent: number
  readonly delivered: number
  readonly deliveredTwice: number
  readonly phantom: number
  readonly highWatermark: number
  readonly logEnd: number
  /** Offsets at which followers hold another record than their leader. */
  readonly disagree: number
  readonly truncated: number
  /** The smallest number of in-sync replicas; NaN where nobody keeps count. */
  readonly isr: number
  readonly underReplicated: number
  readonly underMinIsr: number
  readonly offline: number
  readonly isrShrinks: number
  readonly isrExpands: number
  readonly elections: number
  readonly unclean: number
  readonly failedRequests: number
  readonly requests: number
  readonly retries: number
  readonly deduplicated: number
  readonly recordsPerRequest: number
  readonly bytesPerRequest: number
  readonly answerMs: { readonly mean: number; readonly p99: number }
}

/** A lane's numbers as they stand. */
export function summarise(lane: Lane): LaneSummary {
  const { ledger, counters, policy, controller } = lane
  const { sent, ok, failed, waiting, lost, delivered, deliveredTwice } = ledger.counts
  const surveys = lane.authorities.survey()
  const sum = (of: (survey: Survey) => number): number =>
    surveys.reduce((total, survey) => total + of(survey), 0)
  const logs = surveys.map((_, p) => lane.authorities.of(p).log)
  const metrics = metricsOf(lane)
  const kafkaOnly = (value: number): number => (policy.isKafka ? value : Number.NaN)
  return {
    lane: lane.id,
    sent,
    ok,
    kept: ok - lost,
    lost,
    failed,
    waiting,
    committed: policy.isKafka ? sum(({ committed }) => committed) : sum(({ present }) => present),
    duplicates: sum(({ duplicates }) => duplicates),
    reordered: sum(({ reordered }) => reordered),
    failedPresent: sum(({ failedPresent }) => failedPresent),
    delivered,
    deliveredTwice,
    phantom: sum(({ phantom }) => phantom),
    highWatermark: kafkaOnly(logs.reduce((total, log) => total + log.highWatermark, 0)),
    logEnd: logs.reduce((total, { end }) => total + end, 0),
    disagree: lane.authorities.disagreement(),
    truncated: counters.truncated,
    isr: kafkaOnly(Math.min(...controller.partitions.map(({ isr }) => isr.length))),
    underReplicated: kafkaOnly(metrics.UnderReplicatedPartitions),
    underMinIsr: kafkaOnly(metrics.UnderMinIsrPartitionCount),
    offline: metrics.OfflinePartitionsCount,
    isrShrinks: kafkaOnly(counters.IsrShrinks),
    isrExpands: kafkaOnly(counters.IsrExpands),
    elections: counters.LeaderElections,
    unclean: kafkaOnly(counters.UncleanLeaderElections),
    failedRequests: counters.FailedProduceRequests,
    requests: counters.ProduceRequests,
    retries: counters.retries,
    deduplicated: counters.deduplicated,
    recordsPerRequest: perEach(counters.requestRecords, counters.ProduceRequests),
    bytesPerRequest: perEach(counters.requestBytes, counters.ProduceRequests),
    answerMs: { mean: toMs(ledger.answerTimes.mean()), p99: toMs(ledger.answerTimes.quantile(0.99)) },
  }
}

const perEach = (total: number, count: number): number => (count === 0 ? 0 : total / count)

/** A lane's numbers in the order of the lab's measures. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.sent,
  run.ok,
  run.lost,
  run.failed,
  run.waiting,
  run.committed,
  run.duplicates,
  run.reordered,
  run.failedPresent,
  run.delivered,
  run.deliveredTwice,
  run.phantom,
  run.highWatermark,
  run.logEnd,
  run.disagree,
  run.truncated,
  run.isr,
  run.underReplicated,
  run.underMinIsr,
  run.offline,
  run.isrShrinks,
  run.isrExpands,
  run.elections,
  run.unclean,
  run.failedRequests,
  run.requests,
  run.retries,
  run.deduplicated,
  run.recordsPerRequest,
  run.bytesPerRequest,
  run.answerMs.mean,
  run.answerMs.p99,
]
