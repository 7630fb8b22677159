import type { Outcome } from '../../shared/outcome.ts'
import type { Columns } from './columns.ts'
import type { Check, Engine, Explanation, Landmark, Span } from './engine.ts'
import { SECOND, type SimTime } from './time.ts'
import { TraceHash } from './trace-hash.ts'

/**
 * A model whose run is a list of operations, one after the other at a fixed pace: few and cheap enough that the whole run
 * may be done anew whenever someone goes back.
 */
export interface StepModel<Command, Frame> {
  /** How many operations there are. It may change by a command. */
  readonly count: number
  /** The time between two operations: the first is at one `pace`, the second at two. Fixed for the run; at least 1. */
  readonly pace: SimTime
  /** Carries out operation `index`, from 0, at `now`. */
  step(index: number, now: SimTime): void
  /** Carries out what a person does at `now`; what is refused changes nothing. */
  apply(command: Command, now: SimTime): Outcome<string>
  /** Adds to the fingerprint what the last operation or command came to. */
  record(hash: TraceHash): void
  /** As in Engine, with the run's time. */
  frame(now: SimTime, span: Span, columns: Columns): Frame
  measures(): number[]
  checks(): Check[]
  explain(lane: string, measure: string): Explanation | null
  landmarks(): Landmark[]
}

/** What a run follows from beside its model: nothing else is saved. */
export interface SavedSteps<Command> {
  readonly now: SimTime
  readonly done: number
  /** The commands, each with how many operations had been carried out before it. */
  readonly commands: readonly { readonly done: number; readonly at: SimTime; readonly command: Command }[]
}

/** The Engine around such a model. A saved state is the list of commands; restoring carries everything out again. */
export class StepEngine<Command, Frame> implements Engine<Command, Frame, SavedSteps<Command>> {
  /** Running is cheap, and restoring is running. */
  readonly checkpointEvery = 10 * SECOND
  private readonly create: () => StepModel<Command, Frame>
  private current: StepModel<Command, Frame>
  private hash = new TraceHash()
  private time: SimTime = 0
  private done = 0
  private commands: SavedSteps<Command>['commands'] = []

  /** `create` makes the model as it is before anything has happened; the same each time. */
  constructor(create: () => StepModel<Command, Frame>) {
    this.create = create
    this.current = create()
  }

  /** The model as it stands; the engine goes on with another one once it is restored. */
  get model(): StepModel<Command, Frame> {
    return this.current
  }

  get now(): SimTime {
    return this.time
  }

  get extent(): SimTime {
    return this.timeOf(this.current.count - 1)
  }

  get nextEventTime(): SimTime | null {
    return this.done < this.current.count ? this.timeOf(this.done) : null
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    let handled = 0
    for (;;) {
      const next = this.nextEventTime
      if (next === null || next > until) break
      if (handled >= maxEvents) return handled
      this.time = next
      this.step()
      handled += 1
    }
    this.time = Math.max(this.time, until)
    return handled
  }

  apply(command: Command): Outcome<string> {
    const told = this.current.apply(command, this.time)
    if (!told.ok) return told
    this.commands = [...this.commands, { done: this.done, at: this.time, command }]
    this.hash.add(this.time)
    this.current.record(this.hash)
    return told
  }

  frame(span: Span, columns: Columns): Frame {
    return this.current.frame(this.time, span, columns)
  }

  measures(): number[] {
    return this.current.measures()
  }

  checks(): Check[] {
    return this.current.checks()
  }

  explain(lane: string, measure: string): Explanation | null {
    return this.current.explain(lane, measure)
  }

  landmarks(): Landmark[] {
    return this.current.landmarks()
  }

  traceHash(): string {
    return this.hash.hex()
  }

  save(): SavedSteps<Command> {
    return { now: this.time, done: this.done, commands: this.commands }
  }

  restore({ now, done, commands }: SavedSteps<Command>): void {
    this.current = this.create()
    this.hash = new TraceHash()
    this.done = 0
    this.commands = []
    for (const { done: before, at, command } of commands) {
      while (this.done < before) this.step()
      this.time = at
      this.apply(command)
    }
    while (this.done < done) this.step()
    this.time = now
  }

  private timeOf(index: number): SimTime {
    return (index + 1) * this.current.pace
  }

  private step(): void {
    this.time = this.timeOf(this.done)
    this.current.step(this.done, this.time)
    this.done += 1
    this.hash.add(this.time)
    this.current.record(this.hash)
  }
}
