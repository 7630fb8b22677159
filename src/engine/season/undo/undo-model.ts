import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { plural } from '../../../shared/words.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { isSet, readLiveSetting, type SetCommand } from '../../kernel/set-command.ts'
import { StepEngine, type StepModel } from '../../kernel/step-engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { TraceHash } from '../../kernel/trace-hash.ts'
import { checkRun } from './checks.ts'
import { CopyLane } from './copy-lane.ts'
import { laneFrames, treeFrame, type LastDeed, type Series, type UndoFrame } from './frame.ts'
import { explainMeasure, measuresOf } from './measures.ts'
import { planDeeds, type Deed, type UndoConfig } from './plan.ts'
import { MOST_LINES, PACE, UNDO_SETTINGS } from './settings.ts'
import { SharingLane } from './sharing-lane.ts'
import type { Line } from './tree.ts'
import type { Version } from './versions.ts'

/** What a person can do by hand. Lines are numbered from 0. */
export type UndoCommand =
  | { readonly kind: 'change'; readonly line: number }
  | { readonly kind: 'append' }
  | { readonly kind: 'undo'; readonly steps: number }
  | { readonly kind: 'redo'; readonly steps: number }

/** As many versions as a run may make: the books keep them all. */
const MOST_VERSIONS = 2_000

/** One document, changed, undone and redone; kept as full copies, and as versions of one tree. */
export class UndoModel implements StepModel<UndoCommand | SetCommand, UndoFrame> {
  readonly pace = PACE
  readonly count: number
  readonly copies: CopyLane
  readonly sharing: SharingLane
  private readonly config: UndoConfig
  private readonly plan: readonly Deed[]
  private readonly marks: Landmark[] = []
  private readonly kept: { time: SimTime; copies: number; sharing: number }[] = []
  private lines = 0
  private last: LastDeed | null = null
  private thrown: UndoFrame['thrown'] = { versions: 0, nodes: 0 }

  constructor(config: UndoConfig) {
    this.config = config
    this.plan = planDeeds(config)
    this.count = this.plan.length
    const { lines, limit, branching } = config.settings
    const first: Version = { number: 0, at: 0, text: 'as it was opened' }
    const text = Array.from({ length: lines }, () => this.line(0))
    const most = branching === 'one' ? Infinity : Number(branching)
    this.copies = new CopyLane(first, text, limit)
    this.sharing = new SharingLane(first, text, limit, most)
    this.note(0)
  }

  step(index: number, now: SimTime): void {
    const deed = at(this.plan, index)
    const { size } = this.sharing.versions.present.root
    if (deed.kind === 'edit') this.change(Math.floor(deed.where * size), now)
    else if (deed.kind === 'append') this.change(size, now)
    else this.go(deed, now)
    this.note(now)
  }

  apply(command: UndoCommand | SetCommand, now: SimTime): Outcome<string> {
    if (isSet(command)) {
      const read = readLiveSetting(UNDO_SETTINGS, command)
      return read.ok ? accept(read.value.label) : read
    }
    const told = this.byHand(command, now)
    if (told.ok) this.note(now)
    return told
  }

  record(hash: TraceHash): void {
    for (const { versions, held, made, garbage } of [this.copies, this.sharing])
      for (const value of [
        versions.present.version.number,
        versions.past.length,
        versions.future.length,
        held.bytes,
        made.nodes,
        garbage.nodes,
      ])
        hash.add(value)
  }

  frame(now: SimTime, span: Span): UndoFrame {
    const series: Series = {
      time: this.kept.map(({ time }) => time),
      copies: this.kept.map(({ copies }) => copies),
      sharing: this.kept.map(({ sharing }) => sharing),
    }
    const { last, thrown } = this
    return {
      now,
      span,
      settings: this.config.settings,
      last,
      thrown,
      lanes: laneFrames(this.copies, this.sharing),
      ...treeFrame(this.sharing),
      series,
    }
  }

  measures(): number[] {
    return [...measuresOf(this.copies), ...measuresOf(this.sharing)]
  }

  checks(): Check[] {
    return checkRun(this.copies, this.sharing)
  }

  explain(id: string, measure: string): Explanation | null {
    const lane = [this.copies, this.sharing].find((candidate) => candidate.id === id)
    return lane === undefined ? null : explainMeasure(lane, measure)
  }

  /** A future that is cut off is trouble; the first version dropped is a turn. */
  landmarks(): Landmark[] {
    return [...this.marks]
  }

  private byHand(command: UndoCommand, now: SimTime): Outcome<string> {
    const { root } = this.sharing.versions.present
    if (command.kind === 'undo' || command.kind === 'redo') {
      const { past, future } = this.sharing.versions
      if ((command.kind === 'undo' ? past : future).length === 0)
        return refuse(command.kind === 'undo' ? 'there is nothing to undo' : 'there is nothing to redo')
      return accept(this.go(command, now))
    }
    if (this.sharing.versions.counts.made >= MOST_VERSIONS)
      return refuse(`a run makes at most ${MOST_VERSIONS} versions`)
    if (command.kind === 'append') {
      if (root.size >= MOST_LINES) return refuse(`a document has at most ${MOST_LINES} lines`)
      return accept(this.change(root.size, now))
    }
    if (command.line >= root.size)
      return refuse(`there is no line ${command.line + 1}: the document has ${root.size}`)
    return accept(this.change(command.line, now))
  }

  private change(index: number, now: SimTime): string {
    const { counts } = this.sharing.versions
    const { root } = this.sharing.versions.present
    const before = { ...counts }
    const text = index < root.size ? `line ${index + 1} changed` : `line ${index + 1} added`
    const change = { version: { number: counts.made, at: now, text }, index, line: this.line(counts.made) }
    this.copies.change(change)
    this.sharing.change(change)
    const pruned = counts.pruned - before.pruned
    const dropped = counts.dropped - before.dropped
    this.thrown = { versions: pruned + dropped, nodes: this.sharing.freed.length }
    if (pruned > 0)
      this.marks.push({ time: now, kind: 'trouble', label: `${plural(pruned, 'version')} cut off` })
    if (dropped > 0 && before.dropped === 0)
      this.marks.push({ time: now, kind: 'turn', label: 'first version dropped' })
    this.last = { time: now, text: `v${change.version.number}, ${text}` }
    return text
  }

  private go(
    { kind, steps }: { readonly kind: 'undo' | 'redo'; readonly steps: number },
    now: SimTime,
  ): string {
    this.copies.versions[kind](steps)
    const gone = this.sharing.versions[kind](steps)
    this.thrown = { versions: 0, nodes: 0 }
    const text = gone === 0 ? `nothing to ${kind}` : `${kind} ${gone}`
    this.last = { time: now, text: `${text}, to v${this.sharing.versions.present.version.number}` }
    return text
  }

  private line(version: number): Line {
    this.lines += 1
    return { id: this.lines - 1, made: version, bytes: this.config.settings.size }
  }

  private note(now: SimTime): void {
    const last = this.kept.at(-1)
    if (last?.time === now) this.kept.pop()
    this.kept.push({ time: now, copies: this.copies.held.bytes, sharing: this.sharing.held.bytes })
  }
}

/** A run of the undo lab. */
export const createUndoEngine = (config: UndoConfig): StepEngine<UndoCommand | SetCommand, UndoFrame> =>
  new StepEngine(() => new UndoModel(config))
