import type { Explanation, Happening } from '../../kernel/engine.ts'
import { foremost } from '../../kernel/foremost.ts'
import { SIGNAL_LABELS, STRATEGY_LABELS, type Signal, type Strategy } from './codes.ts'
import type { Lane } from './lane.ts'
import type { PressureEngine } from './pressure-engine.ts'
import { ms, plural } from './telling.ts'

const MOST = 60

/** The rows of a lane's history behind a measure; null for a name that is none of theirs. */
export function explainSeries(engine: PressureEngine, lane: Lane, measure: string): Explanation | null {
  switch (measure) {
    case 'stalled':
      return explainStalls(engine, lane)
    case 'peak':
      return explainPeak(lane)
    case 'switches':
      return explainSwitches(lane)
    case 'cost':
      return explainCost(lane)
    default:
      return null
  }
}

function explainStalls({ clock }: PressureEngine, { station }: Lane): Explanation {
  const { stallStart, stallEnd } = station.history
  const lengthOf = (row: number): number =>
    (row < stallEnd.length ? stallEnd.get(row) : clock) - stallStart.get(row)
  const rows = foremost(stallStart.length, MOST, lengthOf)
  return {
    text: rows.length === 0 ? 'The producer never had to wait.' : 'Each time it had to wait, longest first.',
    events: rows.map((row) => ({
      time: stallStart.get(row),
      text: `the producer ${row < stallEnd.length ? 'waited' : 'has waited'} for ${ms(lengthOf(row))}`,
      thing: null,
    })),
    total: stallStart.length,
  }
}

function explainPeak({ station }: Lane): Explanation {
  const { levelTime, levelHigh, openCell } = station.history
  const rows = foremost(levelTime.length, MOST, (row) => levelHigh.get(row))
  const events = rows.map((row): Happening => ({
    time: levelTime.get(row),
    text: `${plural(levelHigh.get(row), 'message')} in the queue`,
    thing: null,
  }))
  return {
    text: `The highest level was ${plural(station.history.peak, 'message')}; ${plural(openCell.last, 'message')} at last. Moments by their level, highest first.`,
    events,
    total: levelTime.length,
  }
}

function explainSwitches({ station }: Lane): Explanation {
  const { switchTime, switchTo, switchSignal, switchValue, switchThreshold } = station.history
  // The first row is how it began.
  const total = switchTime.length - 1
  const events: Happening[] = []
  for (let row = total; row > 0 && events.length < MOST; row--) {
    const from = STRATEGY_LABELS[switchTo.get(row - 1) as Strategy] // only codes of STRATEGY go in
    const to = STRATEGY_LABELS[switchTo.get(row) as Strategy]
    const { label, unit } = SIGNAL_LABELS[switchSignal.get(row) as Signal] // and of SIGNAL
    const value = `${round(switchValue.get(row))}${unit === '' ? '' : ` ${unit}`}`
    const text = `${from} → ${to}: ${label.toLowerCase()} ${value}, threshold ${round(switchThreshold.get(row))}`
    events.push({ time: switchTime.get(row), text, thing: null })
  }
  return {
    text:
      total === 0 ? 'It never changed its strategy.' : `${total.toLocaleString('en')} of them, newest first.`,
    events,
    total,
  }
}

function explainCost({ station }: Lane): Explanation {
  const { workersTime, workersRunning, workersTarget } = station.history
  const rows = Array.from(
    { length: Math.min(MOST, workersTime.length) },
    (_, i) => workersTime.length - 1 - i,
  )
  return {
    text: 'Workers are paid for by the second, from the moment they are started. Newest change first.',
    events: rows.map((row) => {
      const running = workersRunning.get(row)
      const starting = workersTarget.get(row) - running
      const more = starting > 0 ? `, ${starting} starting` : ''
      return { time: workersTime.get(row), text: `${plural(running, 'worker')} at work${more}`, thing: null }
    }),
    total: workersTime.length,
  }
}

const round = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(3))
