const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** The bucket of nearly all events: less than a minute late. */
export const PROMPT = 1

/**
 * The bucket of a lateness in ms, as an index in LATENESS_BUCKETS. Events from the future have one of their own: as drawn,
 * a device whose clock is fast counts as on time (Y52).
 */
export function bucketOf(latenessMs: number): number {
  if (latenessMs < MINUTE_MS) return latenessMs < 0 ? 0 : PROMPT
  if (latenessMs < 5 * MINUTE_MS) return 2
  if (latenessMs < HOUR_MS) return 3
  return latenessMs < DAY_MS ? 4 : 5
}

/** As drawn (C44): five buckets, and whatever is not late enough for another is in the first. */
export const drawnBucketOf = (latenessMs: number): number => Math.max(PROMPT, bucketOf(latenessMs))
