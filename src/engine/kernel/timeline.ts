import { assert, at } from '../../shared/assert.ts'
import { accept, refuse, type Outcome, type Problem } from '../../shared/outcome.ts'
import type { Branch } from './branch.ts'
import { Branches, FIRST_BRANCH } from './branches.ts'
import type { Engine } from './engine.ts'
import { MILLISECOND, type SimTime } from './time.ts'

/** A command and the moment it was given. */
export interface Stamped<Command> {
  readonly at: SimTime
  readonly command: Command
  /** True for what belongs to the scenario: part of the world, so every branch keeps it. */
  readonly scripted: boolean
}

/** One future of a run, by its commands: everything else follows from config and seed. */
export interface BranchLog<Command> {
  readonly id: string
  readonly name: string
  /** The branch it left, null for the first. */
  readonly parent: string | null
  /** Up to here it equals its parent. */
  readonly forkAt: SimTime
  /** How far it has been run. */
  readonly horizon: SimTime
  /** Every command since time 0, those inherited included, in order of time. */
  readonly commands: readonly Stamped<Command>[]
}

/** All futures of a run and where one stands in them: with config and seed, the whole run. */
export interface TimelineLog<Command> {
  readonly branches: readonly BranchLog<Command>[]
  readonly current: string
  readonly now: SimTime
}

/** Measures over time: `values[i]` was measured at `times[i]`. */
export interface Series {
  readonly times: readonly SimTime[]
  readonly values: readonly (readonly number[])[]
}

export { FIRST_BRANCH } from './branches.ts'

const MAX_BRANCHES = 24
const MAX_COMMANDS = 2_000
const MAX_CHECKPOINTS = 256
const FIRST_SPACING = 100 * MILLISECOND

/**
 * A run that can be wound back. It keeps the commands given, and checkpoints of the engine at regular simulated
 * times; any moment is the nearest checkpoint before it plus a replay. A command given in the past opens a named
 * branch and leaves the old future as it was. Work towards a distant moment comes in slices (`work`), so that a
 * host can stay responsive.
 */
export class Timeline<Command, Frame, Saved> {
  readonly engine: Engine<Command, Frame, Saved>
  private readonly branches = new Branches<Command, Saved>()
  private branch: Branch<Command, Saved>
  /** How many of the branch's commands the engine has been given. */
  private applied = 0
  private target: SimTime = 0
  private spacing: SimTime
  private refused: Problem[] = []

  constructor(engine: Engine<Command, Frame, Saved>) {
    this.engine = engine
    this.spacing = engine.checkpointEvery ?? FIRST_SPACING
    this.branch = this.branches.need(FIRST_BRANCH)
    this.keepCheckpoint()
  }

  /**
   * A timeline with the futures of `log`, on an engine at time 0. It stands at 0 and works towards `log.now`.
   * Throws when the log's branches do not hang together; parse foreign logs before.
   */
  static fromLog<C, F, S>(engine: Engine<C, F, S>, log: TimelineLog<C>): Timeline<C, F, S> {
    const timeline = new Timeline(engine)
    timeline.branches.load(log.branches)
    timeline.branch = timeline.branches.need(log.current)
    timeline.target = log.now
    return timeline
  }

  get now(): SimTime {
    return this.engine.now
  }

  /** The moment it works towards; reached when `settled`. */
  get goal(): SimTime {
    return this.target
  }

  get settled(): boolean {
    return this.now >= this.target && this.pendingCommandTime() > this.now && !this.eventsDueBy(this.now)
  }

  get currentBranch(): string {
    return this.branch.id
  }

  log(): TimelineLog<Command> {
    return { branches: this.branches.log(), current: this.branch.id, now: this.target }
  }

  /** The measures of a branch at its checkpoints, as far as it has been run in this timeline. */
  series(branchId: string): Series {
    const { checkpoints } = this.branches.need(branchId)
    return { times: checkpoints.map((c) => c.time), values: checkpoints.map((c) => c.measures) }
  }

  /** Commands of a loaded log that the engine refused, since last asked. */
  takeRefusals(): Problem[] {
    const refused = this.refused
    this.refused = []
    return refused
  }

  /** Makes `time` the goal, on this branch. Going back restores the nearest checkpoint at once. */
  seek(time: SimTime): void {
    this.target = Math.max(0, Math.round(time))
    if (this.target < this.now || this.passedCommandsAfter(this.target)) this.rewind(this.target)
  }

  /** Goes on to another branch, at the moment one stands at. Throws on an unknown id. */
  switchTo(branchId: string): void {
    const next = this.branches.need(branchId)
    if (next === this.branch) return
    this.branch = next
    this.rewind(this.target)
  }

  /** Makes the next event, or the next command of this branch, the goal; false when nothing comes. */
  stepForward(): boolean {
    const next = Math.min(this.engine.nextEventTime ?? Infinity, this.pendingCommandTime())
    if (next === Infinity) return false
    this.target = next
    return true
  }

  /** Goes back to the event, or command, before `now`; to 0 when there is none. */
  stepBack(): void {
    const here = this.now
    let searchFrom = here - 1
    while (searchFrom >= 0) {
      const start = this.rewind(searchFrom)
      const previous = this.lastMomentBefore(here)
      if (previous !== null) return this.seek(previous)
      searchFrom = start - 1
    }
    this.seek(0)
  }

  /**
   * Gives `command` at `time` (now or earlier), then works back to where one stood. Where a future exists
   * already the command opens a new branch, named by what was done. Commands of one `gesture` (a drag, a held key)
   * replace each other on the branch the first one opened. Returns the branch's id; refuses with the engine's
   * reason, or when limits are reached, and then nothing has changed.
   */
  apply(command: Command, time: SimTime = this.now, gesture: string | null = null): Outcome<string> {
    if (time > this.now) return refuse(`a command cannot be given at ${time}, after ${this.now}`)
    const home = { branch: this.branch, target: Math.max(this.target, this.now) }
    const amended = gesture !== null && this.branches.mayAmend(this.branch, gesture) ? this.branch : null
    if (amended !== null) this.branch = this.branches.need(amended.parent ?? FIRST_BRANCH)
    const outcome = this.tryCommand(command, time, gesture, amended)
    if (!outcome.ok) {
      this.branch = home.branch
      this.rewind(home.target)
    }
    this.target = home.target
    return outcome
  }

  /** Removes a branch nobody descends from and nobody stands on. */
  removeBranch(branchId: string): Outcome<null> {
    return this.branches.remove(branchId, this.branch)
  }

  renameBranch(branchId: string, name: string): Outcome<null> {
    return this.branches.rename(branchId, name)
  }

  /** Handles at most `maxEvents` events on the way to the goal and returns how many it handled. */
  work(maxEvents: number): number {
    let handled = 0
    while (!this.settled && handled < maxEvents) {
      const stop = Math.min(this.target, this.pendingCommandTime(), this.nextCheckpointTime())
      handled += this.engine.advance(stop, maxEvents - handled)
      if (this.engine.now < stop || this.eventsDueBy(stop)) break
      if (this.pendingCommandTime() <= stop) this.giveCommand()
      this.keepCheckpoint()
    }
    this.branch.horizon = Math.max(this.branch.horizon, this.now)
    return handled
  }

  /** Works until settled. For terminals and tests; a page works in slices. */
  finish(): void {
    while (!this.settled) this.work(100_000)
  }

  /**
   * Brings `scout`, another engine of the same config, to `until` on this branch; where the run is further on, to where
   * it stands. The run itself stays.
   */
  sendAhead(scout: Engine<Command, Frame, Saved>, until: SimTime): void {
    scout.restore(this.engine.save())
    for (const { at: time, command } of this.branch.commands.slice(this.applied)) {
      if (time > until) break
      scout.advance(time)
      scout.apply(command)
    }
    scout.advance(until)
  }

  private tryCommand(
    command: Command,
    time: SimTime,
    gesture: string | null,
    amended: Branch<Command, Saved> | null,
  ): Outcome<string> {
    if (this.branch.commands.length >= MAX_COMMANDS)
      return refuse(`this run already has ${MAX_COMMANDS} changes`)
    if (time < this.now || amended !== null) this.rewind(time)
    this.runThrough(time)
    const pending = this.branch.commands.slice(this.applied)
    const hasFuture = this.branch.horizon > time || pending.some(({ scripted }) => !scripted)
    if (hasFuture && amended === null && this.branches.size >= MAX_BRANCHES)
      return refuse(`${MAX_BRANCHES} branches are open; remove one first`)
    const done = this.engine.apply(command)
    if (!done.ok) return done
    const stamped: Stamped<Command> = { at: time, command, scripted: false }
    if (amended !== null) this.branches.delete(amended.id)
    if (hasFuture || amended !== null)
      this.fork(stamped, done.value, gesture, amended?.id ?? this.branches.newId())
    else {
      this.branch.commands.splice(this.applied, 0, stamped)
      this.branch.own += 1
    }
    this.applied += 1
    return accept(this.branch.id)
  }

  private fork(stamped: Stamped<Command>, name: string, gesture: string | null, id: string): void {
    const parent = this.branch
    const inherited = parent.commands.slice(0, this.applied)
    const scripted = parent.commands.slice(this.applied).filter((pending) => pending.scripted)
    const commands = [...inherited, stamped, ...scripted]
    const branch = this.branches.add({ id, name, parent: parent.id, forkAt: stamped.at, commands }, gesture)
    branch.own = 1
    branch.checkpoints = parent.checkpoints.filter(
      (c) => c.time <= stamped.at && c.applied <= inherited.length,
    )
    this.branch = branch
  }

  /** Restores the newest checkpoint of this branch that lies at or before `time` and returns its time. */
  private rewind(time: SimTime): SimTime {
    const { checkpoints, commands } = this.branch
    const due = commands.filter((c) => c.at <= time).length
    const best = checkpoints.findLast((c) => c.time <= time && c.applied <= due)
    assert(best !== undefined, 'a branch always keeps its checkpoint at 0')
    this.engine.restore(best.saved)
    this.applied = best.applied
    return best.time
  }

  /** Runs up to, not through, `time` and returns the last moment at which something happened; null if nothing. */
  private lastMomentBefore(time: SimTime): SimTime | null {
    let last: SimTime | null = null
    for (;;) {
      const next = Math.min(this.engine.nextEventTime ?? Infinity, this.pendingCommandTime())
      if (next >= time) return last
      this.runThrough(next)
      last = next
    }
  }

  /** Handles everything up to `time`, commands included, without touching the goal. */
  private runThrough(time: SimTime): void {
    while (this.pendingCommandTime() <= time) {
      this.engine.advance(this.pendingCommandTime())
      this.giveCommand()
    }
    this.engine.advance(time)
  }

  /**
   * Gives the branch's next command. Before each one everything due by then must have happened, what an earlier
   * command set off at the same moment included, just as when it was given first.
   */
  private giveCommand(): void {
    const done = this.engine.apply(at(this.branch.commands, this.applied).command)
    if (!done.ok) this.refused.push(done.problem)
    this.applied += 1
  }

  private pendingCommandTime(): SimTime {
    return this.branch.commands[this.applied]?.at ?? Infinity
  }

  private passedCommandsAfter(time: SimTime): boolean {
    return this.applied > 0 && at(this.branch.commands, this.applied - 1).at > time
  }

  private eventsDueBy(time: SimTime): boolean {
    return (this.engine.nextEventTime ?? Infinity) <= time
  }

  private nextCheckpointTime(): SimTime {
    return (Math.floor(this.now / this.spacing) + 1) * this.spacing
  }

  private keepCheckpoint(): void {
    const { branch, now, spacing } = this
    if (now % spacing !== 0) return
    const last = branch.checkpoints.at(-1)
    if (last !== undefined && last.time >= now) return
    const { engine, applied } = this
    branch.checkpoints.push({ time: now, applied, saved: engine.save(), measures: engine.measures() })
    if (branch.checkpoints.length > MAX_CHECKPOINTS) this.thinOut()
  }

  /** Doubles the spacing of checkpoints and drops those that no longer fall on it, in every branch. */
  private thinOut(): void {
    this.spacing *= 2
    for (const branch of this.branches.values())
      branch.checkpoints = branch.checkpoints.filter((c) => c.time % this.spacing === 0)
  }
}
