import type { Check } from '../../kernel/engine.ts'
import { LANES, type Lane } from './lane.ts'
import type { LogLane } from './log-lane.ts'
import type { RevealEngine } from './reveal-engine.ts'
import type { RingLane } from './ring-lane.ts'
import { RECORD_BYTES } from './settings.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: RevealEngine): Check[] {
  const { block, overwrite, log } = engine
  return [
    ...engine.lanes.flatMap((lane) => checkReaders(lane)),
    ...[block, overwrite].flatMap(checkRing),
    checkGate(block),
    ...checkLog(engine, log),
  ]
}

const letter = (reader: number): string => (reader === 0 ? 'A' : 'B')

function checkReaders({ id, books }: Lane): Check[] {
  return books.flatMap(({ counts }, reader) => {
    const { produced, read, unread, waiting, lost, skipped } = counts
    const who = `${LANES[id].name}, reader ${letter(reader)}`
    return [
      {
        id: `conservation.${id}.${reader}`,
        label: `${who}: produced = read + unread + waiting + lost + skipped`,
        predicted: produced,
        measured: read + unread + waiting + lost + skipped,
        tolerance: 0,
        unit: 'records',
        source: 'each record has exactly one end for each reader, counted as it happens',
      },
      {
        id: `order.${id}.${reader}`,
        label: `${who}: records read out of turn`,
        predicted: 0,
        measured: counts.outOfOrder,
        tolerance: 0,
        unit: 'records',
        source: 'first in, first out: each record read has a higher number than the one before',
      },
    ]
  })
}

/** What a ring holds follows from where its readers are. */
function checkRing(ring: RingLane): Check[] {
  const slowest = Math.min(...ring.books.map(({ next }) => next))
  return [
    {
      id: `held.${ring.id}`,
      label: `${LANES[ring.id].name}: records held`,
      predicted: ring.enteredAt.length - slowest,
      measured: ring.kept,
      tolerance: 0,
      unit: 'records',
      source: 'a slot is free once the slowest reader has done with it: written less the slowest sequence',
    },
    {
      id: `peak.${ring.id}`,
      label: `${LANES[ring.id].name}: held beyond its slots`,
      predicted: 0,
      measured: Math.max(0, ring.kept - ring.capacity),
      tolerance: 0,
      unit: 'records',
      source: 'the slots are a hard bound',
    },
  ]
}

/** The Disruptor's truth: readers of a ring that blocks are never further apart than it is long. */
function checkGate({ books, capacity }: RingLane): Check {
  const positions = books.map(({ next }) => next)
  const apart = Math.max(...positions) - Math.min(...positions)
  return {
    id: 'gate.block',
    label: `${LANES.block.name}: the fast reader ahead of the slow one, beyond the ring`,
    predicted: 0,
    measured: Math.max(0, apart - capacity),
    tolerance: 0,
    unit: 'records',
    source: 'the producer is gated on the slowest sequence (LMAX Disruptor), and with it every reader',
  }
}

function checkLog({ settings }: RevealEngine, log: LogLane): Check[] {
  const { partition, kept, books, worstExcess } = log
  const stored = partition.segments.reduce((sum, { size }) => sum + size, 0) / RECORD_BYTES
  const firstLost = books.map(({ counts }) => counts.lost)
  return [
    {
      id: 'stored.log',
      label: 'Log: records between log start and log end',
      predicted: kept,
      measured: stored,
      tolerance: 0,
      unit: 'records',
      source: `the bytes of all segments, at ${RECORD_BYTES} bytes a record`,
    },
    {
      id: 'overshoot.log',
      label: 'Log: left by a check beyond retention.bytes and one segment',
      predicted: 0,
      measured: Math.max(0, worstExcess),
      tolerance: 0,
      unit: 'bytes',
      source:
        "Kafka's rule: a segment goes while what stays is no less than the limit, so less than one segment is too much",
    },
    {
      id: 'never-slow.log',
      label: 'Log: records that waited at the producer',
      predicted: 0,
      measured: Math.max(...books.map(({ counts }) => counts.waiting)),
      tolerance: 0,
      unit: 'records',
      source: "a reader's offset frees nothing and slows nobody",
    },
    {
      id: 'lost.log',
      label: 'Log: most records lost by a reader, beyond those deleted',
      predicted: 0,
      measured: Math.max(0, ...firstLost.map((count) => count - partition.logStartOffset)),
      tolerance: 0,
      unit: 'records',
      source: `only what lies below the log start can be lost (auto.offset.reset: ${settings.reset})`,
    },
  ]
}
