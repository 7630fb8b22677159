import type { RunInterval } from '../../kernel/queueing/batch-means.ts'
import { lossShare } from '../../kernel/queueing/mm1k.ts'
import { verdict } from '../../kernel/queueing/verdict.ts'
import { at } from '../../../shared/assert.ts'
import { SECOND } from '../../kernel/time.ts'
import type { TheoryRow } from './frame.ts'
import { LATE, type Law } from './law.ts'
import type { PressureEngine } from './pressure-engine.ts'
import type { Watch } from './watch.ts'

/** A row is looked at again and again: at this confidence it is seldom red by chance. */
const CONFIDENCE = 0.999

const SOURCES: Record<string, string> = {
  'M/M/1': 'the M/M/1 queue: Poisson arrivals, exponential services, one worker, room for all',
  'M/D/1': 'the M/D/1 queue: Poisson arrivals, services of one length, one worker, room for all',
  'M/G/1': "the M/G/1 queue, by Pollaczek and Khinchine: only the services' mean and variance count",
}

const VERDICTS = { agrees: 'agrees', differs: 'disagrees', 'too short': 'too short to tell' } as const

/** The quantile of the normal distribution that goes with CONFIDENCE, two-sided. */
const DEVIATIONS = 3.291
/** Late ones come in clumps: a run must be longer by this to have seen enough of them. */
const RARER = 4

/** Every law that holds for a lane beside what the run shows. None once a command has changed the run. */
export function theoryOf(engine: PressureEngine): TheoryRow[] {
  return engine.isTouched
    ? []
    : engine.lanes.flatMap((lane, i) => rowsOf(engine, lane.id, at(engine.watches, i)))
}

function rowsOf({ clock }: PressureEngine, lane: string, watch: Watch): TheoryRow[] {
  const { law } = watch
  const observed = watch.read()
  if (law === null || observed === null) return []
  const seconds = clock / SECOND
  const about = { lane, source: sourceOf(law) }
  const intervalOf = ({ means }: typeof observed.wait, least: number): RunInterval | null =>
    seconds < least ? null : means.interval(CONFIDENCE)
  const wait = intervalOf(observed.wait, law.settled)
  const rows = [
    row({ ...about, id: `wait.${lane}`, label: `${law.name}: mean wait`, unit: 'ms' }, 1_000, law.wait, wait),
  ]
  if (law.lateAfter !== null && law.lateAfter > 0) {
    const label = `${law.name}: waits beyond ${(law.lateAfter * 1_000).toPrecision(3)} ms, its p90`
    const late = intervalOf(observed.late, RARER * law.settled)
    rows.push(row({ ...about, id: `late.${lane}`, label, unit: '%' }, 100, LATE, late))
  }
  if (law.loss !== null) {
    const { load, slots } = law.loss
    const { share, error } = lossShare(load, slots, Math.max(1, observed.known))
    const label = `${law.name}: share lost`
    const lost: RunInterval | null =
      seconds < law.settled || observed.known === 0
        ? null
        : {
            mean: observed.lost / observed.known,
            // The queue was empty at the start.
            halfWidth: DEVIATIONS * error + slots / observed.known,
            batches: 1,
            correlation: 0,
            isTooShort: false,
          }
    rows.push(row({ ...about, id: `loss.${lane}`, label, unit: '%' }, 100, share, lost))
  }
  return rows
}

type About = Pick<TheoryRow, 'lane' | 'id' | 'label' | 'unit' | 'source'>

/** `predicted` and the interval are in units of 1 / `scale`. */
function row(about: About, scale: number, predicted: number, interval: RunInterval | null): TheoryRow {
  return {
    ...about,
    predicted: predicted * scale,
    measured: interval === null ? Number.NaN : interval.mean * scale,
    halfWidth: interval === null || interval.isTooShort ? Number.NaN : interval.halfWidth * scale,
    verdict: VERDICTS[verdict(predicted, interval)],
  }
}

function sourceOf({ name }: Law): string {
  const known = SOURCES[name]
  if (known !== undefined) return known
  return name.startsWith('M/M/1/')
    ? 'the M/M/1/K queue: who finds it full is lost, and K counts the message in service'
    : 'the M/M/c queue (Erlang C): several workers behind one queue'
}
