import { RULES } from '../codes.ts'
import type { Faults } from '../config.ts'
import type { SavedRetries } from './retries.ts'

/** What was put in, told by the one who did it: what the pipeline finds is held against it. */
export interface Injected {
  /** Events that were made, before any was sent twice. */
  events: number
  /** Events sent again with the same id. */
  replays: number
  /** By rule. */
  readonly malformed: number[]
  /** Events of devices with a wrong clock. */
  skewed: number
  /** Events that were held back on a device out of reach. */
  held: number
  bots: number
}

export interface State {
  tick: number
  /** The viewer whose turn is next, and the row after the last one of this tick. */
  cursor: number
  /** Where its words begin. */
  at: number
  end: number
  /** Events that the viewer at the cursor still has to deliver. */
  owed: number
  bot: number
  botEnd: number
  faults: Faults
  readonly injected: Injected
}

export interface SavedPopulation {
  readonly state: State
  readonly rows: Uint32Array
  readonly bounds: Float64Array
  readonly retries: SavedRetries
}

/** Before the first tick. */
export const firstState = (faults: Faults): State => ({
  tick: -1,
  cursor: 0,
  at: 0,
  end: 0,
  owed: 0,
  bot: 0,
  botEnd: 0,
  faults,
  injected: { events: 0, replays: 0, malformed: RULES.map(() => 0), skewed: 0, held: 0, bots: 0 },
})
