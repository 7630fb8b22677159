/** The largest counter: eight bits. */
export const MOST_COUNTED = 255

/** A new key's counter (LFU_INIT_VAL): it may collect some requests before it is thrown away. */
export const FIRST_COUNT = 5

/**
 * A Morris counter as Redis has it (`LFULogIncr` in evict.c): the more it has counted, the less likely it goes up.
 * `draw` is uniform in (0, 1). Robert Morris, "Counting large numbers of events in small registers", CACM 21 (10), 1978.
 */
export function countUp(counter: number, factor: number, draw: number): number {
  return counter < MOST_COUNTED && draw < chanceToCount(counter, factor) ? counter + 1 : counter
}

/** The probability with which one more request is counted. */
export const chanceToCount = (counter: number, factor: number): number =>
  1 / (Math.max(0, counter - FIRST_COUNT) * factor + 1)

/** What is left of a counter after `minutes` without a request (`LFUDecrAndReturn`): one less each `decay` minutes; 0 is never. */
export const decayed = (counter: number, minutes: number, decay: number): number =>
  decay === 0 ? counter : Math.max(0, counter - Math.floor(minutes / decay))
