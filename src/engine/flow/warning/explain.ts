import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainList, MOST_ALLOWED } from '../../kernel/explain.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { FATE } from '../pressure/codes.ts'
import { isFiring, isPage, type AlertChange } from './alert-log.ts'
import {
  LANES,
  MONITOR_LABELS,
  MONITORS,
  RUN_LABELS,
  TIER,
  TIER_LABELS,
  type LaneId,
  type MonitorId,
  type RunId,
} from './codes.ts'
import { pagingSince } from './measures.ts'
import type { Monitor } from './monitor.ts'
import { signalOf } from './signals.ts'
import type { WarningEngine } from './warning-engine.ts'

/** The events behind a lane's measure; null for one that does not exist. */
export function explainMeasure(engine: WarningEngine, id: string, measure: string): Explanation | null {
  const lane = LANES.find((candidate) => candidate === id)
  if (lane === undefined) return null
  const changes = (run: RunId, keep: (change: AlertChange) => boolean): Happening[] =>
    engine.log
      .of(lane, run)
      .filter(keep)
      .map((change) => tell(engine, change))
  const monitor = MONITORS.find((candidate) => candidate === measure)
  if (monitor !== undefined)
    return list(
      `Every change of this alert in ${RUN_LABELS.failing}, oldest first.`,
      changes('failing', (change) => change.monitor === monitor),
    )
  switch (measure) {
    case 'lead':
    case 'paged':
    case 'objective':
      return explainLead(engine, lane)
    case 'false-pages':
      return list(
        'Pages in the calm run, in which nothing fails, oldest first.',
        changes('calm', (change) => change.monitor !== 'any' && isPage(change)),
      )
    case 'false-warnings':
      return list(
        'Warnings in the calm run, in which nothing fails, oldest first.',
        changes(
          'calm',
          (change) => change.monitor !== 'any' && isFiring(change) && change.to === TIER.warning,
        ),
      )
    case 'flaps':
      return list(
        'Every alert of the failing run that fired or cleared, oldest first.',
        changes('failing', (change) => change.monitor !== 'any' && (change.from === 0 || change.to === 0)),
      )
    case 'lost':
      return explainLoss(engine)
    default:
      return null
  }
}

const list = (text: string, events: readonly Happening[]): Explanation =>
  explainList(events.length === 0 ? 'There is none.' : text, events, MOST_ALLOWED)

/** "Lag: page at 61 s behind, in the failing run" */
function tell(engine: WarningEngine, { lane, run, monitor, time, to, value }: AlertChange): Happening {
  const tier = to === TIER.none ? 'clear' : (TIER_LABELS[to] ?? '')
  if (monitor === 'any') return { time, text: `The whole lane: ${tier}, in ${RUN_LABELS[run]}`, thing: null }
  const { unit } = signalOf(lane, monitor, engine.monitorOf(run), engine.settings)
  const number = Number.isFinite(value) ? `${value.toFixed(value < 10 ? 1 : 0)} ${unit}` : 'not filling'
  return {
    time,
    text: `${MONITOR_LABELS[monitor]}: ${tier} (${number}), in ${RUN_LABELS[run]}`,
    thing: monitor,
  }
}

/** The page that counts, and what it is measured against. */
function explainLead(engine: WarningEngine, lane: LaneId): Explanation {
  const { failing, log } = engine
  const changes = log.of(lane, 'failing')
  const since = pagingSince(changes, failing.firstLoss)
  const events: Happening[] = changes
    .filter((change) => change.monitor !== 'any' && change.time === since && isPage(change))
    .map((change) => tell(engine, change))
  const mark = (time: SimTime, text: string, thing: MonitorId): void => {
    if (time !== Infinity) events.push({ time, text, thing })
  }
  mark(failing.firstBroken, 'More than one message in a hundred was slower than the objective', 'latency')
  mark(failing.firstLoss, 'The first message is lost: the buffer is full', 'buffer')
  return explainList(
    'The page that stood when the first message was lost (before that: that stands now) and what it is measured against. A page that had cleared does not count.',
    events.sort((a, b) => a.time - b.time),
    MOST_ALLOWED,
  )
}

function explainLoss({ failing, calm }: WarningEngine): Explanation {
  const found = [failing, calm].flatMap(lossesOf)
  return list(
    'Messages that met a full buffer, oldest first.',
    found.sort((a, b) => a.time - b.time),
  )
}

function lossesOf({ pipeline }: Monitor): Happening[] {
  const { order, fate, endedAt } = pipeline.first.ledger
  const found: Happening[] = []
  for (let row = 0; row < order.length; row++) {
    const message = order.get(row)
    if (fate.get(message) === FATE.droppedNewest)
      found.push({
        time: endedAt.get(message),
        text: `Message ${message} is lost at ${(endedAt.get(message) / SECOND).toFixed(1)} s, in ${RUN_LABELS[pipeline.run]}`,
        thing: 'buffer',
      })
  }
  return found
}
