import { at } from '../../../shared/assert.ts'
import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainList, inWords, MOST } from '../../kernel/explain.ts'
import { describeRoll } from '../segment/roll.ts'
import { DELETED_BY, GROUP_LETTERS, HAPPENED, OPENED_BY, REFUSED_BY, type Happened } from './codes.ts'
import { lagOf } from './group.ts'
import type { Event } from './history.ts'
import { HOUR_MS } from './log-clock.ts'
import { lagMsOf } from './lag.ts'
import { LANES } from './measures.ts'
import type { TopicEngine } from './topic-engine.ts'

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(engine: TopicEngine, lane: string, measure: string): Explanation | null {
  const index = LANES.findIndex(({ id }) => id === lane)
  const text = index < 0 ? undefined : TEXTS[measure]
  if (text === undefined) return null
  const isLog = index === 1
  const kinds = EVENTS[measure]
  if (kinds !== undefined) return explainEvents(engine, index as 0 | 1, text, kinds.kind, kinds.why)
  if (measure === 'lag' || measure === 'lagHours') return explainLag(engine, isLog, text)
  return inWords(text)
}

/** What each number is made of. */
const TEXTS: Readonly<Record<string, string>> = {
  produced: 'Every record the producer has made, whether it is in a batch that still waits or was sent.',
  appended: 'Records that have an offset in a partition, whether they are still there or not.',
  refused: 'Batches that the broker refused, newest first; the whiteboard just fails.',
  retained: 'Records in the segments that are there now.',
  byTime: 'Segments that went because they were too old, newest first.',
  bySize: 'Segments that went because the partition was too large, newest first.',
  byLogStart: 'Segments below a log start that an admin has raised, newest first.',
  compacted: 'Rounds of the cleaner, newest first: of each key the latest record stays.',
  bytes: 'All bytes of all segments that are there now; indexes are not counted.',
  segments: 'Segments there are now. Those opened last come first, with the reason.',
  rolls: 'Segments opened after the first, newest first, with the reason.',
  batchRecords: 'All records appended, divided by the batches they came in.',
  overhead: 'A batch takes 61 bytes, and each record a few for its lengths, its time and its offset.',
  delivered: 'Records that groups have read. A record read by three groups counts three times.',
  skipped: 'Records that were gone before a group had read them, newest first.',
  lag: 'For each group, the committed offsets beside the ends of the partitions.',
  lagHours: 'For each group, how old the oldest record is that it has still to read.',
  disk: 'Bytes that groups fetched from further back than the page cache reaches.',
  youngest: 'Segments that retention by time has deleted, newest first.',
  oldest: 'Segments that retention by time has deleted, newest first.',
}

const BY_TIME = DELETED_BY.indexOf('time')

const EVENTS: Readonly<Record<string, { readonly kind: Happened; readonly why: number | null }>> = {
  refused: { kind: HAPPENED.refuse, why: null },
  byTime: { kind: HAPPENED.delete, why: BY_TIME },
  bySize: { kind: HAPPENED.delete, why: DELETED_BY.indexOf('size') },
  byLogStart: { kind: HAPPENED.delete, why: DELETED_BY.indexOf('log-start') },
  compacted: { kind: HAPPENED.compact, why: null },
  segments: { kind: HAPPENED.roll, why: null },
  rolls: { kind: HAPPENED.roll, why: null },
  skipped: { kind: HAPPENED.reset, why: null },
  youngest: { kind: HAPPENED.delete, why: BY_TIME },
  oldest: { kind: HAPPENED.delete, why: BY_TIME },
}

function explainEvents(
  { history }: TopicEngine,
  lane: 0 | 1,
  text: string,
  kind: Happened,
  why: number | null,
): Explanation {
  const events: Happening[] = []
  let total = 0
  for (let row = history.events - 1; row >= 0; row--) {
    const event = history.event(row)
    if (event.kind !== kind || event.lane !== lane || (why !== null && event.why !== why)) continue
    total += 1
    if (events.length < MOST) events.push({ time: event.time, text: tellEvent(event), thing: thingOf(event) })
  }
  return { text: total === 0 ? `${text} There is none.` : text, events, total }
}

const thingOf = ({ lane, partition, from, kind }: Event): string | null =>
  lane === 1 && kind === HAPPENED.roll ? `${partition}.${from}` : null

/** An event in words. */
export function tellEvent({ kind, partition, from, to, why, count }: Event): string {
  const place = `partition ${partition}`
  switch (kind) {
    case HAPPENED.roll:
      return `${place}: a segment from offset ${from}, since ${describeRoll(at(OPENED_BY, why))}`
    case HAPPENED.delete:
      return `${place}: offsets ${from} to ${to - 1} deleted, ${count} records (${at(DELETED_BY, why)})`
    case HAPPENED.compact:
      return `${place}: ${count} records taken out below offset ${to}`
    case HAPPENED.reset:
      return `group ${at(GROUP_LETTERS, why)}, ${place}: OffsetOutOfRange at ${from}, goes on at ${to}, ${count} records skipped`
    case HAPPENED.refuse:
      return `${place}: ${at(REFUSED_BY, why)}, a batch of ${count} records refused`
    case HAPPENED.join:
      return `group ${at(GROUP_LETTERS, why)} joins`
    case HAPPENED.die:
      return `${place}: the segment being written was deleted; nothing can be written any more`
  }
}

function explainLag(engine: TopicEngine, isLog: boolean, text: string): Explanation {
  if (!isLog) return inWords(`${text} The whiteboard knows no commits: its offset is its position.`)
  const { groups, partitions, logNow, clock } = engine
  const events = groups.map((group) => {
    const hours = (lagMsOf(group, partitions, logNow) / HOUR_MS).toFixed(2)
    const lag = lagOf(group, partitions)
    return { time: clock, text: `group ${at(GROUP_LETTERS, group.id)}: ${lag} records, ${hours} h` }
  })
  return explainList(text, events)
}
