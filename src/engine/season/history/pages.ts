import type { SimTime } from '../../kernel/time.ts'

/** A page that was visited: numbered in order of visits, from 0. */
export interface Page {
  readonly id: number
  /** "A", "B", … "Z", "AA": what the picture calls it. */
  readonly name: string
  readonly at: SimTime
}

/** What an operation cost: links followed, the index set to go somewhere, links written, entries moved to another slot. */
export interface Cost {
  readonly followed: number
  readonly jumps: number
  readonly written: number
  readonly shifted: number
}

/** What a new page threw away. */
export interface Thrown {
  /** The pages that lay ahead, nearest first. */
  readonly pruned: readonly Page[]
  /** The oldest page, where there was no room for one more. */
  readonly dropped: readonly Page[]
}

/** A browser's session history: pages in a row, and the one that is shown. */
export interface SessionHistory {
  readonly cost: Cost
  /** Where in the row the shown page is, from 0. */
  readonly position: number
  /** The row, oldest first. */
  entries(): Page[]
  visit(page: Page): Thrown
  /** Puts a page in the place of the shown one, which it returns. */
  replace(page: Page): Page
  /** Goes so many steps back (or to the oldest page); returns how many it went. */
  back(steps: number): number
  /** Goes so many steps forward (or to the newest page); returns how many it went. */
  forward(steps: number): number
  /** Goes to the entry `delta` away, or nowhere if there is none; returns whether there was one. */
  go(delta: number): boolean
}

/** The name of page `id`, as the columns of a spreadsheet are named. */
export function nameOf(id: number): string {
  const rest = Math.floor(id / 26) - 1
  return `${rest < 0 ? '' : nameOf(rest)}${String.fromCharCode(65 + (id % 26))}`
}
