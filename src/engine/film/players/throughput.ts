import { at } from '../../../shared/assert.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'

/** An estimate before anything was fetched, in kbit/s. */
const FIRST_ESTIMATE = 500
/** How much of the estimate a bitrate may take: to stay or go down, and to go up. */
const SHARE_TO_STAY = 0.95
const SHARE_TO_RISE = 0.7

export interface SavedThroughput {
  readonly estimates: readonly number[]
  readonly weight: number
}

/** Seconds of fetching after which a sample counts half: of the quick and of the slow average. */
type HalfLives = readonly [number, number]

export const HALF_LIVES: { readonly hls: HalfLives; readonly dash: HalfLives } = {
  hls: [3, 9],
  dash: [3, 8],
}

/** How fast segments came, as hls.js and dash.js reckon it: the lower of two averages that forget exponentially. */
export class Throughput {
  private readonly halfLives: HalfLives
  private estimates: number[] = [0, 0]
  /** Seconds of fetching behind the averages. */
  private weight = 0

  constructor(halfLives: HalfLives) {
    this.halfLives = halfLives
  }

  /** Something came at `kbps` for `duration`. */
  add(kbps: number, duration: SimTime): void {
    const seconds = Math.max(duration, 1) / SECOND
    this.estimates = this.estimates.map((old, i) => {
      const kept = halved(seconds, at(this.halfLives, i))
      return kept * old + (1 - kept) * kbps
    })
    this.weight += seconds
  }

  /** In whole kbit/s. */
  get kbps(): number {
    if (this.weight === 0) return FIRST_ESTIMATE
    // An average that began at nothing is too low by what it still lacks.
    const whole = this.estimates.map((part, i) => part / (1 - halved(this.weight, at(this.halfLives, i))))
    return Math.round(Math.min(...whole))
  }

  save(): SavedThroughput {
    return { estimates: this.estimates.slice(), weight: this.weight }
  }

  restore({ estimates, weight }: SavedThroughput): void {
    this.estimates = estimates.slice()
    this.weight = weight
  }
}

/** The level to fetch next after `last`, as hls.js has it: the highest bitrate within its share of the estimate. */
export const throughputLevel = (bitrates: readonly number[], kbps: number, last: number): number =>
  Math.max(
    0,
    bitrates.findLastIndex(
      (bitrate, level) => bitrate <= kbps * (level <= last ? SHARE_TO_STAY : SHARE_TO_RISE),
    ),
  )

/** What is left after `seconds` of something halved every `halfLife`. */
const halved = (seconds: number, halfLife: number): number => rounded(0.5 ** (seconds / halfLife))

/** The last bits of a power differ from machine to machine; the choice must not. */
const rounded = (x: number): number => Math.round(x * 2 ** 40) / 2 ** 40
