import type { LaneFrame } from '../../engine/flow/pressure/frame.ts'

/** The marker's colour is 0. A sketch asks for it first, a production lane last: at a glance one sees which is which. */
const PREFERRED = {
  whiteboard: [0, 6, 2, 4, 5, 3, 7, 1],
  production: [1, 2, 3, 4, 5, 6, 7, 0],
} as const

/** The colour of each lane, by number; lanes beyond those with a colour of their own get their place instead. */
export function tonesOf(lanes: readonly Pick<LaneFrame, 'origin'>[]): readonly number[] {
  const tones: number[] = []
  for (const { origin } of lanes)
    tones.push(PREFERRED[origin].find((tone) => !tones.includes(tone)) ?? tones.length)
  return tones
}
