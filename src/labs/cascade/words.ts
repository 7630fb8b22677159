import type { LaneFrame } from '../../engine/flow/cascade/frame.ts'

/** A count in few letters: 950, 1.2k, 15k. */
export const short = (count: number): string =>
  count < 1_000 ? String(count) : `${(count / 1_000).toFixed(count < 9_950 ? 1 : 0)}k`

/** A time in its own unit: "24 ms", "5.4 s". */
export function sayTime(ms: number): string {
  if (Number.isNaN(ms)) return '–'
  return ms < 1_000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}

/** A lane in a line: its name, then what there is to say of it. */
export function laneSum({ name, summary }: LaneFrame, narrow: boolean): string[] {
  const { latencyMs, waiting, shed, recoveryS } = summary
  const lost = summary.dropped + shed
  return [
    name,
    `p99 ${sayTime(latencyMs.p99)}`,
    ...(waiting > 0 && !narrow ? [`${waiting.toLocaleString('en')} wait outside`] : []),
    ...(lost > 0 ? [`${lost.toLocaleString('en')} lost`] : []),
    ...(Number.isNaN(recoveryS) ? [] : [`${narrow ? 'back in' : 'recovery'} ${recoveryS.toFixed(1)} s`]),
  ]
}
