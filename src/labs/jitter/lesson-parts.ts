import { SECOND } from '../../engine/kernel/time.ts'
import type { JitterFrame, LaneFrame } from '../../engine/jitter/frame.ts'
import type { RunSummary } from '../../engine/jitter/measures.ts'
import type { Progress } from '../../stage/define-lab.ts'

/** What the lessons of the jitter lab ask of a run. */

export type JitterProgress = Progress<JitterFrame>

export const laneOf = ({ lanes }: JitterFrame, policy: string): LaneFrame | undefined =>
  lanes.find(({ summary }) => summary.policy === policy)

export const fixedOf = ({ frame }: Pick<JitterProgress, 'frame'>): RunSummary | undefined =>
  laneOf(frame, 'fixed')?.summary

/** Some seconds have been played, and the fixed player lost nothing to lateness. */
export const losesNothing = (progress: JitterProgress, seconds: number): boolean =>
  progress.now >= seconds * SECOND && progress.done.has('set-delay') && fixedOf(progress)?.late === 0

/** Which of two lanes has more of something: their names, or `same` within `slack`. */
export function whoHasMore(
  frame: JitterFrame,
  [a, b]: readonly [string, string],
  value: (run: RunSummary) => number,
  slack: number,
): string {
  const [one, other] = [a, b].map((policy) => {
    const lane = laneOf(frame, policy)
    return lane === undefined ? 0 : value(lane.summary)
  })
  const more = (one ?? 0) - (other ?? 0)
  return Math.abs(more) <= slack ? 'same' : more > 0 ? a : b
}

export const FIXED_OR_NETEQ = [
  { id: 'fixed', label: 'the fixed delay' },
  { id: 'neteq', label: 'the NetEq-style histogram' },
  { id: 'same', label: 'neither, or nearly so' },
]
