import { at } from '../../../shared/assert.ts'
import type { Check } from '../../kernel/engine.ts'
import type { Lane } from './lane.ts'
import { countFates } from './measures.ts'
import type { CommitsModel } from './model.ts'
import { contentId, type Repository } from './repository.ts'

/** What each lane is called in a sentence. */
export const LANE_NAMES = { list: 'Singly linked list', graph: 'Git’s graph' } as const

/** Predictions beside measurements; each is reached by another way than the number it checks. */
export function checkCommits({ repository, lanes }: CommitsModel): Check[] {
  return [
    ...lanes.flatMap((lane) => [
      conservation(repository, lane),
      closure(repository, lane),
      pointers(repository, lane),
    ]),
    names(repository),
  ]
}

function conservation(repository: Repository, lane: Lane): Check {
  const { made, reachable, unreachable, collected } = countFates(repository, lane)
  return {
    id: `conservation.${lane.id}`,
    label: `${LANE_NAMES[lane.id]}: made = reachable + unreachable + collected`,
    predicted: made,
    measured: reachable + unreachable + collected,
    tolerance: 0,
    unit: 'commits',
    source: 'each commit has exactly one fate',
  }
}

/** From the newest commit to the oldest, each reachable one marks its parents: no walk, and no order of visits. */
function closure({ commits, refs }: Repository, lane: Lane): Check {
  const marked = commits.map(({ seq }) => [...refs.values()].includes(seq))
  let count = 0
  for (const commit of commits.toReversed()) {
    if (marked[commit.seq] !== true || lane.collectedAt.has(commit.seq)) continue
    count += 1
    for (const parent of lane.parentsOf(commit)) marked[parent] = true
  }
  return {
    id: `closure.${lane.id}`,
    label: `${LANE_NAMES[lane.id]}: commits that a branch leads to`,
    predicted: count,
    measured: lane.reachable.size,
    tolerance: 0,
    unit: 'commits',
    source:
      'the closure over parents in one pass from the newest commit to the oldest, beside a walk from each branch',
  }
}

function pointers({ commits, merges }: Repository, lane: Lane): Check {
  return {
    id: `pointers.${lane.id}`,
    label: `${LANE_NAMES[lane.id]}: pointers of all commits made`,
    predicted: commits.length - 1 + (lane.id === 'graph' ? merges : 0),
    measured: commits.reduce((sum, commit) => sum + lane.parentsOf(commit).length, 0),
    tolerance: 0,
    unit: 'pointers',
    source: 'a tree of n nodes has n − 1 edges, and in a graph each merge adds one',
  }
}

function names({ commits }: Repository): Check {
  const anew: string[] = []
  for (const { content, parents } of commits)
    anew.push(
      contentId(
        content,
        parents.map((parent) => at(anew, parent)),
      ),
    )
  return {
    id: 'names',
    label: 'Commits whose id is that of their content and parents, and of no other commit',
    predicted: commits.length,
    measured: new Set(commits.filter(({ id, seq }) => id === anew[seq]).map(({ id }) => id)).size,
    tolerance: 0,
    unit: 'commits',
    source: 'all ids worked out again from the first commit on',
  }
}
