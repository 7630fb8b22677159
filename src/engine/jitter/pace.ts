import { clamp } from '../../shared/clamp.ts'
import { SECOND, type SimTime } from '../kernel/time.ts'

/**
 * How a timestamp player gets from the delay it has to the one its policy wants: as fast as the stretch allows; by the
 * rule of a player of live streams; or only in the silences between talkspurts, as papers on speech have it.
 */
export type Pace = 'limit' | 'hls' | 'dash' | 'silence'

/** What limits a step: the player's pace, its stretch as a share, and the usual time between packets. */
export interface PaceRules {
  readonly pace: Pace
  readonly stretch: number
  readonly interval: SimTime
}

/**
 * How much longer than `spacing` a turn lasts (shorter: below 0) for a player that is `behind` the delay it wants to
 * have; never more than the stretch allows.
 */
export function stepOver(behind: SimTime, spacing: SimTime, { pace, stretch, interval }: PaceRules): SimTime {
  const limit = Math.floor(spacing * stretch)
  const atOnce = clamp(0 - behind, -limit, limit)
  switch (pace) {
    case 'limit':
      return atOnce
    case 'silence':
      return isSilence(spacing, interval) ? atOnce : 0
    case 'hls':
      // hls.js never plays more slowly: it may stall, and stay behind. A call's player would lose packets for ever.
      return behind > 0 ? Math.max(atOnce, stretched(spacing, hlsRate(behind / SECOND, 1 + stretch))) : atOnce
    case 'dash':
      return clamp(stretched(spacing, dashRate(behind / SECOND, stretch)), -limit, limit)
  }
}

const stretched = (spacing: SimTime, rate: number): SimTime => Math.round(spacing / rate) - spacing

/** A packet that follows so much later than usual begins a talkspurt. */
export const isSilence = (spacing: SimTime, interval: SimTime): boolean => spacing > 1.5 * interval

/**
 * The rate at which hls.js 1.7 catches up a live stream that is `behind` so many seconds (`latency-controller.ts`,
 * while its playlist is fresh), in steps of 5 %, up to `most`.
 */
export const hlsRate = (behind: number, most: number): number =>
  clamp(Math.round(20 * sigmoid(0.75 * behind)) / 20, 1, most)

/** The same of dash.js 5.1.1 (`CatchupController.js`, its default), which also slows down: between 1 - `most` and 1 + `most`. */
export const dashRate = (behind: number, most: number): number => 1 - most + most * sigmoid(5 * behind)

/** From 0 to 2. The last bits of an exponential differ from machine to machine; what follows from it must not. */
const sigmoid = (x: number): number => Math.round(2e9 / (1 + Math.exp(-x))) / 1e9
