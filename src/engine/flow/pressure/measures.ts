import { at } from '../../../shared/assert.ts'
import { SECOND, toMs } from '../../kernel/time.ts'
import { TOTAL } from '../station/history.ts'
import type { LogHistogram } from '../station/log-histogram.ts'
import { COUNT_OF, FATE, LOSSES, type Fate } from './codes.ts'
import type { LaneCounts, Quantiles, RequestCounts } from './frame.ts'
import type { Lane } from './lane.ts'
import type { PressureEngine } from './pressure-engine.ts'

/** The numbers of one lane as they stand now. */
export interface LaneSummary {
  readonly counts: LaneCounts
  readonly requests: RequestCounts
  readonly waits: Quantiles
  readonly ages: Quantiles
  readonly clientLatency: Quantiles
  readonly correctedLatency: Quantiles | null
  readonly lossShare: number
  readonly lossFloor: number
  readonly stalledMs: number
  readonly oldestMs: number
  readonly level: number
  readonly peak: number
  readonly utilisation: number
  readonly throughput: number
  readonly switches: number
  readonly switchesPerSecond: number
  readonly estimate: {
    readonly truth: number
    readonly unweighted: number
    readonly weighted: number
    readonly wholeSessions: number
  }
  readonly workerSeconds: number
}

/** All samples of a histogram of microseconds, in milliseconds. */
export const quantilesOf = (samples: LogHistogram): Quantiles => ({
  count: samples.count,
  mean: toMs(samples.mean),
  p50: toMs(samples.quantile(0.5)),
  p90: toMs(samples.quantile(0.9)),
  p99: toMs(samples.quantile(0.99)),
  p999: toMs(samples.quantile(0.999)),
  max: toMs(samples.max),
})

/** How many messages met which end; `offered` is counted apart from the others. */
export function countsOf({ station }: Lane): LaneCounts {
  const { ledger } = station
  const ends = Object.fromEntries(
    Object.values(FATE).map((fate: Fate) => [COUNT_OF[fate], ledger.countOf(fate)]),
  ) as unknown as Omit<LaneCounts, 'offered'> // COUNT_OF names every fate
  return { offered: ledger.offered, ...ends }
}

/** The least share that any policy must lose in the long run with the workers of the start: 1 - service / arrivals. */
export function lossFloor(engine: PressureEngine): number {
  const { service, workers } = engine.settings
  const perSecond = (engine.arrivals.count / engine.clock) * SECOND
  return perSecond > 0 ? Math.max(0, 1 - (service * workers) / perSecond) : 0
}

export function summarise(engine: PressureEngine, lane: Lane): LaneSummary {
  const { clock } = engine
  const { station } = lane
  const { ledger, history } = station
  const counts = countsOf(lane)
  const totals = station.totalsAt(clock)
  const lost = LOSSES.reduce((sum, fate) => sum + ledger.countOf(fate), 0)
  const seconds = clock / SECOND
  const perSecond = (count: number): number => (clock === 0 ? 0 : count / seconds)
  const { seen, broken } = ledger.sessionCounts
  const workTime = at(totals, TOTAL.paid)
  return {
    counts,
    requests: station.clients?.requests(station) ?? {
      begun: counts.offered,
      succeeded: counts.served,
      failed: lost,
      pending: counts.held + counts.waiting,
      attemptsEach: counts.offered === 0 ? Number.NaN : 1,
    },
    waits: quantilesOf(ledger.waits),
    ages: quantilesOf(ledger.ages),
    clientLatency: quantilesOf(station.clients === null ? ledger.ages : ledger.latencies),
    correctedLatency: station.clients?.corrected ? quantilesOf(station.clients.corrected) : null,
    lossShare: counts.offered === 0 ? 0 : lost / counts.offered,
    lossFloor: lossFloor(engine),
    stalledMs: toMs(at(totals, TOTAL.stalled)),
    oldestMs: station.oldest < 0 ? 0 : toMs(clock - station.offeredAt(station.oldest)),
    level: station.level,
    peak: history.peak,
    utilisation: workTime === 0 ? 0 : at(totals, TOTAL.busy) / workTime,
    throughput: perSecond(at(totals, TOTAL.served)),
    switches: at(totals, TOTAL.switches),
    switchesPerSecond: perSecond(at(totals, TOTAL.switches)),
    estimate: {
      truth: at(ledger.estimate, 0),
      unweighted: at(ledger.estimate, 1),
      weighted: at(ledger.estimate, 2),
      wholeSessions: seen === 0 ? Number.NaN : (seen - broken) / seen,
    },
    workerSeconds: workTime / SECOND,
  }
}

/** How far an estimate is off, in per cent of the truth; NaN while there is none. */
const bias = (estimate: number, truth: number): number => (100 * (estimate - truth)) / truth

/** A lane's numbers for charts over time, in the order of the lab's measures. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.counts.offered,
  run.counts.served,
  100 * run.lossShare,
  100 * run.lossFloor,
  run.counts.held,
  run.counts.waiting,
  run.stalledMs / 1_000,
  run.waits.p50,
  run.waits.p90,
  run.waits.p99,
  run.waits.p999,
  run.ages.mean,
  run.ages.p99,
  run.clientLatency.p99,
  run.oldestMs / 1_000,
  run.peak,
  100 * run.utilisation,
  run.throughput,
  run.switchesPerSecond,
  bias(run.estimate.unweighted, run.estimate.truth),
  bias(run.estimate.weighted, run.estimate.truth),
  100 * run.estimate.wholeSessions,
  run.workerSeconds,
  run.requests.attemptsEach,
]
