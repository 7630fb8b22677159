import { plural } from '../../shared/words.ts'
import type { Explanation, Happening } from '../kernel/engine.ts'
import { explainRows, inWords, MOST } from '../kernel/explain.ts'
import { sayMs, type SimTime } from '../kernel/time.ts'
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
      return explainWaste(engine, lane, [WASTE.late, WASTE.overwritten, WASTE.dropped])
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
  const text = 'Each packet shown, with where its milliseconds went. Newest first.'
  return explainRows({
    text,
    none: text,
    rows: lane.ledger.counts.played,
    weigh: (row) => row,
    tell: (row) => tellShown(engine, lane, row),
  })
}

/** Where each millisecond of a delay went, for the `row`-th packet shown. */
function tellShown({ passage, source }: JitterEngine, { ledger }: Lane, row: number): Happening {
  const packet = ledger.shownPackets.get(row)
  const sent = passage.sentTimes.get(packet)
  const delay = ledger.delays.get(row)
  const took = sayMs(delay - source.clockOffset)
  if (sent + delay !== ledger.shownAt.get(packet))
    return aboutPacket(packet, sent + delay, `took ${took}: a copy of it, shown once more`)
  const inNetwork = passage.arrivals.get(packet) - sent
  return aboutPacket(
    packet,
    sent + delay,
    `took ${took}: ${sayMs(inNetwork - source.clockOffset)} in the network, ${sayMs(delay - inNetwork)} in the buffer`,
  )
}

const WASTES: Record<Waste, string> = {
  [WASTE.late]: 'after its turn and was discarded',
  [WASTE.overwritten]: 'was pushed out of the full ring',
  [WASTE.dropped]: 'was dropped on arrival, because the queue was too long',
  [WASTE.lost]: 'was lost in the network',
  [WASTE.duplicate]: 'came once more and was thrown away',
}

function explainWaste(engine: JitterEngine, { ledger }: Lane, kinds: readonly Waste[]): Explanation {
  const events: Happening[] = []
  let total = 0
  for (let i = ledger.wasted.length - 1; i >= 0; i--) {
    const { time, packet, how } = ledger.wasted.get(i)
    if (!kinds.includes(how)) continue
    total += 1
    if (events.length >= MOST) continue
    const took = time - engine.passage.sentTimes.get(packet) - engine.source.clockOffset
    const came = how === WASTE.late ? `came ${sayMs(took)} after sending, ` : ''
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
    events.push(aboutPacket(packet, arrived, `has waited ${sayMs(now - arrived)}`))
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
  const text = `On average ${sayMs(inNetwork)} in the network and ${sayMs(inBuffer)} in the buffer. The slowest first.`
  return slowest(engine, lane, text, Infinity)
}

/** J term by term; behind it, the packets that were late. */
function explainCost(engine: JitterEngine, lane: Lane): Explanation {
  const point = pointOfLane(engine, lane)
  if (point === null) return NOTHING_SHOWN
  const { price } = scoredAs(engine)
  const percent = 100 * point.bad
  const text =
    `${sayMs(point.delay)} above the fastest packet, on average, and ${percent.toFixed(2)} % late or waited for, at ` +
    `${sayMs(price)} for each 1 %: ${sayMs(point.delay)} + ${sayMs(percent * price)} = ${sayMs(point.cost)}. The late ones, newest first.`
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
  return slowest(engine, lane, text, lane.ledger.delays.quantile(q))
}

const NOTHING_SHOWN = inWords('Nothing was shown yet.')

/** The packets that took longest, of those whose delay on the simulation's clock is no more than `limit`. */
function slowest(engine: JitterEngine, lane: Lane, text: string, limit: SimTime): Explanation {
  const { delays, counts } = lane.ledger
  return explainRows({
    text,
    none: text,
    rows: counts.played,
    weigh: (row) => (delays.get(row) > limit ? Number.NaN : delays.get(row)),
    tell: (row) => tellShown(engine, lane, row),
  })
}

const aboutPacket = (packet: number, time: SimTime, text: string): Happening => ({
  time,
  text: `packet ${packet} ${text}`,
  thing: String(packet),
})
