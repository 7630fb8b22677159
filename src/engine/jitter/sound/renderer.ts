import type { SimTime } from '../../kernel/time.ts'
import type { LaneExcerpt } from '../excerpt.ts'
import type { Segment } from './schedule.ts'
import type { SoundSource } from './source.ts'
import { TickRenderer } from './tick-renderer.ts'
import { TurnRenderer } from './turn-renderer.ts'

/** What was done to the sound, in samples, as WebRTC's statistics count it. */
export interface SoundCounts {
  /** Made up where a packet was missing. */
  concealed: number
  /** Put in to play slower, and taken out to play faster. */
  inserted: number
  removed: number
  /** Silent because nothing was there to play. */
  silent: number
}

/** Turns a player's stretches into samples. Whole or in pieces, the same stretches give the same samples. */
export interface SoundRenderer {
  readonly counts: Readonly<SoundCounts>
  take(segments: readonly Segment[]): void
  /** The samples that are certain since the last time. */
  render(): Float32Array
  /** Nothing follows: the rest of the samples. */
  finish(): Float32Array
}

export interface Rendering {
  readonly source: SoundSource
  readonly interval: SimTime
  /** The time of the first sample. */
  readonly from: SimTime
}

/** The renderer for a kind of player. */
export const createRenderer = (kind: LaneExcerpt['kind'], rendering: Rendering): SoundRenderer =>
  kind === 'gate' ? new TickRenderer(rendering) : new TurnRenderer(rendering)
