import { startsOf } from './plan.ts'

interface KeyMoment {
  readonly id: string
  /** When the episode's storyboard says it comes, in seconds. */
  readonly stated: number
  /** The number of the slide that it is on, from 1. */
  readonly slide: number
  readonly what: string
  readonly why: string
}

/** The moments that must come off (M1 to M9 of the episode's sheet), and why each matters. */
const KEY_MOMENTS: readonly KeyMoment[] = [
  { id: 'M1', stated: 60, slide: 3, what: 'The jitter problem', why: 'everybody has waited for a film' },
  { id: 'M2', stated: 180, slide: 6, what: 'The player’s pipeline', why: 'how a real player is built' },
  { id: 'M3', stated: 300, slide: 8, what: 'Kafka as ring buffers', why: 'what joins both halves' },
  { id: 'M4', stated: 480, slide: 10, what: 'Consumer groups', why: 'how reads scale' },
  { id: 'M5', stated: 600, slide: 12, what: 'Why Kafka is fast', why: 'no magic in it' },
  { id: 'M6', stated: 720, slide: 16, what: 'The strategy matrix', why: 'where judgement is asked for' },
  { id: 'M7', stated: 840, slide: 19, what: 'The season’s journey', why: 'what the series comes to' },
  { id: 'M8', stated: 960, slide: 20, what: 'Time as a data structure', why: 'the one theme of all' },
  { id: 'M9', stated: 1_080, slide: 24, what: 'Season 2', why: 'they should want more' },
]

/** A key moment on a time line. */
export interface PlacedMoment extends KeyMoment {
  /** From when to when its slide is on by the plan, in seconds. */
  readonly starts: number
  readonly ends: number
  /** Whether its slide is on at the time that the storyboard states. */
  readonly agrees: boolean
  /** The number of the slide that is on at the stated time instead; null after the end. */
  readonly instead: number | null
}

/** The key moments where a plan of `seconds` a slide has them, beside where the storyboard says they are. */
export function placeMoments(seconds: readonly number[]): readonly PlacedMoment[] {
  const starts = startsOf(seconds)
  return KEY_MOMENTS.map((moment) => {
    const begins = starts[moment.slide - 1] ?? 0
    const ends = begins + (seconds[moment.slide - 1] ?? 0)
    const on = seconds.findIndex((each, i) => {
      const start = starts[i] ?? 0
      return moment.stated >= start && moment.stated < start + each
    })
    const agrees = on === moment.slide - 1
    return { ...moment, starts: begins, ends, agrees, instead: on < 0 ? null : on + 1 }
  })
}

/** The next moment to come for somebody who is on slide `slide` (from 1); null after the last. */
export const nextMoment = (moments: readonly PlacedMoment[], slide: number): PlacedMoment | null =>
  moments.find((moment) => moment.slide > slide) ?? null
