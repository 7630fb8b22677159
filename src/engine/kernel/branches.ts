import { assert } from '../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import type { Branch } from './branch.ts'
import type { BranchLog } from './timeline.ts'

export const FIRST_BRANCH = 'main'

/** All futures of a run, by their ids; the first one is always there. */
export class Branches<Command, Saved> {
  private readonly all = new Map<string, Branch<Command, Saved>>()
  private nextId = 1

  constructor() {
    this.add({ id: FIRST_BRANCH, name: 'first run', parent: null, forkAt: 0, commands: [] }, null)
  }

  get size(): number {
    return this.all.size
  }

  values(): IterableIterator<Branch<Command, Saved>> {
    return this.all.values()
  }

  /** The branch of this id. Throws on an unknown one. */
  need(id: string): Branch<Command, Saved> {
    const branch = this.all.get(id)
    assert(branch !== undefined, `there is no branch ${id}`)
    return branch
  }

  /** Adds a branch, in place of the one with its id if there is one, with no checkpoint but the one at 0. */
  add(entry: Omit<BranchLog<Command>, 'horizon'>, gesture: string | null): Branch<Command, Saved> {
    const branch: Branch<Command, Saved> = {
      id: entry.id,
      name: entry.name,
      parent: entry.parent,
      forkAt: entry.forkAt,
      horizon: entry.forkAt,
      commands: entry.commands.slice(),
      own: 0,
      gesture,
      checkpoints: this.all.get(FIRST_BRANCH)?.checkpoints.slice(0, 1) ?? [],
    }
    this.all.set(branch.id, branch)
    return branch
  }

  delete(id: string): void {
    this.all.delete(id)
  }

  /** An id that no branch has had. */
  newId(): string {
    return `b${this.nextId++}`
  }

  /** Takes over the branches of a log. */
  load(entries: readonly BranchLog<Command>[]): void {
    for (const entry of entries) {
      const branch = this.all.get(entry.id) ?? this.add(entry, null)
      branch.name = entry.name
      branch.commands = entry.commands.slice()
      branch.horizon = entry.horizon
      const number = Number(entry.id.slice(1))
      if (Number.isInteger(number)) this.nextId = Math.max(this.nextId, number + 1)
    }
  }

  log(): BranchLog<Command>[] {
    return Array.from(this.all.values(), ({ id, name, parent, forkAt, horizon, commands }) => ({
      id,
      name,
      parent,
      forkAt,
      horizon,
      commands: commands.slice(),
    }))
  }

  /** Removes a branch nobody descends from, and that is not the one `inUse`. */
  remove(id: string, inUse: Branch<Command, Saved>): Outcome<null> {
    const branch = this.all.get(id)
    if (branch === undefined) return refuse(`there is no branch ${id}`)
    if (branch.parent === null) return refuse('the first run stays')
    if (branch === inUse) return refuse('this branch is in use; switch to another one first')
    const child = this.childOf(branch)
    if (child !== undefined) return refuse(`"${child.name}" grew out of it; remove that one first`)
    this.all.delete(id)
    return accept(null)
  }

  rename(id: string, name: string): Outcome<null> {
    const branch = this.all.get(id)
    if (branch === undefined) return refuse(`there is no branch ${id}`)
    branch.name = name
    return accept(null)
  }

  /** A gesture may replace its own command while nothing has been built on it. */
  mayAmend(branch: Branch<Command, Saved>, gesture: string): boolean {
    return branch.gesture === gesture && branch.own === 1 && this.childOf(branch) === undefined
  }

  private childOf({ id }: Branch<Command, Saved>): Branch<Command, Saved> | undefined {
    return [...this.all.values()].find(({ parent }) => parent === id)
  }
}
