import type { RandomStream } from '../../kernel/random.ts'

/** The two rates a loss model is described by: see `nextLost`. */
export interface LossRates {
  readonly lossRate: number
  readonly lossBurst: number
}

/**
 * One step of the Gilbert loss model: two states, all packets pass in the good one and none in the bad one.
 * Returns whether this packet is lost, which is also the next state. Takes one draw a packet.
 * From the mean loss rate L and the mean burst B: leave bad with r = 1/B, enter it with p = L r / (1 - L).
 * B at or below 1 means independent losses. Source: Gilbert (1960); parameters as in tc-netem(8) `gemodel`.
 */
export function nextLost(
  wasLost: boolean,
  { lossRate, lossBurst }: LossRates,
  stream: RandomStream,
): boolean {
  if (lossBurst <= 1 || lossRate >= 1) return stream.chance(lossRate)
  const leaveBad = 1 / lossBurst
  const enterBad = Math.min(1, (lossRate * leaveBad) / (1 - lossRate))
  return stream.chance(wasLost ? 1 - leaveBad : enterBad)
}
