import { SECOND } from '../../engine/kernel/time.ts'
import { COUNT_OF, LOSSES } from '../../engine/flow/pressure/codes.ts'
import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import type { Progress } from '../../stage/define-lab.ts'

/** What the lessons of the pressure lab ask of a run. */

export type PressureProgress = Progress<PressureFrame>

/** A lane by its id; undefined where it takes no part. */
export const laneOf = ({ lanes }: PressureFrame, id: string): LaneFrame | undefined =>
  lanes.find(({ lane }) => lane === id)

/** A number of a lane; NaN where it takes no part, so that nothing asked of it holds. */
export const numberOf = (frame: PressureFrame, id: string, value: (lane: LaneFrame) => number): number => {
  const lane = laneOf(frame, id)
  return lane === undefined ? Number.NaN : value(lane)
}

/** Everything a lane lost. */
export const lossesOf = ({ counts }: LaneFrame): number =>
  LOSSES.reduce((sum, fate) => sum + counts[COUNT_OF[fate]], 0)

/** The share of what was offered that is lost, 0 to 1. */
export const lossShareOf = (lane: LaneFrame): number => lossesOf(lane) / Math.max(1, lane.counts.offered)

/** The run has come to this second. */
export const isAt = ({ now }: Pick<PressureProgress, 'now'>, seconds: number): boolean =>
  now >= seconds * SECOND

/** The lane with the most of something; its id, or '' where there is no lane. */
export function mostOf(
  { lanes }: PressureFrame,
  ids: readonly string[],
  value: (lane: LaneFrame) => number,
): string {
  const [most] = lanes.filter(({ lane }) => ids.includes(lane)).toSorted((a, b) => value(b) - value(a))
  return most?.lane ?? ''
}
