/** The most messages the load may offer in a run, and the most lanes: their history must fit in memory. */
export const MAX_ARRIVALS = 1_000_000
export const MAX_LANES = 16
