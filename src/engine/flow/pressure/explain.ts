import { counted } from '../../../shared/words.ts'
import type { Explanation } from '../../kernel/engine.ts'
import { explainList, explainRows, inWords } from '../../kernel/explain.ts'
import { sayMs, SECOND, type SimTime } from '../../kernel/time.ts'
import { NEVER } from '../station/ledger.ts'
import { FATE, FATE_LABELS, LOSSES, type Fate } from './codes.ts'
import { explainSeries } from './explain-series.ts'
import type { Lane } from './lane.ts'
import { summarise } from './measures.ts'
import type { PressureEngine } from './pressure-engine.ts'

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(engine: PressureEngine, lane: Lane, measure: string): Explanation | null {
  switch (measure) {
    case 'offered':
      return explainMessages(engine, lane, null)
    case 'served':
    case 'throughput':
      return explainMessages(engine, lane, [FATE.served])
    case 'lossShare':
      return explainMessages(engine, lane, LOSSES)
    case 'held':
      return explainMessages(engine, lane, [FATE.held])
    case 'waiting':
      return explainMessages(engine, lane, [FATE.waiting])
    case 'p50':
      return explainWaits(lane, 0.5)
    case 'p90':
      return explainWaits(lane, 0.9)
    case 'p99':
      return explainWaits(lane, 0.99)
    case 'p999':
      return explainWaits(lane, 0.999)
    case 'ageMean':
      return explainAges(lane, 1)
    case 'ageP99':
    case 'clientP99':
      return explainAges(lane, 0.99)
    case 'lag':
      return explainLag(lane)
    case 'floor':
    case 'utilisation':
    case 'bias':
    case 'biasWeighted':
    case 'whole':
    case 'attempts':
      return explainReckoning(engine, lane, measure)
    default:
      return explainSeries(engine, lane, measure)
  }
}

/** Messages with one of these fates, or all: newest first. */
function explainMessages(engine: PressureEngine, lane: Lane, fates: readonly Fate[] | null): Explanation {
  const { station } = lane
  const { ledger } = station
  const timeOf = (message: number): SimTime => {
    const ended = ledger.endedAt.get(message)
    return fates === null || ended === NEVER ? station.offeredAt(message) : ended
  }
  const fateOf = (message: number): Fate => ledger.fate.get(message) as Fate // only codes of FATE are written
  const tell = (message: number): string => {
    const ended = ledger.endedAt.get(message)
    const age = (ended === NEVER ? engine.clock : ended) - station.offeredAt(message)
    return `message ${message}, session ${station.messages.key.get(station.itemOf(message))}: ${FATE_LABELS[fateOf(message)]} after ${sayMs(age)}`
  }
  return explainRows({
    text: 'Newest first.',
    rows: ledger.offered,
    weigh: (message) => (fates === null || fates.includes(fateOf(message)) ? timeOf(message) : Number.NaN),
    tell: (message) => ({ time: timeOf(message), text: tell(message) }),
  })
}

/** Messages by how long they waited for their service, from this quantile downwards. */
function explainWaits({ station }: Lane, q: number): Explanation {
  const { ledger } = station
  return byLength(
    ledger.offered,
    ledger.waits.count,
    ledger.waits.quantile(q),
    q,
    ['began service', 'waited'],
    (message) => {
      const begun = ledger.begunAt.get(message)
      return { at: begun, length: begun === NEVER ? Number.NaN : begun - station.offeredAt(message) }
    },
  )
}

/** Messages served, by how old they were then. */
function explainAges({ station }: Lane, q: number): Explanation {
  const { ledger } = station
  return byLength(
    ledger.offered,
    ledger.ages.count,
    ledger.ages.quantile(q),
    q,
    ['were served in time', 'was served after'],
    (message) => {
      const ended = ledger.endedAt.get(message)
      const isServed = ledger.fate.get(message) === FATE.served
      return { at: ended, length: isServed ? ended - station.offeredAt(message) : Number.NaN }
    },
  )
}

/** When a message had waited or aged, and for how long; NaN if it has not. */
interface Length {
  readonly at: SimTime
  readonly length: SimTime
}

function byLength(
  messages: number,
  count: number,
  limit: number,
  q: number,
  [did, took]: readonly [string, string],
  read: (message: number) => Length,
): Explanation {
  if (count === 0) return inWords('There is none yet.')
  // Quantiles come from buckets 0.2 % wide: a message within that of the limit belongs to it.
  const most = q === 1 ? Infinity : limit * 1.001
  const rank = Math.max(1, Math.ceil(q * count))
  const text =
    q === 1
      ? `Of ${counted(count, 'message')} that ${did}, the longest first.`
      : `Of ${counted(count, 'message')} that ${did}, sorted by time, it is number ${rank.toLocaleString('en')}. From there downwards.`
  return explainRows({
    text,
    none: text,
    rows: messages,
    weigh: (message) => {
      const { length } = read(message)
      return length > most ? Number.NaN : length
    },
    tell: (message) => {
      const { at, length } = read(message)
      return { time: at, text: `message ${message} ${took} ${sayMs(length)}` }
    },
  })
}

/** What has waited longest, in the queue or at the producer. */
function explainLag(lane: Lane): Explanation {
  const { station } = lane
  const message = station.oldest
  const behind = station.level + station.waiting
  if (message < 0) return inWords('Nothing is in line: there is no lag.')
  const since = station.offeredAt(message)
  return explainList(
    `${counted(behind, 'message')} in line. The lag in seconds is the age of the oldest of them; in messages it cannot be compared with other queues.`,
    [{ time: since, text: `message ${message} was offered, and has not been taken up since` }],
  )
}

type Reckoned = 'floor' | 'utilisation' | 'bias' | 'biasWeighted' | 'whole' | 'attempts'

/** Numbers that are worked out of others: there is no event behind them alone. */
function explainReckoning(engine: PressureEngine, lane: Lane, measure: Reckoned): Explanation {
  const run = summarise(engine, lane)
  const count = (value: number): string => Math.round(value).toLocaleString('en')
  const { truth, unweighted, weighted } = run.estimate
  const { seen, broken } = lane.station.ledger.sessionCounts
  const { service, workers } = engine.settings
  const texts: Record<Reckoned, () => string> = {
    floor: () =>
      `${count(engine.arrivals.count)} messages came in ${(engine.clock / SECOND).toFixed(1)} s, and ${counted(workers, 'worker')} can serve ${count(service * workers)} a second. What is left over must be lost or wait, whatever the policy.`,
    utilisation: () =>
      `Workers were paid for ${run.workerSeconds.toFixed(1)} worker-seconds, and at work for ${(100 * run.utilisation).toFixed(1)} % of them.`,
    bias: () =>
      `Of ${counted(truth, 'view')} that are settled ${count(unweighted)} survived. Who counts survivors takes this for the truth.`,
    biasWeighted: () =>
      `Each of ${counted(unweighted, 'survivor')} counts 1 / (the share that was kept then): ${count(weighted)} in all, beside a truth of ${count(truth)}.`,
    whole: () =>
      `Of ${counted(seen, 'session')} with anything settled ${broken.toLocaleString('en')} lost a message or more.`,
    attempts: () =>
      `${counted(run.requests.begun, 'request')} took ${counted(run.counts.offered, 'message')}: ${count(run.requests.succeeded)} succeeded, ${count(run.requests.failed)} failed, ${count(run.requests.pending)} go on.`,
  }
  return inWords(texts[measure]())
}
