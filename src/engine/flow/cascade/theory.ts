import type { Check } from '../../kernel/engine.ts'
import { BatchMeans } from '../../kernel/queueing/batch-means.ts'
import { mm1 } from '../../kernel/queueing/mm1.ts'
import { SECOND, toMs } from '../../kernel/time.ts'
import type { CascadeEngine } from './cascade-engine.ts'
import { stageOf } from './config.ts'
import { LANES, type Lane } from './lane.ts'

const CONFIDENCE = 0.999
/** Above this load no run here is long enough to tell. */
const BUSIEST = 0.85

/**
 * Random arrivals, exponential services, one worker a stage, and room that never ran out: each stage is an M/M/1
 * queue of its own (Jackson), and the mean time through all is the sum of 1 / (μ − λ). Null where that does not apply,
 * and where the run is too short to tell.
 */
export function checkJackson(engine: CascadeEngine, { id, ledger, stages }: Lane): Check | null {
  const { settings, clock, isTouched } = engine
  const { rate, rate2, arrivals, service, blockers, fault, burst } = settings
  const isJackson = arrivals === 'poisson' && service === 'exponential' && rate2 === 0
  if (isTouched || !isJackson || blockers > 0 || fault !== 'none' || burst !== 'none') return null
  const specs = stages.map((_, i) => stageOf(settings, i))
  if (specs.some(({ workers, time }) => workers > 1 || (rate * time) / SECOND > BUSIEST)) return null
  const { shed, droppedNewest, droppedOldest } = ledger.counts
  const wasLost = [shed, ...droppedNewest, ...droppedOldest].some((count) => count > 0)
  const wasBlocked = stages.some((stage) => stage.integrals(clock).blocked > 0)
  if (wasLost || wasBlocked) return null
  const times = new BatchMeans()
  for (let i = 0; i < ledger.latencies.count; i++) times.add(toMs(ledger.latencies.get(i)))
  const interval = times.interval(CONFIDENCE)
  if (interval === null || interval.isTooShort) return null
  const sojourn = specs.reduce((sum, { time }) => sum + mm1(rate, SECOND / time).sojourn, 0)
  return {
    id: `jackson.${id}`,
    label: `${LANES[id].name}: time through all stages, on average, without the first tenth of the run`,
    predicted: 1_000 * sojourn,
    measured: interval.mean,
    tolerance: interval.halfWidth,
    unit: 'ms',
    source:
      'Jackson’s theorem: stages in a row are M/M/1 queues, W = Σ 1/(μ − λ); a 99.9 % interval of batch means',
  }
}
