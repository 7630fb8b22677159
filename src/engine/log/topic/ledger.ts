import type { DELETED_BY } from './codes.ts'

/** What became of every record that was appended: appended = retained + what was deleted, by reason, + compacted. */
export interface Counts {
  readonly appended: number
  readonly deleted: Readonly<Record<(typeof DELETED_BY)[number], number>>
  /** Taken out by the cleaner. */
  readonly compacted: number
  /** Records that were refused, with their batches. */
  readonly refused: number
  readonly bytesAppended: number
  /** Of these, keys and values. */
  readonly payload: number
  readonly bytesDeleted: number
  readonly batches: number
  readonly rolls: number
  readonly segmentsDeleted: number
}

export type SavedLedger = Counts

/** A partition's books. */
export class Ledger implements Counts {
  appended = 0
  deleted = { time: 0, size: 0, 'log-start': 0 }
  compacted = 0
  refused = 0
  bytesAppended = 0
  payload = 0
  bytesDeleted = 0
  batches = 0
  rolls = 0
  segmentsDeleted = 0

  /** Records in the log now, as the books have it; what the files hold is counted elsewhere. */
  get retained(): number {
    const { time, size, 'log-start': logStart } = this.deleted
    return this.appended - time - size - logStart - this.compacted
  }

  save(): SavedLedger {
    const { appended, compacted, refused, bytesAppended, payload } = this
    const { bytesDeleted, batches, rolls, segmentsDeleted } = this
    return {
      appended,
      deleted: { ...this.deleted },
      compacted,
      refused,
      bytesAppended,
      payload,
      bytesDeleted,
      batches,
      rolls,
      segmentsDeleted,
    }
  }

  restore(saved: SavedLedger): void {
    Object.assign(this, saved, { deleted: { ...saved.deleted } })
  }
}
