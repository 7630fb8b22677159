/**
 * A worker's share of the viewers: those at places `index`, `index + of`, `index + 2 · of` and so on. Whatever a viewer
 * sends, its producer number tells whose it is, so everything up to deduplication stays with one worker.
 */
export interface Share {
  readonly index: number
  readonly of: number
}

export const WHOLE: Share = { index: 0, of: 1 }

/** How many of `count` places are in the share. */
export const sizeOf = ({ index, of }: Share, count: number): number =>
  Math.max(0, Math.ceil((count - index) / of))

/** The first place from `from` on that is in the share. */
export const firstFrom = ({ index, of }: Share, from: number): number =>
  from + ((((index - from) % of) + of) % of)
