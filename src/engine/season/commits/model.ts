import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Check, Explanation, Landmark } from '../../kernel/engine.ts'
import { StepEngine, type StepModel } from '../../kernel/step-engine.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { TraceHash } from '../../kernel/trace-hash.ts'
import type { SetCommand } from '../../kernel/set-command.ts'
import { checkCommits } from './checks.ts'
import { LANE_IDS, type BranchName } from './codes.ts'
import { explainCommits } from './explain.ts'
import { frameOfCommits, type CommitsFrame } from './frame.ts'
import { Lane } from './lane.ts'
import { measureLane } from './measures.ts'
import { operate, rollAll, type Roll } from './operations.ts'
import { Repository } from './repository.ts'
import type { CommitsSettings } from './settings.ts'

/** What a person can do. `at` is a commit's number; null: the newest of the branch one is on. */
export type CommitsCommand =
  | { readonly kind: 'commit' }
  | { readonly kind: 'gc' }
  | { readonly kind: 'branch'; readonly at: number | null }
  | { readonly kind: 'amend'; readonly back: number }
  | { readonly kind: 'checkout' | 'merge' | 'delete'; readonly branch: BranchName }

/** Two operations a second. */
const PACE = SECOND / 2

/** Something that was done, in Git's words. */
export interface Done {
  readonly time: SimTime
  readonly words: string
  /** How many commits there were before it. */
  readonly before: number
}

/** A repository that is worked on, kept in two ways. */
export class CommitsModel implements StepModel<CommitsCommand | SetCommand, CommitsFrame> {
  readonly pace = PACE
  readonly count: number
  readonly repository = new Repository()
  readonly lanes = LANE_IDS.map((id) => new Lane(id, this.repository))
  readonly done: Done[] = []
  /** Branches made at a commit that nothing led to any more. */
  rescued = 0
  private readonly settings: CommitsSettings
  private readonly rolls: readonly Roll[]
  private readonly marks: Landmark[] = []

  constructor(seed: number, settings: CommitsSettings) {
    this.settings = settings
    this.count = Math.floor((settings.for * SECOND) / PACE)
    this.rolls = rollAll(seed, this.count)
  }

  step(index: number, now: SimTime): void {
    const { gc } = this.settings
    const isTime = gc > 0 && (index + 1) % gc === 0
    this.carryOut(now, () =>
      isTime ? this.collect(now) : operate(this.repository, this.settings, at(this.rolls, index), now),
    )
  }

  apply(command: CommitsCommand | SetCommand, now: SimTime): Outcome<string> {
    const before = this.repository.commits.length
    const told = this.obey(command, now)
    if (told.ok) this.note(now, told.value, before)
    return told
  }

  record(hash: TraceHash): void {
    const { repository, lanes, done } = this
    hash.addText(`${at(done, done.length - 1).words} ${repository.head}`)
    for (const [name, seq] of repository.refs) hash.addText(`${name} ${at(repository.commits, seq).id}`)
    for (const { reachable, collectedAt } of lanes) {
      hash.add(reachable.size)
      hash.add(collectedAt.size)
    }
  }

  frame(now: SimTime): CommitsFrame {
    return frameOfCommits(this, now)
  }

  measures(): number[] {
    return this.lanes.flatMap((lane) => measureLane(this.repository, lane))
  }

  checks(): Check[] {
    return checkCommits(this)
  }

  explain(lane: string, measure: string): Explanation | null {
    return explainCommits(this, lane, measure)
  }

  landmarks(): Landmark[] {
    return this.marks.slice(-200)
  }

  private obey(command: CommitsCommand | SetCommand, now: SimTime): Outcome<string> {
    const { repository } = this
    switch (command.kind) {
      case 'commit':
        return repository.commit('by hand', now)
      case 'gc':
        return accept(this.collect(now))
      case 'branch': {
        const graph = this.lanes.find(({ id }) => id === 'graph')
        if (command.at !== null && graph?.fateOf(command.at) === 'collected')
          return refuse(`commit ${command.at} has been collected: it is gone`)
        const isRescue = command.at !== null && graph?.fateOf(command.at) === 'unreachable'
        const told = repository.branch(command.at)
        if (told.ok && isRescue) this.rescued += 1
        return told
      }
      case 'amend':
        return repository.amend(command.back, now)
      case 'checkout':
        return repository.checkout(command.branch)
      case 'merge':
        return repository.merge(command.branch, now)
      case 'delete':
        return repository.delete(command.branch)
      case 'set':
        return refuse('what is set here holds from the start of a run')
    }
  }

  private carryOut(now: SimTime, work: () => string): void {
    const before = this.repository.commits.length
    this.note(now, work(), before)
  }

  private collect(now: SimTime): string {
    const { grace } = this.settings
    for (const lane of this.lanes) {
      const before = lane.collectedAt.size
      lane.collect(now, grace * SECOND)
      const gone = lane.collectedAt.size - before
      if (gone > 0) this.marks.push({ time: now, kind: 'trouble', label: `${lane.id}: ${gone} collected` })
    }
    return `git gc --prune=${grace}.seconds.ago`
  }

  private note(now: SimTime, words: string, before: number): void {
    this.done.push({ time: now, words, before })
    for (const lane of this.lanes) lane.update(now)
    if (/merge|rebase|amend/.test(words)) this.marks.push({ time: now, kind: 'turn', label: words })
  }
}

/** A run: the same seed and settings make the same commits. */
export const createCommits = (
  seed: number,
  settings: CommitsSettings,
): StepEngine<CommitsCommand | SetCommand, CommitsFrame> =>
  new StepEngine(() => new CommitsModel(seed, settings))
