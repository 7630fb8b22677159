import { defaultsOf } from '../../../../src/shared/params.ts'
import { PressureEngine } from '../../../../src/engine/flow/pressure/pressure-engine.ts'
import { CLIENT_LABELS } from '../../../../src/engine/flow/pressure/codes.ts'
import {
  PRESSURE_SETTINGS,
  type ClientId,
  type PressureSettings,
} from '../../../../src/engine/flow/pressure/settings.ts'
import type { Lane } from '../../../../src/engine/flow/pressure/lane.ts'
import { NEVER } from '../../../../src/engine/flow/station/ledger.ts'

export const ALL_POLICIES = PRESSURE_SETTINGS[0].options.map(({ value }) => value)

export const ALL_CLIENTS = Object.keys(CLIENT_LABELS) as readonly ClientId[] // the labels have a key each

const DEFAULTS = defaultsOf(PRESSURE_SETTINGS) as unknown as PressureSettings // one value a key

/** An engine at time 0. */
export const createEngine = (settings: Partial<PressureSettings>, seed = 1): PressureEngine =>
  new PressureEngine({ seed, settings: { ...DEFAULTS, ...settings } })

/** A run at its end. */
export function runThrough(settings: Partial<PressureSettings>, seed = 1): PressureEngine {
  const engine = createEngine(settings, seed)
  engine.advance(engine.extent)
  return engine
}

/** What became of a message: its fate's code, and when its service began and when it ended; null for not yet. */
export interface Row {
  readonly fate: number
  readonly begun: number | null
  readonly ended: number | null
}

export function rowsOf({ station: { ledger } }: Lane): Row[] {
  const time = (value: number): number | null => (value === NEVER ? null : value)
  return Array.from({ length: ledger.offered }, (_, message) => ({
    fate: ledger.fate.get(message),
    begun: time(ledger.begunAt.get(message)),
    ended: time(ledger.endedAt.get(message)),
  }))
}
