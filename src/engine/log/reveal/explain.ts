import { at } from '../../../shared/assert.ts'
import { plural } from '../../../shared/words.ts'
import type { Explanation } from '../../kernel/engine.ts'
import { explainRows } from '../../kernel/explain.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { END, type End } from './codes.ts'
import type { Lane } from './lane.ts'
import type { RevealEngine } from './reveal-engine.ts'

const seconds = (time: SimTime): string => `${(time / SECOND).toFixed(2)} s`

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
  const how =
    end === END.lost ? (lane.id === 'log' ? 'was deleted unread' : 'was overwritten unread') : ENDED[end]
  return explainRows({
    text: 'Newest first.',
    rows: books.counts.produced,
    weigh: (record) => (books.endOf(record) === end ? books.endedAt(record) : Number.NaN),
    tell: (record) => {
      const time = books.endedAt(record)
      const age = seconds(time - engine.log.enteredAt.get(record))
      return { time, text: `record ${record} ${how}, ${age} after it was made` }
    },
  })
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
  const age = (record: number): string => seconds(engine.clock - madeAt(record))
  const tell = (record: number): string =>
    which === 'produced'
      ? `record ${record} was made`
      : `record ${record} ${record < written ? 'lies unread' : 'waits at the producer'}, ${age(record)} old`
  return explainRows({
    text: OPENINGS[which],
    rows: to - from,
    weigh: (i) => sign * i,
    tell: (i) => ({ time: madeAt(from + i), text: tell(from + i) }),
  })
}

function explainWaits(engine: RevealEngine, { history }: Lane): Explanation {
  const lengthOf = (i: number): SimTime => {
    const { start, end } = history.wait(i)
    return (Number.isNaN(end) ? engine.clock : end) - start
  }
  return explainRows({
    text: 'Each stretch with records in hand, longest first.',
    none: 'The producer never waited.',
    rows: history.waitStart.length,
    weigh: lengthOf,
    tell: (i) => ({
      time: history.wait(i).start,
      text: `waited ${seconds(lengthOf(i))}${Number.isNaN(history.wait(i).end) ? ' so far' : ''}`,
    }),
  })
}

const explainKept = ({ history }: Lane, text: string, weigh: (row: number) => number): Explanation =>
  explainRows({
    text,
    none: 'Nothing was written yet.',
    rows: history.time.length,
    weigh,
    tell: (row) => ({
      time: history.time.get(row),
      text: `${plural(history.kept.get(row), 'record')} in the buffer`,
    }),
  })
