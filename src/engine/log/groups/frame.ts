import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Life } from './codes.ts'
import type { Done, GroupsEngine } from './groups-engine.ts'
import type { Note, Round } from './history.ts'
import type { Lane, LaneId } from './lane.ts'
import { isIdle, lagSecondsOf, measuresOf, summarise, type LaneSummary } from './measures.ts'
import type { Standing } from './roster.ts'
import type { GroupSettings } from './settings.ts'
import { keyName } from './topic.ts'

/** A member in one lane. */
export interface MemberFrame {
  readonly slot: number
  readonly life: Life
  /** The coordinator's name for it. */
  readonly id: string
  readonly owned: readonly number[]
  /** How many records its batch has, and how many of them are processed. */
  readonly batch: number
  readonly done: number
  /** It has joined and waits to hear what to read. */
  readonly joining: boolean
  /** The group does not know it (any more): what it commits is refused. */
  readonly unknown: boolean
  /** It is in the group and there is no partition for it. */
  readonly idle: boolean
  readonly leaving: boolean
  readonly trouble: string | null
}

/** One partition in one lane: where the group is in it, and the records around that. */
export interface PartitionFrame {
  readonly end: number
  /** The next offset after a failure; -1 where the group has committed none. */
  readonly committed: number
  /** The next offset that its owner will fetch; -1 without one. */
  readonly position: number
  /** -1 for nobody. */
  readonly owner: number
  readonly lag: number
  readonly lagSeconds: number
  /** The first offset of the columns below. */
  readonly from: number
  /** By offset: the code of FATE, who processed or holds it (-1 for nobody), how often it came to the sink. */
  readonly fate: Uint8Array
  readonly by: Int32Array
  readonly handed: Int32Array
}

/** A record that came to the sink. */
export interface SinkRow {
  readonly time: SimTime
  readonly record: number
  readonly key: string
  readonly partition: number
  readonly offset: number
  readonly by: number
  readonly isNew: boolean
}

/** A row each; ascending by time, or by start. */
export interface MarkColumns {
  readonly time: Float64Array
  readonly kind: Uint8Array
  readonly record: Int32Array
  readonly partition: Int32Array
}

export interface StretchColumns {
  readonly partition: Int32Array
  readonly member: Int32Array
  readonly kind: Uint8Array
  readonly start: Float64Array
  /** NaN while it lasts. */
  readonly end: Float64Array
}

/** One lane in view. */
export interface LaneFrame {
  readonly lane: LaneId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  readonly generation: number
  readonly isRebalancing: boolean
  readonly members: readonly MemberFrame[]
  readonly partitions: readonly PartitionFrame[]
  readonly stretches: StretchColumns
  readonly rounds: readonly Round[]
  readonly marks: MarkColumns
  /** The newest things said, oldest first. */
  readonly notes: readonly Note[]
  /** What came to the sink last, newest first. */
  readonly sink: readonly SinkRow[]
  readonly summary: LaneSummary
  readonly values: readonly number[]
}

export interface GroupsFrame {
  readonly now: SimTime
  readonly span: Span
  readonly settings: GroupSettings
  /** By member: what was done to it. */
  readonly standings: readonly Standing[]
  /** What was done in the span. */
  readonly done: readonly Done[]
  /** The whiteboard's lane, then production's. */
  readonly lanes: readonly LaneFrame[]
}

/** How many offsets of a partition a frame tells about. */
export const TAPE = 64
const BEFORE_COMMITTED = 24
const MOST_STRETCHES = 1_200
const MOST_MARKS = 1_200
const MOST_ROUNDS = 200
const MOST_NOTES = 40
const MOST_SINK = 8

/** Everything a view draws for the time in `span`. */
export function buildFrame(engine: GroupsEngine, span: Span, columns: Columns): GroupsFrame {
  return {
    now: engine.now,
    span,
    settings: engine.settings,
    standings: engine.roster.standings,
    done: engine.done.filter(({ time }) => time >= span.from && time <= span.to).slice(-MOST_ROUNDS),
    lanes: engine.lanes.map((lane) => laneFrame(engine, lane, span, columns)),
  }
}

function laneFrame(engine: GroupsEngine, lane: Lane, span: Span, columns: Columns): LaneFrame {
  const { spec, history } = lane
  const summary = summarise(engine, lane)
  return {
    lane: spec.id,
    name: spec.name,
    origin: spec.origin,
    generation: lane.generation,
    isRebalancing: lane.isRebalancing,
    members: lane.members.map((member): MemberFrame => ({
      slot: member.slot,
      life: member.life,
      id: member.id,
      owned: member.owned,
      batch: member.batch.length,
      done: member.done,
      joining: member.joining,
      unknown: member.life !== 'absent' && !lane.knows(member),
      idle: isIdle(lane, member),
      leaving: member.leaving,
      trouble: member.trouble,
    })),
    partitions: engine.topic.partitions.map((_, partition) =>
      partitionFrame(engine, lane, partition, columns),
    ),
    stretches: stretchesIn(lane, span, columns),
    rounds: history.rounds
      .filter(({ start, end }) => start <= span.to && !(end < span.from))
      .slice(-MOST_ROUNDS),
    marks: marksIn(engine, lane, span, columns),
    notes: history.notes.slice(-MOST_NOTES),
    sink: sinkOf(engine, lane),
    summary,
    values: measuresOf(summary),
  }
}

function partitionFrame(
  engine: GroupsEngine,
  lane: Lane,
  partition: number,
  columns: Columns,
): PartitionFrame {
  const { topic } = engine
  const { ledger, members } = lane
  const end = topic.endOf(partition)
  const lag = ledger.lagOf(partition)
  const from = Math.max(0, Math.min(end - TAPE, end - lag - BEFORE_COMMITTED))
  const length = Math.min(TAPE, end - from)
  const fate = columns.uint8(length)
  const by = columns.int32(length)
  const handed = columns.int32(length)
  const holder = new Map<number, number>()
  for (const { batch, done, slot } of members)
    for (const record of batch.slice(done)) holder.set(record, slot)
  for (let i = 0; i < length; i++) {
    const record = topic.recordAt(partition, from + i)
    const code = ledger.fateOf(record)
    fate[i] = code
    by[i] = holder.get(record) ?? (code === 2 ? ledger.firstBy.get(record) : -1)
    handed[i] = ledger.handed.get(record)
  }
  const owner = members.find((member) => member.owned.includes(partition) && lane.knows(member))
  return {
    end,
    committed: ledger.committedOf(partition),
    position: owner === undefined ? -1 : at(owner.positions, partition),
    owner: owner?.slot ?? -1,
    lag,
    lagSeconds: lagSecondsOf(engine, lane, partition),
    from,
    fate,
    by,
    handed,
  }
}

function stretchesIn({ history }: Lane, span: Span, columns: Columns): StretchColumns {
  const found = history.stretchesIn(span, MOST_STRETCHES)
  const partition = columns.int32(found.length)
  const member = columns.int32(found.length)
  const kind = columns.uint8(found.length)
  const start = columns.float64(found.length)
  const end = columns.float64(found.length)
  found.forEach((stretch, i) => {
    partition[i] = stretch.partition
    member[i] = stretch.member
    kind[i] = stretch.kind
    start[i] = stretch.start
    end[i] = stretch.end
  })
  return { partition, member, kind, start, end }
}

function marksIn({ topic }: GroupsEngine, { ledger }: Lane, span: Span, columns: Columns): MarkColumns {
  const { markAt, markKind, markRecord } = ledger
  const end = markAt.lowerBound(span.to + 1)
  const first = Math.max(markAt.lowerBound(span.from), end - MOST_MARKS)
  const length = Math.max(0, end - first)
  const time = columns.float64(length)
  const kind = columns.uint8(length)
  const record = columns.int32(length)
  const partition = columns.int32(length)
  for (let i = 0; i < length; i++) {
    time[i] = markAt.get(first + i)
    kind[i] = markKind.get(first + i)
    record[i] = markRecord.get(first + i)
    partition[i] = topic.partition.get(markRecord.get(first + i))
  }
  return { time, kind, record, partition }
}

function sinkOf({ topic }: GroupsEngine, { ledger }: Lane): SinkRow[] {
  const rows: SinkRow[] = []
  for (let row = ledger.sinkAt.length - 1; row >= 0 && rows.length < MOST_SINK; row--) {
    const record = ledger.sinkRecord.get(row)
    rows.push({
      time: ledger.sinkAt.get(row),
      record,
      key: keyName(topic.key.get(record)),
      partition: topic.partition.get(record),
      offset: topic.offset.get(record),
      by: ledger.sinkBy.get(row),
      isNew: ledger.sinkNew.get(row) === 1,
    })
  }
  return rows
}
