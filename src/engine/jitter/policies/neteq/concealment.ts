import { MILLISECOND, type SimTime } from '../../../kernel/time.ts'

/**
 * The length of one pitch period: what a stretch takes out or puts in, and what made-up sound repeats. NetEq finds it
 * in the sound, between 2.5 and 15 ms; packets here carry none, so it is that of a voice of 125 Hz.
 */
export const PITCH_PERIOD: SimTime = 8 * MILLISECOND

/** Made-up sound since the last real one. */
export interface Concealment {
  /** Pitch periods made up in a row. */
  periods: number
  /** How loud it still is: 1 at first, fading to 0. */
  loudness: number
}

export const startConcealment = (): Concealment => ({ periods: 0, loudness: 1 })

/** By how much it fades in a millisecond: not at all, then by 5 % in 6.25 ms, then by 10 %. */
const fadePerMs = (periods: number): number => (periods < 3 ? 0 : periods < 7 ? 0.05 / 6.25 : 0.1 / 6.25)

/** One more pitch period is made up. Source: WebRTC modules/audio_coding/neteq/expand.cc. */
export function concealPeriod(state: Concealment): void {
  state.loudness *= 1 - (PITCH_PERIOD / MILLISECOND) * fadePerMs(state.periods)
  state.periods += 1
}
