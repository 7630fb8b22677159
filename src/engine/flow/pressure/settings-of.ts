import { SECOND } from '../../kernel/time.ts'
import type { LoadSpec } from '../load/arrivals.ts'
import type { MessagesSpec } from '../load/messages.ts'
import type { FaultWindow } from '../service/faults.ts'
import type { PressureSettings } from './settings.ts'
import { MAX_ARRIVALS } from './settings/most.ts'

/** The load that the settings describe. */
export const loadOf = ({
  rate,
  gaps,
  shape,
  burstTimes,
  burstFor,
  burstEvery,
}: PressureSettings): LoadSpec => ({
  rate,
  gaps,
  shape: { kind: shape, times: burstTimes, seconds: burstFor, every: burstEvery },
  most: MAX_ARRIVALS,
})

/** The messages that the settings describe. */
export const demandOf = (settings: PressureSettings): MessagesSpec => ({
  keys: settings.keys,
  bytes: settings.bytes,
  demand: {
    shape: settings.serviceShape,
    scv: settings.scv,
    blockers: settings.blockers / 100_000,
    blockMs: settings.blockFor,
  },
})

/** The disturbances of service that the settings describe. */
export function faultsOf({ fault, faultAt, faultFor, faultSpeed }: PressureSettings): FaultWindow[] {
  if (fault === 'none') return []
  const from = Math.round(faultAt * SECOND)
  const to = from + Math.round(faultFor * SECOND)
  return [{ from, to, speed: fault === 'slow' ? faultSpeed / 100 : 0 }]
}
