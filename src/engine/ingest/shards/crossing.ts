import { MINUTE_MS } from '../config.ts'

/** What the watermark comes to on its way. */
export interface Crossing {
  /** Panes are passed or close. */
  readonly isPassing: boolean
  /** That, or a board is due. */
  readonly isAny: boolean
}

/** What lies between two watermarks. Times in ms. */
export function crossingOf(from: number, to: number, latenessMs: number, boardEveryMs: number): Crossing {
  const differs = (every: number, behind: number): boolean =>
    Math.floor((from - behind) / every) !== Math.floor((to - behind) / every)
  const isPassing = differs(MINUTE_MS, 0) || differs(MINUTE_MS, latenessMs)
  return { isPassing, isAny: isPassing || differs(boardEveryMs, 0) }
}
