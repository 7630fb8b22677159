import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import type { ParamSpec } from '../../shared/params.ts'
import type { Columns } from './columns.ts'
import type { Check, Engine, Explanation, Landmark, Span } from './engine.ts'
import { readLiveSetting, type SetCommand } from './set-command.ts'
import { SECOND, type SimTime } from './time.ts'
import { TraceHash, type SavedHash } from './trace-hash.ts'

/** What is saved of every run. */
export interface SavedRun<Settings> {
  readonly now: SimTime
  readonly end: SimTime
  readonly hash: SavedHash
  readonly settings: Settings
  readonly touched: boolean
}

/**
 * What engines have alike that go from event to event for as long as their settings say: the clock, the settings in
 * force, the fingerprint, and the way commands come in. Each says when its next event is due, and handles it.
 */
export abstract class RunEngine<
  Command,
  Frame,
  Settings extends { readonly for: number },
  Saved extends SavedRun<Settings>,
> implements Engine<Command, Frame, Saved> {
  protected time: SimTime = 0
  /** A run ends with its settings, or earlier, when there is more of it than can be kept. */
  protected end: SimTime
  protected current: Settings
  protected readonly hash = new TraceHash()
  private readonly table: readonly ParamSpec[]
  private touched = false

  /** `table` is what the settings were read by; `settings.for` is in seconds. */
  constructor(table: readonly ParamSpec[], settings: Settings) {
    this.table = table
    this.current = settings
    this.end = Math.round(settings.for * SECOND)
  }

  get now(): SimTime {
    return this.time
  }

  get extent(): SimTime {
    return this.end
  }

  /** `now`, but not beyond the run's end: nothing goes on after it, waiting neither. */
  get clock(): SimTime {
    return Math.min(this.time, this.end)
  }

  get nextEventTime(): SimTime | null {
    const { due } = this
    return due === null || due > this.end ? null : due
  }

  /** The settings as they are now: some can change while a run goes on. */
  get settings(): Settings {
    return this.current
  }

  /** True once a command has changed the run. */
  get isTouched(): boolean {
    return this.touched
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    let handled = 0
    for (;;) {
      const next = this.nextEventTime
      if (next === null || next > until) break
      if (handled >= maxEvents) return handled
      this.follow(next)
      this.time = next
      this.handle(next)
      handled += 1
    }
    this.follow(Math.min(Math.max(this.time, until), this.end))
    this.time = Math.max(this.time, until)
    return handled
  }

  apply(command: Command): Outcome<string> {
    if (this.time >= this.end)
      return refuse(`the run is over at ${this.end / SECOND} s; go back to change it`)
    const done = this.carryOut(command)
    if (!done.ok) return done
    this.touched = true
    this.settle()
    return done
  }

  traceHash(): string {
    return this.hash.hex()
  }

  abstract frame(span: Span, columns: Columns): Frame
  abstract measures(): number[]
  abstract checks(): Check[]
  abstract explain(lane: string, measure: string): Explanation | null
  abstract landmarks(): Landmark[]
  abstract save(): Saved
  abstract restore(saved: Saved): void

  /** When something happens next, were there no end; null or Infinity for never. */
  protected abstract get due(): SimTime | null
  /** One event, which is due at `now`. */
  protected abstract handle(now: SimTime): void
  protected abstract carryOut(command: Command): Outcome<string>
  /** The setting `key` is not what it was `before`: whoever goes by it is told, and the event is recorded. */
  protected abstract reconfigure(key: string, before: Settings): void

  /** Time is about to pass up to `time`, and nothing happens on the way; for what grows all the while. */
  protected follow(_time: SimTime): void {}

  /** What follows from any command that was carried out. */
  protected settle(): void {}

  /** What every `set` comes to. */
  protected changeSetting(command: SetCommand): Outcome<string> {
    const read = readLiveSetting(this.table, command)
    if (!read.ok) return read
    const { value, label, token } = read.value
    const before = this.current
    this.current = { ...before, [command.key]: value }
    this.reconfigure(command.key, before)
    this.hash.addText(token)
    return accept(label)
  }

  /** Every event goes into the fingerprint: what it is, when, and what it came to. */
  protected record(kind: number, ...numbers: readonly number[]): void {
    this.hash.add(kind)
    this.hash.add(this.time)
    for (const number of numbers) this.hash.add(number)
  }

  protected saveRun(): SavedRun<Settings> {
    return {
      now: this.time,
      end: this.end,
      hash: this.hash.save(),
      settings: this.current,
      touched: this.touched,
    }
  }

  protected restoreRun(saved: SavedRun<Settings>): void {
    this.time = saved.now
    this.end = saved.end
    this.hash.restore(saved.hash)
    this.current = saved.settings
    this.touched = saved.touched
  }
}
