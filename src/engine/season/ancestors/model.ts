import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Check, Explanation, Landmark } from '../../kernel/engine.ts'
import type { SetCommand } from '../../kernel/set-command.ts'
import { StepEngine, type StepModel } from '../../kernel/step-engine.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { TraceHash } from '../../kernel/trace-hash.ts'
import { checkAncestors } from './checks.ts'
import { explainAncestors } from './explain.ts'
import { frameOfAncestors, type AncestorsFrame } from './frame.ts'
import { drawHistory, type History } from './history.ts'
import { Lane } from './lane.ts'
import type { AncestorsSettings } from './settings.ts'

/** What a person can do: let a side start elsewhere in the same history, or go on to the next one. */
export type AncestorsCommand =
  { readonly kind: 'start'; readonly side: 'a' | 'b'; readonly at: number } | { readonly kind: 'next' }

/** Two steps a second. */
const PACE = SECOND / 2
/** Steps for which an answer stands before the next question. */
const REST = 3

/** Questions for the common ancestor of two commits, answered in two ways, step by step. */
export class AncestorsModel implements StepModel<AncestorsCommand | SetCommand, AncestorsFrame> {
  readonly pace = PACE
  readonly count: number
  readonly lanes = [new Lane('pointers'), new Lane('paint')]
  history: History
  tips: readonly [a: number, b: number]
  /** Which pair of histories it is, from 0. */
  index = 0
  private rest = REST
  private readonly seed: number
  private readonly settings: AncestorsSettings
  private readonly marks: Landmark[] = []

  constructor(seed: number, settings: AncestorsSettings) {
    this.seed = seed
    this.settings = settings
    this.count = Math.floor((settings.for * SECOND) / PACE)
    this.history = drawHistory(seed, 0, settings)
    this.tips = this.history.tips
    this.ask(this.tips, 0)
  }

  get isDone(): boolean {
    return this.lanes.every(({ search }) => search.isDone)
  }

  step(_index: number, now: SimTime): void {
    if (this.isDone) {
      this.rest -= 1
      if (this.rest < 0) this.goOn(now)
      return
    }
    for (const lane of this.lanes) {
      const verdict = lane.step(now)
      if (verdict !== null)
        this.marks.push({
          time: now,
          kind: verdict === 'right' ? 'turn' : 'trouble',
          label: `${lane.id}: ${verdict}`,
        })
    }
  }

  apply(command: AncestorsCommand | SetCommand, now: SimTime): Outcome<string> {
    if (command.kind === 'set') return refuse('what is set here holds from the start of a run')
    if (command.kind === 'next') {
      this.goOn(now)
      return accept('next histories')
    }
    const { side, at: seq } = command
    if (this.history.parents[seq] === undefined) return refuse(`there is no commit ${seq} in this history`)
    const [a, b] = this.tips
    this.ask(side === 'a' ? [seq, b] : [a, seq], now)
    return accept(`${side.toUpperCase()} starts at ${seq}`)
  }

  record(hash: TraceHash): void {
    hash.add(this.index)
    for (const { search, asked } of this.lanes) {
      hash.add(asked)
      hash.add(search.steps)
      for (const seq of search.looked) hash.add(seq)
      for (const seq of search.answers) hash.add(seq)
    }
  }

  frame(now: SimTime): AncestorsFrame {
    return frameOfAncestors(this, now)
  }

  measures(): number[] {
    return this.lanes.flatMap((lane) => lane.measures())
  }

  checks(): Check[] {
    return checkAncestors(this)
  }

  explain(lane: string, measure: string): Explanation | null {
    const asked = this.lanes.find(({ id }) => id === lane)
    return asked === undefined ? null : explainAncestors(asked, measure)
  }

  landmarks(): Landmark[] {
    return this.marks.slice(-200)
  }

  private goOn(now: SimTime): void {
    this.index += 1
    this.history = drawHistory(this.seed, this.index, this.settings)
    this.ask(this.history.tips, now)
  }

  private ask(tips: readonly [number, number], now: SimTime): void {
    this.tips = tips
    this.rest = REST
    for (const lane of this.lanes) lane.ask(this.history, at(tips, 0), at(tips, 1), now)
  }
}

/** A run: the same seed and settings ask the same questions. */
export const createAncestors = (
  seed: number,
  settings: AncestorsSettings,
): StepEngine<AncestorsCommand | SetCommand, AncestorsFrame> =>
  new StepEngine(() => new AncestorsModel(seed, settings))
