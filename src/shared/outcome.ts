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

/** What became of a check against a schema. */
type Checked<T> =
  | { readonly success: true; readonly output: T }
  | { readonly success: false; readonly issues: readonly [{ readonly message: string }, ...unknown[]] }

/** What a schema read, or the first of its complaints, which is about `where`. */
export const outcomeOf = <T>(checked: Checked<T>, where: string): Outcome<T> =>
  checked.success ? accept(checked.output) : refuse(checked.issues[0].message, where)

/** One sentence for a screen or a terminal: "line 7: send_ms is not a number". */
export const sentence = (problem: Problem): string =>
  problem.where === undefined ? problem.what : `${problem.where}: ${problem.what}`
