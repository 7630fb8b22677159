import { valuesOf } from '../../../shared/params.ts'
import { SECOND } from '../../kernel/time.ts'
import type { Arrivals } from '../load/arrivals.ts'
import type { Messages } from '../load/messages.ts'
import { FATE, LOSSES } from '../pressure/codes.ts'
import { PRESSURE_SETTINGS } from '../pressure/settings.ts'
import { Faults } from '../service/faults.ts'
import { Station, type SavedStation } from '../station/station.ts'
import { createPolicy } from './care/index.ts'
import { CASE_SPECS } from './cases.ts'
import type { CaseId, ColumnId, Manner } from './codes.ts'
import { Pictures, Silence } from './pictures.ts'
import type { MatrixSettings } from './settings.ts'

const DEFAULTS = valuesOf(PRESSURE_SETTINGS)
const MOST_WORKERS = 6
const NO_FAULTS = new Faults([])

export interface CellSpec {
  readonly row: CaseId
  readonly column: ColumnId
  readonly manner: Manner
  readonly seed: number
  readonly settings: MatrixSettings
  readonly arrivals: Arrivals
  readonly messages: Messages
}

/** One cell of the matrix in one manner: a station, and what its kind of data asks for beside. */
export class Cell {
  readonly row: CaseId
  readonly column: ColumnId
  readonly manner: Manner
  readonly station: Station
  readonly capacity: number
  private readonly pictures: Pictures | null
  private readonly silence: Silence | null

  constructor({ row, column, manner, seed, settings, arrivals, messages }: CellSpec) {
    const { service, keys, queue } = CASE_SPECS[row]
    this.row = row
    this.column = column
    this.manner = manner
    this.capacity = Math.max(1, Math.round(service * settings.buffer * queue))
    const policy = createPolicy(
      row,
      column,
      manner,
      {
        ...DEFAULTS,
        keys,
        service,
        workers: 1,
        capacity: this.capacity,
        startup: settings.startup,
        mostWorkers: MOST_WORKERS,
      },
      seed,
    )
    this.station = new Station({
      arrivals,
      messages,
      policy,
      service,
      keys,
      faults: NO_FAULTS,
      clients: null,
      workers: 1,
      samples: column === 'sample',
      length: settings.for * SECOND,
    })
    this.pictures = row === 'video' ? new Pictures(this.station) : null
    this.silence = row === 'tickers' ? new Silence(this.station, keys) : null
  }

  get id(): string {
    return `${this.row}.${this.column}`
  }

  get lost(): number {
    const { ledger } = this.station
    return LOSSES.reduce((sum, fate) => sum + ledger.countOf(fate), 0)
  }

  /** Sends that failed with their sender. */
  get lostWithSender(): number {
    return this.station.ledger.countOf(FATE.lostInCrash)
  }

  /** The share of settled pictures that could be shown, 0 to 1; NaN without any, or without pictures. */
  get shownShare(): number {
    this.pictures?.bringUpToDate()
    return this.pictures === null ? Number.NaN : this.pictures.shown / this.pictures.settled
  }

  /** The longest time without a message of some key, in microseconds; NaN where that does not matter. */
  silenceUntil(now: number): number {
    return this.silence?.longestUntil(now) ?? Number.NaN
  }

  /** How far a total counted from what arrived is from the truth, 0 to 1: with care each counts 1 / its chance. */
  get estimateError(): number {
    const [truth = 0, unweighted = 0, weighted = 0] = this.station.ledger.estimate
    return Math.abs((this.manner === 'careful' ? weighted : unweighted) / truth - 1)
  }

  save(): SavedStation {
    return this.station.save()
  }

  restore(saved: SavedStation): void {
    this.station.restore(saved)
    this.pictures?.forget()
    this.silence?.forget()
  }
}
