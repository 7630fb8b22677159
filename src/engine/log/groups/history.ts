import { at } from '../../../shared/assert.ts'
import type { Span } from '../../kernel/engine.ts'
import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, restoreColumns, saveColumns, uint8 } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'
import { OWNER, type OwnerKind } from './codes.ts'

/** A rebalance. `end` is NaN while it lasts. */
export interface Round {
  readonly start: SimTime
  readonly end: SimTime
  /** The generation, or epoch, it led to. */
  readonly generation: number
  readonly cause: string
}

/** Something a member or its coordinator did that is worth telling. */
export interface Note {
  readonly time: SimTime
  readonly member: number
  readonly kind: 'refused' | 'trouble' | 'turn'
  readonly text: string
}

/** A stretch in which one member had a partition, or nobody. `end` is NaN while it lasts. */
export interface Stretch {
  readonly partition: number
  /** -1 for nobody. */
  readonly member: number
  readonly kind: OwnerKind
  readonly start: SimTime
  readonly end: SimTime
  /** Records times seconds that waited in it without a reader. */
  readonly waited: number
}

export interface SavedHistory {
  readonly columns: readonly SavedColumn[]
  readonly open: readonly number[]
  readonly waited: readonly number[]
  readonly waitedSince: SimTime
  readonly total: number
  readonly rounds: readonly Round[]
  readonly notes: readonly Note[]
}

/** Nobody has it. */
const NOBODY = 255

/** Who a partition belongs to, and how it is with them, in one number. */
export const ownerCode = (member: number, kind: OwnerKind): number => member * 4 + kind

export const NO_OWNER = NOBODY

/** What a view looks back at in one lane: who had which partition when, every rebalance, and what was said. */
export class History {
  private readonly partition = uint8()
  private readonly code = uint8()
  private readonly start = float64()
  private readonly end = float64()
  private readonly cost = float64()
  /** By partition: the row of the stretch that is on. */
  private open: number[]
  /** By partition: record-microseconds in the stretch that is on. */
  private waited: number[]
  private waitedSince: SimTime = 0
  private total = 0
  private roundList: Round[] = []
  private noteList: Note[] = []

  constructor(partitions: number) {
    this.open = Array.from({ length: partitions }, (_, partition) => this.begin(partition, NOBODY, 0))
    this.waited = this.open.map(() => 0)
  }

  get rounds(): readonly Round[] {
    return this.roundList
  }

  get notes(): readonly Note[] {
    return this.noteList
  }

  get stretchCount(): number {
    return this.code.length
  }

  /** Record-seconds that waited in partitions without a reader, up to `now`, with such lags since the last change. */
  unread(now: SimTime, lagOf: (partition: number) => number): number {
    let sum = this.total
    this.open.forEach((_, partition) => (sum += this.sinceLast(partition, now, lagOf)))
    return sum / 1e6
  }

  /** Adds up what has waited since the last call; before anything changes. */
  accrue(now: SimTime, lagOf: (partition: number) => number): void {
    this.open.forEach((_, partition) => {
      const more = this.sinceLast(partition, now, lagOf)
      this.waited[partition] = at(this.waited, partition) + more
      this.total += more
    })
    this.waitedSince = now
  }

  codeOf(partition: number): number {
    return this.code.get(at(this.open, partition))
  }

  /** Who has a partition from now on. */
  own(partition: number, code: number, now: SimTime): void {
    const row = at(this.open, partition)
    if (this.code.get(row) === code) return
    if (this.start.get(row) === now) {
      this.code.set(row, code)
      return
    }
    this.end.set(row, now)
    this.cost.set(row, at(this.waited, partition))
    this.waited[partition] = 0
    this.open[partition] = this.begin(partition, code, now)
  }

  stretch(row: number): Stretch {
    const code = this.code.get(row)
    const partition = this.partition.get(row)
    const isOpen = at(this.open, partition) === row
    return {
      partition,
      member: code === NOBODY ? -1 : code >> 2,
      kind: code === NOBODY ? OWNER.reading : ((code & 3) as OwnerKind), // written by ownerCode
      start: this.start.get(row),
      end: this.end.get(row),
      waited: (isOpen ? at(this.waited, partition) : this.cost.get(row)) / 1e6,
    }
  }

  /** The newest stretches with an owner that touch the span, at most `most`. */
  stretchesIn(span: Span, most: number): Stretch[] {
    const found: Stretch[] = []
    for (let row = this.start.lowerBound(span.to + 1) - 1; row >= 0 && found.length < most; row--) {
      const stretch = this.stretch(row)
      if (stretch.member >= 0 && !(stretch.end < span.from)) found.push(stretch)
    }
    return found.reverse()
  }

  roundBegins(cause: string, now: SimTime): void {
    this.roundList.push({ start: now, end: Number.NaN, generation: 0, cause })
  }

  roundEnds(generation: number, now: SimTime): void {
    const last = this.roundList.at(-1)
    if (last === undefined || !Number.isNaN(last.end)) return
    this.roundList[this.roundList.length - 1] = { ...last, end: now, generation }
  }

  note(note: Note): void {
    this.noteList.push(note)
  }

  save(): SavedHistory {
    return {
      columns: saveColumns(this.columns()),
      open: this.open.slice(),
      waited: this.waited.slice(),
      waitedSince: this.waitedSince,
      total: this.total,
      rounds: this.roundList.slice(),
      notes: this.noteList.slice(),
    }
  }

  restore(saved: SavedHistory): void {
    restoreColumns(this.columns(), saved.columns)
    this.open = saved.open.slice()
    this.waited = saved.waited.slice()
    this.waitedSince = saved.waitedSince
    this.total = saved.total
    this.roundList = saved.rounds.slice()
    this.noteList = saved.notes.slice()
  }

  private begin(partition: number, code: number, now: SimTime): number {
    this.partition.push(partition)
    this.code.push(code)
    this.start.push(now)
    this.end.push(Number.NaN)
    this.cost.push(0)
    return this.code.length - 1
  }

  private sinceLast(partition: number, now: SimTime, lagOf: (partition: number) => number): number {
    const code = this.codeOf(partition)
    const isUnread = code === NOBODY || (code & 3) === OWNER.gone
    return isUnread ? lagOf(partition) * (now - this.waitedSince) : 0
  }

  private columns(): PagedColumn[] {
    return [this.partition, this.code, this.start, this.end, this.cost]
  }
}
