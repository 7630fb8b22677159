import type { ParamSpec, ValuesOf } from '../../../shared/params.ts'
import { LINEUP_SETTINGS } from './settings/lineup.ts'
import { LOAD_SETTINGS } from './settings/load.ts'
import { CLIENT_SETTINGS } from './settings/clients.ts'
import { SERVICE_SETTINGS } from './settings/service.ts'
import { FAULT_SETTINGS } from './settings/fault.ts'
import { QUEUE_SETTINGS } from './settings/queue.ts'
import { POLICY_SETTINGS } from './settings/policies.ts'

/** Everything that can be set about a pressure run: names, units, bounds and defaults. */
export const PRESSURE_SETTINGS = [
  ...LINEUP_SETTINGS,
  ...LOAD_SETTINGS,
  ...CLIENT_SETTINGS,
  ...SERVICE_SETTINGS,
  ...FAULT_SETTINGS,
  ...QUEUE_SETTINGS,
  ...POLICY_SETTINGS,
] as const satisfies readonly ParamSpec[]

export type PressureSettings = ValuesOf<typeof PRESSURE_SETTINGS>

export type PolicyId = PressureSettings['policies'][number]

/** What clients do about a failure; "open" are those that do nothing. */
export type ClientId = PressureSettings['clients'][number]
