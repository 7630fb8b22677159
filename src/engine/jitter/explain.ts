import type { Explanation, Happening } from '../kernel/engine.ts'
import { foremost } from '../kernel/foremost.ts'
import { toMs, type SimTime } from '../kernel/time.ts'
import { FATE, STALL_CAUSE, WASTE, type Waste } from './fate.ts'
import type { JitterEngine, Lane } from './jitter-engine.ts'
import type { Stall } from './ledger.ts'

const MOST = 60

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
    case 'stalls':
      return explainStalls(engine, lane, 'newest')
    case 'stallMs':
    case 'concealed':
      return explainStalls(engine, lane, 'longest')
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
    case 'target':
      return explainTarget(lane)
    case 'depth':
      return explainDepth(engine, lane)
    default:
      return null
  }
}

const ms = (time: SimTime): string => `${toMs(time).toFixed(1)} ms`
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const aboutPacket = (packet: number, time: SimTime, text: string): Happening => ({
  time,
  text: `packet ${packet} ${text}`,
  thing: String(packet),
})

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

const CAUSES: Record<Stall['cause'], (stall: Stall) => string> = {
  [STALL_CAUSE.empty]: () => 'the buffer was empty',
  [STALL_CAUSE.gate]: ({ inHand }) => `${plural(inHand, 'frame')} in hand, the gate wanted more`,
  [STALL_CAUSE.missing]: ({ packet }) => `packet ${packet} was not there at its turn`,
  [STALL_CAUSE.awaited]: ({ packet }) => `packet ${packet} was not there at its turn and was waited for`,
}

function explainStalls(engine: JitterEngine, { ledger }: Lane, order: 'newest' | 'longest'): Explanation {
  const total = ledger.stallCount
  const lengthOf = ({ start, end }: Stall): SimTime => (Number.isNaN(end) ? engine.now : end) - start
  const rows = foremost(total, MOST, (i) => (order === 'newest' ? i : lengthOf(ledger.stall(i))))
  const events = rows.map((i): Happening => {
    const stall = ledger.stall(i)
    const still = Number.isNaN(stall.end) ? ' so far' : ''
    const text = `stood still for ${ms(lengthOf(stall))}${still}: ${CAUSES[stall.cause](stall)}`
    return { time: stall.start, text, thing: stall.packet < 0 ? null : String(stall.packet) }
  })
  const stalled = ledger.stalledTime(engine.now)
  const playing = ledger.playingTime(engine.now)
  const text =
    total === 0
      ? 'It never stood still.'
      : `${plural(total, 'stall')}, ${ms(stalled)} together, of ${ms(playing)} of playing. ${order === 'newest' ? 'Newest' : 'Longest'} first.`
  return { text, events, total }
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

function explainTarget({ ledger }: Lane): Explanation {
  const { seriesTime, seriesTarget } = ledger
  const events: Happening[] = []
  let total = 0
  for (let i = seriesTime.length - 1; i >= 0; i--) {
    const target = seriesTarget.get(i)
    if (i > 0 && seriesTarget.get(i - 1) === target) continue
    total += 1
    const before = i > 0 ? `, before ${ms(seriesTarget.get(i - 1))}` : ' from the start'
    if (events.length < MOST)
      events.push({ time: seriesTime.get(i), text: `aimed at ${ms(target)}${before}`, thing: null })
  }
  return { text: 'Each change of what the policy aims at. Newest first.', events, total }
}
