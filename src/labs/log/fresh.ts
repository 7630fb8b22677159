/** For so long, in microseconds of the run, what went stays in view; the engine tells no more than this. */
export const FRESH_FOR = 900_000
