import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainList, explainRows } from '../../kernel/explain.ts'
import { toMs } from '../../kernel/time.ts'
import { STATUS, type Happened, type Status } from './codes.ts'
import type { Lane } from './lane.ts'

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(lane: Lane, measure: string): Explanation | null {
  switch (measure) {
    case 'sent':
      return ofRecords(lane, 'Every record the application handed to the producer, newest first.', () => true)
    case 'ok':
      return ofRecords(lane, 'Records of which the application was told “ok”, newest first.', (id) =>
        has(lane, id, STATUS.ok),
      )
    case 'lost':
      return ofRecords(
        lane,
        'Records that were told “ok” and are not in the log that counts, which is that of the newest leader.',
        (id) => lane.ledger.isLost(id),
      )
    case 'failed':
      return ofRecords(lane, 'Records the producer gave up on, newest first.', (id) =>
        has(lane, id, STATUS.failed),
      )
    case 'waiting':
      return ofRecords(lane, 'Records in the producer or under way: no answer yet.', (id) =>
        has(lane, id, STATUS.waiting),
      )
    case 'delivered':
    case 'deliveredTwice':
      return ofReads(lane, measure === 'deliveredTwice')
    case 'phantom':
      return ofRecords(
        lane,
        'Records that a consumer was given and that are no longer in the log that counts.',
        (id) => lane.ledger.timesRead(id) > 0 && !isPresent(lane, id),
      )
    case 'committed':
    case 'failedPresent':
      return ofRecords(lane, WORDS[measure], (id) =>
        measure === 'committed' ? isPresent(lane, id) : has(lane, id, STATUS.failed) && isPresent(lane, id),
      )
    case 'answerMean':
    case 'answerP99':
      return slowest(lane)
    default: {
      const kinds = BY_MEASURE[measure]
      return kinds === undefined ? null : ofJournal(lane, WORDS[measure] ?? '', kinds)
    }
  }
}

/** Which lines of the event log tell most about a measure. */
const BY_MEASURE: Readonly<Record<string, readonly Happened[]>> = {
  duplicates: ['retry', 'fault'],
  reordered: ['retry', 'fault'],
  highWatermark: ['isr-shrink', 'isr-expand', 'error', 'offline'],
  logEnd: ['leader', 'truncated'],
  disagree: ['leader', 'repair'],
  truncated: ['truncated'],
  isr: ['isr-shrink', 'isr-expand'],
  underReplicated: ['isr-shrink', 'isr-expand'],
  underMinIsr: ['isr-shrink', 'isr-expand'],
  offline: ['offline', 'leader', 'unclean'],
  isrShrinks: ['isr-shrink'],
  isrExpands: ['isr-expand'],
  elections: ['leader', 'unclean'],
  unclean: ['unclean'],
  failedRequests: ['error', 'retry', 'failed'],
  requests: ['retry'],
  retries: ['retry'],
  deduplicated: ['deduplicated'],
  recordsPerRequest: ['retry'],
  bytesPerRequest: ['retry'],
}

const WORDS: Readonly<Record<string, string>> = {
  committed: 'Records in the log that counts, newest first; those below the high watermark are committed.',
  failedPresent: 'Records that were told “failed” and are in the log all the same.',
  duplicates:
    'Extra copies come from batches that were sent again; these are the retries and what led to them.',
  reordered:
    'A batch that is sent again comes after those that overtook it; these are the retries and their causes.',
  highWatermark: 'What moves the high watermark, or stops it: the in-sync replicas and the leader.',
  logEnd: 'The log of the newest leader ends here; these are the times it was another’s, or was cut.',
  disagree: 'Logs part when leadership changes; epochs would tell where. These are the changes.',
  truncated: 'Each time a follower cut off what its leader does not have.',
  isr: 'Every change of the in-sync replicas, newest first.',
  underReplicated: 'Every change of the in-sync replicas, newest first.',
  underMinIsr: 'Every change of the in-sync replicas, newest first.',
  offline: 'When partitions had no leader, and when they got one.',
  isrShrinks: 'Every time a replica left the in-sync replicas.',
  isrExpands: 'Every time a replica joined the in-sync replicas.',
  elections: 'Every election, and every broker that took over.',
  unclean: 'Every election of a replica that was not in sync.',
  failedRequests: 'Errors by the names Kafka has for them, newest first.',
  requests: 'Requests beyond one a batch are retries; these are they.',
  retries: 'Every time the producer decided to send a batch again.',
  deduplicated: 'Every batch that came twice and was known by its sequence number.',
  recordsPerRequest: 'Records sent over requests sent, retries included; these are the retries.',
  bytesPerRequest: 'Bytes sent over requests sent, retries included; these are the retries.',
}

const has = ({ ledger }: Lane, id: number, status: Status): boolean => ledger.statusOf(id) === status

const isPresent = (lane: Lane, id: number): boolean =>
  lane.authorities.of(lane.ledger.partition.get(id)).log.blocks.some(({ ids }) => ids.includes(id))

/** Newest first, whether there is any or not. */
const ofRecords = (lane: Lane, text = '', isIt: (id: number) => boolean): Explanation =>
  explainRows({
    text,
    none: text,
    rows: lane.ledger.counts.sent,
    weigh: (id) => (isIt(id) ? id : Number.NaN),
    tell: (id) => tell(lane, id),
  })

/** What became of a record, in a line. */
function tell({ ledger }: Lane, id: number): Happening {
  const ended = ledger.endedAt.get(id)
  const status = ledger.statusOf(id)
  const thing = null
  if (status === STATUS.waiting)
    return { time: ledger.sentAt.get(id), text: `record ${id}: handed over, no answer yet`, thing }
  if (status === STATUS.failed)
    return { time: ended, text: `record ${id}: failed, ${ledger.errorOf(id)}`, thing }
  const offset = ledger.offset.get(id)
  const where = offset < 0 ? '' : `, offset ${offset}`
  const ok = `record ${id}: “ok” from broker ${ledger.okBy.get(id)}${where}`
  if (!ledger.isLost(id)) return { time: ended, text: ok, thing }
  return {
    time: ended,
    text: `${ok}; found missing at ${toMs(ledger.lostAt.get(id)).toFixed(0)} ms`,
    thing,
  }
}

function ofReads({ ledger }: Lane, onlyAgain: boolean): Explanation {
  const seen = new Set<number>()
  const rows: Happening[] = []
  for (let row = 0; row < ledger.readId.length; row++) {
    const id = ledger.readId.get(row)
    const isAgain = seen.has(id)
    seen.add(id)
    if (onlyAgain && !isAgain) continue
    const text = `record ${id} read at offset ${ledger.readOffset.get(row)}${isAgain ? ', again' : ''}`
    rows.push({ time: ledger.readAt.get(row), text, thing: null })
  }
  return explainList(
    onlyAgain
      ? 'Records the consumer was given more than once, newest first.'
      : 'Records the consumer was given, newest first.',
    rows.reverse(),
  )
}

function slowest({ ledger }: Lane): Explanation {
  const ids: number[] = []
  for (let id = 0; id < ledger.counts.sent; id++) if (ledger.statusOf(id) === STATUS.ok) ids.push(id)
  const waited = (id: number): number => ledger.endedAt.get(id) - ledger.sentAt.get(id)
  return explainList(
    'From being handed over to “ok”, the slowest first.',
    ids
      .sort((a, b) => waited(b) - waited(a) || a - b)
      .map((id) => ({
        time: ledger.endedAt.get(id),
        text: `record ${id}: ${toMs(waited(id)).toFixed(0)} ms`,
      })),
  )
}

function ofJournal({ journal }: Lane, text: string, kinds: readonly Happened[]): Explanation {
  const rows = journal.rows.filter(({ kind }) => kinds.includes(kind))
  return explainList(
    text,
    rows.reverse().map(({ time, text: words, times }) => ({
      time,
      text: times > 1 ? `${words} (${times} times)` : words,
    })),
  )
}
