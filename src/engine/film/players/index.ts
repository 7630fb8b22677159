import { unreachable } from '../../../shared/assert.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { LADDER, type FilmSettings, type PlayerId } from '../settings.ts'
import { bbaLevel, createBba } from './bba.ts'
import { bolaWait, createBola, steadyBolaLevel } from './bola.ts'
import { throughputLevel } from './throughput.ts'

/** What a player knows when it asks for its next segment. */
export interface Situation {
  /** What it holds and has not shown. */
  readonly buffer: SimTime
  /** The level of the segment before, -1 before the first. */
  readonly last: number
  /** How fast segments came, in kbit/s. */
  readonly kbps: number
}

/** The step of the ladder nearest to `kbps`; of two as near, the lower. */
export const nearestLevel = (kbps: number): number =>
  LADDER.reduce(
    (best, bitrate, level) =>
      Math.abs(bitrate - kbps) < Math.abs((LADDER[best] ?? 0) - kbps) ? level : best,
    0,
  )

/** The level `player` fetches next. */
export function chooseLevel(player: PlayerId, settings: FilmSettings, situation: Situation): number {
  const { buffer, last, kbps } = situation
  switch (player) {
    case 'fixed':
      return nearestLevel(settings.fixed)
    case 'bba':
      return bbaLevel(createBba(settings.buffer, LADDER), buffer / SECOND, last)
    case 'bola':
      return steadyBolaLevel(createBola(settings.buffer, LADDER), buffer / SECOND, last, kbps)
    case 'rate':
      return throughputLevel(LADDER, kbps, last)
    default:
      return unreachable(player)
  }
}

/** How long `player` waits before it fetches `level` after all, though there is room for a segment. */
export const waitBefore = (
  player: PlayerId,
  { buffer: most }: FilmSettings,
  level: number,
  buffer: SimTime,
): SimTime =>
  player === 'bola' ? Math.ceil(SECOND * bolaWait(createBola(most, LADDER), buffer / SECOND, level)) : 0
