import { outside } from '../../../shared/assert.ts'
import { clamp } from '../../../shared/clamp.ts'
import { findLag, LONGEST_LAG } from './pitch.ts'
import { samples } from './source.ts'
import type { Tape } from './tape.ts'

/** How much of the past an expansion is made of, and how much of the tape's end it may mend to join it smoothly. */
export const EXPANSION_HISTORY = 2 * LONGEST_LAG
export const LONGEST_SEAM = samples(3.75)

const SHORTEST_SEAM = samples(0.6)
const IS_VOICED = 0.5

/** What a sample keeps of the level of the one before: 0.95 (0.90) in 6.25 ms. */
const SLOW_FADE = 0.95 ** (1 / samples(6.25))
const FAST_FADE = 0.9 ** (1 / samples(6.25))
const SLOW_FROM_PERIOD = 3
const FAST_FROM_PERIOD = 7
const INAUDIBLE = 1e-4

/**
 * Sound made up where none is there: the last pitch period over and over. After three of them it begins to fade, after
 * seven it fades faster; without a pitch it fades at once. The constants are those of WebRTC
 * (modules/audio_coding/neteq/expand.cc), which also mixes noise in and smooths the spectrum: we do not.
 */
export class Expansion {
  private readonly period: Float32Array
  private readonly isVoiced: boolean
  private place = 0
  private periods = 0
  private level = 1
  private hushing = 1

  /** Goes on from the end of `tape`, whose last samples are mended so that no step is heard. */
  constructor(tape: Tape) {
    const past = Float32Array.from({ length: EXPANSION_HISTORY }, (_, i) => tape.tail(EXPANSION_HISTORY - i))
    const end = past.length
    const match = findLag(past, LONGEST_LAG, (lag, wanted) => ({
      a: end - lag - wanted,
      b: end - wanted,
      room: wanted,
    }))
    this.isVoiced = match !== null && match.score > IS_VOICED
    const lag = match === null || !this.isVoiced ? LONGEST_LAG : match.lag
    const seam = clamp(lag >> 2, SHORTEST_SEAM, LONGEST_SEAM)
    this.period = past.slice(end - lag)
    // Both ends, the period's and the tape's, turn into what came before the period: it leads into its beginning.
    for (let i = 0; i < seam; i++) {
      const share = (i + 1) / (seam + 1)
      const place = end - seam + i
      const before = past[place - lag] ?? outside(place)
      const mended = (1 - share) * (past[place] ?? outside(place)) + share * before
      this.period[lag - seam + i] = mended
      tape.mend(seam - i, mended)
    }
  }

  /** Falls silent within about `length` samples. */
  hush(length: number): void {
    this.hushing = INAUDIBLE ** (1 / length)
  }

  next(): number {
    if (this.level < INAUDIBLE) return 0
    const sample = this.level * (this.period[this.place] ?? outside(this.place))
    this.level *= this.fade * this.hushing
    this.place += 1
    if (this.place === this.period.length) {
      this.place = 0
      this.periods += 1
    }
    return sample
  }

  private get fade(): number {
    if (this.periods >= FAST_FROM_PERIOD) return FAST_FADE
    return this.periods >= SLOW_FROM_PERIOD || !this.isVoiced ? SLOW_FADE : 1
  }
}
