/**
 * How old the newest answer can be at worst, in ms: a window that gives its result once, at its end, every `everyMs`, after
 * the watermark has come `delayMs` later, read through a cache that keeps it for `cacheMs` (Y36, Y37).
 */
export const worstAge = (everyMs: number, delayMs: number, cacheMs: number): number =>
  everyMs + delayMs + cacheMs

/** How old it is at `nowMs`: since the end of the newest window that has given its result. */
export const ageAt = (nowMs: number, everyMs: number, delayMs: number): number =>
  nowMs - Math.floor((nowMs - delayMs) / everyMs) * everyMs
