import type { Explanation, Happening } from '../kernel/engine.ts'
import { foremost } from '../kernel/foremost.ts'
import type { SimTime } from '../kernel/time.ts'
import { aboutPacket, MOST, ms, plural } from './explain-words.ts'
import { FATE, WASTE, type Waste } from './fate.ts'
import type { JitterEngine, Lane } from './jitter-engine.ts'
import { pointOfLane, scoredAs } from './score.ts'
import { explainQuality } from './quality/explain-quality.ts'

/** The events behind a receiver's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(engine: JitterEngine, lane: Lane, measure: string): Explanation | null {
  switch (measure) {
    case 'played':
      return explainPlayed(engine, lane)
    case 'late':
      return explainWaste(engine, lane, [WASTE.late, WASTE.overwritten])
    case 'lost':
      return explainWaste(engine, lane, [WASTE.lost])
    case 'duplicate':
      return explainWaste(engine, lane, [WASTE.duplicate])
    case 'held':
      return explainHeld(engine, lane)
    case 'mean':
      return explainMean(engine, lane)
    case 'p50':
      return explainQuantile(engine, lane, 0.5)
    case 'p95':
      return explainQuantile(engine, lane, 0.95)
    case 'p99':
      return explainQuantile(engine, lane, 0.99)
    case 'max':
      return explainQuantile(engine, lane, 1)
    case 'cost':
      return explainCost(engine, lane)
    case 'depth':
      return explainDepth(engine, lane)
    default:
      return explainQuality(engine, lane, measure)
  }
}

function explainPlayed(engine: JitterEngine, lane: Lane): Explanation {
  const total = lane.ledger.counts.played
  return {
    text: 'Each packet shown, with where its milliseconds went. Newest first.',
    events: foremost(total, MOST, (row) => row).map((row) => tellShown(engine, lane, row)),
    total,
  }
}

/** Where each millisecond of a delay went, for the `row`-th packet shown. */
function tellShown({ passage, source }: JitterEngine, { ledger }: Lane, row: number): Happening {
  const packet = ledger.shownPackets.get(row)
  const sent = passage.sentTimes.get(packet)
  const delay = ledger.delays.get(row)
  const took = ms(delay - source.clockOffset)
  if (sent + delay !== ledger.shownAt.get(packet))
    return aboutPacket(packet, sent + delay, `took ${took}: a copy of it, shown once more`)
  const inNetwork = passage.arrivals.get(packet) - sent
  return aboutPacket(
    packet,
    sent + delay,
    `took ${took}: ${ms(inNetwork - source.clockOffset)} in the network, ${ms(delay - inNetwork)} in the buffer`,
  )
}

const WASTES: Record<Waste, string> = {
  [WASTE.late]: 'after its turn and was discarded',
  [WASTE.overwritten]: 'was pushed out of the full ring',
  [WASTE.lost]: 'was lost in the network',
  [WASTE.duplicate]: 'came once more and was thrown away',
}

function explainWaste(engine: JitterEngine, { ledger }: Lane, kinds: readonly Waste[]): Explanation {
  const events: Happening[] = []
  let total = 0
  for (let i = ledger.wasteCount - 1; i >= 0; i--) {
    const { time, packet, how } = ledger.waste(i)
    if (!kinds.includes(how)) continue
    total += 1
    if (events.length >= MOST) continue
    const took = time - engine.passage.sentTimes.get(packet) - engine.source.clockOffset
    const came = how === WASTE.late ? `came ${ms(took)} after sending, ` : ''
    events.push(aboutPacket(packet, time, `${came}${WASTES[how]}`))
  }
  return { text: total === 0 ? 'There was none.' : 'Newest first.', events, total }
}

function explainHeld({ passage }: JitterEngine, { ledger }: Lane): Explanation {
  const { waiting } = ledger.counts
  const total = passage.inNetwork + waiting
  const events: Happening[] = []
  for (let packet = passage.packets - 1; packet >= 0 && events.length < Math.min(MOST, total); packet--) {
    const sent = passage.sentTimes.get(packet)
    if (passage.isUnderWay(packet)) events.push(aboutPacket(packet, sent, 'is in the network'))
    if (ledger.fateOf(packet) === FATE.waiting)
      events.push(aboutPacket(packet, passage.arrivals.get(packet), 'is in the buffer'))
  }
  const text = `${plural(passage.inNetwork, 'packet')} in the network, ${waiting} in the buffer. Newest first.`
  return { text, events, total }
}

function explainDepth({ passage, now }: JitterEngine, { ledger }: Lane): Explanation {
  const total = ledger.counts.waiting
  const events: Happening[] = []
  for (let packet = passage.packets - 1; packet >= 0 && events.length < Math.min(MOST, total); packet--) {
    if (ledger.fateOf(packet) !== FATE.waiting) continue
    const arrived = passage.arrivals.get(packet)
    events.push(aboutPacket(packet, arrived, `has waited ${ms(now - arrived)}`))
  }
  return {
    text: total === 0 ? 'The buffer is empty.' : 'Each packet that waits. Newest first.',
    events,
    total,
  }
}

function explainMean(engine: JitterEngine, lane: Lane): Explanation {
  const { ledger } = lane
  const { played } = ledger.counts
  if (played === 0) return NOTHING_SHOWN
  const inNetwork = ledger.transitSum / played - engine.source.clockOffset
  const inBuffer = ledger.delays.mean() - ledger.transitSum / played
  return {
    text: `On average ${ms(inNetwork)} in the network and ${ms(inBuffer)} in the buffer. The slowest first.`,
    ...slowest(engine, lane, Infinity),
  }
}

/** J term by term; behind it, the packets that were late. */
function explainCost(engine: JitterEngine, lane: Lane): Explanation {
  const point = pointOfLane(engine, lane)
  if (point === null) return NOTHING_SHOWN
  const { price } = scoredAs(engine)
  const percent = 100 * point.bad
  const text =
    `${ms(point.delay)} above the fastest packet, on average, and ${percent.toFixed(2)} % late or waited for, at ` +
    `${ms(price)} for each 1 %: ${ms(point.delay)} + ${ms(percent * price)} = ${ms(point.cost)}. The late ones, newest first.`
  return { ...explainWaste(engine, lane, [WASTE.late, WASTE.overwritten]), text }
}

/** The packet that stands at the quantile, and those just below it. */
function explainQuantile(engine: JitterEngine, lane: Lane, q: number): Explanation {
  const { played } = lane.ledger.counts
  if (played === 0) return NOTHING_SHOWN
  const rank = Math.max(1, Math.ceil(q * played))
  const text =
    q === 1
      ? `Of ${plural(played, 'packet')} shown, the slowest first.`
      : `Of ${plural(played, 'packet')} shown, sorted by delay, it is number ${rank}. From there downwards.`
  return { text, ...slowest(engine, lane, lane.ledger.delays.quantile(q)) }
}

const NOTHING_SHOWN: Explanation = { text: 'Nothing was shown yet.', events: [], total: 0 }

/** The packets that took longest, of those whose delay on the simulation's clock is no more than `limit`. */
function slowest(engine: JitterEngine, lane: Lane, limit: SimTime): Omit<Explanation, 'text'> {
  const { delays, counts } = lane.ledger
  let total = 0
  const rows = foremost(counts.played, MOST, (row) => {
    const delay = delays.get(row)
    if (delay > limit) return Number.NaN
    total += 1
    return delay
  })
  return { events: rows.map((row) => tellShown(engine, lane, row)), total }
}
