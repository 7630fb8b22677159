import { plural } from '../../../shared/words.ts'
import type { SimTime } from '../../kernel/time.ts'
import { Journal } from '../journal.ts'
import { begin, change, keptOf, redo, undo, type Undoable } from './undoable.ts'

/** A state of the document, numbered in the order in which they were made, from 0. */
export interface Version {
  readonly number: number
  readonly at: SimTime
  /** "line 12 changed" */
  readonly text: string
}

/** What an entry of a lane's journal adds to: versions, bytes or nodes. */
export type Entry = 'made' | 'pruned' | 'dropped' | 'bytes' | 'nodes' | 'garbage'

/** The versions of a lane and what became of those that are gone. */
export class Versions<State extends { readonly version: Version }> {
  readonly journal = new Journal<Entry>()
  private states: Undoable<State>
  private readonly limit: number
  private counted = { made: 1, pruned: 0, dropped: 0 }

  constructor(first: State, limit: number) {
    this.states = begin(first)
    this.limit = limit
    this.journal.note(first.version.at, 'made', sayVersion(first.version), thingOf(first.version))
  }

  get counts(): Readonly<typeof this.counted> {
    return this.counted
  }

  get past(): readonly State[] {
    return this.states.past
  }

  get present(): State {
    return this.states.present
  }

  get future(): readonly State[] {
    return this.states.future
  }

  /** Past, present and future, in the order of time. */
  get kept(): readonly State[] {
    return keptOf(this.states)
  }

  /** Makes `next` the present state; returns those that can no longer be seen. */
  change(next: State): State[] {
    const { now, thrown } = change(this.states, next, this.limit)
    this.states = now
    const { version } = next
    this.journal.note(version.at, 'made', sayVersion(version), thingOf(version))
    this.counted.made += 1
    for (const fate of ['pruned', 'dropped'] as const) {
      this.counted[fate] += thrown[fate].length
      const why = fate === 'pruned' ? `undone, when ${nameOf(version)} was made` : 'beyond the limit'
      for (const state of thrown[fate])
        this.journal.note(version.at, fate, `${nameOf(state.version)}: ${why}`, thingOf(state.version))
    }
    return [...thrown.pruned, ...thrown.dropped]
  }

  /** Goes so many steps back, or as many as there are; returns how many. */
  undo(steps: number): number {
    const before = this.states.past.length
    for (let i = 0; i < steps; i++) this.states = undo(this.states)
    return before - this.states.past.length
  }

  /** Goes so many steps forward, or as many as there are; returns how many. */
  redo(steps: number): number {
    const before = this.states.future.length
    for (let i = 0; i < steps; i++) this.states = redo(this.states)
    return before - this.states.future.length
  }
}

export const nameOf = ({ number }: Version): string => `v${number}`

/** A version as the lab names its things. */
export const thingOf = (version: Version): string => nameOf(version)

const sayVersion = (version: Version): string => `${nameOf(version)}: ${version.text}`

export const sayBytes = (bytes: number): string => plural(bytes, 'byte')
