import type { LaneId } from './codes.ts'
import type { Acks, ReplicationSettings } from './settings.ts'

/** What one lane does differently. */
export interface LanePolicy {
  readonly acks: Acks
  /** In-sync replicas are kept track of, epochs fence old leaders and find where logs part. */
  readonly isKafka: boolean
  /** Consumers read up to the high watermark, not to the leader's end. */
  readonly readsCommitted: boolean
  readonly idempotent: boolean
}

/** The whiteboard: "ok" from the leader alone, readers to the log end, any replica takes over, no epochs. */
const WHITEBOARD: LanePolicy = { acks: '1', isKafka: false, readsCommitted: false, idempotent: false }

export function policyOf(lane: LaneId, settings: ReplicationSettings): LanePolicy {
  if (lane === 'whiteboard') return WHITEBOARD
  const acks = lane === 'acks1' ? '1' : settings.acks
  return { acks, isKafka: true, readsCommitted: true, idempotent: settings.idempotence && acks === 'all' }
}

export interface LaneName {
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
}

export function laneName(lane: LaneId, { acks, minIsr }: ReplicationSettings): LaneName {
  if (lane === 'whiteboard') return { name: 'Whiteboard', origin: 'whiteboard' }
  if (lane === 'acks1') return { name: 'Kafka, acks=1', origin: 'production' }
  const more = acks === 'all' ? `, min.insync.replicas=${minIsr}` : ' (as set)'
  return { name: `Kafka, acks=${acks}${more}`, origin: 'production' }
}
