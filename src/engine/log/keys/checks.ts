import type { Check } from '../../kernel/engine.ts'
import type { KeysEngine } from './keys-engine.ts'
import type { Lane } from './lane.ts'
import { LANES } from './placement.ts'
import { expectedOf } from './theory.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export const checkRun = (engine: KeysEngine): Check[] =>
  engine.lanes.flatMap((lane) => [
    ...checkBooks(engine, lane),
    ...checkMoves(engine, lane),
    ...checkOrder(lane),
  ])

function checkBooks({ source }: KeysEngine, { id, partitions, counts }: Lane): Check[] {
  const shared = { tolerance: 0, unit: 'records' }
  const unread = partitions.reduce((sum, partition) => sum + partition.unread, 0)
  return [
    {
      ...shared,
      id: `conservation.${id}`,
      label: `${LANES[id].name}: sent = the sum over all partitions`,
      predicted: source.sent,
      measured: partitions.reduce((sum, { records }) => sum + records, 0),
      source: 'each record lies in exactly one partition, also after keys have moved',
    },
    {
      ...shared,
      id: `read.${id}`,
      label: `${LANES[id].name}: sent = read + unread`,
      predicted: source.sent,
      measured: counts.read + unread,
      source: 'each record is delivered once, by the reader of the partition it lies in',
    },
  ]
}

/**
 * CRC-16 draws nothing by chance: keys that differ in a digit or two fall into slots in clumps, and a few dozen of them
 * say little about shares. From a hundred keys on they do (over many numbers of nodes the worst was 3.3 deviations off).
 */
const ENOUGH_FOR_CRC = 100

/** The last change, beside what theory says about it. */
function checkMoves({ settings }: KeysEngine, { id, changes }: Lane): Check[] {
  const last = changes.at(-1)
  if (last === undefined) return []
  const { share, tolerance, source } = expectedOf(id, last, settings.virtual)
  const what = last.kind === 'add' ? `from ${last.before} to ${last.after}` : 'at the restart'
  const moved: Check = {
    id: `moved.${id}`,
    label: `${LANES[id].name}: keys moved ${what}`,
    predicted: 100 * share,
    measured: (100 * last.moved) / last.total,
    tolerance: 100 * tolerance,
    unit: '%',
    source: `${source}; over all ${last.total.toLocaleString('en')} keys, five standard deviations`,
  }
  const tellsEnough = id !== 'slots' || last.total >= ENOUGH_FOR_CRC
  if (!LANES[id].movesData) return [moved]
  const between: Check = {
    id: `between.${id}`,
    label: `${LANES[id].name}: keys moved between partitions that were there before`,
    predicted: 0,
    measured: last.movedBetweenOld,
    tolerance: 0,
    unit: 'keys',
    source: 'only the new node takes keys',
  }
  return tellsEnough ? [moved, between] : [between]
}

/** Where a key is only ever in one partition its records can't overtake each other. */
function checkOrder({ id, changes, counts }: Lane): Check[] {
  const keepsOrder = LANES[id].movesData || (id === 'kafka' && changes.every(({ moved }) => moved === 0))
  if (!keepsOrder) return []
  return [
    {
      id: `order.${id}`,
      label: `${LANES[id].name}: records delivered after a later one of their key, and keys in two partitions`,
      predicted: 0,
      measured: counts.outOfOrder + counts.splitKeys,
      tolerance: 0,
      unit: '',
      source: 'a partition is read in order, so a key that lies in one partition keeps its order',
    },
  ]
}
