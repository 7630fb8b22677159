import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { scramble } from '../../kernel/random.ts'
import type { SimTime } from '../../kernel/time.ts'
import { BRANCHES, type BranchName } from './codes.ts'

/** One commit as it was made. Nothing of it ever changes. */
export interface Commit {
  /** 0, 1, 2, ...: the order of making. Parents come before their children. */
  readonly seq: number
  readonly id: string
  readonly content: string
  /** The first is the one it was made on; a merge has a second. */
  readonly parents: readonly number[]
  readonly at: SimTime
  /** The branch it was made on. */
  readonly branch: BranchName
  /** The commit it was made in the place of, by an amendment; null where there is none. */
  readonly replaces: number | null
}

/** Letters of an id that are shown: as many as `git log --oneline` shows. */
const ID_DIGITS = 7

/**
 * A commit's name, which follows from what is in it and from its parents' names, so that nothing in its past can change
 * without changing it. Git takes SHA-1 or SHA-256 of the whole; 28 bits of a scrambler do here.
 */
export function contentId(content: string, parents: readonly string[]): string {
  let hash = 0x811c_9dc5
  for (const text of [content, ...parents]) {
    for (let i = 0; i < text.length; i++) hash = scramble(hash ^ Math.imul(text.charCodeAt(i), 0x0100_0193))
    hash = scramble(hash ^ 0xff51_afd7)
  }
  return (hash >>> 4).toString(16).padStart(ID_DIGITS, '0')
}

/** What is written and what points to it. Both lanes are given the same; they differ in the pointers they keep. */
export class Repository {
  readonly commits: Commit[] = []
  /** Where each branch stands. */
  readonly refs = new Map<BranchName, number>()
  head: BranchName = 'main'
  /** How many of the commits are merges, counted as they are made. */
  merges = 0
  private changes = 0
  private edits = 0

  /** Begins with one commit on `main`. */
  constructor() {
    this.refs.set('main', this.make(this.newContent('begin'), [], 0, null))
  }

  get tip(): number {
    return this.tipOf(this.head)
  }

  /** The commits that can be reached from `from` by the parents that Git keeps, itself included. */
  history(from: number): Set<number> {
    const found = new Set<number>()
    const open = [from]
    for (let seq = open.pop(); seq !== undefined; seq = open.pop()) {
      if (found.has(seq)) continue
      found.add(seq)
      open.push(...at(this.commits, seq).parents)
    }
    return found
  }

  isMerged(branch: BranchName): boolean {
    return this.history(this.tip).has(this.tipOf(branch))
  }

  /** Branches other than the one we are on. */
  get others(): readonly BranchName[] {
    return BRANCHES.filter((name) => name !== this.head && this.refs.has(name))
  }

  /** A commit on what one has; `subject` says what it is about. */
  commit(subject: string, now: SimTime): Outcome<string> {
    this.refs.set(this.head, this.make(this.newContent(subject), [this.tip], now, null))
    return accept('git commit')
  }

  /** A new branch at `from`, and goes to it. */
  branch(from: number | null): Outcome<string> {
    const name = BRANCHES.find((candidate) => !this.refs.has(candidate))
    if (name === undefined) return refuse('there are as many branches as there is room for: delete one first')
    if (from !== null && this.commits[from] === undefined) return refuse(`there is no commit ${from}`)
    this.refs.set(name, from ?? this.tip)
    this.head = name
    return accept(`git switch -c ${name}${from === null ? '' : ` ${at(this.commits, from).id}`}`)
  }

  checkout(branch: BranchName): Outcome<string> {
    if (!this.refs.has(branch)) return refuse(`there is no branch ${branch}`)
    if (branch === this.head) return refuse(`one is on ${branch} already`)
    this.head = branch
    return accept(`git switch ${branch}`)
  }

  /** Always makes a commit, as `--no-ff` does, unless there is nothing to merge. */
  merge(branch: BranchName, now: SimTime): Outcome<string> {
    if (!this.refs.has(branch)) return refuse(`there is no branch ${branch}`)
    if (this.isMerged(branch)) return refuse(`already up to date: ${this.head} has all of ${branch}`)
    const parents = [this.tip, this.tipOf(branch)]
    this.refs.set(this.head, this.make(`merge of ${branch}`, parents, now, null))
    return accept(`git merge --no-ff ${branch}`)
  }

  delete(branch: BranchName): Outcome<string> {
    if (!this.refs.has(branch)) return refuse(`there is no branch ${branch}`)
    if (branch === 'main') return refuse('main stays')
    if (branch === this.head) return refuse(`one is on ${branch}: go to another branch first`)
    const flag = this.isMerged(branch) ? '-d' : '-D'
    this.refs.delete(branch)
    return accept(`git branch ${flag} ${branch}`)
  }

  /**
   * Changes the commit `back` steps before the newest, or the oldest that can be reached without going through a merge.
   * All after it are made anew, with their new parents: none of the old ones is touched.
   */
  amend(back: number, now: SimTime): Outcome<string> {
    const path = [this.tip]
    while (path.length <= back) {
      const { parents } = at(this.commits, at(path, path.length - 1))
      const [parent] = parents
      if (parent === undefined || parents.length > 1) break
      if (at(this.commits, parent).parents.length > 1) break
      path.push(parent)
    }
    this.edits += 1
    let below: number | null = null
    for (const seq of path.toReversed()) {
      const { content, parents } = at(this.commits, seq)
      const renewed: string = below === null ? `${content}, edit ${this.edits}` : content
      below = this.make(renewed, below === null ? parents : [below], now, seq)
    }
    if (below !== null) this.refs.set(this.head, below)
    return accept(path.length === 1 ? 'git commit --amend' : `git rebase -i HEAD~${path.length}`)
  }

  private tipOf(branch: BranchName): number {
    const seq = this.refs.get(branch)
    if (seq === undefined) throw new Error(`no branch ${branch}`)
    return seq
  }

  private newContent(subject: string): string {
    this.changes += 1
    return `${this.changes} ${subject}`
  }

  private make(content: string, parents: readonly number[], now: SimTime, replaces: number | null): number {
    const seq = this.commits.length
    const names = parents.map((parent) => at(this.commits, parent).id)
    const id = contentId(content, names)
    this.commits.push({ seq, id, content, parents, at: now, branch: this.head, replaces })
    if (parents.length > 1) this.merges += 1
    return seq
  }
}
