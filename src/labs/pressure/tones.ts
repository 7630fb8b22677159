import { CLIENT_LABELS } from '../../engine/flow/pressure/codes.ts'
import type { LaneFrame } from '../../engine/flow/pressure/frame.ts'

/** The marker's colour is 0. A sketch asks for it first, a production lane last: at a glance one sees which is which. */
const PREFERRED = {
  whiteboard: [0, 6, 2, 3, 7, 4, 5, 1],
  production: [1, 2, 3, 4, 6, 7, 5, 0],
} as const

/** The colour of each lane, by number; lanes beyond those with a colour of their own get their place instead. */
export function tonesOf(lanes: readonly Pick<LaneFrame, 'origin'>[]): readonly number[] {
  const tones: number[] = []
  for (const { origin } of lanes)
    tones.push(PREFERRED[origin].find((tone) => !tones.includes(tone)) ?? tones.length)
  return tones
}

/** What tells the lanes apart, in little room: where all have the same policy, that is their clients. */
export function shortNames(
  lanes: readonly Pick<LaneFrame, 'policy' | 'client' | 'name'>[],
): readonly string[] {
  const policies = new Set(lanes.map(({ policy }) => policy))
  const isByClient = policies.size === 1 && lanes.length > 1
  return lanes.map(({ client, name }) => {
    if (!isByClient) return name
    const label = CLIENT_LABELS[client]
    return label.charAt(0).toUpperCase() + label.slice(1)
  })
}

/** Lines that may lie on each other get thinner from first to last, so that each is seen at the rim of the next. */
export const nested = (i: number, many: number): number => 1.7 + 1.3 * Math.min(3, many - 1 - i)
