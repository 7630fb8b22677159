import type { Explanation, Happening } from '../kernel/engine.ts'
import { foremost } from '../kernel/foremost.ts'
import { toMs, type SimTime } from '../kernel/time.ts'
import { explainStretches, MOST, plural, seconds, told } from './telling.ts'
import type { FilmEngine } from './film-engine.ts'
import type { FilmLane } from './film-lane.ts'
import { FREEZE_COST } from './measures.ts'

/** The events behind a measure of a film; null for a name that is none. */
export function explainFilm(engine: FilmEngine, lane: FilmLane, measure: string): Explanation | null {
  switch (measure) {
    case 'startup':
      return explainStart(lane)
    case 'freezes':
    case 'frozen':
      return explainStretches(lane.stalls, engine.clock, 'stalled')
    case 'missed':
      return told('A film leaves nothing out: what is not here yet is waited for.')
    case 'behind':
      return explainBehind(engine, lane)
    case 'buffer':
      return explainBuffer(lane)
    case 'bitrate':
      return explainBitrate(lane)
    case 'switches':
      return explainSwitches(lane)
    case 'score':
      return explainScore(engine, lane)
    case 'used':
      return explainUsed(engine, lane)
    case 'data':
      return explainData(lane)
    case 'dropped':
      return told('The server sends no more than the queue has room for, so nothing is dropped.')
    default:
      return null
  }
}

const thingOf = ({ id }: FilmLane, segment: number): string => `${id}.${segment}`

const tookMs = ({ askedAt, arrivedAt }: FilmLane, segment: number): number =>
  toMs(arrivedAt.get(segment) - askedAt.get(segment))

function explainStart(lane: FilmLane): Explanation {
  const { startedAt, segmentsArrived } = lane
  const before = Array.from({ length: segmentsArrived }, (_, i) => i).filter(
    (i) => startedAt === null || lane.arrivedAt.get(i) <= startedAt,
  )
  return {
    text:
      startedAt === null
        ? 'It has not begun yet.'
        : `It began with ${plural(before.length, 'segment')} in hand. Oldest first.`,
    events: before.slice(0, MOST).map((i) => tellFetched(lane, i)),
    total: before.length,
  }
}

const tellFetched = (lane: FilmLane, segment: number): Happening => ({
  time: lane.arrivedAt.get(segment),
  text: `segment ${segment} at ${lane.bitrateOf(segment)} kbit/s was here after ${tookMs(lane, segment).toFixed(0)} ms`,
  thing: thingOf(lane, segment),
})

function explainBehind(engine: FilmEngine, { startedAt, stalls }: FilmLane): Explanation {
  const { text, events, total } = explainStretches(stalls, engine.clock, 'stalled')
  if (startedAt === null) return told('It has not begun yet: it falls behind second by second.')
  return {
    text: `${seconds(startedAt)} of start-up and ${seconds(stalls.total(engine.clock))} of standing still; a film never catches up. ${text}`,
    events,
    total,
  }
}

function explainBuffer(lane: FilmLane): Explanation {
  const { segmentsArrived, segmentsBegun } = lane
  const waiting = segmentsArrived - segmentsBegun
  return {
    text: `${plural(waiting, 'segment')} waiting, and what is left of the one on the screen. Newest first.`,
    events: Array.from({ length: Math.min(MOST, waiting) }, (_, i) =>
      tellFetched(lane, segmentsArrived - 1 - i),
    ),
    total: waiting,
  }
}

/** What was shown in each bitrate; the segments of the lowest first. */
function explainBitrate(lane: FilmLane): Explanation {
  const counts = new Map<number, number>()
  for (let i = 0; i < lane.segmentsBegun; i++)
    counts.set(lane.bitrateOf(i), (counts.get(lane.bitrateOf(i)) ?? 0) + 1)
  const shares = [...counts].sort(([a], [b]) => b - a).map(([kbps, count]) => `${count} at ${kbps}`)
  const rows = foremost(lane.segmentsBegun, MOST, (i) => -lane.bitrateOf(i))
  return {
    text:
      shares.length === 0
        ? 'Nothing was shown yet.'
        : `Segments by kbit/s: ${shares.join(', ')}. The lowest first.`,
    events: rows.map((i) => ({
      time: lane.shownAt.get(i),
      text: `segment ${i} at ${lane.bitrateOf(i)} kbit/s`,
      thing: thingOf(lane, i),
    })),
    total: lane.segmentsBegun,
  }
}

/** Changes from one segment to the next, newest first. */
function explainSwitches(lane: FilmLane): Explanation {
  const change = (i: number): number => (i === 0 ? 0 : lane.bitrateOf(i) - lane.bitrateOf(i - 1))
  const rows = foremost(lane.segmentsBegun, MOST, (i) => (change(i) === 0 ? Number.NaN : i))
  return {
    text: lane.sums.switches === 0 ? 'It kept its bitrate.' : 'Newest first.',
    events: rows.map((i) => ({
      time: lane.shownAt.get(i),
      text: `${change(i) > 0 ? 'up' : 'down'} from ${lane.bitrateOf(i - 1)} to ${lane.bitrateOf(i)} kbit/s: it held ${seconds(lane.held.get(i))} when it asked`,
      thing: thingOf(lane, i),
    })),
    total: lane.sums.switches,
  }
}

function explainScore(engine: FilmEngine, lane: FilmLane): Explanation {
  const { sums, segmentsBegun, stalls } = lane
  if (segmentsBegun === 0) return told('Nothing was shown yet.')
  const each = (total: number): string => (total / segmentsBegun).toFixed(2)
  const frozen = stalls.total(engine.clock)
  const { events, total } = explainStretches(stalls, engine.clock, 'stalled')
  return {
    text: `A segment brings ${each(sums.begun / 1e3)} Mbit/s on average, less ${each(sums.steps / 1e3)} for changes and ${each((FREEZE_COST * frozen) / 1e6)} for ${seconds(frozen)} of standing still. The longest stall first.`,
    events,
    total,
  }
}

/** Times at which nothing was fetched: the longest first. */
function explainUsed({ clock }: FilmEngine, lane: FilmLane): Explanation {
  const idleBefore = (i: number): SimTime =>
    i === 0 ? 0 : lane.askedAt.get(i) - Math.min(clock, lane.arrivedAt.get(i - 1))
  let total = 0
  const rows = foremost(lane.segmentsAsked, MOST, (i) => {
    if (idleBefore(i) === 0) return Number.NaN
    total += 1
    return idleBefore(i)
  })
  return {
    text:
      total === 0
        ? 'It fetched without a pause but for a round trip a segment.'
        : 'It paused when it held enough; and each request takes a round trip. Longest pauses first.',
    events: rows.map((i) => ({
      time: lane.askedAt.get(i),
      text: `asked for segment ${i} after a pause of ${seconds(idleBefore(i))}`,
      thing: thingOf(lane, i),
    })),
    total,
  }
}

/** Segments fetched, slowest first. */
function explainData(lane: FilmLane): Explanation {
  const rows = foremost(lane.segmentsArrived, MOST, (i) => tookMs(lane, i))
  return {
    text:
      lane.segmentsArrived === 0
        ? 'Nothing has arrived whole yet.'
        : `${plural(lane.segmentsArrived, 'segment')} fetched. Those that took longest first.`,
    events: rows.map((i) => tellFetched(lane, i)),
    total: lane.segmentsArrived,
  }
}
