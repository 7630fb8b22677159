import { KAFKA_DEFAULTS, type PartitionSettings } from '../partition/settings.ts'
import { hoursToMs } from './log-clock.ts'
import type { TopicSettings } from './settings.ts'

const KIB = 1_024

/** What a partition is made with: the topic's settings in a partition's own units, the rest as Kafka has it. */
export function partitionSettings(settings: TopicSettings): PartitionSettings {
  const { segmentKib, segmentHours, indexBytes, policy, tombstoneHours, aheadHours } = settings
  return {
    ...KAFKA_DEFAULTS,
    ...limitsOf(settings),
    segmentBytes: segmentKib * KIB,
    segmentMs: hoursToMs(segmentHours),
    indexIntervalBytes: indexBytes,
    cleanupPolicy: policy === 'both' ? 'compact,delete' : policy,
    deleteRetentionMs: hoursToMs(tombstoneHours),
    messageTimestampAfterMaxMs: aheadHours < 0 ? Number.MAX_SAFE_INTEGER : hoursToMs(aheadHours),
  }
}

/** The two limits of retention, which may change while a run goes on. */
export const limitsOf = ({
  retentionHours,
  retentionKib,
}: Pick<TopicSettings, 'retentionHours' | 'retentionKib'>): Pick<
  PartitionSettings,
  'retentionMs' | 'retentionBytes'
> => ({
  retentionMs: retentionHours < 0 ? -1 : hoursToMs(retentionHours),
  retentionBytes: retentionKib < 0 ? -1 : retentionKib * KIB,
})
