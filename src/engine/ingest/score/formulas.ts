const HOURS_A_DAY = 24
const PAST_HOURS = 23
/** The least viewers a title is shown with. */
export const FEWEST = 10
/** The baseline of a category that nobody knows, as drawn. */
export const UNKNOWN_BASELINE = 1_000
/** Nothing is divided by less. */
const LEAST_EXPECTED = 1
/** The least and the most that decay makes of a score. */
const DECAY = { least: 0.5, most: 2 } as const

export interface DrawnScore {
  readonly spike: number
  readonly velocity: number
  /** What the velocity multiplies the score by. */
  readonly multiplier: number
  readonly score: number
}

/**
 * The whiteboard's score of a title: unique viewers of the last hour over the category's baseline, times 1 + half the
 * velocity, which is the change since the last call times the hour's share of a day's 24th part.
 */
export function drawnScore(hour: number, day: number, previous: number, baseline: number): DrawnScore {
  const average = day / HOURS_A_DAY
  const spike = average > 0 ? hour / average : 1
  const change = previous === 0 ? 0 : (hour - previous) / previous
  const velocity = previous === 0 ? 0 : change * spike
  const multiplier = velocity > 0 ? 1 + velocity * 0.5 : 1
  return { spike, velocity, multiplier, score: (hour / baseline) * multiplier }
}

/**
 * How far a title is above what was to be expected, shrunk: (now + K) / (expected + K). Expected is the mean of the day's
 * other 23 hours; hours before the run count with what is usual for the title, `pastHours` of them were in it.
 */
export function lift(hour: number, day: number, usual: number, pastHours: number, shrink: number): number {
  const past = Math.min(PAST_HOURS, Math.max(0, pastHours))
  const expected = (Math.max(0, day - hour) + (PAST_HOURS - past) * usual) / PAST_HOURS
  // With nothing added and nothing expected one viewer is: a quotient there must be.
  return (hour + shrink) / Math.max(LEAST_EXPECTED, expected + shrink)
}

/** More than 1 where the last minutes had more than the hour's mean minute, less where they had less. */
export const decay = (recent: number, mean: number, shrink: number): number =>
  mean + shrink === 0 ? 1 : Math.min(DECAY.most, Math.max(DECAY.least, (recent + shrink) / (mean + shrink)))

/** As drawn: of n, the share at or below the one in place `index` (from 0, best first): SQL's CUME_DIST. */
export const drawnPercentile = (index: number, n: number): number => 1 - index / n

/** SQL's PERCENT_RANK: 1 for the best, 0 for the last; 0 for the only one. */
export const percentRank = (index: number, n: number): number => (n < 2 ? 0 : (n - 1 - index) / (n - 1))

/** Change of viewers in a minute, as a share: the same whatever the time between two boards. */
export const velocityPerMinute = (now: number, before: number, minutes: number): number =>
  before <= 0 || minutes <= 0 ? 0 : (now - before) / before / minutes
