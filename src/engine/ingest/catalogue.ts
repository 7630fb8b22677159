import { at, outside } from '../../shared/assert.ts'
import { normalQuantile } from '../kernel/normal.ts'
import { RandomStream } from '../kernel/random.ts'
import { below, mix } from './chance.ts'
import { GENRES } from './codes.ts'

const TWO_POW_32 = 0x1_0000_0000
const HOUR_S = 3_600
/** Shares of films, long episodes and short ones, and how long they are at least, in seconds; up to a third more. */
const KINDS = [
  { upTo: 0.3, seconds: 5_100 },
  { upTo: 0.8, seconds: 2_300 },
  { upTo: 1, seconds: 1_150 },
] as const
/** How much of a title a play takes on average: a third go on to its end, the others leave within its first half. */
const PLAYED = 0.5
/** What lies between two plays of a viewer, in seconds: pages, searches, leaving and coming. */
const BETWEEN_S = 160
/** How much a title's audience today differs from that of the days before: the standard deviation of its logarithm. */
const TREND = 0.35
/** A title of which nobody knows how long it is. */
const USUAL_PLAY_S = 2_000

/** How many different viewers an hour a title of this many seconds has for each that watches it now. */
export const viewersAnHour = (duration: number): number =>
  1 + HOUR_S / (duration > 0 ? PLAYED * duration : USUAL_PLAY_S)

/** What is known about the titles before a run begins. Columns by title. */
export interface Catalogue {
  readonly titles: number
  readonly genre: Uint8Array
  /** Seconds. */
  readonly duration: Uint16Array
  /** Hours since the title came out, at the run's epoch. */
  readonly ageHours: Uint32Array
  /** Different viewers in a usual hour, from the days before the run. */
  readonly usual: Float64Array
  /** A title far down the list, that may become viral; one that comes out during the run; one for bots. */
  readonly special: { readonly viral: number; readonly release: number; readonly bots: number }
  /** Picks a title by popularity from a uniform 32-bit draw and another. */
  pick(draw: number, other: number): number
}

/** Titles with popularity by Zipf's law with exponent 1, in no order. `viewers` watch at once. */
export function createCatalogue(seed: number, titles: number, viewers: number): Catalogue {
  const byRank = shuffled(titles, RandomStream.of(seed, 'ingest.catalogue.rank'))
  const stream = RandomStream.of(seed, 'ingest.catalogue.title')
  const genre = new Uint8Array(titles)
  const duration = new Uint16Array(titles)
  const ageHours = new Uint32Array(titles)
  for (let title = 0; title < titles; title++) {
    genre[title] = stream.below(GENRES.length)
    const u = stream.uniform()
    const kind = KINDS.find(({ upTo }) => u < upTo) ?? KINDS[2]
    duration[title] = kind.seconds + stream.below(Math.floor(kind.seconds / 3))
    // Squared: there are more young titles than old ones.
    const age = stream.uniform()
    ageHours[title] = 48 + Math.floor(age * age * 10 * 365 * 24)
  }
  const weight = new Float64Array(titles)
  let total = 0
  for (let rank = 0; rank < titles; rank++) {
    const share = 1 / (rank + 1)
    weight[byRank[rank] ?? outside(rank)] = share
    total += share
  }
  const trend = RandomStream.of(seed, 'ingest.catalogue.trend')
  // A cycle of a viewer: a play and what lies before the next. Long titles have more viewers at once for each play (C33).
  const cycle = weight.reduce(
    (sum, share, title) => sum + (share / total) * PLAYED * at(duration, title),
    BETWEEN_S,
  )
  const usual = weight.map((share, title) => {
    const atOnce = (viewers * (share / total) * PLAYED * at(duration, title)) / cycle
    return (
      atOnce *
      viewersAnHour(at(duration, title)) *
      Math.exp(TREND * (normalQuantile((trend.uint32() + 0.5) / TWO_POW_32) - TREND / 2))
    )
  })
  const special = {
    viral: at(byRank, Math.floor(titles * 0.3)),
    release: at(byRank, Math.floor(titles * 0.5)),
    bots: at(byRank, Math.floor(titles * 0.7)),
  }
  // Nobody has seen it yet.
  ageHours[special.release] = 0
  usual[special.release] = 0
  return { titles, genre, duration, ageHours, usual, special, pick: aliasTable(weight, total) }
}

function shuffled(count: number, stream: RandomStream): Uint32Array {
  const order = new Uint32Array(count).map((_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = stream.below(i + 1)
    const kept = at(order, i)
    order[i] = at(order, j)
    order[j] = kept
  }
  return order
}

/** Walker's alias method: one place, one comparison. */
function aliasTable(weight: Float64Array, total: number): Catalogue['pick'] {
  const count = weight.length
  const own = new Uint32Array(count).fill(TWO_POW_32 - 1)
  const alias = new Uint32Array(count).map((_, i) => i)
  const left = weight.map((w) => (w / total) * count)
  const small: number[] = []
  const large: number[] = []
  for (let i = 0; i < count; i++) (at(left, i) < 1 ? small : large).push(i)
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop() ?? outside(0)
    const rich = large.pop() ?? outside(0)
    own[poor] = Math.floor(at(left, poor) * (TWO_POW_32 - 1))
    alias[poor] = rich
    left[rich] = at(left, rich) - (1 - at(left, poor))
    ;(at(left, rich) < 1 ? small : large).push(rich)
  }
  return (draw, other) => {
    const place = below(draw, count)
    return other < (own[place] ?? outside(place)) ? place : (alias[place] ?? outside(place))
  }
}

/** The genre's usual viewers an hour for a title of that age: young ones have more, down to the mean within months. */
export function genreBaselines(catalogue: Catalogue): Float64Array {
  const sums = new Float64Array(GENRES.length)
  const counts = new Float64Array(GENRES.length)
  for (let title = 0; title < catalogue.titles; title++) {
    const genre = at(catalogue.genre, title)
    sums[genre] = at(sums, genre) + at(catalogue.usual, title)
    counts[genre] = at(counts, genre) + 1
  }
  return sums.map((sum, genre) => sum / Math.max(1, at(counts, genre)))
}

/** A second draw from one that has been used. */
export const secondDraw = (draw: number): number => mix(draw ^ 0x2545f491)
