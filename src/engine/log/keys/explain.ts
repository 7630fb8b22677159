import { at } from '../../../shared/assert.ts'
import { counted } from '../../../shared/words.ts'
import type { Explanation } from '../../kernel/engine.ts'
import { explainList, explainRows } from '../../kernel/explain.ts'
import type { Change } from './change.ts'
import { DELIVERY } from './codes.ts'
import type { KeysEngine } from './keys-engine.ts'
import type { Lane } from './lane.ts'
import { keyName } from './placement.ts'

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

/** "record 12 of user-3" */
function tellRecord({ source }: KeysEngine, record: number): string {
  const key = source.key.get(record)
  return `record ${record} ${key < 0 ? 'without a key' : `of ${keyName(key)}`}`
}

function explainSent(engine: KeysEngine, lane: Lane): Explanation {
  const { source } = engine
  return explainRows({
    text: 'Newest first.',
    rows: source.sent,
    weigh: (record) => record,
    tell: (record) => ({
      time: source.time.get(record),
      text: `${tellRecord(engine, record)} went to partition ${lane.sentTo.get(record)}, from producer ${source.producer.get(record) + 1}`,
    }),
  })
}

function explainDelivered(engine: KeysEngine, lane: Lane, lateOnly: boolean): Explanation {
  const isLate = (record: number): boolean => lane.deliveryOf(record) === DELIVERY.outOfOrder
  const isWanted = (record: number): boolean =>
    lateOnly ? isLate(record) : lane.deliveryOf(record) !== DELIVERY.unread
  return explainRows({
    text: 'Newest first.',
    ...(lateOnly && { none: 'Every key was delivered in order.' }),
    rows: engine.source.sent,
    weigh: (record) => (isWanted(record) ? lane.deliveredAt.get(record) : Number.NaN),
    tell: (record) => ({
      time: lane.deliveredAt.get(record),
      text: `${tellRecord(engine, record)} was delivered from partition ${lane.sentTo.get(record)}${
        isLate(record) ? ', after a later one of its key' : ''
      }`,
    }),
  })
}

const explainUnread = (engine: KeysEngine, lane: Lane): Explanation =>
  explainRows({
    text: 'Oldest first.',
    rows: engine.source.sent,
    weigh: (record) => (lane.deliveryOf(record) === DELIVERY.unread ? -record : Number.NaN),
    tell: (record) => ({
      time: engine.source.time.get(record),
      text: `${tellRecord(engine, record)} lies unread`,
    }),
  })

function explainChanges({ changes }: Lane, text: string): Explanation {
  const tell = ({ kind, before, after, producer, moved, total, records }: Change): string => {
    const what = kind === 'add' ? `from ${before} to ${after}` : `producer ${producer + 1} restarted`
    return `${what}: ${moved.toLocaleString('en')} of ${counted(total, 'key')} moved, and ${counted(records, 'record')} with them`
  }
  return explainList(
    changes.length === 0 ? 'Nothing has changed yet.' : text,
    changes.toReversed().map((change) => ({ time: change.time, text: tell(change) })),
  )
}

const explainSplit = ({ splitAt }: Lane): Explanation =>
  explainRows({
    text: 'Since when a key lies in more than one. Newest first.',
    none: 'Every key lies in one partition.',
    rows: splitAt.length,
    weigh: (key) => splitAt.get(key),
    tell: (key) => ({ time: splitAt.get(key), text: `${keyName(key)} lies in more than one partition` }),
  })

function explainPartitions(
  engine: KeysEngine,
  { partitions }: Lane,
  text: string,
  weight: (partition: Lane['partitions'][number]) => number,
): Explanation {
  return explainRows({
    text,
    rows: partitions.length,
    weigh: (p) => weight(at(partitions, p)),
    tell: (p) => {
      const { records, unread, keyless } = at(partitions, p)
      return {
        time: engine.clock,
        text: `partition ${p} holds ${counted(records, 'record')}, ${keyless.toLocaleString('en')} of them without a key, ${unread.toLocaleString('en')} unread`,
      }
    },
  })
}
