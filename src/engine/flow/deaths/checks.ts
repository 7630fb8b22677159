import type { Check } from '../../kernel/engine.ts'
import { SECOND } from '../../kernel/time.ts'
import { keptMessages, segmentMessages, ticksASecond } from './capacity.ts'
import { LOSSES } from './codes.ts'
import type { DeathsEngine } from './deaths-engine.ts'
import {
  deficit,
  largestLag,
  slackOfFirstDeletion,
  timeOfFirstCrash,
  timeOfFirstDeletion,
  timeOfFirstOverwrite,
} from './theory.ts'
import { GIB } from './settings.ts'

type AnyLane = DeathsEngine['lanes'][number]

const NAMES = { list: 'List', ring: 'Ring', log: 'Log' } as const

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: DeathsEngine): Check[] {
  const always = engine.lanes.flatMap((lane) => [checkConservation(lane), checkArrivals(engine, lane)])
  if (!engine.isPlain || deficit(engine.settings) === 0) return always
  return [
    ...always,
    ...engine.lanes.map((lane) => checkDeficit(engine, lane)),
    ...checkDeaths(engine),
    ...checkShare(engine),
    ...checkLags(engine),
    ...checkSize(engine),
  ]
}

function checkConservation({ id, counts, held }: AnyLane): Check {
  const lost = LOSSES.reduce((sum, why) => sum + counts.lost[why], 0)
  return {
    id: `conservation.${id}`,
    label: `${NAMES[id]}: produced = consumed + held + lost`,
    predicted: counts.produced,
    measured: counts.consumed + held + lost,
    tolerance: 0,
    unit: 'messages',
    source: 'each message has exactly one end; what is held is read off the store, the rest is counted',
  }
}

function checkArrivals({ arrivals, clock, isPlain, settings }: DeathsEngine, { id, store }: AnyLane): Check {
  return {
    id: `arrivals.${id}`,
    label: `${NAMES[id]}: messages that arrived`,
    predicted: isPlain ? Math.floor((settings.produce * clock) / SECOND) : arrivals.total,
    measured: store.end,
    tolerance: 0,
    unit: 'messages',
    source: isPlain ? 'the rate times the time, rounded down' : 'the same arrivals at every store',
  }
}

/** What the consumer cannot take is waiting or lost; a process that is down takes nothing at all. */
function checkDeficit(engine: DeathsEngine, { id, held, lostTotal, store }: AnyLane): Check {
  const seconds = engine.clock / SECOND
  return {
    id: `deficit.${id}`,
    label: `${NAMES[id]}: messages held or lost`,
    predicted: deficit(engine.settings) * seconds + store.missed,
    measured: held + lostTotal,
    // Whole messages; and one at each new start, where the consumer's first tick may bring more than has arrived.
    tolerance: 1 + (id === 'list' ? engine.list.store.deaths : 0),
    unit: 'messages',
    source:
      '(in − out) × time: 2,000 a second are 7.2 million an hour, 172.8 million a day; plus what a dead process missed',
  }
}

/** When each store loses its first message, if it has. */
function checkDeaths({ settings, list, ring, log, ideal }: DeathsEngine): Check[] {
  const row = (
    id: string,
    label: string,
    predicted: number,
    measured: number | null,
    tolerance: number,
    source: string,
  ): Check[] =>
    measured === null
      ? []
      : [
          {
            id: `first-loss.${id}`,
            label,
            predicted,
            measured: measured / SECOND,
            tolerance,
            unit: 's',
            source,
          },
        ]
  const paper = timeOfFirstDeletion(settings)
  const slack = slackOfFirstDeletion(settings)
  // Time goes in ticks, and messages are whole.
  const grain = 2 / ticksASecond(settings) + 2 / deficit(settings)
  // With retention.ms the age of a message is known to a tick, and grows slower than the clock.
  const grainOfLog =
    grain +
    (largestLag(settings) < keptMessages(settings) ? (grain * settings.produce) / deficit(settings) : 0)
  return [
    ...row(
      'list',
      'List: first death',
      timeOfFirstCrash(settings),
      list.firstLoss,
      grain,
      'messages that fit in memory / (in − out)',
    ),
    ...row(
      'ring',
      'Ring: first message overwritten',
      timeOfFirstOverwrite(settings),
      ring.firstLoss,
      grain,
      'slots / (in − out)',
    ),
    ...row(
      'ideal',
      'Log with exact retention: first message lost',
      paper,
      ideal.firstLoss === null ? null : (ideal.firstLoss * SECOND) / ticksASecond(settings),
      grainOfLog,
      'messages kept / (in − out): 10 GiB of 1,000 bytes at 2,000 a second are 5,369 s',
    ),
    ...row(
      'log',
      'Log: first message deleted unread',
      paper + slack / 2,
      log.firstLoss,
      slack / 2 + grainOfLog,
      'no earlier than with exact retention, and at most a segment and a check interval later',
    ),
  ]
}

/** In the long run a ring loses exactly what cannot be taken. */
function checkShare({ settings, ring }: DeathsEngine): Check[] {
  const { produced } = ring.counts
  if (ring.firstLoss === null || produced === 0) return []
  const rest = settings.slots / produced
  return [
    {
      id: 'share.ring',
      label: 'Ring: share of messages lost',
      predicted: 100 * (deficit(settings) / settings.produce - rest),
      measured: (100 * ring.lostTotal) / produced,
      tolerance: (100 * 2) / produced,
      unit: '%',
      source: '1 − out / in, less the slots that are full for once',
    },
  ]
}

/** How old what is read next is. */
function checkLags({ settings, ring, log, clock }: DeathsEngine): Check[] {
  const { produce } = settings
  const shared = { unit: 's', tolerance: 1 / ticksASecond(settings) + 2 / produce }
  const checks: Check[] = []
  if (ring.firstLoss !== null)
    checks.push({
      ...shared,
      id: 'lag.ring',
      label: 'Ring: age of what is read next',
      predicted: settings.slots / produce,
      measured: ring.history.newest.lag / SECOND,
      source: 'a full ring holds the newest messages: slots / in',
    })
  if (log.firstLoss === null)
    checks.push({
      ...shared,
      id: 'lag.log',
      label: 'Log: age of what is read next',
      predicted: (clock / SECOND) * (deficit(settings) / produce),
      measured: log.history.newest.lag / SECOND,
      source: 'time × (1 − out / in), while nothing is lost',
    })
  return checks
}

/** Once retention has deleted something, each check leaves retention.bytes, and less than a segment more. */
function checkSize({ settings, log }: DeathsEngine): Check[] {
  const { keep, keepHours, bytes, produce } = settings
  const segment = segmentMessages(settings) * bytes
  const timeBindsFirst = keepHours > 0 && keepHours * 3_600 * produce * bytes < keep * GIB + segment
  if (keep === 0 || timeBindsFirst || log.store.segmentsDeleted === 0) return []
  return [
    {
      id: 'size.log',
      label: 'Log: size after its last check',
      predicted: (keep * GIB + segment / 2) / GIB,
      measured: log.store.bytesAfterCheck / GIB,
      tolerance: segment / 2 / GIB,
      unit: 'GiB',
      source: 'retention.bytes, and less than one segment more',
    },
  ]
}
