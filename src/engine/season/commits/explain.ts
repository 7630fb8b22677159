import { at } from '../../../shared/assert.ts'
import type { Explanation } from '../../kernel/engine.ts'
import { explainList, MOST_ALLOWED } from '../../kernel/explain.ts'
import type { Lane } from './lane.ts'
import { hiddenFrom, losers } from './measures.ts'
import type { CommitsModel } from './model.ts'
import type { Commit, Repository } from './repository.ts'

type Told = readonly [text: string, about: readonly number[], say: (commit: Commit) => string]

/** The commits behind a lane's number. */
export function explainCommits(model: CommitsModel, laneId: string, measure: string): Explanation | null {
  const lane = model.lanes.find(({ id }) => id === laneId)
  if (lane === undefined) return null
  const told = STORIES[measure]?.(model.repository, lane)
  if (told === undefined) return null
  const [text, about, say] = told
  const events = about.map((seq) => {
    const commit = at(model.repository.commits, seq)
    const time = measure === 'collected' ? (lane.collectedAt.get(seq) ?? commit.at) : commit.at
    return { time, text: say(commit), thing: `commit:${seq}` }
  })
  return explainList(text, events, MOST_ALLOWED)
}

const name = ({ id, content }: Commit): string => `${id}, ${content}`

const withFate = ({ commits }: Repository, lane: Lane, fate: string): readonly number[] =>
  commits.filter(({ seq }) => lane.fateOf(seq) === fate).map(({ seq }) => seq)

const STORIES: Readonly<Record<string, (repository: Repository, lane: Lane) => Told>> = {
  made: ({ commits }) => [
    'Every commit that was ever made, in order.',
    commits.map(({ seq }) => seq),
    (commit) => `${name(commit)}, on ${commit.branch}`,
  ],
  reachable: (repository, lane) => [
    'Commits that one comes to from some branch by following pointers.',
    withFate(repository, lane, 'reachable'),
    name,
  ],
  unreachable: (repository, lane) => [
    'Still there, but no branch leads to them. A branch made at one of them brings it back.',
    withFate(repository, lane, 'unreachable'),
    (commit) => `${name(commit)}: no branch leads to it`,
  ],
  collected: (repository, lane) => [
    'Commits that no branch had led to for the grace time when garbage was collected, with the moment of that.',
    withFate(repository, lane, 'collected'),
    (commit) => `${name(commit)}: gone`,
  ],
  lost: (repository, lane) => [
    lane.id === 'list'
      ? 'Merges: each has a second parent, and a node of a list has one pointer.'
      : 'None: a commit points to all of its parents.',
    losers(repository, lane),
    (commit) =>
      `${name(commit)}: nothing points to ${lane
        .lostParentsOf(commit)
        .map((seq) => at(repository.commits, seq).id)
        .join(', ')} from it`,
  ],
  log: (repository, lane) => [
    `What the log shows from ${repository.head} back, newest first.`,
    lane.walk(repository.tip).order,
    name,
  ],
  hidden: (repository, lane) => [
    `Commits that went into ${repository.head} and that its log does not show.`,
    hiddenFrom(repository, lane),
    (commit) => `${name(commit)}, made on ${commit.branch}`,
  ],
  followed: (repository, lane) => [
    'One for each pointer of each commit that the log shows.',
    lane.walk(repository.tip).order.filter((seq) => at(repository.commits, seq).parents.length > 0),
    (commit) => `${name(commit)}: ${lane.parentsOf(commit).length} followed`,
  ],
  renewed: ({ commits }) => [
    'Commits made in the place of others. Each has another id, for its content or its parent is another.',
    commits.filter(({ replaces }) => replaces !== null).map(({ seq }) => seq),
    (commit) => `${name(commit)}, in the place of ${at(commits, commit.replaces ?? 0).id}`,
  ],
}
