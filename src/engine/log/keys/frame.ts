import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Change } from './change.ts'
import type { ChangeKind } from './codes.ts'
import type { KeysEngine } from './keys-engine.ts'
import type { Lane } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { keyName, LANES, type LaneId } from './placement.ts'
import type { KeysSettings } from './settings.ts'
import { expectedOf } from './theory.ts'

/** The last change in a lane. */
export interface ChangeFrame {
  readonly time: SimTime
  readonly kind: ChangeKind
  readonly producer: number
  readonly before: number
  readonly after: number
  /** Keys that went from each partition to each: `flows[from * after + to]`. */
  readonly flows: Int32Array
  readonly total: number
  readonly moved: number
  /** Records that went along. */
  readonly records: number
  /** What theory says of the share moved, in percent, and how far off chance may be. */
  readonly expected: number
  readonly tolerance: number
}

/** What became of the followed key's records in a lane, a row each. */
export interface TraceColumns {
  /** Where it lies now. */
  readonly partition: Int32Array
  /** Codes of DELIVERY. */
  readonly delivery: Uint8Array
}

export interface LaneFrame {
  readonly lane: LaneId
  readonly name: string
  readonly rule: string
  readonly origin: 'whiteboard' | 'production'
  readonly movesData: boolean
  /** By partition: records that lie there, those not read, those without a key, and keys that belong there. */
  readonly records: Int32Array
  readonly unread: Int32Array
  readonly keyless: Int32Array
  readonly keys: Int32Array
  /** Null before the first. */
  readonly change: ChangeFrame | null
  readonly trace: TraceColumns
  readonly summary: LaneSummary
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
}

export interface KeysFrame {
  readonly now: SimTime
  readonly span: Span
  /** The settings as they are now, changes on the way included. */
  readonly settings: KeysSettings
  readonly partitions: number
  readonly sent: number
  /** The followed key, and its newest records in the span: oldest first. */
  readonly follow: { readonly name: string; readonly time: Float64Array; readonly producer: Uint8Array }
  /** When partitions were added or producers restarted, within the span. */
  readonly changes: readonly { readonly time: SimTime; readonly kind: ChangeKind }[]
  readonly lanes: readonly LaneFrame[]
}

const MOST_TRACED = 120
const MOST_CHANGES = 200

/** Everything a view draws for the time in `span`. */
export function buildFrame(engine: KeysEngine, span: Span, columns: Columns): KeysFrame {
  const { settings, source } = engine
  const followed = Math.min(settings.follow, settings.keys - 1)
  const rows = rowsOf(engine, followed, span)
  const time = columns.float64(rows.length)
  const producer = columns.uint8(rows.length)
  rows.forEach((record, i) => {
    time[i] = source.time.get(record)
    producer[i] = source.producer.get(record)
  })
  const [first] = engine.lanes
  return {
    now: engine.now,
    span,
    settings,
    partitions: engine.partitions,
    sent: source.sent,
    follow: { name: keyName(followed), time, producer },
    changes: (first?.changes ?? [])
      .filter((change) => change.time >= span.from && change.time <= span.to)
      .slice(-MOST_CHANGES)
      .map((change) => ({ time: change.time, kind: change.kind })),
    lanes: engine.lanes.map((lane) => laneFrame(engine, lane, followed, rows, columns)),
  }
}

/** The newest records of a key that were sent in the span, oldest first. */
function rowsOf({ source }: KeysEngine, key: number, span: Span): number[] {
  const rows: number[] = []
  const end = source.time.lowerBound(span.to + 1)
  for (let record = end - 1; record >= 0 && rows.length < MOST_TRACED; record--) {
    if (source.time.get(record) < span.from) break
    if (source.key.get(record) === key) rows.push(record)
  }
  return rows.reverse()
}

function laneFrame(
  engine: KeysEngine,
  lane: Lane,
  followed: number,
  rows: readonly number[],
  columns: Columns,
): LaneFrame {
  const { partitions, changes, id } = lane
  const count = partitions.length
  const records = columns.int32(count)
  const unread = columns.int32(count)
  const keyless = columns.int32(count)
  partitions.forEach((partition, p) => {
    records[p] = partition.records
    unread[p] = partition.unread
    keyless[p] = partition.keyless
  })
  const keys = columns.int32(count)
  keys.set(lane.keysPerPartition)
  const partition = columns.int32(rows.length)
  const delivery = columns.uint8(rows.length)
  rows.forEach((record, i) => {
    partition[i] = LANES[id].movesData ? at(at(lane.places, 0), followed) : lane.sentTo.get(record)
    delivery[i] = lane.deliveryOf(record)
  })
  const last = changes.at(-1)
  const summary = summarise(engine, lane)
  return {
    lane: id,
    ...LANES[id],
    records,
    unread,
    keyless,
    keys,
    change: last === undefined ? null : changeFrame(engine, id, last, columns),
    trace: { partition, delivery },
    summary,
    values: measuresOf(summary),
  }
}

function changeFrame({ settings }: KeysEngine, lane: LaneId, change: Change, columns: Columns): ChangeFrame {
  const { time, kind, producer, before, after, total, moved, records } = change
  const flows = columns.int32(change.flows.length)
  flows.set(change.flows)
  const { share, tolerance } = expectedOf(lane, change, settings.virtual)
  return {
    time,
    kind,
    producer,
    before,
    after,
    flows,
    total,
    moved,
    records,
    expected: 100 * share,
    tolerance: 100 * tolerance,
  }
}
