import type { AnyLab } from '../stage/define-lab.ts'

const found = import.meta.glob<AnyLab>('./*/lab.ts', { eager: true, import: 'lab' })

/** Labs of one act of the episode. */
export interface Act {
  readonly title: string
  readonly labs: readonly AnyLab[]
}

/** The order in which labs are shown; those that are not named here come last, in an act of their own. */
const ORDER: readonly (readonly [string, readonly string[]])[] = [
  ['Act 1 · Media and jitter', ['jitter', 'pipeline', 'film', 'ring']],
  ['Act 2 · The log', ['log', 'reveal', 'keys', 'groups', 'replication']],
  ['Act 3 · Backpressure', ['pressure', 'deaths', 'matrix', 'cascade', 'warning']],
  ['Act 4 · A million events a second', ['trending']],
  ['The season · Episodes 1 to 6', ['commits', 'ancestors', 'history', 'undo', 'cache', 'hashing']],
]

const all = Object.values(found)
const named = new Set(ORDER.flatMap(([, ids]) => ids))

/** Every lab there is: one folder each, found by its `lab.ts`. */
export const ACTS: readonly Act[] = [
  ...ORDER.map(([title, ids]) => ({
    title,
    labs: ids.flatMap((id) => all.filter((lab) => lab.id === id)),
  })),
  { title: 'More', labs: all.filter(({ id }) => !named.has(id)) },
].filter(({ labs }) => labs.length > 0)

export const LABS: readonly AnyLab[] = ACTS.flatMap(({ labs }) => labs)

export const findLab = (id: string): AnyLab | undefined => LABS.find((lab) => lab.id === id)
