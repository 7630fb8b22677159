import type { LaneFrame } from '../../engine/jitter/frame.ts'

/** The marker's colour is 0. A sketch asks for it first, a real player last: at a glance one sees which is which. */
const PREFERRED = {
  whiteboard: [0, 2, 3, 4, 1],
  production: [1, 2, 3, 4, 0],
} as const

/** The colour of each lane, by number; lanes beyond those with a colour of their own get their place instead. */
export function tonesOf(lanes: readonly Pick<LaneFrame, 'about'>[]): readonly number[] {
  const tones: number[] = []
  for (const { about } of lanes)
    tones.push(PREFERRED[about.origin].find((tone) => !tones.includes(tone)) ?? tones.length)
  return tones
}
