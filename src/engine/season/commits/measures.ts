import { at } from '../../../shared/assert.ts'
import type { Lane } from './lane.ts'
import type { Repository } from './repository.ts'

/** Where the commits of a lane are: each has exactly one fate. */
export interface Counts {
  readonly made: number
  readonly reachable: number
  readonly unreachable: number
  readonly collected: number
}

export function countFates({ commits }: Repository, lane: Lane): Counts {
  const count = (fate: string): number => commits.filter(({ seq }) => lane.fateOf(seq) === fate).length
  return {
    made: commits.length,
    reachable: count('reachable'),
    unreachable: count('unreachable'),
    collected: count('collected'),
  }
}

/** Commits whose second pointer the lane has no room for. */
export const losers = ({ commits }: Repository, lane: Lane): readonly number[] =>
  commits.filter((commit) => lane.lostParentsOf(commit).length > 0).map(({ seq }) => seq)

/** Commits of the history that the log does not show. */
export function hiddenFrom(repository: Repository, lane: Lane): readonly number[] {
  const shown = new Set(lane.walk(repository.tip).order)
  return [...repository.history(repository.tip)].filter((seq) => !shown.has(seq)).toSorted((a, b) => b - a)
}

/** A lane's numbers, in the order of the lab's measures. */
export function measureLane(repository: Repository, lane: Lane): number[] {
  const { made, reachable, unreachable, collected } = countFates(repository, lane)
  const { order, followed } = lane.walk(repository.tip)
  const renewed = repository.commits.filter(({ replaces }) => replaces !== null).length
  const lost = losers(repository, lane).reduce(
    (sum, seq) => sum + lane.lostParentsOf(at(repository.commits, seq)).length,
    0,
  )
  return [
    made,
    reachable,
    unreachable,
    collected,
    lost,
    order.length,
    hiddenFrom(repository, lane).length,
    followed,
    renewed,
  ]
}
