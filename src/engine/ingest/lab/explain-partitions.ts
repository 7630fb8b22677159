import { outside } from '../../../shared/assert.ts'
import type { Explanation, Happening } from '../../kernel/engine.ts'
import { inWords, MOST_ALLOWED } from '../../kernel/explain.ts'
import { SECOND } from '../../kernel/time.ts'
import { PARTITIONS, TOPIC, TOPICS } from '../codes.ts'
import type { SpreadFrame } from '../plane/frame.ts'
import { fullestOf } from '../plane/hot.ts'
import { createBatch } from '../record.ts'
import { topicOf } from '../route.ts'
import { FATE, titleName, type LaneId } from './codes.ts'
import { playersSpread } from './measures.ts'
import { tellEvent, tellRecord } from './telling.ts'
import type { TrendingEngine } from './trending-engine.ts'

const PLAYED = TOPICS[TOPIC.playback]

/** Which partition is fullest, and its newest records. */
export function explainFullest(engine: TrendingEngine, lane: LaneId): Explanation {
  const spread = playersSpread(engine, lane)
  if (spread.skew === 0) return inWords('Nothing came in lately.')
  const partition = indexOfMost(spread.rate)
  const text = `${sayShare(spread, partition)} ${lane === 'whiteboard' ? sayApart(engine) : sayTitles(engine, spread)} Newest first.`
  return { text, ...recordsIn(engine, lane, spread, partition) }
}

/** Whose reader is furthest behind, and why. */
export function explainReaderWait(engine: TrendingEngine, lane: LaneId): Explanation {
  const spread = playersSpread(engine, lane)
  const partition = indexOfMost(spread.wait)
  if (at(spread.lag, partition) === 0) return inWords('Every reader has read all there is.')
  const room = engine.traffic.room[TOPIC.playback] ?? outside(TOPIC.playback)
  const text = `The reader of partition ${partition} takes at most ${room.toFixed(1)} records a second, and ${at(spread.rate, partition).toFixed(1)} come in: ${at(spread.lag, partition)} wait for it, and the next has waited ${(at(spread.wait, partition) / SECOND).toFixed(1)} s. The newest follow, which it will come to last.`
  return { text, ...recordsIn(engine, lane, spread, partition) }
}

function sayShare({ rate }: SpreadFrame, partition: number): string {
  const all = rate.reduce((a, b) => a + b, 0)
  const own = at(rate, partition)
  return `Partition ${partition} of ${PLAYED} gets ${own.toFixed(1)} of ${all.toFixed(1)} records a second: ${((100 * own) / all).toFixed(1)} %, where an even share is ${100 / PARTITIONS} %.`
}

/** What its newest records are about. */
function sayTitles({ traffic }: TrendingEngine, { rate }: SpreadFrame): string {
  const fullest = fullestOf(rate, TOPIC.playback, traffic.records)
  return fullest === null || fullest.title < 0
    ? 'Its records are about no title.'
    : `Of its newest ${fullest.looked} records ${fullest.aboutTitle} are about ${titleName(fullest.title)}.`
}

const sayApart = ({ traffic }: TrendingEngine): string =>
  `As drawn partition 0 is kept for what is hot: ${traffic.hotTitles.map(titleName).join(', ')}.`

/** The newest records of a partition. As drawn there is no such log: what would lie in it is found among all events. */
function recordsIn(
  { traffic, looker, ingest }: TrendingEngine,
  lane: LaneId,
  spread: SpreadFrame,
  partition: number,
): Pick<Explanation, 'events' | 'total'> {
  const total = at(spread.records, partition)
  if (lane === 'production') return { events: newestRecords(traffic.records, partition), total }
  const { routing } = ingest.pipeline.logs
  const events = looker.all
    .list()
    .filter(({ event, fate }) => {
      const isPlayed = topicOf(event.dims[0] ?? 0) === TOPIC.playback && fate !== FATE.duplicate
      return (
        isPlayed && routing.partitionOf('dedicated', event.user[0] ?? 0, event.title[0] ?? 0) === partition
      )
    })
    .slice(0, Math.min(MOST_ALLOWED, total))
  return { events: events.map(tellEvent), total }
}

function newestRecords(records: TrendingEngine['traffic']['records'], partition: number): Happening[] {
  const place = TOPIC.playback * PARTITIONS + partition
  const [from, to] = [records.startOf(place), records.endOf(place)]
  return Array.from({ length: Math.min(MOST_ALLOWED, to - from) }, (_, i) => {
    const event = createBatch(1)
    const { timeMs } = records.read(place, to - 1 - i, event)
    return { ...tellRecord(event, timeMs, to - 1 - i), thing: `partition-${TOPIC.playback}-${partition}` }
  })
}

const indexOfMost = (values: Float64Array): number => values.indexOf(Math.max(...values))

const at = (values: Float64Array, place: number): number => values[place] ?? outside(place)
