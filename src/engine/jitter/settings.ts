import type { ParamSpec, ValuesOf } from '../../shared/params.ts'
import { fromMs, SECOND, type SimTime } from '../kernel/time.ts'
import type { NetworkConfig, PlayoutOptions } from './config.ts'
import { NETWORK_SETTINGS } from './settings/network.ts'
import { ONCE_SETTINGS } from './settings/once.ts'
import { PLAYER_SETTINGS } from './settings/player.ts'
import { SENDER_SETTINGS } from './settings/sender.ts'

/** Everything that can be set about a jitter run: names, units, bounds and defaults. */
export const JITTER_SETTINGS = [
  ...SENDER_SETTINGS,
  ...NETWORK_SETTINGS,
  ...ONCE_SETTINGS,
  ...PLAYER_SETTINGS,
] as const satisfies readonly ParamSpec[]

export type JitterSettings = ValuesOf<typeof JITTER_SETTINGS>

const DETOUR: SimTime = fromMs(80)

const once = (ms: number, atSeconds: number): { at: SimTime; size: SimTime } | null =>
  ms === 0 ? null : { at: Math.round(atSeconds * SECOND), size: fromMs(ms) }

/** The network's settings in the engine's units. */
export function networkOf(settings: JitterSettings): NetworkConfig {
  return {
    base: fromMs(settings.base),
    shape: settings.shape,
    deviation: fromMs(settings.spread),
    correlation: settings.correlation,
    lossRate: settings.loss / 100,
    lossBurst: settings.burst,
    duplicateRate: settings.duplicate / 100,
    keepsOrder: settings.order,
    detourRate: settings.detour / 100,
    detour: DETOUR,
    spike: once(settings.spike, settings.spikeAt),
    stall: once(settings.stall, settings.stallAt),
    step: once(settings.step, settings.stepAt),
    bottleneck: settings.hop,
  }
}

export const playoutOf = ({ delay, capacity, stretch, late, price }: JitterSettings): PlayoutOptions => ({
  fixedDelay: fromMs(delay),
  capacity,
  stretch: stretch / 100,
  whenLate: late,
  price: fromMs(price),
})
