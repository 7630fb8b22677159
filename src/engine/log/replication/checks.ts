import type { Check } from '../../kernel/engine.ts'
import { decodeBatch } from '../bytes/decode-batch.ts'
import { scanBatches } from '../bytes/scan.ts'
import { decodeUtf8 } from '../../kernel/utf8.ts'
import { STATUS } from './codes.ts'
import type { Lane } from './lane.ts'
import { summarise } from './measures.ts'
import { laneName } from './policy.ts'
import { idOf, type ReplicaLog } from './replica-log.ts'
import type { ReplicationEngine } from './replication-engine.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export const checkRun = (engine: ReplicationEngine): Check[] =>
  engine.lanes.flatMap((lane) => {
    const { name } = laneName(lane.id, engine.settings)
    const own = [
      conservation(lane),
      keptByBytes(lane),
      ...(lane.policy.isKafka ? [agreement(lane), watermark(lane)] : []),
      ...(promisesNoLoss(engine, lane) ? [noLoss(lane)] : []),
      ...(promisesNoDuplicates(lane) ? [noDuplicates(lane)] : []),
    ]
    return own.map((check) => ({ ...check, id: `${check.id}.${lane.id}`, label: `${name}: ${check.label}` }))
  })

const records = { tolerance: 0, unit: 'records' }

function conservation({ ledger }: Lane): Check {
  const { sent, ok, failed, waiting } = ledger.counts
  return {
    ...records,
    id: 'conservation',
    label: 'sent = told “ok” + told “failed” + not told yet',
    predicted: sent,
    measured: ok + failed + waiting,
    source: 'each record has exactly one answer; each is counted when it is given',
  }
}

/** The records in a log as its bytes have them, decoded batch by batch. */
export function idsInBytes(log: ReplicaLog): number[] {
  return log.partition.segments.flatMap((segment) => {
    const bytes = segment.bytes()
    return scanBatches(bytes).batches.flatMap(({ at }) => {
      const decoded = decodeBatch(bytes, at)
      if (!decoded.ok) return []
      return decoded.value.records.map(({ value }) => idOf(decodeUtf8(value ?? new Uint8Array(0))))
    })
  })
}

function keptByBytes(lane: Lane): Check {
  const { ledger } = lane
  const present = new Set(lane.authorities.survey().flatMap((_, p) => idsInBytes(lane.authorities.of(p).log)))
  let there = 0
  for (let id = 0; id < ledger.counts.sent; id++)
    if (ledger.statusOf(id) === STATUS.ok && (present.has(id) || ledger.isUnderway(id))) there += 1
  return {
    ...records,
    id: 'kept',
    label: 'told “ok” and still there',
    predicted: there,
    measured: ledger.counts.ok - ledger.counts.lost,
    source: 'the leaders’ logs decoded from their bytes, against the losses listed as they happened',
  }
}

function agreement(lane: Lane): Check {
  const { ledger } = lane
  let disagreeing = 0
  lane.authorities.survey().forEach((_, p) => {
    const counts = lane.authorities.of(p).log
    const idAt = new Map(idsAt(counts))
    for (const broker of lane.brokers) {
      const replica = broker.replicas[p]
      const isInSync = lane.controller.partitions[p]?.isr.includes(broker.id) === true
      if (replica === undefined || replica === null || !isInSync) continue
      for (const [offset, id] of idsAt(replica.log))
        if (offset < Math.min(counts.highWatermark, replica.log.highWatermark) && idAt.get(offset) !== id)
          disagreeing += 1
    }
  })
  return {
    ...records,
    id: 'agree',
    label: 'committed offsets at which in-sync replicas disagree',
    predicted: 0,
    measured: disagreeing,
    source: `what is below the high watermark is the same in every in-sync replica (${ledger.counts.sent} records compared)`,
  }
}

const idsAt = ({ blocks }: ReplicaLog): (readonly [number, number])[] =>
  blocks.flatMap(({ base, ids }) => ids.map((id, i) => [base + i, id] as const))

/** The high watermark never passes what an in-sync replica that is the leader's own follower has. */
function watermark(lane: Lane): Check {
  let beyond = 0
  lane.authorities.survey().forEach((_, p) => {
    const { log } = lane.authorities.of(p)
    for (const id of lane.controller.partitions[p]?.isr ?? []) {
      const replica = lane.brokers[id - 1]?.replicas[p]
      if (replica !== undefined && replica !== null && replica.log.end < log.highWatermark) beyond += 1
    }
  })
  return {
    id: 'watermark',
    label: 'in-sync replicas that end before the high watermark',
    predicted: 0,
    measured: beyond,
    tolerance: 0,
    unit: 'replicas',
    source: 'committed means: every in-sync replica has it (Kafka’s design, 4.7)',
  }
}

const promisesNoLoss = ({ everUnclean }: ReplicationEngine, { policy }: Lane): boolean =>
  policy.isKafka && policy.acks === 'all' && !everUnclean

function noLoss({ ledger }: Lane): Check {
  return {
    ...records,
    id: 'lost',
    label: 'told “ok” and lost',
    predicted: 0,
    measured: ledger.counts.lost,
    source: 'acks=all and clean elections: whoever may lead has every record that was told “ok”',
  }
}

/** Idempotence holds as long as the producer never gave up on a batch and began a new epoch. */
const promisesNoDuplicates = ({ policy, ledger }: Lane): boolean =>
  policy.idempotent && ledger.counts.failed === 0

function noDuplicates(lane: Lane): Check {
  const { duplicates, reordered } = summarise(lane)
  return {
    ...records,
    id: 'duplicates',
    label: 'stored twice, or out of order',
    predicted: 0,
    measured: duplicates + reordered,
    source: 'sequence numbers: a leader takes each batch once, and only behind the one before',
  }
}
