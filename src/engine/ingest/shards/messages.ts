import type { CellCounts } from '../collector-tally.ts'
import type { CrashFate } from '../crash.ts'
import type { IngestCommand } from '../command.ts'
import type { Ledger } from '../ledger.ts'
import type { Progress } from '../windows/windows.ts'

/** What a worker is told before it goes on: all it need know of the others' events. */
export interface Order {
  /** How many ticks it may go through before it asks again. */
  readonly ticks: number
  /** Where the event time of all events has come to. */
  readonly progress: Progress
  /** Which titles have slots of their own from now on, and the slots that changed hands; null: as before. */
  readonly promotions: {
    readonly titleIn: Int32Array
    readonly from: Int32Array
    readonly cleared: readonly number[]
  } | null
  readonly commands: readonly IngestCommand[]
}

/** What a pane got in a tick. */
export interface PaneTick {
  /** Which of the ticks of the order, from 0. */
  readonly tick: number
  readonly pane: number
  readonly onTime: number
  readonly late: number
}

/** What a worker's ticks came to. */
export interface TicksPart {
  readonly ticks: number
  /** The newest event time of each source, tick by tick. */
  readonly gathered: Int32Array
  /** The collectors' tally of each tick. */
  readonly tallies: readonly CellCounts[]
  readonly panes: readonly PaneTick[]
  readonly ledger: Ledger
}

/**
 * What a worker's part of a pane got since it was asked last: by title that got something three words (the title, events of
 * somebody's presence, starts); and one after another the registers of those with presence, or, of a pane that was handed over
 * before, those that have risen since, three words each: title, place, rank.
 */
export interface PanePart {
  readonly number: number
  readonly rows: Uint32Array
  readonly registers: Uint8Array
  readonly raises: Uint32Array
}

/** A worker with its share of a run, wherever it is. */
export interface ShardLink {
  run(order: Order): Promise<TicksPart>
  /** What has changed in panes since it was asked last. */
  panes(): Promise<readonly PanePart[]>
  /** Makes the events of the tick of a crash; rows of those that the collector had. `run` comes after `settle`. */
  gatherCrash(order: Order): Promise<Uint32Array>
  /** Takes the events that were gathered; what becomes of the tick is `run`'s answer. */
  settleCrash(fate: CrashFate): Promise<TicksPart>
}
