import type { AnyLab } from '../stage/define-lab.ts'

const found = import.meta.glob<AnyLab>('./*/lab.ts', { eager: true, import: 'lab' })

/** The order in which labs are shown; one that is not named here comes last. */
const ORDER = ['jitter', 'pipeline', 'film', 'ring', 'reveal', 'keys', 'replication']

const rank = ({ id }: AnyLab): number => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length)

/** Every lab there is: one folder each, found by its `lab.ts`. */
export const LABS: readonly AnyLab[] = Object.values(found).sort((a, b) => rank(a) - rank(b))

export const findLab = (id: string): AnyLab | undefined => LABS.find((lab) => lab.id === id)
