export const LANE_IDS = ['pointers', 'paint'] as const

export type LaneId = (typeof LANE_IDS)[number]

/** What a commit has been painted with, as a sum of these: from which tip it was come to, and whether it counts no more. */
export const PAINT = { a: 1, b: 2, stale: 4, result: 8 } as const

/** How good an answer was: all of the best common ancestors, some of them, or one that is none of them. */
export const VERDICTS = ['right', 'incomplete', 'wrong'] as const

export type Verdict = (typeof VERDICTS)[number]
