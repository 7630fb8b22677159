/** The most items a run may have: its history must fit in memory. */
export const MAX_ITEMS = 150_000
export const MAX_STAGES = 5
export const MAX_WORKERS = 8
