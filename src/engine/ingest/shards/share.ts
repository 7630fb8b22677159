import type { IngestConfig } from '../config.ts'

/**
 * A worker's share of the viewers: of every `of` of them one after another, those at places `from` to before `to`. Whatever a
 * viewer sends, its producer number tells whose it is, so everything up to deduplication stays with one worker. Neighbours
 * stay together: what is kept by producer lies beside each other in memory.
 */
export interface Share {
  readonly from: number
  readonly to: number
  readonly of: number
}

export const WHOLE: Share = { from: 0, to: 1, of: 1 }

/** Viewers of a round, a power of two: a thousandth of all, within these. Many, for whole pages of memory are one worker's. */
const LEAST_ROUND = 2 ** 8
const MOST_ROUND = 2 ** 13
const ROUNDS = 1_000
/** What a register costs the leader between two boards, in events; and the events a viewer makes meanwhile. */
const REGISTER_COST = 0.27
const EVENTS_A_VIEWER = 3
/** The first worker has at least this part of what the others have. */
const LEAST_PART = 0.5

/**
 * The shares of so many workers, the first of them smaller: it leads beside. Its boards cost by `registers`, the others' work by
 * viewers.
 */
export function sharesOf(
  workers: number,
  { viewers }: Pick<IngestConfig['population'], 'viewers'>,
  registers: number,
): Share[] {
  const round = Math.min(MOST_ROUND, Math.max(LEAST_ROUND, 2 ** Math.floor(Math.log2(viewers / ROUNDS))))
  const even = 1 / workers
  const extra = (even * (workers - 1) * REGISTER_COST * registers) / (EVENTS_A_VIEWER * viewers)
  const first = workers === 1 ? 1 : Math.max(LEAST_PART * even, even - extra)
  const bounds = Array.from({ length: workers + 1 }, (_, i) =>
    i === 0 ? 0 : Math.round(round * (first + ((1 - first) * (i - 1)) / Math.max(1, workers - 1))),
  )
  return bounds.slice(1).map((to, i) => ({ from: bounds[i] ?? 0, to, of: round }))
}

/** How many of `count` places are in the share. */
export const sizeOf = ({ from, to, of }: Share, count: number): number =>
  Math.floor(count / of) * (to - from) + Math.max(0, Math.min(to, count % of) - from)

/** The first place from `place` on that is in the share. */
export function firstFrom({ from, to, of }: Share, place: number): number {
  const rest = place % of
  if (rest < from) return place - rest + from
  return rest < to ? place : place - rest + of + from
}

/** The place of the share after this one of its. */
export const nextOf = ({ from, to, of }: Share, place: number): number =>
  (place % of) + 1 < to ? place + 1 : place - (place % of) + of + from

/** The share's place with this number, from 0, and the number of a place of it. */
export const placeAt = ({ from, to, of }: Share, number: number): number =>
  Math.floor(number / (to - from)) * of + from + (number % (to - from))
export const numberOf = ({ from, to, of }: Share, place: number): number =>
  Math.floor(place / of) * (to - from) + (place % of) - from
