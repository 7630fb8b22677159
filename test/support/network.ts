import type { NetworkConfig } from '../../src/engine/jitter/config.ts'
import { Network, type Journey } from '../../src/engine/jitter/network/network.ts'
import { fromMs, MILLISECOND, SECOND, type SimTime } from '../../src/engine/kernel/time.ts'

export const INTERVAL: SimTime = 20 * MILLISECOND

/** A path that does nothing: every packet takes a second. */
export const QUIET: NetworkConfig = {
  base: fromMs(1_000),
  shape: 'constant',
  form: 2,
  deviation: 0,
  correlation: 0,
  lossRate: 0,
  lossBurst: 1,
  duplicateRate: 0,
  keepsOrder: false,
  detourRate: 0,
  detour: fromMs(80),
  spike: null,
  stall: null,
  step: null,
  bottleneck: 0,
  kind: 'path',
  spells: { calm: 5 * SECOND, bad: 2 * SECOND, delay: fromMs(80), deviation: 0 },
  blocking: { every: 3 * SECOND, lasts: fromMs(150) },
  cross: { every: 2 * SECOND, lasts: fromMs(100), load: 3, limit: fromMs(250) },
  contention: { share: 0.1 },
  handover: { every: 5 * SECOND, gap: fromMs(300), step: fromMs(60) },
  satellite: { spike: fromMs(60), step: fromMs(20) },
}

export const journeys = (
  change: Partial<NetworkConfig>,
  count: number,
  seed = 1,
  interval = INTERVAL,
): Journey[] => {
  const network = new Network(seed, { ...QUIET, ...change })
  return Array.from({ length: count }, (_, i) => network.carry(i * interval))
}

/** Arrivals of what was not lost. */
export const arrivalsOf = (list: readonly Journey[]): number[] =>
  list.map(({ arrival }) => arrival).filter((arrival) => arrival !== null)

/** Delays in microseconds, beyond the path's own; NaN for lost packets. */
export const delaysOf = (list: readonly Journey[], interval = INTERVAL): number[] =>
  list.map(({ arrival }, i) => (arrival ?? Number.NaN) - i * interval - QUIET.base)
