import type { Engine } from '../../src/engine/kernel/engine.ts'
import type { SimTime } from '../../src/engine/kernel/time.ts'
import { FIRST_BRANCH, type Stamped, type TimelineLog } from '../../src/engine/kernel/timeline.ts'
import { assert } from '../../src/shared/assert.ts'

/** Makes the same run again, at time 0. */
export type Create<Command> = () => Engine<Command, unknown, unknown>

interface Branch<Command> {
  readonly id: string
  name: string
  readonly parent: string | null
  readonly forkAt: SimTime
  horizon: SimTime
  commands: readonly Stamped<Command>[]
  /** The gesture that opened it, while it may still replace its one command. */
  gesture: string | null
}

/** What one can see of a run that stands still. */
export interface Standing {
  readonly now: SimTime
  readonly hash: string
  readonly measures: readonly number[]
}

/**
 * What a timeline should be, the slow and obvious way: no checkpoints, no going back. Every question runs a new
 * engine from 0, and gives it each command when everything up to the command's moment has happened.
 */
export class TimelineOracle<Command> {
  private readonly create: Create<Command>
  private readonly branches = new Map<string, Branch<Command>>()
  private current: Branch<Command>
  now: SimTime = 0
  private nextId = 1

  constructor(create: Create<Command>, scripted: readonly Stamped<Command>[] = []) {
    this.create = create
    this.current = {
      id: FIRST_BRANCH,
      name: 'first run',
      parent: null,
      forkAt: 0,
      horizon: 0,
      commands: scripted,
      gesture: null,
    }
    this.branches.set(FIRST_BRANCH, this.current)
  }

  get ids(): string[] {
    return [...this.branches.keys()]
  }

  standing(): Standing {
    const engine = this.replay(this.current.commands, this.now)
    return { now: engine.now, hash: engine.traceHash(), measures: engine.measures() }
  }

  /** The measures of a branch at `time`. */
  measuresAt(id: string, time: SimTime): readonly number[] {
    return this.replay(this.need(id).commands, time).measures()
  }

  commandsOf(id: string): readonly Stamped<Command>[] {
    return this.need(id).commands
  }

  log(): TimelineLog<Command> {
    const branches = [...this.branches.values()].map(({ id, name, parent, forkAt, horizon, commands }) => {
      return { id, name, parent, forkAt, horizon, commands }
    })
    return { branches, current: this.current.id, now: this.now }
  }

  /** The branch one stands on has been run as far as `time`. */
  reached(time: SimTime): void {
    this.current.horizon = Math.max(this.current.horizon, time)
  }

  seek(time: SimTime): void {
    this.now = time
  }

  switchTo(id: string): void {
    this.current = this.need(id)
  }

  /** The times at which anything happens on this branch, events and commands, up to and including `until`. */
  moments(until: SimTime): SimTime[] {
    const engine = this.create()
    const times = new Set<SimTime>()
    const commands = this.current.commands.slice()
    for (;;) {
      const next = Math.min(engine.nextEventTime ?? Infinity, commands[0]?.at ?? Infinity)
      if (next > until || next === Infinity) return [...times]
      times.add(next)
      engine.advance(next)
      const [command] = commands
      if (command?.at === next) {
        engine.apply(command.command)
        commands.shift()
      }
    }
  }

  /** The next moment after now, or null. Looks no further than `horizon`. */
  stepForward(horizon: SimTime): boolean {
    const next = this.moments(horizon).find((time) => time > this.now)
    if (next !== undefined) this.now = next
    return next !== undefined
  }

  stepBack(): void {
    this.now = this.moments(this.now).findLast((time) => time < this.now) ?? 0
  }

  /** The id of the branch the command is on; null when it is refused. */
  apply(command: Command, time: SimTime, gesture: string | null): string | null {
    if (time > this.now) return null
    const amended = gesture !== null && this.mayAmend(gesture) ? this.current : null
    const parent = amended === null ? this.current : this.need(amended.parent ?? FIRST_BRANCH)
    const before = parent.commands.filter(({ at }) => at <= time)
    const after = parent.commands.filter(({ at }) => at > time)
    const answer = this.replay(before, time).apply(command)
    if (!answer.ok) return null
    const given: Stamped<Command> = { at: time, command, scripted: false }
    const world = after.filter(({ scripted }) => scripted)
    if (amended === null && parent.horizon <= time && world.length === after.length) {
      parent.commands = [...before, given, ...after]
      parent.gesture = null
      return parent.id
    }
    if (amended !== null) this.branches.delete(amended.id)
    const id = amended?.id ?? `b${this.nextId++}`
    const commands = [...before, given, ...world]
    const fork = { id, name: answer.value, parent: parent.id, forkAt: time, horizon: time, commands, gesture }
    this.branches.set(id, fork)
    this.current = fork
    return id
  }

  /** False when the branch must stay. */
  remove(id: string): boolean {
    const { parent } = this.need(id)
    if (parent === null || id === this.current.id || this.hasChildren(id)) return false
    return this.branches.delete(id)
  }

  rename(id: string, name: string): void {
    this.need(id).name = name
  }

  /** After a log was printed and read again no gesture goes on, and ids of removed branches may come back. */
  reloaded(): void {
    for (const branch of this.branches.values()) branch.gesture = null
    const numbers = this.ids.filter((id) => id !== FIRST_BRANCH).map((id) => Number(id.slice(1)))
    this.nextId = Math.max(0, ...numbers) + 1
  }

  private mayAmend(gesture: string): boolean {
    return this.current.gesture === gesture && !this.hasChildren(this.current.id)
  }

  private hasChildren(id: string): boolean {
    return [...this.branches.values()].some(({ parent }) => parent === id)
  }

  private need(id: string): Branch<Command> {
    const branch = this.branches.get(id)
    assert(branch !== undefined, `the oracle has no branch ${id}`)
    return branch
  }

  private replay(commands: readonly Stamped<Command>[], time: SimTime): Engine<Command, unknown, unknown> {
    const engine = this.create()
    for (const { at, command } of commands.filter((stamped) => stamped.at <= time)) {
      engine.advance(at)
      engine.apply(command)
    }
    engine.advance(time)
    return engine
  }
}
