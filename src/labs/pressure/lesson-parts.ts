import { SECOND } from '../../engine/kernel/time.ts'
import { COUNT_OF, LOSSES } from '../../engine/flow/pressure/codes.ts'
import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import type { Lesson, Progress } from '../../stage/define-lab.ts'

/** What the lessons of the pressure lab ask of a run. */

export type PressureProgress = Progress<PressureFrame>
export type PressureLesson = Lesson<PressureFrame>

/** A number of a lane; NaN where it takes no part, so that nothing asked of it holds. */
export function numberOf(frame: PressureFrame, id: string, value: (lane: LaneFrame) => number): number {
  const found = frame.lanes.find(({ lane }) => lane === id)
  return found === undefined ? Number.NaN : value(found)
}

/** Everything a lane lost. */
export const lossesOf = ({ counts }: LaneFrame): number =>
  LOSSES.reduce((sum, fate) => sum + counts[COUNT_OF[fate]], 0)

/** The share of what was offered that is lost, 0 to 1. */
export const lossShareOf = (lane: LaneFrame): number => lossesOf(lane) / Math.max(1, lane.counts.offered)

/** The share of the requests begun that were answered in time, 0 to 1. */
export const answeredOf = ({ requests }: LaneFrame): number =>
  requests.succeeded / Math.max(1, requests.begun)

/** What an estimate comes to as a share of the truth. */
export const plainlyOf = ({ estimate }: LaneFrame): number => estimate.unweighted / estimate.truth
export const weightedOf = ({ estimate }: LaneFrame): number => estimate.weighted / estimate.truth

/** The run has come to this second. */
export const isAt = ({ now }: Pick<PressureProgress, 'now'>, seconds: number): boolean =>
  now >= seconds * SECOND

/** How often a second a lane switched over the newest two seconds in view. */
export function recentSwitches(frame: PressureFrame, id: string): number {
  return numberOf(frame, id, ({ flow }) => {
    const end = Math.floor((frame.now - flow.start) / flow.width)
    const many = Math.max(1, Math.round((2 * SECOND) / flow.width))
    const recent = flow.switches.subarray(Math.max(0, end - many), Math.max(0, end))
    return recent.reduce((sum, rate) => sum + rate, 0) / Math.max(1, recent.length)
  })
}
