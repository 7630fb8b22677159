import * as v from 'valibot'
import type { Rehearsal } from './rehearsal.ts'

const KEY = 'millrace.rehearsals'
/** More than anybody rehearses one talk; the oldest goes first. */
const MOST = 30

const seconds = v.pipe(v.number(), v.finite(), v.minValue(0))
const schema = v.array(
  v.object({
    began: v.pipe(v.string(), v.isoTimestamp()),
    total: seconds,
    taken: v.pipe(v.array(seconds), v.maxLength(200)),
  }),
)

/** What this browser keeps, and what is wrong with keeping; null when all is well. */
export interface Kept {
  readonly rehearsals: readonly Rehearsal[]
  readonly problem: string | null
}

const REFUSED =
  'This browser keeps nothing for this page (a private window, or storage is blocked): export what you want to keep.'
const UNREADABLE =
  'What this browser has kept as rehearsals can’t be read. It is left as it is until you delete it or keep a new one.'

/** The rehearsals kept in this browser, the newest first. Never throws. */
export function readRehearsals(storage: () => Storage = () => localStorage): Kept {
  let text: string | null
  try {
    text = storage().getItem(KEY)
  } catch {
    return { rehearsals: [], problem: REFUSED }
  }
  if (text === null) return { rehearsals: [], problem: null }
  try {
    return { rehearsals: v.parse(schema, JSON.parse(text)), problem: null }
  } catch {
    return { rehearsals: [], problem: UNREADABLE }
  }
}

/** Keeps these, the newest first; where that is refused, they are still what is shown. */
export function keepRehearsals(
  rehearsals: readonly Rehearsal[],
  storage: () => Storage = () => localStorage,
): Kept {
  const kept = rehearsals.slice(0, MOST)
  try {
    storage().setItem(KEY, JSON.stringify(kept))
    return { rehearsals: kept, problem: null }
  } catch {
    return { rehearsals: kept, problem: REFUSED }
  }
}
