import type { AnyLab, LabCard } from '../stage/define-lab.ts'

const cards = import.meta.glob<LabCard>('./*/card.ts', { eager: true, import: 'card' })
const definitions = import.meta.glob<AnyLab>('./*/lab.ts', { import: 'lab' })

/** Labs of one act of the episode. */
export interface Act {
  readonly title: string
  readonly labs: readonly LabCard[]
}

/** The order in which labs are shown; those that are not named here come last, in an act of their own. */
const ORDER: readonly (readonly [string, readonly string[]])[] = [
  ['Act 1 · Media and jitter', ['jitter', 'pipeline', 'film', 'ring']],
  ['Act 2 · The log', ['log', 'reveal', 'keys', 'groups', 'replication']],
  ['Act 3 · Backpressure', ['pressure', 'deaths', 'matrix', 'cascade', 'warning']],
  ['Act 4 · A million events a second', ['trending']],
  ['The season · Episodes 1 to 6', ['commits', 'ancestors', 'history', 'undo', 'cache', 'hashing']],
]

const all = Object.values(cards)
const named = new Set(ORDER.flatMap(([, ids]) => ids))

/** Every lab there is: one folder each, found by its `card.ts`. */
export const ACTS: readonly Act[] = [
  ...ORDER.map(([title, ids]) => ({
    title,
    labs: ids.flatMap((id) => all.filter((card) => card.id === id)),
  })),
  { title: 'More', labs: all.filter(({ id }) => !named.has(id)) },
].filter(({ labs }) => labs.length > 0)

export const LABS: readonly LabCard[] = ACTS.flatMap(({ labs }) => labs)

export const findCard = (id: string): LabCard | undefined => LABS.find((card) => card.id === id)

const loaded = new Map<string, AnyLab>()

/** The definition of a lab that was loaded before; null for one that was not. */
export const labAtHand = (id: string): AnyLab | null => loaded.get(id) ?? null

/** Loads the definition of a lab. Rejects where there is none of that name, or its code could not be had. */
export async function loadLab(id: string): Promise<AnyLab> {
  const load = definitions[`./${id}/lab.ts`]
  if (load === undefined) throw new Error(`There is no lab “${id}”.`)
  const lab = await load()
  loaded.set(id, lab)
  return lab
}
