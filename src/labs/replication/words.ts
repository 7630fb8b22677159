import type { BrokerFrame, LaneFrame } from '../../engine/log/replication/frame.ts'

/** What is wrong with a broker, in words; nothing when it runs. */
export function brokerWords({ id, state, isCutOff }: BrokerFrame): string {
  if (state === 'down') return `broker ${id} is dead`
  if (state === 'frozen') return `broker ${id} is frozen`
  return isCutOff ? `broker ${id} is cut off` : ''
}

/** What a replica is to its partition, in a word or two: as the controller sees it, or as its broker still believes. */
export function roleWords(lane: LaneFrame, broker: BrokerFrame, partition: number, isShort = false): string {
  const replica = broker.replicas.find((candidate) => candidate.partition === partition)
  const state = lane.partitions[partition]
  if (replica === undefined || state === undefined) return ''
  if (broker.state === 'down') return 'dead'
  const believes = replica.role === 'leader'
  const frozen = broker.state === 'frozen' ? 'frozen, ' : ''
  if (believes && state.leader !== broker.id) return isShort ? 'old leader' : `${frozen}thinks it leads`
  if (believes) return isShort && frozen !== '' ? 'frozen leader' : `${frozen}leader`
  if (broker.state === 'frozen') return 'frozen'
  if (!lane.isKafka) return 'replica'
  if (replica.phase === 'truncating' && replica.role === 'follower')
    return isShort ? 'comparing' : 'comparing epochs'
  return replica.isInSync ? 'in sync' : 'not in sync'
}

/** "in-sync replicas {1, 2}", partition by partition; nothing where nobody keeps count. */
export const isrWords = ({ isKafka, partitions }: LaneFrame): string =>
  isKafka
    ? `ISR ${partitions.map(({ isr }) => `{${isr.toSorted((a, b) => a - b).join(', ')}}`).join(' ')}`
    : ''
