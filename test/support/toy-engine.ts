import type { Columns } from '../../src/engine/kernel/columns.ts'
import type { Check, Engine, Explanation, Landmark, Span } from '../../src/engine/kernel/engine.ts'
import { SECOND, type SimTime } from '../../src/engine/kernel/time.ts'
import { accept, refuse, type Outcome } from '../../src/shared/outcome.ts'

export type ToyCommand =
  /** Writes `label` into the record. */
  | { readonly kind: 'mark'; readonly label: string }
  /** Lets a bell ring `after` from now; 0 is at this very instant. */
  | { readonly kind: 'ring'; readonly after: SimTime }
  | { readonly kind: 'refuse' }

interface State {
  readonly now: SimTime
  /** The times of the bells to come, in order. */
  readonly bells: readonly SimTime[]
  readonly rung: number
  /** Everything that happened, in words: the most exact fingerprint there is. */
  readonly record: readonly string[]
}

/** Gaps between the bells that ring by themselves: at one instant, close, and far beyond many checkpoints. */
const GAPS: readonly SimTime[] = [
  0,
  1,
  40_000,
  100_000,
  7_777,
  0,
  650_000,
  33_333,
  2 * SECOND,
  100_000,
  350_000,
]
const BELLS = 120

/** A simulation of bells, small enough to be seen through: its whole past is its fingerprint. */
export class ToyEngine implements Engine<ToyCommand, readonly string[], unknown> {
  private state: State = { now: 0, bells: [0], rung: 0, record: [] }

  get now(): SimTime {
    return this.state.now
  }

  get extent(): SimTime {
    return Math.max(this.state.now, ...this.state.bells)
  }

  get nextEventTime(): SimTime | null {
    return this.state.bells[0] ?? null
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    let handled = 0
    for (;;) {
      const [next, ...later] = this.state.bells
      if (next === undefined || next > until) break
      if (handled >= maxEvents) return handled
      const { rung } = this.state
      const own = rung < BELLS ? [next + (GAPS[rung % GAPS.length] ?? 0)] : []
      this.change({ now: next, bells: [...later, ...own], rung: rung + 1 }, `bell ${rung}`)
      handled += 1
    }
    this.state = { ...this.state, now: Math.max(this.state.now, until) }
    return handled
  }

  apply(command: ToyCommand): Outcome<string> {
    const { now, bells } = this.state
    if (command.kind === 'refuse') return refuse('as asked')
    if (command.kind === 'mark') this.change({}, `mark ${command.label}`)
    else this.change({ bells: [...bells, now + command.after] }, `ring after ${command.after}`)
    return accept(command.kind)
  }

  frame(_span: Span, _columns: Columns): readonly string[] {
    return this.state.record
  }

  measures(): number[] {
    return [this.state.rung, this.state.bells.length, this.state.record.length]
  }

  checks(): Check[] {
    return []
  }

  explain(lane: string, measure: string): Explanation | null {
    if (lane !== 'bells' || measure !== 'rung') return null
    const events = this.state.record.map((text) => ({ time: this.state.now, text, thing: null }))
    return { text: 'All that happened.', events, total: events.length }
  }

  landmarks(): Landmark[] {
    return []
  }

  traceHash(): string {
    return this.state.record.join('\n')
  }

  save(): unknown {
    return this.state
  }

  restore(saved: unknown): void {
    this.state = saved as State // only ever what `save` gave
  }

  private change(part: Partial<State>, line: string): void {
    const next = { ...this.state, ...part }
    const bells = next.bells.toSorted((a, b) => a - b)
    this.state = { ...next, bells, record: [...next.record, `${next.now} ${line}`] }
  }
}
