import type { SegmentSettings } from '../segment/segment.ts'
import type { TimestampType } from '../bytes/batch-header.ts'

/** A partition's settings, named as a topic's. A negative limit means none. */
export interface PartitionSettings extends SegmentSettings {
  readonly retentionMs: number
  readonly retentionBytes: number
  readonly cleanupPolicy: 'delete' | 'compact' | 'compact,delete'
  /** How long a tombstone stays after the cleaner has first seen it. */
  readonly deleteRetentionMs: number
  readonly messageTimestampType: TimestampType
  /** How far beyond the broker's clock a producer's timestamp may lie. */
  readonly messageTimestampAfterMaxMs: number
  /** How far before it. */
  readonly messageTimestampBeforeMaxMs: number
  readonly maxMessageBytes: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MIB = 2 ** 20

/** What a broker of Kafka 4 does when nothing is set (https://kafka.apache.org/documentation/#topicconfigs). */
export const KAFKA_DEFAULTS: PartitionSettings = {
  segmentBytes: 1_024 * MIB,
  segmentMs: 7 * DAY_MS,
  segmentIndexBytes: 10 * MIB,
  indexIntervalBytes: 4_096,
  retentionMs: 7 * DAY_MS,
  retentionBytes: -1,
  cleanupPolicy: 'delete',
  deleteRetentionMs: DAY_MS,
  messageTimestampType: 'CreateTime',
  messageTimestampAfterMaxMs: HOUR_MS,
  messageTimestampBeforeMaxMs: Number.MAX_SAFE_INTEGER,
  maxMessageBytes: MIB + 12,
}

export const deletes = ({ cleanupPolicy }: PartitionSettings): boolean => cleanupPolicy !== 'compact'
export const compacts = ({ cleanupPolicy }: PartitionSettings): boolean => cleanupPolicy !== 'delete'
