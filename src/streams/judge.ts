import type { ChainRow } from '../engine/flow/streams/row.ts'
import { boundOf, extremesOf, heldIn, type Extremes } from '../engine/flow/streams/run.ts'
import {
  strategyOf,
  type Place,
  type StreamLane,
  type StreamSettings,
} from '../engine/flow/streams/settings.ts'
import type { Call, ChainReport, Heard, Judged } from './protocol.ts'

/** What a queue is called on the page. */
const NAMES: Readonly<Record<Place, string>> = {
  source: 'the source',
  branch: 'tee()’s first branch',
  slow: 'tee()’s slow branch',
  writable: 'the transform’s writable side',
  readable: 'the transform’s readable side',
  sink: 'the sink',
}

type Must = NonNullable<Judged['must']>

const holds = ({ be, value }: Must, here: number): boolean =>
  be === '=' ? here === value : be === '≤' ? here <= value : here >= value

interface Line {
  readonly id: string
  readonly what: string
  readonly unit: Judged['unit']
  readonly must: Must | null
  readonly model: number | null
  readonly here: number | null
  /** True for what can be told only when all is over. */
  readonly waits?: boolean
}

/**
 * The real run beside the model, line by line. Judged is only what doesn't depend on timing: counts, order, what adds
 * up, and the bounds that the standard's algorithms set on a queue and on desiredSize.
 */
export function judge(
  settings: StreamSettings,
  lane: StreamLane,
  model: readonly ChainRow[],
  real: ChainReport,
): Judged[] {
  const rows = [...real.rows, real.current]
  const isWritten = real.ending === 'written'
  const modelled = extremesOf(model)
  const seen = extremesOf(rows)
  const places = placesOf(settings)
  const lines: Line[] = [
    ...counts(settings, lane, model, real),
    ...places.map((place) => mostIn(settings, lane, place, modelled[place], seen[place])),
    ...places.flatMap((place) => leastDesired(settings, lane, place, modelled[place], seen[place])),
    ...sums(settings, rows, real),
    ...timing(model, real),
  ]
  return lines.map(({ waits = false, ...line }): Judged => {
    if (line.must === null || line.here === null) return { ...line, verdict: 'not judged' }
    if (waits && !isWritten) return { ...line, verdict: real.ending === 'running' ? 'not yet' : 'not judged' }
    return { ...line, verdict: holds(line.must, line.here) ? 'agrees' : 'differs' }
  })
}

const placesOf = ({ tee }: StreamSettings): Place[] =>
  tee
    ? ['source', 'branch', 'slow', 'writable', 'readable', 'sink']
    : ['source', 'writable', 'readable', 'sink']

function counts(
  { items }: StreamSettings,
  lane: StreamLane,
  model: readonly ChainRow[],
  { current, wrong }: ChainReport,
): Line[] {
  const last = model.at(-1) ?? null
  const all: Must = { be: '=', value: items }
  const count = (key: 'produced' | 'transformed' | 'written', what: string): Line => ({
    id: key,
    what,
    unit: 'chunks',
    must: all,
    model: last?.[key] ?? null,
    here: current[key],
    waits: true,
  })
  return [
    count('produced', 'made by the source'),
    count('transformed', 'transformed'),
    count('written', 'written by the sink'),
    {
      id: 'wrong',
      what: 'that came to the sink out of turn, or with a byte changed',
      unit: 'chunks',
      must: { be: '=', value: 0 },
      model: 0,
      here: wrong,
    },
    {
      id: 'pulls',
      what: 'calls of pull()',
      unit: 'times',
      // Each call is answered by one chunk, and a source that pushes has no pull().
      must: { be: '=', value: lane === 'pull' ? items : 0 },
      model: last?.pulls ?? null,
      here: current.pulls,
      waits: true,
    },
  ]
}

const unitOf = (settings: StreamSettings, place: Place): Judged['unit'] =>
  strategyOf(settings, place).measure === 'count' ? 'chunks' : 'B'

function mostIn(
  settings: StreamSettings,
  lane: StreamLane,
  place: Place,
  model: Extremes,
  seen: Extremes,
): Line {
  const bound = boundOf(settings, lane, place)
  return {
    id: `most.${place}`,
    what: `most in ${NAMES[place]}`,
    unit: unitOf(settings, place),
    must: bound === Infinity ? null : { be: '≤', value: bound },
    model: model.most,
    here: seen.most,
  }
}

function leastDesired(
  settings: StreamSettings,
  lane: StreamLane,
  place: Place,
  model: Extremes,
  seen: Extremes,
): Line[] {
  // Nobody can read the desiredSize of tee's branches: their controllers are the browser's own.
  if (place === 'branch' || place === 'slow') return []
  const bound = boundOf(settings, lane, place)
  const { mark } = strategyOf(settings, place)
  return [
    {
      id: `least.${place}`,
      what: `least desiredSize of ${NAMES[place]}`,
      unit: unitOf(settings, place),
      must: bound === Infinity ? null : { be: '≥', value: mark - bound },
      model: model.least,
      here: Number.isFinite(seen.least) ? seen.least : null,
    },
  ]
}

/** What must add up at every moment. */
function sums(settings: StreamSettings, rows: readonly ChainRow[], { ending }: ChainReport): Line[] {
  const isOff = (row: ChainRow): boolean => row.produced !== row.written + heldIn(row)
  const isAskew = ({ queues }: ChainRow): boolean =>
    placesOf(settings).some((place) => {
      const { size, desired } = queues[place]
      return desired !== null && desired !== strategyOf(settings, place).mark - size
    })
  // An error empties queues; what was in them is counted as discarded.
  const alive = ending === 'running' || ending === 'written' ? rows : rows.slice(0, -2)
  const none: Must = { be: '=', value: 0 }
  return [
    {
      id: 'conserved',
      what: 'moments at which made was not written + held',
      unit: 'times',
      must: none,
      model: 0,
      here: rows.filter(isOff).length,
    },
    {
      id: 'desired',
      what: 'moments at which a desiredSize was not highWaterMark less what we counted in',
      unit: 'times',
      must: none,
      model: 0,
      here: alive.filter(isAskew).length,
    },
  ]
}

const SECOND = 1_000_000

function timing(model: readonly ChainRow[], { current, ending }: ChainReport): Line[] {
  const last = model.at(-1)
  const time = (id: string, what: string, of: (row: ChainRow) => number): Line => ({
    id,
    what,
    unit: 's',
    must: null,
    model: last === undefined ? null : of(last) / SECOND,
    here: of(current) / SECOND,
  })
  return [
    time('waited.0', 'the pipe into the transform waited for writer.ready', ({ waited }) => waited[0]),
    time('waited.1', 'the pipe into the sink waited for writer.ready', ({ waited }) => waited[1]),
    ...(ending === 'running' ? [] : [time('took', 'the whole run', ({ at }) => at)]),
  ]
}

/** Who must be told the reason when a chain ends before its time, by the standard, and what they were told. */
export function heardOf({ tee }: StreamSettings, { ending, calls }: ChainReport): Heard[] {
  const told = (what: string): string | null => calls.find((call: Call) => call.what === what)?.reason ?? null
  if (ending === 'cancelled')
    return [
      { who: 'transformer.cancel(reason)', told: told('transformer.cancel(reason)') },
      {
        who: tee ? 'source.cancel([reason of each branch])' : 'source.cancel(reason)',
        told: told('source.cancel(reason)'),
      },
    ]
  if (ending === 'failed') return [{ who: 'sink.abort(reason)', told: told('sink.abort(reason)') }]
  return []
}
