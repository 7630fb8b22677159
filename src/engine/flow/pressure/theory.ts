import type { RunInterval } from '../../kernel/queueing/batch-means.ts'
import { verdict } from '../../kernel/queueing/verdict.ts'
import { at } from '../../../shared/assert.ts'
import type { TheoryRow } from './frame.ts'
import type { Law } from './law.ts'
import type { PressureEngine } from './pressure-engine.ts'

/** A row is looked at again and again: at this confidence it is seldom red by chance. */
const CONFIDENCE = 0.999

const SOURCES: Record<string, string> = {
  'M/M/1': 'the M/M/1 queue: Poisson arrivals, exponential services, one worker, room for all',
  'M/D/1': 'the M/D/1 queue: Poisson arrivals, services of one length, one worker, room for all',
  'M/G/1': "the M/G/1 queue, by Pollaczek and Khinchine: only the services' mean and variance count",
}

const VERDICTS = { agrees: 'agrees', differs: 'disagrees', 'too short': 'too short to tell' } as const

/** Every law that holds for a lane beside what the run shows. None once a command has changed the run. */
export function theoryOf(engine: PressureEngine): TheoryRow[] {
  if (engine.isTouched) return []
  return engine.lanes.flatMap((lane, i) => {
    const watch = at(engine.watches, i)
    const { law } = watch
    const observed = watch.read()
    if (law === null || observed === null) return []
    const row = (
      id: string,
      label: string,
      unit: string,
      scale: number,
      predicted: number,
      interval: RunInterval | null,
    ): TheoryRow => {
      const found = VERDICTS[verdict(predicted, interval)]
      return {
        lane: lane.id,
        id: `${id}.${lane.id}`,
        label: `${law.name}: ${label}`,
        unit,
        predicted: predicted * scale,
        measured: interval === null ? Number.NaN : interval.mean * scale,
        halfWidth: interval === null || interval.isTooShort ? Number.NaN : interval.halfWidth * scale,
        verdict: found,
        source: sourceOf(law),
      }
    }
    const interval = ({ means }: typeof observed.wait): RunInterval | null => means.interval(CONFIDENCE)
    return [
      row('wait', 'mean wait', 'ms', 1_000, law.wait, interval(observed.wait)),
      ...(law.lateAfter === null
        ? []
        : [
            row(
              'late',
              `waits beyond ${(law.lateAfter * 1_000).toPrecision(3)} ms, its p99`,
              '%',
              100,
              // Where fewer than one in a hundred wait at all, its p99 is 0 and says nothing of a share.
              0.01,
              law.lateAfter > 0 ? interval(observed.late) : null,
            ),
          ]),
      ...(law.loss === null ? [] : [row('loss', 'share lost', '%', 100, law.loss, interval(observed.lost))]),
    ]
  })
}

function sourceOf({ name }: Law): string {
  const known = SOURCES[name]
  if (known !== undefined) return known
  return name.startsWith('M/M/1/')
    ? 'the M/M/1/K queue: who finds it full is lost, and K counts the message in service'
    : 'the M/M/c queue (Erlang C): several workers behind one queue'
}
