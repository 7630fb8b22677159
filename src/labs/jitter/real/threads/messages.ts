import type { WhenLate } from '../../../../engine/jitter/config.ts'

/** What passes between the page and the two threads of the real thing. Types only. */

/** What the player on the sound's thread is told. */
export type ToPlayer =
  | { readonly kind: 'samples'; readonly samples: Float32Array }
  /** Nothing follows. */
  | { readonly kind: 'last' }
  /** It is wanted no more. */
  | { readonly kind: 'stop' }

/** How far the player has come, in samples. */
export interface FromPlayer {
  readonly played: number
  /** Samples for which it had nothing to play although more was to come: the page could not keep up. */
  readonly starved: number
  readonly isOver: boolean
}

export interface PlayerOptions {
  /** Samples at hand from the beginning, and all there are: where nobody can hand in more, as when rendering offline. */
  readonly all: Float32Array | null
}

/** What the thread of the packets does at either end of the call. */
/** How our player is set. */
export interface OurSettings {
  /** How much faster or slower than real time it may run, as a share. */
  readonly stretch: number
  readonly whenLate: WhenLate
}

export type TransformOptions =
  | {
      readonly end: 'sender'
      /** For each packet of 20 ms how long it is held back, in milliseconds; NaN: it is lost. */
      readonly plan: Float64Array
    }
  | {
      readonly end: 'receiver'
      readonly ours: OurSettings
    }

/** What happened since the last report, and where our player stands. Times in milliseconds. */
export interface FromDelayLine {
  /** Packets of the plan that have come through. */
  readonly done: number
  readonly lost: number
  /** How much later than planned the packets since the last report left. */
  readonly behind: { readonly count: number; readonly sum: number; readonly most: number }
  readonly ours: OurReading
}

/** Our player, given the same arrivals. Sums run from the beginning. */
export interface OurReading {
  /** The mean of its target since the last report. */
  readonly target: number
  readonly played: number
  readonly bufferTime: number
  readonly missingTime: number
}
