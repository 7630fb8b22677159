/** Simulated time or a span of it: a whole number of microseconds. Never the wall clock. */
export type SimTime = number

export const MILLISECOND: SimTime = 1_000
export const SECOND: SimTime = 1_000_000

/** Milliseconds to simulated time, rounded to the nearest microsecond. */
export const fromMs = (ms: number): SimTime => Math.round(ms * MILLISECOND)

/** Simulated time to milliseconds. */
export const toMs = (time: SimTime): number => time / MILLISECOND

/** "12.3 ms" */
export const sayMs = (time: SimTime): string => `${toMs(time).toFixed(1)} ms`

/** The time of the `index`-th tick of a clock with `perSecond` ticks: each rounded on its own, so no drift adds up. */
export const tickTime = (index: number, perSecond: number): SimTime =>
  Math.round((index * SECOND) / perSecond)
