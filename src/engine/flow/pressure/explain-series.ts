import { counted } from '../../../shared/words.ts'
import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainRows, MOST } from '../../kernel/explain.ts'
import { sayMs } from '../../kernel/time.ts'
import { SIGNAL_LABELS, STRATEGY_LABELS, type Signal, type Strategy } from './codes.ts'
import type { Lane } from './lane.ts'
import type { PressureEngine } from './pressure-engine.ts'

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
  return explainRows({
    text: 'Each time it had to wait, longest first.',
    none: 'The producer never had to wait.',
    rows: stallStart.length,
    weigh: lengthOf,
    tell: (row) => ({
      time: stallStart.get(row),
      text: `the producer ${row < stallEnd.length ? 'waited' : 'has waited'} for ${sayMs(lengthOf(row))}`,
    }),
  })
}

function explainPeak({ station }: Lane): Explanation {
  const { levelTime, levelHigh, openCell } = station.history
  const text = `The highest level was ${counted(station.history.peak, 'message')}; ${counted(openCell.last, 'message')} at last. Moments by their level, highest first.`
  return explainRows({
    text,
    none: text,
    rows: levelTime.length,
    weigh: (row) => levelHigh.get(row),
    tell: (row) => ({
      time: levelTime.get(row),
      text: `${counted(levelHigh.get(row), 'message')} in the queue`,
    }),
  })
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
  const text = 'Workers are paid for by the second, from the moment they are started. Newest change first.'
  return explainRows({
    text,
    none: text,
    rows: workersTime.length,
    weigh: (row) => row,
    tell: (row) => {
      const running = workersRunning.get(row)
      const starting = workersTarget.get(row) - running
      const more = starting > 0 ? `, ${starting} starting` : ''
      return { time: workersTime.get(row), text: `${counted(running, 'worker')} at work${more}` }
    },
  })
}

const round = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(3))
