/** The browser's own buffer and ours at one moment, both given the same arrivals. In milliseconds but for `time`. */
export interface Sample {
  /** Seconds since the beginning, in real time. */
  readonly time: number
  /** What each aims at, and how long packets stayed in it, since the sample before; null where none came through. */
  readonly browserTarget: number | null
  readonly browserDelay: number | null
  readonly ourTarget: number
  readonly ourDelay: number | null
  /** Sound made up since the beginning. */
  readonly browserConcealed: number
  readonly ourMissing: number
}

/** The steps of both targets. */
const BUCKET_MS = 20
/** Both begin with a guess: what they say in the first seconds is not counted. */
const SETTLING_S = 2

export interface Agreement {
  /** Samples compared, and how many of them had targets within one bucket of each other. */
  readonly count: number
  readonly close: number
  /** The means over all of them. */
  readonly browserTarget: number
  readonly ourTarget: number
  readonly browserDelay: number
  readonly ourDelay: number
}

/** How far the two agree; null while there is nothing to compare. */
export function agreementOf(samples: readonly Sample[]): Agreement | null {
  const counted = samples.flatMap(({ time, browserTarget, browserDelay, ourTarget, ourDelay }) =>
    time < SETTLING_S || browserTarget === null || browserDelay === null || ourDelay === null
      ? []
      : [{ browserTarget, browserDelay, ourTarget, ourDelay }],
  )
  if (counted.length === 0) return null
  const mean = (of: (row: (typeof counted)[number]) => number): number =>
    counted.reduce((sum, row) => sum + of(row), 0) / counted.length
  return {
    count: counted.length,
    close: counted.filter((row) => Math.abs(row.browserTarget - row.ourTarget) <= BUCKET_MS).length,
    browserTarget: mean((row) => row.browserTarget),
    ourTarget: mean((row) => row.ourTarget),
    browserDelay: mean((row) => row.browserDelay),
    ourDelay: mean((row) => row.ourDelay),
  }
}
