import { outside } from '../../shared/assert.ts'
import type { CollectorConfig } from './config.ts'
import { FIELDS, RECORD_WORDS } from './record.ts'

/** What becomes of events that a collector had when it crashed, by their places among a worker's. */
export interface CrashFate {
  /** In no log. */
  readonly held: readonly number[]
  /** In the log, but the acknowledgement got lost. */
  readonly unconfirmed: readonly number[]
}

const RECEIVED = FIELDS.indexOf('receivedTime')

/**
 * What becomes of the events that came to a collector in the tick in which it crashed at `crashMs`: rows of records, from
 * one worker or from each of several. They come in the order of their times; what came at one time, in that of its words.
 */
export function crashFates(
  parts: readonly Uint32Array[],
  { batchSize, durableMs }: Pick<CollectorConfig, 'batchSize' | 'durableMs'>,
  crashMs: number,
): CrashFate[] {
  const events = parts.flatMap((rows, part) =>
    Array.from({ length: rows.length / RECORD_WORDS }, (_, place) => ({ rows, part, place })),
  )
  const word = ({ rows, place }: (typeof events)[number], field: number): number =>
    rows[place * RECORD_WORDS + field] ?? outside(place)
  events.sort((a, b) => {
    let order = (word(a, RECEIVED) | 0) - (word(b, RECEIVED) | 0)
    for (let field = 0; field < RECORD_WORDS && order === 0; field++) order = word(a, field) - word(b, field)
    return order
  })
  const full = events.length - (events.length % batchSize)
  const last = events[full - 1]
  const isUnconfirmed = last !== undefined && crashMs - (word(last, RECEIVED) | 0) < durableMs
  const unconfirmed = isUnconfirmed ? events.slice(full - batchSize, full) : []
  const held = events.slice(full)
  const of = (some: typeof events, part: number): number[] =>
    some
      .filter((event) => event.part === part)
      .map(({ place }) => place)
      .sort((a, b) => a - b)
  return parts.map((_, part) => ({ held: of(held, part), unconfirmed: of(unconfirmed, part) }))
}
