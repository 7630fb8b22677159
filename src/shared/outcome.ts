/** What went wrong, in words for the person: `what`, and `where` (a line, a key, a field) if it has a place. */
export interface Problem {
  readonly what: string
  readonly where?: string
}

/** The answer of anything that may be refused. Exceptions are for bugs; refusals are values. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export const accept = <T>(value: T): Outcome<T> => ({ ok: true, value })

export const refuse = (what: string, where?: string): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: where === undefined ? { what } : { what, where },
})

/** One sentence for a screen or a terminal: "line 7: send_ms is not a number". */
export const sentence = (problem: Problem): string =>
  problem.where === undefined ? problem.what : `${problem.where}: ${problem.what}`
