import { at } from '../../../shared/assert.ts'
import type { Explanation, Happening } from '../../kernel/engine.ts'
import { foremost } from '../../kernel/foremost.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Change } from './change.ts'
import { DELIVERY } from './codes.ts'
import type { KeysEngine } from './keys-engine.ts'
import type { Lane } from './lane.ts'
import { keyName } from './placement.ts'

const MOST = 60

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(engine: KeysEngine, lane: Lane, measure: string): Explanation | null {
  switch (measure) {
    case 'sent':
      return explainSent(engine, lane)
    case 'read':
      return explainDelivered(engine, lane, false)
    case 'unread':
      return explainUnread(engine, lane)
    case 'moved':
      return explainChanges(lane, 'Each change, newest first.')
    case 'movedRecords':
      return explainChanges(lane, 'What lay there went along with its key, or did not. Newest change first.')
    case 'split':
      return explainSplit(lane)
    case 'disorder':
      return explainDelivered(engine, lane, true)
    case 'fullest':
      return explainPartitions(engine, lane, 'The fullest first.', ({ records }) => records)
    case 'keyless':
      return explainPartitions(
        engine,
        lane,
        'Those with most keyless records first.',
        ({ keyless }) => keyless,
      )
    default:
      return null
  }
}

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** "record 12 of user-3" */
function tellRecord({ source }: KeysEngine, record: number): string {
  const key = source.key.get(record)
  return `record ${record} ${key < 0 ? 'without a key' : `of ${keyName(key)}`}`
}

function explainSent(engine: KeysEngine, lane: Lane): Explanation {
  const { source } = engine
  const rows = foremost(source.sent, MOST, (record) => record)
  return {
    text: source.sent === 0 ? 'There is none.' : 'Newest first.',
    events: rows.map((record) => ({
      time: source.time.get(record),
      text: `${tellRecord(engine, record)} went to partition ${lane.sentTo.get(record)}, from producer ${source.producer.get(record) + 1}`,
      thing: null,
    })),
    total: source.sent,
  }
}

function explainDelivered(engine: KeysEngine, lane: Lane, lateOnly: boolean): Explanation {
  let total = 0
  const rows = foremost(engine.source.sent, MOST, (record) => {
    const delivery = lane.deliveryOf(record)
    if (lateOnly ? delivery !== DELIVERY.outOfOrder : delivery === DELIVERY.unread) return Number.NaN
    total += 1
    return lane.deliveredAt.get(record)
  })
  const none = lateOnly ? 'Every key was delivered in order.' : 'There is none.'
  return {
    text: total === 0 ? none : 'Newest first.',
    events: rows.map((record) => ({
      time: lane.deliveredAt.get(record),
      text: `${tellRecord(engine, record)} was delivered from partition ${lane.sentTo.get(record)}${
        lane.deliveryOf(record) === DELIVERY.outOfOrder ? ', after a later one of its key' : ''
      }`,
      thing: null,
    })),
    total,
  }
}

function explainUnread(engine: KeysEngine, lane: Lane): Explanation {
  let total = 0
  const rows = foremost(engine.source.sent, MOST, (record) => {
    if (lane.deliveryOf(record) !== DELIVERY.unread) return Number.NaN
    total += 1
    return -record
  })
  return {
    text: total === 0 ? 'There is none.' : 'Oldest first.',
    events: rows.map((record) => ({
      time: engine.source.time.get(record),
      text: `${tellRecord(engine, record)} lies unread`,
      thing: null,
    })),
    total,
  }
}

function explainChanges({ changes }: Lane, text: string): Explanation {
  const tell = ({ kind, before, after, producer, moved, total, records }: Change): string => {
    const what = kind === 'add' ? `from ${before} to ${after}` : `producer ${producer + 1} restarted`
    return `${what}: ${moved.toLocaleString('en')} of ${plural(total, 'key')} moved, and ${plural(records, 'record')} with them`
  }
  return {
    text: changes.length === 0 ? 'Nothing has changed yet.' : text,
    events: changes
      .slice(-MOST)
      .reverse()
      .map((change) => ({ time: change.time, text: tell(change), thing: null })),
    total: changes.length,
  }
}

function explainSplit({ splitAt, counts }: Lane): Explanation {
  const rows = foremost(splitAt.length, MOST, (key) => splitAt.get(key))
  return {
    text:
      rows.length === 0
        ? 'Every key lies in one partition.'
        : 'Since when a key lies in more than one. Newest first.',
    events: rows.map((key): Happening => ({
      time: splitAt.get(key),
      text: `${keyName(key)} lies in more than one partition`,
      thing: null,
    })),
    total: counts.splitKeys,
  }
}

function explainPartitions(
  engine: KeysEngine,
  { partitions }: Lane,
  text: string,
  weight: (partition: Lane['partitions'][number]) => number,
): Explanation {
  const now: SimTime = engine.clock
  const rows = foremost(partitions.length, MOST, (p) => weight(at(partitions, p)))
  return {
    text,
    events: rows.map((p) => {
      const { records, unread, keyless } = at(partitions, p)
      return {
        time: now,
        text: `partition ${p} holds ${plural(records, 'record')}, ${keyless.toLocaleString('en')} of them without a key, ${unread.toLocaleString('en')} unread`,
        thing: null,
      }
    }),
    total: partitions.length,
  }
}
