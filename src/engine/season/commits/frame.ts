import { at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import { BRANCHES, type BranchName, type LaneId } from './codes.ts'
import type { Fate, Lane } from './lane.ts'
import { countFates, measureLane, type Counts } from './measures.ts'
import type { CommitsModel, Done } from './model.ts'
import type { Commit } from './repository.ts'

/** A commit as a lane has it. */
export interface CommitFrame {
  readonly seq: number
  readonly id: string
  readonly content: string
  /** The parents it points to; those it ought to point to and can't. */
  readonly parents: readonly number[]
  readonly lostParents: readonly number[]
  /** Which row it is drawn in: that of the branch it was made on. */
  readonly row: number
  readonly fate: Fate
  /** Its place in the log from where one is, from 1; 0 where the log does not show it. */
  readonly place: number
  readonly replaces: number | null
}

export interface LaneFrame {
  readonly lane: LaneId
  readonly commits: readonly CommitFrame[]
  readonly counts: Counts
  /** In the order of the lab's measures. */
  readonly values: readonly number[]
  /** Names of the tips whose commit the lane has lost. */
  readonly dangling: readonly BranchName[]
}

export interface BranchFrame {
  readonly name: BranchName
  readonly row: number
  readonly tip: number
  readonly isHead: boolean
  /** Whether all of it is in the branch one is on. */
  readonly isMerged: boolean
}

/** What a view draws. */
export interface CommitsFrame {
  readonly now: SimTime
  readonly head: BranchName
  readonly branches: readonly BranchFrame[]
  readonly lanes: readonly LaneFrame[]
  /** Branches made at a commit that nothing led to any more. */
  readonly rescued: number
  /** The last thing done; null before any. */
  readonly last: Done | null
}

const rowOf = (branch: BranchName): number => BRANCHES.indexOf(branch)

/** The state of a run as it is drawn. */
export function frameOfCommits(
  { repository, lanes, done, rescued }: CommitsModel,
  now: SimTime,
): CommitsFrame {
  const merged = repository.history(repository.tip)
  return {
    now,
    head: repository.head,
    branches: [...repository.refs]
      .map(([name, tip]) => ({
        name,
        tip,
        row: rowOf(name),
        isHead: name === repository.head,
        isMerged: merged.has(tip),
      }))
      .toSorted((a, b) => a.row - b.row),
    lanes: lanes.map((lane) => {
      const places = new Map(lane.walk(repository.tip).order.map((seq, i) => [seq, i + 1]))
      return {
        lane: lane.id,
        commits: repository.commits.map((commit) => drawn(commit, lane, places)),
        counts: countFates(repository, lane),
        values: measureLane(repository, lane),
        dangling: [...repository.refs].flatMap(([name, tip]) => (lane.collectedAt.has(tip) ? [name] : [])),
      }
    }),
    rescued,
    last: done.length === 0 ? null : at(done, done.length - 1),
  }
}

const drawn = (commit: Commit, lane: Lane, places: ReadonlyMap<number, number>): CommitFrame => ({
  seq: commit.seq,
  id: commit.id,
  content: commit.content,
  parents: lane.parentsOf(commit),
  lostParents: lane.lostParentsOf(commit),
  row: rowOf(commit.branch),
  fate: lane.fateOf(commit.seq),
  place: places.get(commit.seq) ?? 0,
  replaces: commit.replaces,
})
