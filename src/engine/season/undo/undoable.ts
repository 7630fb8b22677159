/** Undo as a reducer keeps it: states as a whole, oldest first in the past, nearest first in the future. Never changed. */
export interface Undoable<State> {
  readonly past: readonly State[]
  readonly present: State
  readonly future: readonly State[]
}

/** What a change threw away. */
export interface Thrown<State> {
  /** The future that was: states that had been undone. */
  readonly pruned: readonly State[]
  /** The oldest states, beyond the limit. */
  readonly dropped: readonly State[]
}

export const begin = <State>(present: State): Undoable<State> => ({ past: [], present, future: [] })

/**
 * A new state becomes the present one, and the one before it the newest of the past. `limit` is the most that past and
 * present may be together, at least 1, as redux-undo counts it.
 */
export function change<State>(
  { past, present, future }: Undoable<State>,
  next: State,
  limit: number,
): { readonly now: Undoable<State>; readonly thrown: Thrown<State> } {
  const all = [...past, present]
  const over = Math.max(0, all.length + 1 - limit)
  return {
    now: { past: all.slice(over), present: next, future: [] },
    thrown: { pruned: future, dropped: all.slice(0, over) },
  }
}

/** One step back; the same where there is no past. */
export function undo<State>(state: Undoable<State>): Undoable<State> {
  const present = state.past.at(-1)
  if (present === undefined) return state
  return { past: state.past.slice(0, -1), present, future: [state.present, ...state.future] }
}

/** One step forward again; the same where there is no future. */
export function redo<State>(state: Undoable<State>): Undoable<State> {
  const [present, ...future] = state.future
  if (present === undefined) return state
  return { past: [...state.past, state.present], present, future }
}

/** Everything that can still be seen: past, present and future, in the order of time. */
export const keptOf = <State>({ past, present, future }: Undoable<State>): readonly State[] => [
  ...past,
  present,
  ...future,
]
