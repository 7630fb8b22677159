import { fromMs, SECOND, type SimTime } from '../kernel/time.ts'
import type { NetworkConfig, PlayoutOptions } from './config.ts'
import { repeatedShare } from './network/contention.ts'
import type { JitterSettings } from './settings.ts'

const DETOUR: SimTime = fromMs(80)

const once = (ms: number, atSeconds: number): { at: SimTime; size: SimTime } | null =>
  ms === 0 ? null : { at: Math.round(atSeconds * SECOND), size: fromMs(ms) }

/** The network's settings in the engine's units. */
export function networkOf(settings: JitterSettings): NetworkConfig {
  return {
    base: fromMs(settings.base),
    shape: settings.shape,
    form: settings.form,
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
    ...kindOf(settings),
  }
}

const perMinute = (count: number): SimTime => Math.round((60 * SECOND) / count)
const fromSeconds = (seconds: number): SimTime => Math.round(seconds * SECOND)

const kindOf = (
  settings: JitterSettings,
): Pick<
  NetworkConfig,
  'kind' | 'spells' | 'blocking' | 'cross' | 'contention' | 'handover' | 'satellite'
> => ({
  kind: settings.kind,
  spells: {
    calm: fromSeconds(settings.calm),
    bad: fromSeconds(settings.bad),
    delay: fromMs(settings.badDelay),
    deviation: fromMs(settings.badSpread),
  },
  blocking: { every: perMinute(settings.stuck), lasts: fromMs(settings.stuckFor) },
  cross: {
    every: perMinute(settings.bursts),
    lasts: fromMs(settings.burstFor),
    load: settings.burstLoad,
    limit: fromMs(settings.queue),
  },
  contention: { share: repeatedShare(settings.contention) },
  handover: {
    every: fromSeconds(settings.cells),
    gap: fromMs(settings.cellGap),
    step: fromMs(settings.cellStep),
  },
  satellite: { spike: fromMs(settings.slotSpike), step: fromMs(settings.slotStep) },
})

/** The players' settings in the engine's units. */
export const playoutOf = ({
  delay,
  capacity,
  stretch,
  pace,
  late,
  price,
}: JitterSettings): PlayoutOptions => ({
  fixedDelay: fromMs(delay),
  capacity,
  stretch: stretch / 100,
  pace,
  whenLate: late,
  price: fromMs(price),
})
