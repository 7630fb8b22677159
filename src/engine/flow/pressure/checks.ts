import { at } from '../../../shared/assert.ts'
import type { Check } from '../../kernel/engine.ts'
import { TOTAL } from '../station/history.ts'
import { FATE } from './codes.ts'
import type { Lane } from './lane.ts'
import type { PressureEngine } from './pressure-engine.ts'
import { countsOf } from './measures.ts'
import { theoryOf } from './theory.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: PressureEngine): Check[] {
  return [
    ...engine.lanes.flatMap((lane) =>
      [
        checkConservation(engine, lane),
        checkLittle(engine, lane),
        checkBound(engine, lane),
        checkUtilisation(engine, lane),
      ].filter((check) => check !== null),
    ),
    ...theoryChecks(engine),
  ]
}

/** `held` and `waiting` are read off the queue and the workers, the others are counted as they happen. */
function checkConservation(engine: PressureEngine, lane: Lane): Check {
  const { station } = lane
  const counts = countsOf(lane)
  const present = station.level + station.workers.held().length + station.waiting
  const ended = station.ledger.order.length
  return {
    id: `conservation.${lane.id}`,
    label: `${lane.name}: offered = served + dropped + held + waiting`,
    predicted: lane.client === 'open' ? engine.arrivals.count : counts.offered,
    measured: ended + present,
    tolerance: 0,
    unit: 'messages',
    source:
      'every message the load has made is either in the list of those that ended, or in the line, or in a worker’s hands',
  }
}

/** Little's law: the mean number in line is the arrival rate times the mean time there. */
function checkLittle({ clock }: PressureEngine, { id, name, station }: Lane): Check | null {
  if (clock === 0) return null
  const { ledger } = station
  const totals = station.totalsAt(clock)
  const waited = ledger.waits.count === 0 ? 0 : ledger.waits.mean * ledger.waits.count
  const summed = waited + ledger.lostTime + station.timeInLine(clock)
  const measured = (at(totals, TOTAL.level) + at(totals, TOTAL.waiting)) / clock
  return {
    id: `little.${id}`,
    label: `${name}: messages in line, on average`,
    predicted: summed / clock,
    measured,
    tolerance: 1e-9 * Math.max(1, measured),
    unit: 'messages',
    source:
      "Little's law, L = λW: times in line summed message by message, against the level summed over time",
  }
}

/** A bounded queue never held more than its bound. (A capacity that is lowered on the way sends nobody away.) */
function checkBound({ isTouched }: PressureEngine, { id, name, station }: Lane): Check | null {
  const { limit } = station.policy
  const { peak } = station.history
  if (limit === null || isTouched) return null
  return {
    id: `bound.${id}`,
    label: `${name}: messages beyond its bound`,
    predicted: 0,
    measured: Math.max(0, peak - limit),
    tolerance: 0,
    unit: 'messages',
    source: `it has ${limit} places; the highest level of the whole run is kept`,
  }
}

/** What was served took the workers' time. */
function checkUtilisation(
  { clock, faults, isTouched }: PressureEngine,
  { id, name, station }: Lane,
): Check | null {
  const { ledger, messages, workers } = station
  if (clock === 0 || isTouched || faults.windows.length > 0) return null
  const served = ledger.countOf(FATE.served) + ledger.countOf(FATE.timedOut)
  if (served === 0 || served > 20_000 || ledger.countOf(FATE.lostInCrash) > 0) return null
  let work = 0
  for (let message = 0; message < ledger.offered; message++) {
    const fate = ledger.fate.get(message)
    if (fate !== FATE.served && fate !== FATE.timedOut) continue
    const item = station.itemOf(message)
    work += messages.serviceTime(item, workers.mean)
  }
  const measured = at(station.totalsAt(clock), TOTAL.busy)
  const inHand = workers.held().reduce((sum, message) => sum + clock - ledger.begunAt.get(message), 0)
  return {
    id: `work.${id}`,
    label: `${name}: workers’ time in use`,
    predicted: (work + inHand) / 1_000,
    measured: measured / 1_000,
    // Moments are rounded to a microsecond where a worker was idle before.
    tolerance: (2 * served + 2) / 1_000,
    unit: 'ms',
    source: 'service times summed over the messages served, against workers at work summed over time',
  }
}

/** A law's row is a check once the run is long enough to tell; until then the frame says that it is not. */
function theoryChecks(engine: PressureEngine): Check[] {
  return theoryOf(engine)
    .filter(({ verdict }) => verdict !== 'too short to tell')
    .map((row) => ({
      id: `theory.${row.id}`,
      label: `${nameOf(engine, row.lane)}: ${row.label}`,
      predicted: row.predicted,
      measured: row.measured,
      // Sums of equal values need not be equal to the last digit.
      tolerance: row.halfWidth + 1e-9 * Math.abs(row.predicted),
      unit: row.unit,
      source: `${row.source}; may differ by its 99.9 % confidence interval, from batch means`,
    }))
}

const nameOf = (engine: PressureEngine, lane: string): string =>
  engine.lanes.find(({ id }) => id === lane)?.name ?? lane
