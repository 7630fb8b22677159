import type { ParamSpec, ValuesOf } from '../../shared/params.ts'
import { KIND_SETTINGS } from './settings/kind.ts'
import { NETWORK_SETTINGS } from './settings/network.ts'
import { ONCE_SETTINGS } from './settings/once.ts'
import { PLAYER_SETTINGS } from './settings/player.ts'
import { SENDER_SETTINGS } from './settings/sender.ts'

/** Everything that can be set about a jitter run: names, units, bounds and defaults. */
export const JITTER_SETTINGS = [
  ...SENDER_SETTINGS,
  ...KIND_SETTINGS,
  ...NETWORK_SETTINGS,
  ...ONCE_SETTINGS,
  ...PLAYER_SETTINGS,
] as const satisfies readonly ParamSpec[]

export type JitterSettings = ValuesOf<typeof JITTER_SETTINGS>
