/** The branches there may be, in the order of their rows in the picture. */
export const BRANCHES = ['main', 'fix', 'idea'] as const

export type BranchName = (typeof BRANCHES)[number]

export const LANE_IDS = ['list', 'graph'] as const

export type LaneId = (typeof LANE_IDS)[number]
