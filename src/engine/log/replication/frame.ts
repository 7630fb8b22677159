import { unreachable } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import { endOf, type Block } from './block.ts'
import type { Broker } from './broker.ts'
import { CONTROLLER, type BrokerState, type LaneId } from './codes.ts'
import type { JournalRow } from './journal.ts'
import type { Lane } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import type { Message, PartitionState } from './messages.ts'
import { METRIC_NAMES, metricsOf, type MetricName } from './metrics.ts'
import { laneName } from './policy.ts'
import type { CutTail } from './replica-log.ts'
import type { Replica } from './replica.ts'
import type { ReplicationEngine } from './replication-engine.ts'
import type { Acks, ReplicationSettings } from './settings.ts'

/** One replica as it stands. */
export interface ReplicaFrame {
  readonly partition: number
  readonly role: 'leader' | 'follower' | 'none'
  readonly phase: 'truncating' | 'fetching'
  /** The epoch its broker believes in, and the in-sync replicas it knows. */
  readonly leaderEpoch: number
  readonly isInSync: boolean
  readonly isWriting: boolean
  readonly logEnd: number
  readonly highWatermark: number
  /** The newest batches, oldest first. */
  readonly blocks: readonly Block[]
  /** What was cut off within the span, oldest first. */
  readonly cuts: readonly CutTail[]
  /** Writes of a leader that wait for the high watermark. */
  readonly waiting: number
}

export interface BrokerFrame {
  readonly id: number
  readonly state: BrokerState
  /** Not fenced, as the controller sees it. */
  readonly isLive: boolean
  readonly isCutOff: boolean
  /** What waits for it while it is frozen. */
  readonly backlog: number
  readonly replicas: readonly ReplicaFrame[]
}

/** Something under way between two nodes. */
export interface WireFrame {
  readonly from: number
  readonly to: number
  readonly what: 'produce' | 'answer' | 'error' | 'fetch' | 'data' | 'read' | 'records'
  readonly partition: number
  readonly sentAt: SimTime
  readonly arriveAt: SimTime
  readonly records: number
}

/** A record in the client's ledger; times are NaN for not (yet). */
export interface LedgerRow {
  readonly id: number
  readonly partition: number
  readonly sentAt: SimTime
  readonly endedAt: SimTime
  readonly status: 'waiting' | 'ok' | 'failed'
  readonly error: string
  readonly offset: number
  readonly okBy: number
  readonly lostAt: SimTime
  readonly timesRead: number
}

export interface MetricRow {
  readonly name: MetricName
  /** Just before the newest fault; and now. */
  readonly was: number
  readonly now: number
}

/** One lane in view. What is "now" is so at the frame's `now`, whatever the span. */
export interface LaneFrame {
  readonly lane: LaneId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  readonly acks: Acks
  readonly isKafka: boolean
  readonly idempotent: boolean
  readonly partitions: readonly PartitionState[]
  readonly brokers: readonly BrokerFrame[]
  readonly wire: readonly WireFrame[]
  readonly producer: { readonly inFlight: number; readonly queued: number }
  /** Where the consumer stands, by partition. */
  readonly positions: readonly number[]
  /** The newest records, oldest first. */
  readonly ledger: readonly LedgerRow[]
  /** The newest records that were told "ok" and are lost, oldest first; the summary says how many there are. */
  readonly lost: readonly LedgerRow[]
  /** The newest lines of the event log, oldest first. */
  readonly journal: readonly JournalRow[]
  readonly metrics: readonly MetricRow[]
  readonly summary: LaneSummary
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
}

export interface ReplicationFrame {
  readonly now: SimTime
  readonly span: Span
  readonly settings: ReplicationSettings
  /** Links that are cut, as pairs; 0 is the controller. */
  readonly cuts: readonly (readonly [number, number])[]
  readonly lanes: readonly LaneFrame[]
}

/** Offsets of which blocks are shown, and records of the ledger. */
const MAX_OFFSETS = 64
const MAX_LEDGER = 64
const MAX_LOST = 200
const MAX_ROWS = 60

/** Everything a view draws. It is small, so no part of it is a column. */
export function buildFrame(engine: ReplicationEngine, span: Span, _columns: Columns): ReplicationFrame {
  const { lanes, settings, now } = engine
  return {
    now,
    span,
    settings,
    cuts: cutLinks(lanes[0]),
    lanes: lanes.map((lane) => laneFrame(lane, span, settings)),
  }
}

function cutLinks(lane: Lane | undefined): (readonly [number, number])[] {
  if (lane === undefined) return []
  const nodes = [CONTROLLER, ...lane.brokers.map(({ id }) => id)]
  return nodes.flatMap((a) =>
    nodes.filter((b) => b > a && lane.network.isCut(a, b)).map((b) => [a, b] as const),
  )
}

function laneFrame(lane: Lane, span: Span, settings: ReplicationSettings): LaneFrame {
  const { id, policy, controller, producer, ledger, before } = lane
  const summary = summarise(lane)
  const current = metricsOf(lane)
  return {
    lane: id,
    ...laneName(id, settings),
    acks: policy.acks,
    isKafka: policy.isKafka,
    idempotent: policy.idempotent,
    partitions: controller.partitions,
    brokers: lane.brokers.map((broker) => brokerFrame(lane, broker, span)),
    wire: lane.wire.flatMap(wireFrame),
    producer: {
      inFlight: producer.inFlight.reduce((sum, { batch }) => sum + batch.ids.length, 0),
      queued: producer.queued.reduce((sum, { ids }) => sum + ids.length, 0),
    },
    positions: controller.partitions.map((_, p) => lane.consumer.positionOf(p)),
    ledger: newest(ledger.counts.sent, MAX_LEDGER, () => true).map((row) => ledgerRow(lane, row)),
    lost: newest(ledger.counts.sent, MAX_LOST, (row) => ledger.isLost(row)).map((row) =>
      ledgerRow(lane, row),
    ),
    journal: lane.journal.rows.slice(-MAX_ROWS),
    metrics: policy.isKafka
      ? METRIC_NAMES.map((name) => ({ name, was: before[name], now: current[name] }))
      : [],
    summary,
    values: measuresOf(summary),
  }
}

function brokerFrame(lane: Lane, broker: Broker, span: Span): BrokerFrame {
  const { id, state, backlog } = broker
  return {
    id,
    state,
    isLive: lane.controller.isLive(id),
    isCutOff: lane.isCutOff(id),
    backlog,
    replicas: broker.replicas.flatMap((replica) =>
      replica === null ? [] : [replicaFrame(lane, replica, id, span)],
    ),
  }
}

function replicaFrame(lane: Lane, replica: Replica, id: number, span: Span): ReplicaFrame {
  const { partition, log, state } = replica
  const ends = lane.brokers.map(({ replicas }) => replicas[partition]?.log.end ?? 0)
  const from = Math.max(0, ...ends) - MAX_OFFSETS
  return {
    partition,
    role: state.role,
    phase: state.phase,
    leaderEpoch: state.leaderEpoch,
    isInSync: lane.controller.partitions[partition]?.isr.includes(id) === true,
    isWriting: state.isWriting,
    logEnd: log.end,
    highWatermark: log.highWatermark,
    blocks: log.blocks.filter((block) => endOf(block) > from),
    cuts: log.cuts.filter(({ time }) => time >= span.from),
    waiting: state.waiting.length,
  }
}

function wireFrame({ from, to, sentAt, arriveAt, payload }: Message): WireFrame[] {
  const row = { from, to, sentAt, arriveAt, partition: 0, records: 0 }
  switch (payload.kind) {
    case 'produce': {
      const { partition, batch } = payload
      return [{ ...row, what: 'produce', partition, records: batch.ids.length }]
    }
    case 'produced':
      return [{ ...row, what: payload.error === 'None' ? 'answer' : 'error' }]
    case 'fetch':
    case 'epoch-ask':
      return [{ ...row, what: 'fetch', partition: payload.partition }]
    case 'fetched': {
      const records = payload.blocks.reduce((sum, { count }) => sum + count, 0)
      return [{ ...row, what: records > 0 ? 'data' : 'fetch', partition: payload.partition, records }]
    }
    case 'records': {
      const records = payload.blocks.reduce((sum, { count }) => sum + count, 0)
      return records === 0 ? [] : [{ ...row, what: 'records', partition: payload.partition, records }]
    }
    case 'read':
    case 'ask-metadata':
    case 'client-metadata':
    case 'metadata':
    case 'heartbeat':
    case 'register':
    case 'alter':
    case 'altered':
    case 'epoch-end':
    case 'refused':
    case 'reset':
      return [] // seldom, or too many to look at
    default:
      return unreachable(payload)
  }
}

function newest(count: number, most: number, isIt: (id: number) => boolean): number[] {
  const found: number[] = []
  for (let id = count - 1; id >= 0 && found.length < most; id--) if (isIt(id)) found.push(id)
  return found.reverse()
}

const STATUS_NAMES = ['waiting', 'ok', 'failed'] as const

function ledgerRow({ ledger }: Lane, id: number): LedgerRow {
  return {
    id,
    partition: ledger.partition.get(id),
    sentAt: ledger.sentAt.get(id),
    endedAt: ledger.endedAt.get(id),
    status: STATUS_NAMES[ledger.statusOf(id)],
    error: ledger.errorOf(id),
    offset: ledger.offset.get(id),
    okBy: ledger.okBy.get(id),
    lostAt: ledger.lostAt.get(id),
    timesRead: ledger.timesRead(id),
  }
}
