import { outside } from '../../../shared/assert.ts'
import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainList, inWords, MOST_ALLOWED } from '../../kernel/explain.ts'
import { RULES, TYPE } from '../codes.ts'
import { NONE, typeOf } from '../record.ts'
import { FATE, LANES, MEASURES, titleName, type Fate, type LaneId, type MeasureId } from './codes.ts'
import { explainAge } from './explain-age.ts'
import { explainFullest, explainReaderWait } from './explain-partitions.ts'
import { sayRule, type Entry } from './journal.ts'
import type { KeptEvent } from './kept-events.ts'
import { boardOf, rankOf } from './measures.ts'
import { tellEvent } from './telling.ts'
import type { TrendingEngine } from './trending-engine.ts'

type Explain = (engine: TrendingEngine, lane: LaneId) => Explanation

/** The events behind a lane's measure; null for one that does not exist. */
export function explainMeasure(engine: TrendingEngine, id: string, name: string): Explanation | null {
  const lane = LANES.find((candidate) => candidate === id)
  const measure = MEASURES.find((candidate) => candidate === name)
  return lane === undefined || measure === undefined ? null : EXPLANATIONS[measure](engine, lane)
}

/** The foremost of `events`, which are those that are kept of `total`. */
const newestOf = (text: string, events: readonly KeptEvent[], total: number): Explanation => ({
  ...listed(total === 0 ? 'There is none.' : text, events.slice(0, MOST_ALLOWED).map(tellEvent)),
  total,
})

const listed = (text: string, events: Parameters<typeof explainList>[1]): Explanation =>
  explainList(text, events, MOST_ALLOWED)

const allOf = ({ looker }: TrendingEngine, keep: (event: KeptEvent) => boolean = () => true): KeptEvent[] =>
  looker.all.list().filter(keep)

const keptOf = ({ looker }: TrendingEngine, fate: Fate): KeptEvent[] => looker.kept[fate]?.list() ?? []

const explainReceived: Explain = (engine) =>
  newestOf(
    'What the collectors handed on, newest first; the newest hundred.',
    allOf(engine),
    engine.ingest.pipeline.counts.received,
  )

const explainDuplicates: Explain = (engine, lane) =>
  lane === 'whiteboard'
    ? inWords('As drawn nothing looks at the ids of events, so no duplicate is ever found.')
    : newestOf(
        'Events whose id had come before, newest first.',
        keptOf(engine, FATE.duplicate),
        engine.ingest.pipeline.counts.duplicate,
      )

const explainUnique: Explain = (engine, lane) => {
  const { counts } = engine.ingest.pipeline
  return lane === 'whiteboard'
    ? newestOf('As drawn every sound event counts, newest first.', allOf(engine), counts.accepted)
    : newestOf(
        'Events whose id was new, newest first.',
        allOf(engine, ({ fate }) => fate !== FATE.duplicate),
        counts.unique,
      )
}

const explainOnTime: Explain = (engine, lane) =>
  lane === 'whiteboard'
    ? newestOf(
        'Less than five minutes old by the device’s own clock when they came, newest first.',
        allOf(engine),
        engine.looker.tallies.drawnOnTime,
      )
    : newestOf(
        'Their minute had not been passed by the watermark, newest first.',
        allOf(engine, ({ fate }) => fate === FATE.onTime),
        engine.ingest.pipeline.counts.onTime,
      )

const explainLate: Explain = (engine, lane) =>
  lane === 'whiteboard'
    ? inWords('As drawn there is no allowed lateness: an event is counted at once, or left to a later job.')
    : newestOf(
        'The watermark had passed their minute, but it still took them and was told again; newest first.',
        keptOf(engine, FATE.late),
        engine.ingest.pipeline.counts.late,
      )

const explainTooLate: Explain = (engine, lane) =>
  lane === 'whiteboard'
    ? newestOf(
        'Five minutes old and more: left to the job of the next morning, newest first.',
        engine.looker.drawnLate.list(),
        engine.looker.tallies.drawnLate,
      )
    : newestOf(
        'Their minute was closed: they went to the topic events.late, newest first.',
        keptOf(engine, FATE.tooLate),
        engine.ingest.pipeline.counts.tooLate,
      )

const explainTwice: Explain = (engine, lane) => {
  const found = lane === 'whiteboard' ? 0 : engine.ingest.pipeline.counts.duplicate
  const twice = engine.looker.truth.duplicates - found
  return twice <= 0
    ? inWords('Every event that came before was known: none is counted twice.')
    : newestOf(
        'Events that came before and were counted again, newest first.',
        keptOf(engine, FATE.duplicate),
        twice,
      )
}

function explainRejected({ ingest }: TrendingEngine): Explanation {
  const { deadLetters, counts } = ingest.pipeline
  const by = counts.rejectedBy
    .map((count, rule) => ({ count, name: RULES[rule]?.name ?? '' }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 4)
    .map(({ count, name }) => `${name} ${count}`)
  const text =
    by.length === 0
      ? 'There is none.'
      : `Events that broke a rule, in both lanes; most often ${by.join(', ')}. Newest first.`
  const letters = deadLetters.list().map(({ rule, event }) => ({
    time: (event.receivedTime[0] ?? 0) * 1_000,
    text: sayRule(rule),
  }))
  return { ...listed(text, letters.reverse()), total: counts.rejected }
}

function explainCrashes({ ingest, journal }: TrendingEngine, lane: LaneId, measure: MeasureId): Explanation {
  const { counts } = ingest.collectors
  const crashes = journal.entries.filter(({ kind }) => kind === 'crash').map(tellEntry)
  const isDrawn = lane === 'whiteboard'
  const text =
    measure === 'lost'
      ? isDrawn
        ? `As drawn a collector acknowledges at once and sends its batch without waiting: a crash takes the open batch and what was on its way, ${counts.drawn.lost} events so far. These losses are counted beside the run; both boards are made from what production received.`
        : 'Nothing: a batch is acknowledged once it is in the log, so clients still have what a crash took, and send it again.'
      : isDrawn
        ? 'As drawn nobody sends again: everything was acknowledged.'
        : `Of what a crash took ${counts.unacknowledged} had not been acknowledged, and ${counts.acknowledgementLost} were in the log with their acknowledgement lost: sent again, and known as duplicates.`
  return { text, events: crashes.slice(-MOST_ALLOWED), total: crashes.length }
}

function explainViews({ looker }: TrendingEngine, lane: LaneId): Explanation {
  const { drawnViews, starts, countedStarts } = looker.tallies
  return lane === 'whiteboard'
    ? newestOf(
        `As drawn every event about a title that is less than five minutes old is a view: heartbeats, pauses, buffering. ${starts} plays have made ${drawnViews} of them.`,
        looker.all.list().filter(({ event }) => event.title[0] !== NONE),
        drawnViews,
      )
    : newestOf(
        `A view is a play that was started: ${countedStarts} of ${starts} came in time for their minute. Newest first.`,
        looker.all
          .list()
          .filter(
            ({ event, fate }) => typeOf(event.dims[0] ?? outside(0)) === TYPE.started && fate < FATE.tooLate,
          ),
        countedStarts,
      )
}

function explainFilm({ looker, guests, ingest, journal }: TrendingEngine, lane: LaneId): Explanation {
  if (guests.films === 0) return inWords('Nobody has played it: press “One film”.')
  const { filmDrawn, filmCounted, filmEvents } = looker.tallies
  const name = titleName(ingest.catalogue.special.bots)
  const began = journal.entries.filter(({ kind }) => kind === 'film').map(tellEntry)
  return listed(
    lane === 'whiteboard'
      ? `One account plays ${name}: ${filmEvents} events so far, and each is a view, ${filmDrawn} in all. A start, 720 heartbeats in two hours and an end are 722.`
      : `One account plays ${name}: ${filmEvents} events so far, and ${filmCounted} of them is the start of a play.`,
    began,
  )
}

function explainFactor(engine: TrendingEngine, lane: LaneId): Explanation {
  const kind = lane === 'whiteboard' ? 'drawn' : 'corrected'
  const led = engine.journal.entries.filter((entry) => entry.kind === kind).map(tellEntry)
  const board = boardOf(engine, lane)
  const first = board === null || board.length === 0 ? null : board
  const says =
    first === null
      ? 'There is no board yet.'
      : lane === 'whiteboard'
        ? `${titleName(first.title[0] ?? 0)} has ${Math.round(first.hour[0] ?? 0)} viewers in its hour and as many in its day, since neither ever forgets: so the hour is always 24 times its mean hour.`
        : `${titleName(first.title[0] ?? 0)} has ${Math.round(first.hour[0] ?? 0)} viewers in the hour: with ${engine.settings.shrink} added above and below the line, ${(first.score[0] ?? 0).toFixed(2)} times what was to be expected.`
  return { text: `${says} Who led since when follows.`, events: led.slice(-MOST_ALLOWED), total: led.length }
}

function explainRank(engine: TrendingEngine, lane: LaneId, title: number): Explanation {
  const kind = lane === 'whiteboard' ? 'drawn' : 'corrected'
  const moves: Happening[] = []
  let before = Number.NaN
  for (const pair of engine.history.boards) {
    const rank = rankOf(pair[kind], title)
    const isSame = rank === before || (Number.isNaN(rank) && Number.isNaN(before))
    if (!isSame)
      moves.push({
        time: pair.atMs * 1_000,
        text: Number.isNaN(rank)
          ? `${titleName(title)} leaves the hundred`
          : `${titleName(title)} comes to rank ${rank}`,
        thing: `title-${title}`,
      })
    before = rank
  }
  return listed(`Every change of rank of ${titleName(title)} on this board, newest first.`, moves.reverse())
}

function explainError(engine: TrendingEngine, lane: LaneId, measure: MeasureId): Explanation {
  const registers = 2 ** engine.settings.precision
  if (measure === 'error')
    return inWords(
      `A HyperLogLog of m registers is off by 1.04/√m as a rule: with ${registers} by ${((100 * 1.04) / Math.sqrt(registers)).toFixed(2)} %. Titles that were not watched much before the run have 32 registers and 18.4 %, until they are watched more.`,
    )
  if (lane === 'whiteboard')
    return inWords('As drawn there is no hour to hold it against: its sets hold everybody who ever came.')
  const newest = engine.history.boards.at(-1)
  if (newest === undefined || newest.exact === null)
    return inWords('Exact sets are kept only where “Exact sets beside” is on.')
  const { corrected, exact, atMs } = newest
  const events = Array.from(exact.subarray(0, MOST_ALLOWED), (count, rank): Happening => ({
    time: atMs * 1_000,
    text: `${titleName(corrected.title[rank] ?? 0)}: about ${Math.round(corrected.hour[rank] ?? 0)}, exactly ${count}`,
    thing: `title-${corrected.title[rank] ?? 0}`,
  }))
  return { text: 'The sketch beside the names, title by title.', events, total: exact.length }
}

const tellEntry = ({ time, text, title }: Entry): Happening => ({
  time,
  text,
  thing: title < 0 ? null : `title-${title}`,
})

const rankOfSpecial =
  (which: 'viral' | 'release' | 'bots'): Explain =>
  (engine, lane) =>
    explainRank(engine, lane, engine.ingest.catalogue.special[which])

const EXPLANATIONS: Readonly<Record<MeasureId, Explain>> = {
  received: explainReceived,
  rejected: explainRejected,
  duplicate: explainDuplicates,
  unique: explainUnique,
  'on-time': explainOnTime,
  late: explainLate,
  'too-late': explainTooLate,
  twice: explainTwice,
  lost: (engine, lane) => explainCrashes(engine, lane, 'lost'),
  resent: (engine, lane) => explainCrashes(engine, lane, 'resent'),
  views: explainViews,
  'views-a-play': explainViews,
  film: explainFilm,
  age: explainAge,
  factor: explainFactor,
  'viral-rank': rankOfSpecial('viral'),
  'release-rank': rankOfSpecial('release'),
  'bots-rank': rankOfSpecial('bots'),
  error: (engine, lane) => explainError(engine, lane, 'error'),
  off: (engine, lane) => explainError(engine, lane, 'off'),
  fullest: explainFullest,
  'reader-wait': explainReaderWait,
}
