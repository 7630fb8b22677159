import { at } from '../../shared/assert.ts'
import type { Check } from '../kernel/engine.ts'
import { SECOND, toMs } from '../kernel/time.ts'
import type { JitterEngine, Lane } from './jitter-engine.ts'
import { POLICY_WORDS } from './settings/policies.ts'
import type { JitterSettings } from './settings.ts'

const FEW_ROWS = 100_000
const ENOUGH_PACKETS = 60

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: JitterEngine): Check[] {
  const shared = [checkJitter(engine), checkLoss(engine), checkDeficit(engine), checkDrift(engine)]
  const perLane = engine.lanes.flatMap((lane) => [checkConservation(engine, lane), checkLittle(engine, lane)])
  return [...perLane, ...shared].filter((check) => check !== null)
}

function checkConservation(engine: JitterEngine, { policy, ledger }: Lane): Check {
  const { played, late, lost, duplicate, waiting } = ledger.counts
  return {
    id: `conservation.${policy}`,
    label: `${POLICY_WORDS[policy].name}: sent = played + late + lost + duplicate + held`,
    predicted: engine.passage.sent,
    measured: played + late + lost + duplicate + engine.passage.inNetwork + waiting,
    tolerance: 0,
    unit: 'packets',
    source: 'each packet has exactly one end',
  }
}

/** Little's law: the mean number in the buffer is the arrival rate times the mean time spent there. */
function checkLittle(engine: JitterEngine, { policy, receiver, ledger }: Lane): Check | null {
  const { now } = engine
  if (now === 0) return null
  const stillWaiting = receiver.waitingSince(engine).reduce((sum, since) => sum + now - since, 0)
  return {
    id: `little.${policy}`,
    label: `${POLICY_WORDS[policy].name}: packets in the buffer, on average`,
    predicted: (ledger.occupancy.sojournSum + stillWaiting) / now,
    measured: ledger.occupancy.integral(now) / now,
    tolerance: 1e-6,
    unit: 'packets',
    source:
      "Little's law, L = λW: times in the buffer summed packet by packet, against depth summed over time",
  }
}

/** RFC 3550's jitter once more, from the finished columns and in Wireshark's form (15 J + |D|) / 16. */
function checkJitter(engine: JitterEngine): Check | null {
  const { arrivals, arrivalOrder, transits } = engine.passage
  const stampOf = (packet: number): number => engine.source.stampOf(packet)
  if (transits.count > FEW_ROWS || transits.count < 2) return null
  if (arrivalOrder.length !== transits.count) return null // copies have no row of their own
  let jitter = 0
  for (let i = 1; i < arrivalOrder.length; i++) {
    const row = arrivalOrder.get(i)
    const last = arrivalOrder.get(i - 1)
    const change = arrivals.get(row) - arrivals.get(last) - (stampOf(row) - stampOf(last))
    jitter = (15 * jitter + Math.abs(change)) / 16
  }
  return {
    id: 'rfc3550',
    label: 'Interarrival jitter',
    predicted: toMs(jitter),
    measured: toMs(engine.jitter),
    tolerance: 1e-6,
    unit: 'ms',
    source: "RFC 3550 section 6.4.1, recomputed from the arrivals in Wireshark's form",
  }
}

/** Simulated from the start with one set of settings, and no packet taken in hand: predictions from them hold. */
const isPlainRun = ({ config, isTouched }: JitterEngine): boolean =>
  config.trace === null && config.row === null && !isTouched

function checkLoss(engine: JitterEngine): Check | null {
  const { settings } = engine.config
  const packets = engine.passage.sentTimes.length
  if (!isPlainRun(engine) || settings.loss === 0 || settings.kind === 'cross' || packets < ENOUGH_PACKETS)
    return null
  const rate = settings.loss / 100
  const { burst } = settings
  return {
    id: 'loss',
    label: 'Packets lost',
    predicted: 100 * rate,
    measured: (100 * at(engine.lanes, 0).ledger.counts.lost) / packets,
    // Four standard errors of a share; losses in bursts of B make it vary like packets / (2 B - 1) draws. Rare events
    // lean to one side: Cornish and Fisher's next term, (4² - 1) / 6 of their third cumulant over the second.
    tolerance:
      400 * Math.sqrt((rate * (1 - rate) * (2 * burst - 1)) / packets) + (250 * (3 * burst - 2)) / packets,
    unit: '%',
    source: 'the configured mean, within four standard errors and the skew of rare events',
  }
}

/** Apart from its slowest hop, the path takes as long for one packet as for another. */
const isEvenPath = ({ kind, shape, spread, spike, stall, step, order, detour }: JitterSettings): boolean =>
  kind === 'path' &&
  (shape === 'constant' || spread === 0) &&
  spike + stall + step === 0 &&
  (order || detour === 0)

/** A hop slower than the source: every further frame comes later by the difference of the two intervals. */
function checkDeficit(engine: JitterEngine): Check | null {
  const { settings } = engine.config
  const { hop, fps, loss, duplicate, drift } = settings
  const arrived = engine.passage.transits.count
  if (!isPlainRun(engine) || !isEvenPath(settings)) return null
  if (hop === 0 || hop >= fps || loss > 0 || duplicate > 0) return null
  if (arrived < ENOUGH_PACKETS) return null
  const middle = arrived >> 1
  const transit = (packet: number): number =>
    engine.passage.arrivals.get(packet) - engine.passage.sentTimes.get(packet)
  return {
    id: 'deficit',
    label: 'Delay added by each further frame',
    predicted: toMs(SECOND / hop - (SECOND / fps) * (1 + drift / 1e6)),
    measured: toMs((transit(arrived - 1) - transit(middle)) / (arrived - 1 - middle)),
    tolerance: 0.05,
    unit: 'ms',
    source: 'a rate deficit: 1 / slowest hop − 1 / frame rate',
  }
}

/** On an even path the times a receiver reads, arrival less timestamp, grow as the clocks part. */
function checkDrift(engine: JitterEngine): Check | null {
  const { settings } = engine.config
  const { arrivals, packets } = engine.passage
  if (!isPlainRun(engine) || !isEvenPath(settings) || settings.drift === 0 || settings.hop > 0) return null
  let first = 0
  let last = packets - 1
  while (first < last && Number.isNaN(arrivals.get(first))) first += 1
  while (last > first && Number.isNaN(arrivals.get(last))) last -= 1
  if (last - first < ENOUGH_PACKETS) return null
  const read = (packet: number): number => arrivals.get(packet) - engine.source.stampOf(packet)
  const passed = engine.source.stampOf(last) - engine.source.stampOf(first)
  return {
    id: 'drift',
    label: 'Clock drift, as a receiver can read it',
    predicted: settings.drift,
    measured: ((read(last) - read(first)) / passed) * 1e6,
    tolerance: 2e6 / passed, // both ends are rounded to a microsecond
    unit: 'ppm',
    source: 'the drift that is set, against arrivals less timestamps at both ends of an even path',
  }
}
