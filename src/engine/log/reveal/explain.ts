import { at } from '../../../shared/assert.ts'
import type { Explanation, Happening } from '../../kernel/engine.ts'
import { foremost } from '../../kernel/foremost.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { END, type End } from './codes.ts'
import type { Lane } from './lane.ts'
import type { RevealEngine } from './reveal-engine.ts'

const MOST = 60

const seconds = (time: SimTime): string => `${(time / SECOND).toFixed(2)} s`
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** The events behind a reader's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(
  engine: RevealEngine,
  lane: Lane,
  reader: number,
  measure: string,
): Explanation | null {
  switch (measure) {
    case 'produced':
      return explainOpen(engine, lane, reader, 'produced')
    case 'read':
      return explainEnds(engine, lane, reader, END.read)
    case 'unread':
      return explainOpen(engine, lane, reader, 'unread')
    case 'waiting':
      return explainOpen(engine, lane, reader, 'waiting')
    case 'lost':
      return explainEnds(engine, lane, reader, END.lost)
    case 'skipped':
      return explainEnds(engine, lane, reader, END.skipped)
    case 'blocked':
      return explainWaits(engine, lane)
    case 'behind':
      return explainOpen(engine, lane, reader, 'behind')
    case 'kept':
      return explainKept(lane, 'Newest change first.', (row) => lane.history.time.get(row))
    case 'peak':
      return explainKept(lane, 'The fullest moments first.', (row) => lane.history.kept.get(row))
    default:
      return null
  }
}

const ENDED: Record<End, string> = {
  [END.open]: 'is open',
  [END.read]: 'was read',
  [END.lost]: 'was lost unread',
  [END.skipped]: 'was passed over by auto.offset.reset',
}

/** Records that met this end, newest first. */
function explainEnds(engine: RevealEngine, lane: Lane, reader: number, end: End): Explanation {
  const books = at(lane.books, reader)
  let total = 0
  const rows = foremost(books.counts.produced, MOST, (record) => {
    if (books.endOf(record) !== end) return Number.NaN
    total += 1
    return books.endedAt(record)
  })
  const how =
    end === END.lost ? (lane.id === 'log' ? 'was deleted unread' : 'was overwritten unread') : ENDED[end]
  return {
    text: total === 0 ? 'There is none.' : 'Newest first.',
    events: rows.map((record): Happening => {
      const time = books.endedAt(record)
      return {
        time,
        text: `record ${record} ${how}, ${seconds(time - engine.log.enteredAt.get(record))} after it was made`,
        thing: null,
      }
    }),
    total,
  }
}

const OPENINGS = {
  produced: 'Newest first.',
  unread: 'Oldest first: they are next.',
  waiting: 'Oldest first: they go in next.',
  behind: 'The age of the oldest record that this reader has yet to read; oldest first.',
} as const

/** Records that were made, or that wait for something still. */
function explainOpen(
  engine: RevealEngine,
  lane: Lane,
  reader: number,
  which: keyof typeof OPENINGS,
): Explanation {
  const { counts, next } = at(lane.books, reader)
  const written = lane.enteredAt.length
  const madeAt = (record: number): SimTime => engine.log.enteredAt.get(record)
  const ranges = {
    produced: [0, counts.produced],
    unread: [next, written],
    waiting: [written, counts.produced],
    behind: [next, counts.produced],
  } as const
  const [from, to] = ranges[which]
  const sign = which === 'produced' ? 1 : -1
  const rows = foremost(to - from, MOST, (i) => sign * i).map((i) => from + i)
  const age = (record: number): string => seconds(engine.clock - madeAt(record))
  return {
    text: to === from ? 'There is none.' : OPENINGS[which],
    events: rows.map((record) => ({
      time: madeAt(record),
      text:
        which === 'produced'
          ? `record ${record} was made`
          : `record ${record} ${record < written ? 'lies unread' : 'waits at the producer'}, ${age(record)} old`,
      thing: null,
    })),
    total: to - from,
  }
}

function explainWaits(engine: RevealEngine, { history }: Lane): Explanation {
  const lengthOf = (i: number): SimTime => {
    const { start, end } = history.wait(i)
    return (Number.isNaN(end) ? engine.clock : end) - start
  }
  const total = history.waitStart.length
  return {
    text: total === 0 ? 'The producer never waited.' : 'Each stretch with records in hand, longest first.',
    events: foremost(total, MOST, lengthOf).map((i) => ({
      time: history.wait(i).start,
      text: `waited ${seconds(lengthOf(i))}${Number.isNaN(history.wait(i).end) ? ' so far' : ''}`,
      thing: null,
    })),
    total,
  }
}

function explainKept({ history }: Lane, text: string, weight: (row: number) => number): Explanation {
  const total = history.time.length
  return {
    text: total === 0 ? 'Nothing was written yet.' : text,
    events: foremost(total, MOST, weight).map((row) => ({
      time: history.time.get(row),
      text: `${plural(history.kept.get(row), 'record')} in the buffer`,
      thing: null,
    })),
    total,
  }
}
