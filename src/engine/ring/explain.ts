import { plural } from '../../shared/words.ts'
import type { Explanation } from '../kernel/engine.ts'
import { explainList, explainRows, inWords, MOST } from '../kernel/explain.ts'
import { sayMs, type SimTime } from '../kernel/time.ts'
import { FATE, HAPPENED, type Fate } from './codes.ts'
import type { Lane } from './lane.ts'
import type { RingEngine } from './ring-engine.ts'

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(engine: RingEngine, lane: Lane, measure: string): Explanation | null {
  switch (measure) {
    case 'produced':
      return explainItems(engine, lane, null)
    case 'consumed':
      return explainItems(engine, lane, FATE.consumed)
    case 'overwritten':
      return explainItems(engine, lane, FATE.overwritten)
    case 'rejected':
      return explainItems(engine, lane, FATE.rejected)
    case 'held':
      return explainItems(engine, lane, FATE.held)
    case 'waiting':
      return explainItems(engine, lane, FATE.waiting)
    case 'blocked':
      return explainBlocked(engine, lane)
    case 'mean':
      return explainTimes(lane, 1)
    case 'p99':
      return explainTimes(lane, 0.99)
    case 'max':
      return explainTimes(lane, 1)
    case 'moved':
      return explainMoved(lane)
    case 'memory':
      return explainMemory(lane)
    case 'flushes':
      return explainReads(lane)
    default:
      return null
  }
}

/** Items that met this end, or all: newest first. */
function explainItems(engine: RingEngine, { ledger }: Lane, fate: Fate | null): Explanation {
  const { madeAt, enteredAt, leftAt } = ledger
  const timeOf = (item: number): SimTime => {
    const left = leftAt.get(item)
    if (fate === null || fate === FATE.waiting) return madeAt.get(item)
    return fate === FATE.held ? enteredAt.get(item) : left
  }
  const tell = (item: number): string => {
    const inBuffer = (until: SimTime): string => sayMs(until - enteredAt.get(item))
    switch (fate) {
      case FATE.consumed:
        return `was taken after ${inBuffer(leftAt.get(item))} in the buffer`
      case FATE.overwritten:
        return `was overwritten after ${inBuffer(leftAt.get(item))} in the buffer`
      case FATE.rejected:
        return 'was turned away'
      case FATE.held:
        return `has been in the buffer for ${inBuffer(engine.clock)}`
      case FATE.waiting:
        return `has waited for a slot for ${sayMs(engine.clock - madeAt.get(item))}`
      case null:
        return 'was made'
    }
  }
  return explainRows({
    text: 'Newest first.',
    rows: madeAt.length,
    weigh: (item) => (fate === null || ledger.fateOf(item) === fate ? timeOf(item) : Number.NaN),
    tell: (item) => ({ time: timeOf(item), text: `item ${item} ${tell(item)}` }),
  })
}

function explainBlocked(engine: RingEngine, { ledger }: Lane): Explanation {
  const { madeAt, enteredAt, leftAt } = ledger
  const waitOf = (item: number): SimTime => {
    const until = [enteredAt, leftAt].map((column) => column.get(item)).find((time) => !Number.isNaN(time))
    return (until ?? engine.clock) - madeAt.get(item)
  }
  return explainRows({
    text: 'Each wait for a free slot, longest first.',
    none: 'The producer never waited.',
    rows: madeAt.length,
    weigh: (item) => (waitOf(item) > 0 ? waitOf(item) : Number.NaN),
    tell: (item) => ({
      time: madeAt.get(item),
      text: `waited ${sayMs(waitOf(item))} with item ${item} in hand`,
    }),
  })
}

/** Consumed items by their time in the buffer, from this quantile downwards. */
function explainTimes({ ledger }: Lane, q: number): Explanation {
  const { enteredAt, leftAt, times } = ledger
  const { consumed } = ledger.counts
  if (consumed === 0) return inWords('Nothing was taken yet.')
  const limit = times.quantile(q)
  const timeOf = (item: number): SimTime => leftAt.get(item) - enteredAt.get(item)
  const rank = Math.max(1, Math.ceil(q * consumed))
  return explainRows({
    text:
      q === 1
        ? `Of ${plural(consumed, 'item')} taken, those that were longest in the buffer first.`
        : `Of ${plural(consumed, 'item')} taken, sorted by time in the buffer, it is number ${rank}. From there downwards.`,
    rows: leftAt.length,
    weigh: (item) =>
      ledger.fateOf(item) !== FATE.consumed || timeOf(item) > limit ? Number.NaN : timeOf(item),
    tell: (item) => ({
      time: leftAt.get(item),
      text: `item ${item} was in the buffer for ${sayMs(timeOf(item))}`,
    }),
  })
}

function explainMoved({ store, ledger, history }: Lane): Explanation {
  const { moved } = store.cost
  const taken = plural(ledger.counts.consumed, 'item')
  if (moved === 0) return inWords(`${taken} taken, and none of the others moved: only an index did.`)
  const text = `${plural(moved, 'move')} for ${taken} taken: each read at the front moves all that are left. The longest moments first.`
  return explainDepths(history, text, (row) => history.seriesDepth.get(row))
}

/** Reads: what was taken out at one moment. */
function explainReads({ ledger, history }: Lane): Explanation {
  const { eventTime, eventKind } = history
  const reads: { readonly time: SimTime; items: number }[] = []
  for (let row = eventTime.length - 1; row >= 0; row--) {
    if (eventKind.get(row) !== HAPPENED.pop) continue
    const time = eventTime.get(row)
    const last = reads.at(-1)
    if (last?.time === time) last.items += 1
    else if (reads.length === MOST) break
    else reads.push({ time, items: 1 })
  }
  return {
    ...explainList(
      `${plural(ledger.counts.consumed, 'item')} in ${plural(ledger.counts.flushes, 'read')}. Newest first.`,
      reads.map(({ time, items }) => ({ time, text: `took ${plural(items, 'item')}` })),
    ),
    total: ledger.counts.flushes,
  }
}

function explainMemory({ store, history }: Lane): Explanation {
  if (store.bound !== null) return inWords(`All ${store.bound} slots are there from the start, full or not.`)
  const text = 'Each item held needs a slot. Newest change first.'
  return explainDepths(history, text, (row) => history.seriesTime.get(row))
}

/** Moments, and how many items were held then. */
const explainDepths = (
  { seriesTime, seriesDepth }: Lane['history'],
  text: string,
  weigh: (row: number) => number,
): Explanation =>
  explainRows({
    text,
    none: text,
    rows: seriesTime.length,
    weigh,
    tell: (row) => ({ time: seriesTime.get(row), text: `${plural(seriesDepth.get(row), 'item')} held` }),
  })
