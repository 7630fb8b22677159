/** A talk's clock: how long it has run, and how much of that went to each slide. Times in milliseconds. */
export interface Stopwatch {
  /** When it was last brought up to date while running; null while it stands. */
  readonly since: number | null
  /** The slide that is on, from 0. */
  readonly slide: number
  /** Up to `since`, by slide. */
  readonly spent: readonly number[]
}

export const stopwatch = (slides: number): Stopwatch => ({
  since: null,
  slide: 0,
  spent: Array.from({ length: slides }, () => 0),
})

/** The clock brought up to date: what has passed goes to the slide that is on. A clock set back counts as nothing. */
export function tick(watch: Stopwatch, now: number): Stopwatch {
  if (watch.since === null) return watch
  const passed = Math.max(0, now - watch.since)
  const spent = watch.spent.map((each, i) => (i === watch.slide ? each + passed : each))
  return { ...watch, since: now, spent }
}

export const start = (watch: Stopwatch, now: number): Stopwatch =>
  watch.since === null ? { ...watch, since: now } : watch

export const pause = (watch: Stopwatch, now: number): Stopwatch => ({ ...tick(watch, now), since: null })

export const turnTo = (watch: Stopwatch, slide: number, now: number): Stopwatch =>
  slide === watch.slide ? watch : { ...tick(watch, now), slide }

export const elapsed = ({ spent }: Stopwatch): number => spent.reduce((all, each) => all + each, 0)
