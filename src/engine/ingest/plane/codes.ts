/** What becomes of an event by its time: its minute had not been told yet, had been told and takes it still, or no longer does. */
export const PLACE = { onTime: 0, late: 1, tooLate: 2 } as const

/** When a minute's number is given: with a board before the watermark has passed it, when it has, again, for good. */
export const FIRING = { early: 0, first: 1, update: 2, final: 3 } as const

/** Hours ahead of UTC of the five regions, in the order of REGIONS: of the middle of each. */
export const HOURS_AHEAD: readonly number[] = [-6, 1, 8, -3, 3]

/** The local evening, in which most is watched: from this hour to before that one. */
export const EVENING = { from: 19, to: 23 } as const

/** How much of an even share a reader of a partition can take. */
export const READER_ROOM = 1.5
/** And how many a second it can take in any case. */
export const LEAST_ROOM = 2

/** How late a hand can make an event, in minutes. */
export const MOST_DELAY_MIN = 10
