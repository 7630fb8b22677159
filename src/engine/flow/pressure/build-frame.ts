import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import { TOP_KEYS } from '../station/ledger.ts'
import { bucketsFor, flowOf, loadRateOf, type Buckets } from './frame-flow.ts'
import { bandsIn, endedIn, levelIn, secondsIn, stallsIn, waitHistogram, workersIn } from './frame-series.ts'
import type { Estimate, LaneFrame, PressureFrame } from './frame.ts'
import type { Lane } from './lane.ts'
import { lossFloor, measuresOf, summarise } from './measures.ts'
import type { PressureEngine } from './pressure-engine.ts'
import { theoryOf } from './theory.ts'

/** Everything a view draws for the time in `span`. */
export function buildFrame(engine: PressureEngine, span: Span, columns: Columns): PressureFrame {
  const { clock, settings, arrivals, faults } = engine
  const buckets = bucketsFor(engine, span)
  return {
    now: engine.now,
    span,
    end: engine.extent,
    settings,
    load: {
      arrivals: arrivals.count,
      arrivalRate: arrivals.currentRate,
      serviceRate: settings.service * faults.speedAt(clock),
      lossFloor: lossFloor(engine),
      rate: loadRateOf(engine, buckets, columns),
    },
    faults: faults.windows.map(({ from, to, speed }) => ({ from, to, kind: speed === 0 ? 'stall' : 'slow' })),
    lanes: engine.lanes.map((lane) => laneFrame(engine, lane, span, buckets, columns)),
    lanesLeftOut: engine.lanesLeftOut,
    theory: theoryOf(engine),
  }
}

function laneFrame(
  engine: PressureEngine,
  lane: Lane,
  span: Span,
  buckets: Buckets,
  columns: Columns,
): LaneFrame {
  const { station } = lane
  const { policy } = station
  const summary = summarise(engine, lane)
  const { counts, requests, waits, ages, clientLatency, correctedLatency } = summary
  const { level, peak, oldestMs, stalledMs, switches, switchesPerSecond } = summary
  const { utilisation, throughput, lossShare, workerSeconds } = summary
  return {
    lane: lane.id,
    policy: lane.policy,
    client: lane.client,
    name: lane.name,
    origin: lane.origin,
    sentence: lane.sentence,
    limit: policy.limit,
    byteLimit: policy.byteLimit,
    level,
    peak,
    bytes: policy.bytesHeld(station),
    inService: station.workers.busy,
    waiting: counts.waiting,
    oldestMs,
    strategy: station.strategy,
    keep: policy.keep,
    series: levelIn(station.history, span, columns),
    flow: flowOf(engine, station, buckets, columns),
    stalls: stallsIn(station.history, span),
    stalledMs,
    bands: bandsIn(station.history, span, columns),
    switches,
    switchesPerSecond,
    workers: workersIn(station.history, span, columns),
    waits,
    ages,
    clientLatency,
    correctedLatency,
    waitsBySecond: secondsIn(station.history, span, engine.clock, columns),
    waitHistogram: waitHistogram(station.ledger.waits, columns),
    ended: endedIn(station, span, columns),
    counts,
    requests,
    utilisation,
    throughput,
    lossShare,
    estimate: estimateOf(lane, summary.estimate, columns),
    workerSeconds,
    values: measuresOf(summary),
  }
}

/** The truth and the estimates of all keys, and of the most frequent ones. */
function estimateOf({ station }: Lane, whole: Omit<Estimate, 'keys'>, columns: Columns): Estimate {
  const { estimate } = station.ledger
  const keys = {
    key: columns.int32(TOP_KEYS),
    truth: columns.float64(TOP_KEYS),
    unweighted: columns.float64(TOP_KEYS),
    weighted: columns.float64(TOP_KEYS),
  }
  for (let key = 0; key < TOP_KEYS; key++) {
    const row = 3 * (1 + key)
    keys.key[key] = key
    keys.truth[key] = at(estimate, row)
    keys.unweighted[key] = at(estimate, row + 1)
    keys.weighted[key] = at(estimate, row + 2)
  }
  return { ...whole, keys }
}
