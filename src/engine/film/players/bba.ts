import { at } from '../../../shared/assert.ts'

/**
 * BBA-0: the buffer alone chooses the bitrate, along a line from the lowest at the reservoir's edge to the highest at
 * the cushion's. Huang, Johari, McKeown, Trunnell and Watson, "A buffer-based approach to rate adaptation", SIGCOMM
 * 2014: there a reservoir of 90 s and a cushion of 126 s in a buffer of 240 s. Here the same shares of any buffer.
 */
export interface Bba {
  /** Seconds: up to here, the lowest bitrate. */
  readonly reservoir: number
  /** Seconds: the length of the line after it. */
  readonly cushion: number
  readonly bitrates: readonly number[]
}

const RESERVOIR_SHARE = 90 / 240
const CUSHION_SHARE = 126 / 240

/** The rule for a player that holds up to `buffer` seconds. `bitrates` ascend. */
export const createBba = (buffer: number, bitrates: readonly number[]): Bba => ({
  reservoir: RESERVOIR_SHARE * buffer,
  cushion: CUSHION_SHARE * buffer,
  bitrates,
})

/** The line: the bitrate that goes with `buffer` seconds in hand. */
export function bbaRate({ reservoir, cushion, bitrates }: Bba, buffer: number): number {
  const [lowest, highest] = [at(bitrates, 0), at(bitrates, bitrates.length - 1)]
  if (buffer <= reservoir) return lowest
  if (buffer >= reservoir + cushion) return highest
  return lowest + ((highest - lowest) * (buffer - reservoir)) / cushion
}

/**
 * The level to fetch next after `last` (-1 before the first). It stays until the line reaches the next step up or down,
 * and then goes to the step the line has just passed: the paper's algorithm 1.
 */
export function bbaLevel(rule: Bba, buffer: number, last: number): number {
  const { bitrates } = rule
  const top = bitrates.length - 1
  const rate = bbaRate(rule, buffer)
  if (buffer <= rule.reservoir) return 0
  if (buffer >= rule.reservoir + rule.cushion) return top
  const current = Math.max(0, last)
  const up = at(bitrates, Math.min(top, current + 1))
  const down = at(bitrates, Math.max(0, current - 1))
  if (current < top && rate >= up) return bitrates.findLastIndex((bitrate) => bitrate < rate)
  if (current > 0 && rate <= down) return bitrates.findIndex((bitrate) => bitrate > rate)
  return current
}
