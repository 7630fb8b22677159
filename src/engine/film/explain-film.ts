import { plural } from '../../shared/words.ts'
import type { Explanation, Happening } from '../kernel/engine.ts'
import { explainList, explainRows, inWords } from '../kernel/explain.ts'
import { toMs, type SimTime } from '../kernel/time.ts'
import { explainStretches, seconds } from './telling.ts'
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
      return inWords('A film leaves nothing out: what is not here yet is waited for.')
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
      return inWords('The server sends no more than the queue has room for, so nothing is dropped.')
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
  return explainList(
    startedAt === null
      ? 'It has not begun yet.'
      : `It began with ${plural(before.length, 'segment')} in hand. Oldest first.`,
    before.map((i) => tellFetched(lane, i)),
  )
}

const tellFetched = (lane: FilmLane, segment: number): Happening => ({
  time: lane.arrivedAt.get(segment),
  text: `segment ${segment} at ${lane.bitrateOf(segment)} kbit/s was here after ${tookMs(lane, segment).toFixed(0)} ms`,
  thing: thingOf(lane, segment),
})

function explainBehind(engine: FilmEngine, { startedAt, stalls }: FilmLane): Explanation {
  const { text, events, total } = explainStretches(stalls, engine.clock, 'stalled')
  if (startedAt === null) return inWords('It has not begun yet: it falls behind second by second.')
  return {
    text: `${seconds(startedAt)} of start-up and ${seconds(stalls.total(engine.clock))} of standing still; a film never catches up. ${text}`,
    events,
    total,
  }
}

function explainBuffer(lane: FilmLane): Explanation {
  const { segmentsArrived, segmentsBegun } = lane
  const waiting = segmentsArrived - segmentsBegun
  const text = `${plural(waiting, 'segment')} waiting, and what is left of the one on the screen. Newest first.`
  return explainRows({
    text,
    none: text,
    rows: waiting,
    weigh: (i) => i,
    tell: (i) => tellFetched(lane, segmentsBegun + i),
  })
}

/** What was shown in each bitrate; the segments of the lowest first. */
function explainBitrate(lane: FilmLane): Explanation {
  const counts = new Map<number, number>()
  for (let i = 0; i < lane.segmentsBegun; i++)
    counts.set(lane.bitrateOf(i), (counts.get(lane.bitrateOf(i)) ?? 0) + 1)
  const shares = [...counts].sort(([a], [b]) => b - a).map(([kbps, count]) => `${count} at ${kbps}`)
  return explainRows({
    text: `Segments by kbit/s: ${shares.join(', ')}. The lowest first.`,
    none: 'Nothing was shown yet.',
    rows: lane.segmentsBegun,
    weigh: (i) => -lane.bitrateOf(i),
    tell: (i) => ({
      time: lane.shownAt.get(i),
      text: `segment ${i} at ${lane.bitrateOf(i)} kbit/s`,
      thing: thingOf(lane, i),
    }),
  })
}

/** Changes from one segment to the next, newest first. */
function explainSwitches(lane: FilmLane): Explanation {
  const change = (i: number): number => (i === 0 ? 0 : lane.bitrateOf(i) - lane.bitrateOf(i - 1))
  return explainRows({
    text: 'Newest first.',
    none: 'It kept its bitrate.',
    rows: lane.segmentsBegun,
    weigh: (i) => (change(i) === 0 ? Number.NaN : i),
    tell: (i) => ({
      time: lane.shownAt.get(i),
      text: `${change(i) > 0 ? 'up' : 'down'} from ${lane.bitrateOf(i - 1)} to ${lane.bitrateOf(i)} kbit/s: it held ${seconds(lane.held.get(i))} when it asked`,
      thing: thingOf(lane, i),
    }),
  })
}

function explainScore(engine: FilmEngine, lane: FilmLane): Explanation {
  const { sums, segmentsBegun, stalls } = lane
  if (segmentsBegun === 0) return inWords('Nothing was shown yet.')
  const each = (total: number): string => (total / segmentsBegun).toFixed(2)
  const frozen = stalls.total(engine.clock)
  return {
    ...explainStretches(stalls, engine.clock, 'stalled'),
    text: `A segment brings ${each(sums.begun / 1e3)} Mbit/s on average, less ${each(sums.steps / 1e3)} for changes and ${each((FREEZE_COST * frozen) / 1e6)} for ${seconds(frozen)} of standing still. The longest stall first.`,
  }
}

/** Times at which nothing was fetched: the longest first. */
function explainUsed({ clock }: FilmEngine, lane: FilmLane): Explanation {
  const idleBefore = (i: number): SimTime =>
    i === 0 ? 0 : lane.askedAt.get(i) - Math.min(clock, lane.arrivedAt.get(i - 1))
  return explainRows({
    text: 'It paused when it held enough; and each request takes a round trip. Longest pauses first.',
    none: 'It fetched without a pause but for a round trip a segment.',
    rows: lane.segmentsAsked,
    weigh: (i) => (idleBefore(i) === 0 ? Number.NaN : idleBefore(i)),
    tell: (i) => ({
      time: lane.askedAt.get(i),
      text: `asked for segment ${i} after a pause of ${seconds(idleBefore(i))}`,
      thing: thingOf(lane, i),
    }),
  })
}

/** Segments fetched, slowest first. */
const explainData = (lane: FilmLane): Explanation =>
  explainRows({
    text: `${plural(lane.segmentsArrived, 'segment')} fetched. Those that took longest first.`,
    none: 'Nothing has arrived whole yet.',
    rows: lane.segmentsArrived,
    weigh: (i) => tookMs(lane, i),
    tell: (i) => tellFetched(lane, i),
  })
