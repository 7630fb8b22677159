import type { Explanation, Happening } from '../kernel/engine.ts'
import { foremost } from '../kernel/foremost.ts'
import { toMs, type SimTime } from '../kernel/time.ts'
import { FATE, HAPPENED, type Fate } from './codes.ts'
import type { Lane } from './lane.ts'
import type { RingEngine } from './ring-engine.ts'

const MOST = 60

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

const ms = (time: SimTime): string => `${toMs(time).toFixed(1)} ms`
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** Items that met this end, or all: newest first. */
function explainItems(engine: RingEngine, { ledger }: Lane, fate: Fate | null): Explanation {
  const { madeAt, enteredAt, leftAt } = ledger
  const timeOf = (item: number): SimTime => {
    const left = leftAt.get(item)
    if (fate === null || fate === FATE.waiting) return madeAt.get(item)
    return fate === FATE.held ? enteredAt.get(item) : left
  }
  const tell = (item: number): string => {
    const inBuffer = (until: SimTime): string => ms(until - enteredAt.get(item))
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
        return `has waited for a slot for ${ms(engine.clock - madeAt.get(item))}`
      case null:
        return 'was made'
    }
  }
  let total = 0
  const rows = foremost(madeAt.length, MOST, (item) => {
    if (fate !== null && ledger.fateOf(item) !== fate) return Number.NaN
    total += 1
    return timeOf(item)
  })
  return {
    text: total === 0 ? 'There is none.' : 'Newest first.',
    events: rows.map((item) => ({ time: timeOf(item), text: `item ${item} ${tell(item)}`, thing: null })),
    total,
  }
}

function explainBlocked(engine: RingEngine, { ledger }: Lane): Explanation {
  const { madeAt, enteredAt, leftAt } = ledger
  let total = 0
  const waitOf = (item: number): SimTime => {
    const until = [enteredAt, leftAt].map((column) => column.get(item)).find((time) => !Number.isNaN(time))
    return (until ?? engine.clock) - madeAt.get(item)
  }
  const rows = foremost(madeAt.length, MOST, (item) => {
    const wait = waitOf(item)
    if (!(wait > 0)) return Number.NaN
    total += 1
    return wait
  })

  return {
    text: total === 0 ? 'The producer never waited.' : 'Each wait for a free slot, longest first.',
    events: rows.map((item) => ({
      time: madeAt.get(item),
      text: `waited ${ms(waitOf(item))} with item ${item} in hand`,
      thing: null,
    })),
    total,
  }
}

/** Consumed items by their time in the buffer, from this quantile downwards. */
function explainTimes({ ledger }: Lane, q: number): Explanation {
  const { enteredAt, leftAt, times } = ledger
  const { consumed } = ledger.counts
  if (consumed === 0) return { text: 'Nothing was taken yet.', events: [], total: 0 }
  const limit = times.quantile(q)
  const timeOf = (item: number): SimTime => leftAt.get(item) - enteredAt.get(item)
  let total = 0
  const rows = foremost(leftAt.length, MOST, (item) => {
    if (ledger.fateOf(item) !== FATE.consumed || timeOf(item) > limit) return Number.NaN
    total += 1
    return timeOf(item)
  })
  const rank = Math.max(1, Math.ceil(q * consumed))
  return {
    text:
      q === 1
        ? `Of ${plural(consumed, 'item')} taken, those that were longest in the buffer first.`
        : `Of ${plural(consumed, 'item')} taken, sorted by time in the buffer, it is number ${rank}. From there downwards.`,
    events: rows.map((item): Happening => ({
      time: leftAt.get(item),
      text: `item ${item} was in the buffer for ${ms(timeOf(item))}`,
      thing: null,
    })),
    total,
  }
}

function explainMoved({ store, ledger, history }: Lane): Explanation {
  const { moved } = store.cost
  const { seriesTime, seriesDepth } = history
  const longest = foremost(seriesTime.length, MOST, (row) => seriesDepth.get(row))
  return {
    text:
      moved === 0
        ? `${plural(ledger.counts.consumed, 'item')} taken, and none of the others moved: only an index did.`
        : `${plural(moved, 'move')} for ${plural(ledger.counts.consumed, 'item')} taken: each read at the front moves all that are left. The longest moments first.`,
    events: moved === 0 ? [] : longest.map((row) => tellDepth(seriesTime.get(row), seriesDepth.get(row))),
    total: moved === 0 ? 0 : seriesTime.length,
  }
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
    text: `${plural(ledger.counts.consumed, 'item')} in ${plural(ledger.counts.flushes, 'read')}. Newest first.`,
    events: reads.map(({ time, items }) => ({ time, text: `took ${plural(items, 'item')}`, thing: null })),
    total: ledger.counts.flushes,
  }
}

function explainMemory({ store, history }: Lane): Explanation {
  const { seriesTime, seriesDepth } = history
  if (store.bound !== null)
    return { text: `All ${store.bound} slots are there from the start, full or not.`, events: [], total: 0 }
  const rows = foremost(seriesTime.length, MOST, (row) => seriesTime.get(row))
  return {
    text: 'Each item held needs a slot. Newest change first.',
    events: rows.map((row) => tellDepth(seriesTime.get(row), seriesDepth.get(row))),
    total: seriesTime.length,
  }
}

const tellDepth = (time: SimTime, depth: number): Happening => ({
  time,
  text: `${plural(depth, 'item')} held`,
  thing: null,
})
