import type { Check } from '../../kernel/engine.ts'
import { SECOND } from '../../kernel/time.ts'
import { FATE } from '../pressure/codes.ts'
import { TOTAL } from '../station/history.ts'
import { NEVER } from '../station/ledger.ts'
import { RUN_LABELS } from './codes.ts'
import type { Monitor } from './monitor.ts'
import type { WarningEngine } from './warning-engine.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: WarningEngine): Check[] {
  const { clock, failing, calm } = engine
  return [
    ...[failing, calm].flatMap((run) => [
      checkConservation(run),
      checkReadings(run, clock),
      checkLittle(run, clock),
      checkBusy(run, clock),
    ]),
    {
      id: 'same',
      label: 'Messages offered in the calm run, and in the failing one',
      predicted: failing.pipeline.offered,
      measured: calm.pipeline.offered,
      tolerance: 0,
      unit: 'messages',
      source: 'both runs are fed the same messages at the same moments',
    },
  ]
}

const nameOf = ({ pipeline }: Monitor): string => RUN_LABELS[pipeline.run].replace('the', 'The')

function checkConservation(run: Monitor): Check {
  const { pipeline } = run
  return {
    id: `conservation.${pipeline.run}`,
    label: `${nameOf(run)}: offered = served + lost + held`,
    predicted: pipeline.offered,
    measured: pipeline.served + pipeline.lost + pipeline.held,
    tolerance: 0,
    unit: 'messages',
    source: 'each message has exactly one end; what is held is read off the buffers and the workers',
  }
}

/** What the monitors have read once a second, added up, against what was held at the last reading. */
function checkReadings(run: Monitor, clock: number): Check {
  const count = Math.min(run.count, Math.floor(clock / SECOND))
  const sum = (name: 'in' | 'out'): number => run.sumOf(name, count)
  return {
    id: `readings.${run.pipeline.run}`,
    label: `${nameOf(run)}: lag at the last reading`,
    predicted: count === 0 ? 0 : sum('in') - sum('out') - run.latest('lost'),
    measured: count === 0 ? 0 : run.latest('held'),
    tolerance: 0,
    unit: 'messages',
    source: 'all that came in less all that went out, second by second, against buffers and workers',
  }
}

/** Little's law over everything held. */
function checkLittle(run: Monitor, clock: number): Check {
  const { pipeline } = run
  const area = pipeline.stages.reduce((sum, stage) => {
    const totals = stage.totalsAt(clock)
    return sum + (totals[TOTAL.level] ?? 0) + (totals[TOTAL.busy] ?? 0)
  }, 0)
  const { fate, endedAt, offered } = pipeline.last.ledger
  let spent = 0
  for (let message = 0; message < offered; message++) {
    const from = pipeline.offeredAt(message)
    const code = fate.get(message)
    if (code === FATE.served) spent += endedAt.get(message) - from
    else if (code === FATE.held) spent += clock - from
  }
  const { first } = pipeline
  if (first !== pipeline.last)
    for (let message = 0; message < first.ledger.offered; message++)
      if (first.ledger.fate.get(message) === FATE.held) spent += clock - first.offeredAt(message)
  return {
    id: `little.${pipeline.run}`,
    label: `${nameOf(run)}: messages held, on average`,
    predicted: clock === 0 ? 0 : spent / clock,
    measured: clock === 0 ? 0 : area / clock,
    tolerance: 1e-6,
    unit: 'messages',
    source: "Little's law, L = λW: times message by message, against numbers summed over time",
  }
}

/** The last worker's work, message by message, against the time it was busy at the speed it had. */
function checkBusy(run: Monitor, clock: number): Check {
  const { last } = run.pipeline
  const { ledger, messages, faults, workers } = last
  let work = 0
  let done = 0
  for (let message = 0; message < ledger.offered; message++) {
    const begun = ledger.begunAt.get(message)
    if (begun === NEVER) continue
    const isServed = ledger.fate.get(message) === FATE.served
    done += faults.workBetween(begun, isServed ? ledger.endedAt.get(message) : clock)
    work += isServed ? messages.serviceTime(message, workers.mean) : faults.workBetween(begun, clock)
  }
  return {
    id: `work.${run.pipeline.run}`,
    label: `${nameOf(run)}: work done by the last stage`,
    predicted: work / SECOND,
    measured: done / SECOND,
    // Ends are rounded to a microsecond.
    tolerance: (1 + ledger.offered) / SECOND,
    unit: 's',
    source: 'service times added up, against the time in the worker’s hands at the speed it had',
  }
}
