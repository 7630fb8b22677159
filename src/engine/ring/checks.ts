import type { Check } from '../kernel/engine.ts'
import { lossShare } from '../kernel/queueing/mm1k.ts'
import { SECOND } from '../kernel/time.ts'
import { LANES, type Lane } from './lane.ts'
import type { RingEngine } from './ring-engine.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: RingEngine): Check[] {
  const perLane = engine.lanes.flatMap((lane) => [
    checkConservation(lane),
    checkLittle(engine, lane),
    checkOrder(lane),
    ...checkPositions(lane),
    checkLoss(engine, lane),
    checkRandomLoss(engine, lane),
    checkThrottle(engine, lane),
  ])
  return perLane.filter((check) => check !== null)
}

function checkConservation({ id, ledger }: Lane): Check {
  const { produced, consumed, overwritten, rejected, held, waiting } = ledger.counts
  return {
    id: `conservation.${id}`,
    label: `${LANES[id].name}: produced = consumed + overwritten + rejected + held + waiting`,
    predicted: produced,
    measured: consumed + overwritten + rejected + held + waiting,
    tolerance: 0,
    unit: 'items',
    source: 'each item has exactly one end; what is held is counted in and out, not read off the buffer',
  }
}

/** Little's law: the mean number in the buffer is the arrival rate times the mean time spent there. */
function checkLittle({ clock }: RingEngine, { id, store, ledger }: Lane): Check | null {
  if (clock === 0) return null
  let stillHeld = 0
  for (let i = 0; i < store.size; i++) {
    const item = store.inSlot(store.bound === null ? i : (store.head + i) % store.bound)
    stillHeld += clock - ledger.enteredAt.get(item)
  }
  return {
    id: `little.${id}`,
    label: `${LANES[id].name}: items in the buffer, on average`,
    predicted: (ledger.occupancy.sojournSum + stillHeld) / clock,
    measured: ledger.occupancy.integral(clock) / clock,
    tolerance: 1e-6,
    unit: 'items',
    source: "Little's law, L = λW: times in the buffer summed item by item, against depth summed over time",
  }
}

function checkOrder({ id, ledger }: Lane): Check {
  return {
    id: `order.${id}`,
    label: `${LANES[id].name}: items taken out of turn`,
    predicted: 0,
    measured: ledger.counts.outOfOrder,
    tolerance: 0,
    unit: 'items',
    source: 'first in, first out: each item taken has a higher number than the one before',
  }
}

/** Where the ring's two ends must be, from the counts alone. */
function checkPositions({ id, store, ledger }: Lane): Check[] {
  if (store.bound === null) return []
  const { consumed, overwritten, accepted } = ledger.counts
  const shared = { tolerance: 0, unit: 'slot' }
  return [
    {
      ...shared,
      id: `head.${id}`,
      label: 'Slot to be read next (head)',
      predicted: (consumed + overwritten) % store.bound,
      measured: store.head,
      source: 'every item that left moved the head one slot on: (consumed + overwritten) mod slots',
    },
    {
      ...shared,
      id: `tail.${id}`,
      label: 'Slot to be written next (tail)',
      predicted: accepted % store.bound,
      measured: store.tail,
      source: 'every item that went in moved the tail one slot on: accepted mod slots',
    },
  ]
}

/** Run with one set of settings from the start, and nothing done by hand: predictions from the settings hold. */
const isPlainRun = ({ isTouched }: RingEngine): boolean => !isTouched

/** Runs shorter than this many fillings of the ring say little about the long run. */
const ENOUGH_FILLINGS = 10

/** Clockwork on both sides and a consumer that is too slow: what it cannot take is lost. */
function checkLoss(engine: RingEngine, lane: Lane): Check | null {
  const { produce, consume, overflow } = engine.settings
  const { produced, overwritten, rejected } = lane.ledger.counts
  const { bound } = lane.store
  if (bound === null || overflow === 'block' || !isOverloadedClockwork(engine, lane)) return null
  if (produced < ENOUGH_FILLINGS * bound) return null
  return {
    id: `loss.${lane.id}`,
    label: 'Share of items lost',
    predicted: 100 * (1 - (consume * lane.fullBatch) / produce),
    measured: (100 * (overwritten + rejected)) / produced,
    // What the ring holds, one batch that is about to be taken, and the item made at time 0.
    tolerance: (100 * (bound + lane.fullBatch + 1)) / produced,
    unit: '%',
    source: 'a rate deficit: 1 − consumed / produced a second, within a ring and a batch of items',
  }
}

/** A producer that must wait goes no faster than the consumer. */
function checkThrottle(engine: RingEngine, lane: Lane): Check | null {
  const { consume, overflow } = engine.settings
  const { produced, accepted } = lane.ledger.counts
  const { bound } = lane.store
  if (bound === null || overflow !== 'block' || !isOverloadedClockwork(engine, lane)) return null
  if (produced < ENOUGH_FILLINGS * bound) return null
  const seconds = engine.clock / SECOND
  return {
    id: `throttle.${lane.id}`,
    label: 'Items that get in, a second',
    predicted: consume * lane.fullBatch,
    measured: accepted / seconds,
    tolerance: (bound + lane.fullBatch) / seconds,
    unit: 'items/s',
    source: "backpressure: the producer goes at the consumer's pace, within a ring and a batch of items",
  }
}

const isOverloadedClockwork = (engine: RingEngine, { fullBatch }: Lane): boolean => {
  const { produce, produceUneven, consume, consumeUneven } = engine.settings
  return isPlainRun(engine) && produceUneven === 0 && consumeUneven === 0 && consume * fullBatch < produce
}

/** Poisson on both sides, one item at a time: the textbook's M/M/1/K queue, with K slots. */
function checkRandomLoss(engine: RingEngine, { id, store, ledger, fullBatch }: Lane): Check | null {
  const { produce, produceUneven, consume, consumeUneven, overflow } = engine.settings
  const { produced, overwritten, rejected } = ledger.counts
  const isPoisson = produceUneven === 1 && consumeUneven === 1 && consume > 0
  if (store.bound === null || overflow === 'block' || fullBatch > 1 || !isPoisson) return null
  if (!isPlainRun(engine) || produced < ENOUGH_FILLINGS * store.bound) return null
  const { share, error } = lossShare(produce / consume, store.bound, produced)
  return {
    id: `mm1k.${id}`,
    label: 'Share of items lost',
    predicted: 100 * share,
    measured: (100 * (overwritten + rejected)) / produced,
    // Four standard errors, and the ring being empty at the start.
    tolerance: 100 * (4 * error + store.bound / produced),
    unit: '%',
    source: 'the M/M/1/K queue: the chance that an arrival finds all K slots taken',
  }
}
