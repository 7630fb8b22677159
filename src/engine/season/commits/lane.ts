import { at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { LaneId } from './codes.ts'
import type { Commit, Repository } from './repository.ts'

/** What became of a commit in a lane. */
export type Fate = 'reachable' | 'unreachable' | 'collected'

/** A walk from a commit back through its history, newest first. */
export interface Walk {
  readonly order: readonly number[]
  /** How many pointers were followed. */
  readonly followed: number
}

/** One way to keep the history: how many pointers a commit has, and what follows for what can be found again. */
export class Lane {
  readonly id: LaneId
  readonly collectedAt = new Map<number, SimTime>()
  /** Since when nothing has led to a commit that is still there. */
  readonly unreachableSince = new Map<number, SimTime>()
  /** The commits that some branch leads to. */
  reachable: ReadonlySet<number> = new Set()
  private readonly repository: Repository

  constructor(id: LaneId, repository: Repository) {
    this.id = id
    this.repository = repository
    this.update(0)
  }

  /** A node of a singly linked list has one pointer; a commit of Git has one for each parent. */
  parentsOf({ parents }: Commit): readonly number[] {
    return this.id === 'list' ? parents.slice(0, 1) : parents
  }

  lostParentsOf({ parents }: Commit): readonly number[] {
    return this.id === 'list' ? parents.slice(1) : []
  }

  fateOf(seq: number): Fate {
    if (this.collectedAt.has(seq)) return 'collected'
    return this.reachable.has(seq) ? 'reachable' : 'unreachable'
  }

  /** Marks what the branches lead to, as it stands at `now`. */
  update(now: SimTime): void {
    const found = new Set<number>()
    for (const tip of this.repository.refs.values())
      for (const seq of found.has(tip) ? [] : this.walk(tip).order) found.add(seq)
    this.reachable = found
    for (const { seq } of this.repository.commits)
      if (found.has(seq) || this.collectedAt.has(seq)) this.unreachableSince.delete(seq)
      else if (!this.unreachableSince.has(seq)) this.unreachableSince.set(seq, now)
  }

  /** Throws away what nothing has led to for `grace` or longer. */
  collect(now: SimTime, grace: SimTime): void {
    for (const [seq, since] of this.unreachableSince) if (now - since >= grace) this.collectedAt.set(seq, now)
    this.update(now)
  }

  /** As `git log`: of all the commits known of, the newest comes next. What has been collected ends a way. */
  walk(from: number): Walk {
    const open = new Set(this.collectedAt.has(from) ? [] : [from])
    const order: number[] = []
    let followed = 0
    while (open.size > 0) {
      const seq = Math.max(...open)
      open.delete(seq)
      order.push(seq)
      for (const parent of this.parentsOf(at(this.repository.commits, seq))) {
        followed += 1
        if (!this.collectedAt.has(parent)) open.add(parent)
      }
    }
    return { order, followed }
  }
}
