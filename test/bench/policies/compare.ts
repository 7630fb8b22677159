import { at } from '../../../src/shared/assert.ts'
import { valuesOf } from '../../../src/shared/params.ts'
import { bestFixed } from '../../../src/engine/jitter/bounds/best-fixed.ts'
import { clairvoyant } from '../../../src/engine/jitter/bounds/clairvoyant.ts'
import { turnsOf } from '../../../src/engine/jitter/bounds/of-run.ts'
import type { Rules } from '../../../src/engine/jitter/bounds/point.ts'
import type { WhenLate } from '../../../src/engine/jitter/config.ts'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { POLICY_IDS, type PolicyId } from '../../../src/engine/jitter/settings/policies.ts'
import { JITTER_SETTINGS } from '../../../src/engine/jitter/settings.ts'
import { pointOfLane } from '../../../src/engine/jitter/score.ts'
import type { Trace } from '../../../src/engine/jitter/trace.ts'
import { fromMs, SECOND, toMs } from '../../../src/engine/kernel/time.ts'

const PRICE_MS = 20
const STRETCH = 10
const THE_END = 1e6 * SECOND

/** How every policy did on one network, beside what was possible. J in milliseconds. */
export interface Comparison {
  readonly network: string
  readonly bestFixed: Readonly<Record<WhenLate, number>>
  readonly clairvoyant: Readonly<Record<WhenLate, number>>
  readonly cost: Readonly<Record<PolicyId, Readonly<Record<WhenLate, number>>>>
}

/** Plays the whole trace with every policy, twice: late packets skipped, and waited for. */
export function compare(network: string, trace: Trace): Comparison {
  const skip = play(trace, 'skip')
  const stall = play(trace, 'stall')
  const skips: Rules = { whenLate: 'skip', stretch: STRETCH / 100, price: fromMs(PRICE_MS) }
  const stalls: Rules = { ...skips, whenLate: 'stall' }
  const table = turnsOf(skip)
  const costOf = (engine: JitterEngine, i: number): number =>
    toMs(pointOfLane(engine, at(engine.lanes, i))?.cost ?? Number.NaN)
  return {
    network,
    bestFixed: { skip: toMs(bestFixed(table, skips).cost), stall: toMs(bestFixed(table, stalls).cost) },
    clairvoyant: {
      skip: toMs(clairvoyant(table, skips).cost),
      stall: toMs(clairvoyant(table, stalls).cost),
    },
    cost: Object.fromEntries(
      POLICY_IDS.map((id, i) => [id, { skip: costOf(skip, i), stall: costOf(stall, i) }]),
    ) as Comparison['cost'], // a row for each policy
  }
}

function play(trace: Trace, late: WhenLate): JitterEngine {
  const settings = valuesOf(JITTER_SETTINGS, {
    policy: POLICY_IDS,
    late,
    price: PRICE_MS,
    stretch: STRETCH,
    for: 86_400,
  })
  const engine = new JitterEngine({ seed: 1, settings, trace, row: null })
  engine.advance(THE_END)
  return engine
}

/** The ratio of two costs, so that very low ones do not decide: (J + 10 ms) / (bound + 10 ms). */
export const ratio = (cost: number, bound: number): number => (cost + 10) / (bound + 10)

/** What a column of the comparison is. */
export const RATIOS = {
  'skip / best fixed': (one: Comparison, id: PolicyId) => ratio(one.cost[id].skip, one.bestFixed.skip),
  'skip / clairvoyant': (one: Comparison, id: PolicyId) => ratio(one.cost[id].skip, one.clairvoyant.skip),
  'stall / best fixed': (one: Comparison, id: PolicyId) => ratio(one.cost[id].stall, one.bestFixed.stall),
  'stall / clairvoyant': (one: Comparison, id: PolicyId) => ratio(one.cost[id].stall, one.clairvoyant.stall),
  'plain skip / best fixed': (one: Comparison, id: PolicyId) => one.cost[id].skip / one.bestFixed.skip,
  'plain stall / clairvoyant': (one: Comparison, id: PolicyId) => one.cost[id].stall / one.clairvoyant.stall,
} as const

export type RatioName = keyof typeof RATIOS

export const RATIO_NAMES = Object.keys(RATIOS) as readonly RatioName[] // the keys of a constant table

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

export interface PolicyMeans {
  readonly policy: PolicyId
  readonly means: Readonly<Record<RatioName, number>>
  /** The worst network of each. */
  readonly worst: Readonly<Record<RatioName, number>>
}

/** Over several networks: each policy's geometric means. */
export function summariseComparisons(all: readonly Comparison[]): PolicyMeans[] {
  const over = (id: PolicyId, fold: (values: readonly number[]) => number): Record<RatioName, number> =>
    Object.fromEntries(
      RATIO_NAMES.map((name) => [name, fold(all.map((one) => RATIOS[name](one, id)))]),
    ) as Record<RatioName, number> // a value for each name
  return POLICY_IDS.map((policy) => ({
    policy,
    means: over(policy, geometricMean),
    worst: over(policy, (values) => Math.max(...values)),
  }))
}
