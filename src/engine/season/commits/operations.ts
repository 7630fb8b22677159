import { at } from '../../../shared/assert.ts'
import { accept, type Outcome } from '../../../shared/outcome.ts'
import { RandomStream } from '../../kernel/random.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Repository } from './repository.ts'
import type { CommitsSettings } from './settings.ts'

/** The dice of one operation. All are cast before the run, so nothing done on the way shifts those of another. */
export interface Roll {
  /** Which operation. */
  readonly kind: number
  /** Which branch, or how far back. */
  readonly target: number
}

/** A roll for each operation of a run with this `seed`. */
export function rollAll(seed: number, count: number): readonly Roll[] {
  const kinds = RandomStream.of(seed, 'commits.kind')
  const targets = RandomStream.of(seed, 'commits.target')
  return Array.from({ length: count }, () => ({ kind: kinds.uniform(), target: targets.uniform() }))
}

/** What commits are about. */
const SUBJECTS = ['menu', 'parser', 'tests', 'search', 'login', 'styles', 'cache', 'upload'] as const

/** Farthest back that an amendment goes. */
const FARTHEST = 2

/** Carries out what `roll` comes to as things stand; where that can't be done, a commit is made. Returns its words. */
export function operate(
  repository: Repository,
  settings: CommitsSettings,
  { kind, target }: Roll,
  now: SimTime,
): string {
  const { branching, merging, amending, deleting } = settings
  const shares = [branching / 2, branching / 2, merging, amending, deleting]
  let left = kind
  const chosen = shares.findIndex((share) => (left -= share) < 0)
  const done = [makeBranch, goElsewhere, mergeOne, amendOne, deleteOne][chosen]?.(
    repository,
    target,
    now,
    settings,
  )
  if (done?.ok === true) return done.value
  const commit = repository.commit(pick(SUBJECTS, target), now)
  return commit.ok ? commit.value : ''
}

type Operation = (
  repository: Repository,
  target: number,
  now: SimTime,
  settings: CommitsSettings,
) => Outcome<string> | undefined

const pick = <T>(list: readonly T[], target: number): T => at(list, Math.floor(target * list.length))

const makeBranch: Operation = (repository) => repository.branch(null)

const goElsewhere: Operation = (repository, target) =>
  repository.others.length === 0 ? undefined : repository.checkout(pick(repository.others, target))

/** On a branch: goes to main and merges it there. On main: merges one of the others. */
const mergeOne: Operation = (repository, target, now) => {
  const { head, others } = repository
  if (others.length === 0) return undefined
  if (head === 'main') return repository.merge(pick(others, target), now)
  repository.checkout('main')
  const done = repository.merge(head, now)
  if (!done.ok) repository.checkout(head)
  return done.ok ? accept(`git switch main; ${done.value}`) : done
}

const amendOne: Operation = (repository, target, now) =>
  repository.amend(Math.floor(target * (FARTHEST + 1)), now)

const deleteOne: Operation = (repository, target, _now, { deletes }) => {
  const spare = repository.others.filter(
    (name) => name !== 'main' && (deletes === 'any' || repository.isMerged(name)),
  )
  return spare.length === 0 ? undefined : repository.delete(pick(spare, target))
}
