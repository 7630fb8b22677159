import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'

/** A stretch in which the producer could not write. `end` is NaN while it lasts. */
export interface Wait {
  readonly start: SimTime
  readonly end: SimTime
}

/** What a check of retention or a read came to, where that is worth telling. */
export const TURN = { deleted: 0, nothingDeleted: 1, outOfRange: 2 } as const

export interface Turn {
  readonly time: SimTime
  /** A code of TURN. */
  readonly what: number
  /** The reader's place in the list of readers; -1 where it is no reader's affair. */
  readonly reader: number
  /** Records deleted, or skipped. */
  readonly count: number
}

export interface SavedHistory {
  readonly columns: readonly SavedColumn[]
  readonly waitedBefore: SimTime
}

/** What a view looks back at in one lane. Each row of the series holds until the next. */
export class LaneHistory {
  readonly time = float64()
  /** Records in the buffer. */
  readonly kept = int32()
  /** Records waiting at the producer, and records lost or skipped by any reader. */
  readonly trouble = int32()
  readonly waitStart = float64()
  readonly waitEnd = float64()
  private readonly turnTime = float64()
  private readonly turnWhat = int32()
  private readonly turnReader = int32()
  private readonly turnTold = int32()
  private waitedBefore: SimTime = 0

  get turnCount(): number {
    return this.turnTime.length
  }

  turn(index: number): Turn {
    return {
      time: this.turnTime.get(index),
      what: this.turnWhat.get(index),
      reader: this.turnReader.get(index),
      count: this.turnTold.get(index),
    }
  }

  add({ time, what, reader, count }: Turn): void {
    this.turnTime.push(time)
    this.turnWhat.push(what)
    this.turnReader.push(reader)
    this.turnTold.push(count)
  }

  /** Notes the state after an instant; of several notes at one instant the last one counts. */
  note(now: SimTime, kept: number, trouble: number): void {
    const last = this.time.length - 1
    if (last >= 0 && this.kept.get(last) === kept && this.trouble.get(last) === trouble) return
    if (last >= 0 && this.time.get(last) === now) {
      this.kept.set(last, kept)
      this.trouble.set(last, trouble)
      return
    }
    this.time.push(now)
    this.kept.push(kept)
    this.trouble.push(trouble)
  }

  /** Notes whether the producer has to wait. */
  noteWait(now: SimTime, waits: boolean): void {
    const last = this.waitEnd.length - 1
    const isOpen = last >= 0 && Number.isNaN(this.waitEnd.get(last))
    if (waits && !isOpen) {
      this.waitStart.push(now)
      this.waitEnd.push(Number.NaN)
    } else if (!waits && isOpen) {
      this.waitEnd.set(last, now)
      this.waitedBefore += now - this.waitStart.get(last)
    }
  }

  wait(index: number): Wait {
    return { start: this.waitStart.get(index), end: this.waitEnd.get(index) }
  }

  /** How long the producer has waited up to `now`, the wait that is on included. */
  waited(now: SimTime): SimTime {
    const last = this.waitEnd.length - 1
    const isOpen = last >= 0 && Number.isNaN(this.waitEnd.get(last))
    return this.waitedBefore + (isOpen ? now - this.waitStart.get(last) : 0)
  }

  save(): SavedHistory {
    return { columns: saveColumns(this.columns()), waitedBefore: this.waitedBefore }
  }

  restore(saved: SavedHistory): void {
    restoreColumns(this.columns(), saved.columns)
    this.waitedBefore = saved.waitedBefore
  }

  private columns(): PagedColumn[] {
    const { time, kept, trouble, waitStart, waitEnd, turnTime, turnWhat, turnReader, turnTold } = this
    return [time, kept, trouble, waitStart, waitEnd, turnTime, turnWhat, turnReader, turnTold]
  }
}
