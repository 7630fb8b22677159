import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainList, explainRows, inWords, MOST_ALLOWED } from '../../kernel/explain.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { FATE, MARK, memberName, type Fate, type Mark } from './codes.ts'
import { explainLag, explainLagSeconds, explainRounds, explainUnread } from './explain-lag.ts'
import type { GroupsEngine } from './groups-engine.ts'
import type { Lane } from './lane.ts'
import { isIdle } from './measures.ts'
import { keyName, type Topic } from './topic.ts'

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(engine: GroupsEngine, lane: Lane, measure: string): Explanation | null {
  switch (measure) {
    case 'produced':
      return explainProduced(engine)
    case 'processed':
      return explainFate(engine, lane, FATE.processed)
    case 'lost':
      return explainFate(engine, lane, FATE.lost)
    case 'skipped':
      return explainFate(engine, lane, FATE.skipped)
    case 'held':
      return explainFate(engine, lane, FATE.held)
    case 'waiting':
      return explainFate(engine, lane, FATE.waiting)
    case 'duplicates':
      return explainRepeats(engine, lane, MARK.duplicate)
    case 'ignored':
      return explainRepeats(engine, lane, MARK.ignored)
    case 'deliveries':
      return explainHanded(engine, lane, 1)
    case 'redelivered':
      return explainHanded(engine, lane, 2)
    case 'out-of-order':
      return explainOrder(engine, lane)
    case 'lag':
      return explainLag(engine, lane)
    case 'lag-seconds':
      return explainLagSeconds(engine, lane)
    case 'rebalances':
      return explainRounds(lane)
    case 'unread':
      return explainUnread(engine, lane)
    case 'idle':
      return explainIdle(engine, lane)
    case 'commits':
      return explainCommits(engine, lane)
    case 'refused':
      return explainRefused(lane)
    default:
      return null
  }
}

/** "record 17, viewer-3 (partition 2, offset 5)" */
const nameOf = (topic: Topic, record: number): string =>
  `record ${record}, ${keyName(topic.key.get(record))} (partition ${topic.partition.get(record)}, offset ${topic.offset.get(record)})`

function explainProduced({ topic }: GroupsEngine): Explanation {
  const text = 'Every record stays in the log, whoever has read it. Newest first.'
  return explainRows({
    text,
    none: text,
    rows: topic.length,
    weigh: (record) => record,
    tell: (record) => ({ time: topic.time.get(record), text: `${nameOf(topic, record)} was appended` }),
    most: MOST_ALLOWED,
  })
}

const FATE_WORDS: Readonly<Record<Fate, string>> = {
  [FATE.waiting]: 'is in the log, and nobody has it in hand',
  [FATE.held]: 'is in a member’s batch',
  [FATE.processed]: 'was processed',
  [FATE.lost]: 'was lost: the group has committed an offset beyond it, and it was never processed',
  [FATE.skipped]: 'was passed over: the group began at the end',
}

/** Records of this fate, newest first. */
function explainFate({ topic }: GroupsEngine, { ledger }: Lane, fate: Fate): Explanation {
  const timeOf = (record: number): SimTime => {
    const ended = ledger.endedAt.get(record)
    return Number.isNaN(ended) ? topic.time.get(record) : ended
  }
  const by = (record: number): string =>
    fate === FATE.processed ? ` by member ${memberName(ledger.firstBy.get(record))}` : ''
  return explainRows({
    text: 'Newest first.',
    rows: ledger.length,
    weigh: (record) => (ledger.fateOf(record) === fate ? timeOf(record) : Number.NaN),
    tell: (record) => ({
      time: timeOf(record),
      text: `${nameOf(topic, record)} ${FATE_WORDS[fate]}${by(record)}`,
    }),
    most: MOST_ALLOWED,
  })
}

/** Records that came to the sink once more. */
function explainRepeats({ topic }: GroupsEngine, { ledger }: Lane, mark: Mark): Explanation {
  const { sinkAt, sinkRecord, sinkBy, sinkNew } = ledger
  const isWanted = ledger.markKind.length > 0 && hasMark(ledger, mark)
  if (!isWanted) return inWords('There is none.')
  const text =
    mark === MARK.duplicate
      ? 'Each was processed before, and its effect is there twice. Newest first.'
      : 'The sink had partition and offset already and left each as it was. Newest first.'
  return explainRows({
    text,
    none: text,
    rows: sinkAt.length,
    weigh: (row) => (sinkNew.get(row) === 1 ? Number.NaN : row),
    tell: (row) => {
      const record = sinkRecord.get(row)
      const first = (ledger.endedAt.get(record) / SECOND).toFixed(2)
      return {
        time: sinkAt.get(row),
        text: `${nameOf(topic, record)} came again, by member ${memberName(sinkBy.get(row))}; first by member ${memberName(ledger.firstBy.get(record))} at ${first} s`,
      }
    },
    most: MOST_ALLOWED,
  })
}

function hasMark({ markKind }: Lane['ledger'], mark: Mark): boolean {
  for (let row = 0; row < markKind.length; row++) if (markKind.get(row) === mark) return true
  return false
}

/** Records handed out at least so often, the most often first. */
function explainHanded({ topic }: GroupsEngine, { ledger }: Lane, least: number): Explanation {
  const timesOf = (record: number): number => ledger.handed.get(record)
  return explainRows({
    text: 'Records by how often a poll handed them out, the most often first.',
    rows: ledger.length,
    weigh: (record) => (timesOf(record) < least ? Number.NaN : timesOf(record)),
    tell: (record) => ({
      time: topic.time.get(record),
      text: `${nameOf(topic, record)} was handed out ${timesOf(record)} times`,
    }),
    most: MOST_ALLOWED,
  })
}

function explainOrder({ topic }: GroupsEngine, { ledger }: Lane): Explanation {
  const { sinkAt, sinkRecord, sinkNew } = ledger
  const latest = new Map<number, number>()
  const found: Happening[] = []
  for (let row = 0; row < sinkAt.length; row++) {
    const record = sinkRecord.get(row)
    const key = topic.key.get(record)
    const before = latest.get(key) ?? -1
    if (sinkNew.get(row) === 0) continue
    if (before > record)
      found.push({
        time: sinkAt.get(row),
        text: `${nameOf(topic, record)} was processed after record ${before} of the same key`,
        thing: null,
      })
    latest.set(key, Math.max(before, record))
  }
  return explainList(
    found.length === 0 ? 'Each key’s records were processed in their order.' : 'Newest first.',
    found.toReversed(),
    MOST_ALLOWED,
  )
}

function explainIdle(engine: GroupsEngine, lane: Lane): Explanation {
  const idle = lane.members.filter((member) => isIdle(lane, member))
  return explainList(
    idle.length === 0
      ? 'Every member of the group has a partition, or waits for one.'
      : 'There are more members than partitions, and a partition has only one reader in a group.',
    idle.map(({ id }) => ({ time: engine.clock, text: `member ${id} has nothing to read` })),
    MOST_ALLOWED,
  )
}

function explainCommits({ topic, clock }: GroupsEngine, { ledger }: Lane): Explanation {
  const rows = topic.partitions.map((_, partition) => {
    const committed = ledger.committedOf(partition)
    return {
      time: clock,
      text:
        committed < 0
          ? `partition ${partition}: nothing committed`
          : `partition ${partition}: the group goes on at offset ${committed}, of ${topic.endOf(partition)}`,
    }
  })
  return explainList('What is committed now. A committed offset is the next one to read.', rows, MOST_ALLOWED)
}

function explainRefused({ history }: Lane): Explanation {
  const refused = history.notes.filter(({ kind }) => kind === 'refused')
  return explainList(
    refused.length === 0 ? 'No commit was refused.' : 'Newest first.',
    refused.toReversed().map(({ time, text }) => ({ time, text })),
    MOST_ALLOWED,
  )
}
