import { plural } from '../../shared/words.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { KeysFrame, LaneFrame } from '../../engine/log/keys/frame.ts'
import { KEYS_SETTINGS } from '../../engine/log/keys/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { keysLesson } from './lesson.ts'
import { KEYS_MEASURES } from './measures.ts'
import { KEYS_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<KeysFrame>({
  ...card,
  params: KEYS_SETTINGS,
  scenarios: KEYS_SCENARIOS,
  scenarioLabel: 'What happens',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: KEYS_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: (scenario) => keysLesson(scenario),
  byHand:
    'Add a partition, restart a producer, or follow another key record by record, with the buttons below the picture. “Remove one” tells why Kafka can’t take a partition away.',
  leavesOut: [
    'Batches, requests and brokers: a record is in its partition at once, and no broker is slower than another.',
    'A ring and a table of slots belong to stores, which have no readers of a queue. Here their nodes are read like partitions, so that the order of a key can be compared.',
    'Moving a key’s data takes no time here. Real stores copy for hours, and serve both places meanwhile.',
    'Every partition’s reader is a member of one group and keeps its partition; rebalancing is another lab’s matter.',
    'The adaptive part of Kafka’s uniform sticky partitioner, which avoids brokers with long queues, has nothing to avoid here.',
  ],
  view: {
    before: 20 * SECOND,
    narrow: 10 * SECOND,
    after: SECOND,
    choices: [5, 10, 20, 40, 60].map((seconds) => seconds * SECOND),
  },
  speed: 2,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  whiteboard:
    'The language’s own hash of the key, modulo the number of partitions. Each process salts it anew, so two producers disagree, and a restart moves the keys. No key counts as one key.',
  kafka:
    'murmur2 over the key’s bytes, modulo the number of partitions: the same in every client. Records without a key stay with one partition for a while. A new partition moves nearly all keys and no data.',
  ring: 'Nodes have points on a circle, and a key belongs to the next one. A new node takes its share from all others. What lies there moves along.',
  slots:
    'A key’s slot never changes; a table says which node has it. A new node is given some slots of each other node, and what lies in them.',
}

const readLane = ({ lane, name, origin, summary, values }: LaneFrame): LaneReadout => ({
  id: lane,
  name,
  origin,
  summary: SUMMARIES[lane],
  values,
  conservation: [
    { label: 'sent', count: summary.sent },
    { label: 'read', count: summary.read },
    { label: 'unread in all partitions', count: summary.unread },
  ],
})

function describe({ now, partitions, sent, lanes }: KeysFrame): string {
  const parts = lanes.map(({ name, change, summary }) => {
    const moved =
      change === null ? '' : `${((100 * change.moved) / change.total).toFixed(1)} % of keys moved, `
    return `${name}: ${moved}${summary.splitKeys} keys in two places, ${summary.outOfOrder} records out of order`
  })
  return `After ${(now / SECOND).toFixed(1)} s. ${sent} records in ${plural(partitions, 'partition')}. ${parts.join('. ')}.`
}

/** What happened since the last announcement. */
function news(before: KeysFrame, after: KeysFrame): string[] {
  if (after.now < before.now) return []
  return after.lanes.flatMap(({ lane, name, change, summary }) => {
    const old = before.lanes.find((candidate) => candidate.lane === lane)
    if (old === undefined) return []
    const isNew = change !== null && change.time !== old.change?.time
    const broke = summary.outOfOrder > 0 && old.summary.outOfOrder === 0
    return [
      ...(isNew ? [`${name}: ${((100 * change.moved) / change.total).toFixed(1)} % of keys moved.`] : []),
      ...(broke ? [`${name}: a key’s order broke.`] : []),
    ]
  })
}
