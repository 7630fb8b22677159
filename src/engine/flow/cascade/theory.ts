import type { Check } from '../../kernel/engine.ts'
import { SECOND, toMs } from '../../kernel/time.ts'
import type { CascadeEngine } from './cascade-engine.ts'
import { stageOf } from './config.ts'
import { LANES, type Lane } from './lane.ts'

const ENOUGH = 5_000

/**
 * Random arrivals, exponential services, one worker a stage, and room that never ran out: each stage is an M/M/1
 * queue of its own (Jackson), and the mean time through all is the sum of 1 / (μ − λ).
 */
export function checkJackson(engine: CascadeEngine, { id, ledger, stages }: Lane): Check | null {
  const { settings, clock, isTouched } = engine
  const { rate, rate2, arrivals, service, blockers, fault, burst } = settings
  const isJackson = arrivals === 'poisson' && service === 'exponential' && rate2 === 0
  if (isTouched || !isJackson || blockers > 0 || fault !== 'none' || burst !== 'none') return null
  const specs = stages.map((_, i) => stageOf(settings, i))
  const loads = specs.map(({ time }) => (rate * time) / SECOND)
  if (specs.some(({ workers }) => workers > 1) || loads.some((load) => load > 0.9)) return null
  const { out, offered, shed, droppedNewest, droppedOldest } = ledger.counts
  const lost = [shed, ...droppedNewest, ...droppedOldest].some((count) => count > 0)
  if (out < ENOUGH || lost || lane_was_blocked(stages, clock)) return null
  void offered
  const means = specs.map(({ time }, i) => time / (1 - (loads[i] ?? 0)))
  // The variance of a mean of n sojourn times in M/M/1, whose neighbours are alike (Daley, 1968; as in Whitt, 1989).
  const variance = specs.reduce((sum, { time }, i) => {
    const load = loads[i] ?? 0
    return sum + (time ** 2 * (2 * load * (2 + 5 * load - 4 * load ** 2 + load ** 3))) / (1 - load) ** 4
  }, 0)
  return {
    id: `jackson.${id}`,
    label: `${LANES[id].name}: time through all stages, on average`,
    predicted: toMs(means.reduce((sum, mean) => sum + mean, 0)),
    measured: toMs(ledger.latencies.mean()),
    tolerance: toMs(4 * Math.sqrt(variance / out)),
    unit: 'ms',
    source: 'Jackson’s theorem: stages in a row are M/M/1 queues, W = Σ 1/(μ − λ); 4 standard errors',
  }
}

const lane_was_blocked = (stages: Lane['stages'], clock: number): boolean =>
  stages.some((stage) => stage.integrals(clock).blocked > 0)
