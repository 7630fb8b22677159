import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { CacheModel } from './cache-model.ts'
import { CAME } from './codes.ts'
import { LANES, type Lane, type LaneId, type LaneName } from './lane.ts'
import { hitRateOf, measuresOf } from './measures.ts'
import type { CacheSettings } from './settings.ts'

/** How many requests back and ahead a frame tells. */
const BACK = 48
const AHEAD = 16
const LAST_GONE = 3
/** At most so many points of a curve: more are thinned, evenly. */
const MAX_ROWS = 600

/** What a view draws of a cache run. */
export interface CacheFrame {
  readonly now: SimTime
  readonly span: Span
  readonly settings: CacheSettings
  /** Requests so far. */
  readonly asked: number
  /** The last requests, oldest first: their keys. */
  readonly tape: readonly number[]
  /** The keys that will be asked for next. */
  readonly ahead: readonly number[]
  /** True while the last request was one of a scan. */
  readonly scanning: boolean
  /** A key that nobody has asked for. */
  readonly fresh: number
  readonly lanes: readonly LaneFrame[]
}

export interface LaneFrame extends LaneName {
  readonly lane: LaneId
  /** What it holds, in the order it keeps, and the number it goes by. */
  readonly keys: Int32Array
  readonly notes: Int32Array
  /** What came of each request on the tape: codes of CAME. */
  readonly came: Uint8Array
  /** The key that the last request threw away, and those looked at for that; -1 and none where it threw nothing away. */
  readonly gone: number
  readonly looked: readonly number[]
  /** The keys thrown away last, newest first. */
  readonly lastGone: readonly number[]
  readonly hitRate: number
  readonly values: readonly number[]
  readonly counts: {
    readonly requests: number
    readonly hits: number
    readonly held: number
    readonly evicted: number
    readonly refused: number
    readonly early: number
  }
  /** The hit rate of all requests up to each one in the span, in percent. */
  readonly series: { readonly time: Float64Array; readonly rate: Float64Array }
}

export function makeFrame(model: CacheModel, now: SimTime, span: Span, columns: Columns): CacheFrame {
  const { asked, settings } = model
  return {
    now,
    span,
    settings,
    asked: asked.length,
    tape: asked.slice(-BACK),
    ahead: model.ahead(AHEAD),
    scanning: (asked.at(-1) ?? 0) >= settings.keys,
    fresh: model.fresh,
    lanes: model.lanes().map((lane) => readLane(model, lane, span, columns)),
  }
}

function readLane(model: CacheModel, lane: Lane, span: Span, columns: Columns): LaneFrame {
  const entries = lane.cache.entries(lane.requests, model.minute)
  const keys = columns.int32(entries.length)
  const notes = columns.int32(entries.length)
  entries.forEach(({ key, note }, i) => {
    keys[i] = key
    notes[i] = note
  })
  const { requests, hits, held, evicted, refused, tooEarly: early } = lane
  const gone = lane.served.at(-1)?.evicted ?? -1
  return {
    ...LANES[lane.id],
    name: nameOf(lane.id, model.settings),
    lane: lane.id,
    keys,
    notes,
    came: cameOf(lane, columns),
    gone,
    looked: gone < 0 ? [] : lane.cache.looked,
    lastGone: lastGoneOf(lane),
    hitRate: hitRateOf(lane),
    values: measuresOf(lane),
    counts: { requests, hits, held, evicted, refused, early },
    series: seriesIn(model.askedAt, lane, span, columns),
  }
}

const POLICY_NAMES: Record<CacheSettings['policy'], string> = {
  'allkeys-lru': LANES.redis.name,
  'allkeys-random': 'Redis random',
  noeviction: 'Redis noeviction',
}

const nameOf = (lane: LaneId, { policy }: CacheSettings): string =>
  lane === 'redis' ? POLICY_NAMES[policy] : LANES[lane].name

function cameOf({ served }: Lane, columns: Columns): Uint8Array {
  const last = served.slice(-BACK)
  const came = columns.uint8(last.length)
  last.forEach(({ hit, kept }, i) => {
    came[i] = hit ? CAME.hit : kept ? CAME.miss : CAME.refused
  })
  return came
}

function lastGoneOf({ served }: Lane): number[] {
  const gone: number[] = []
  for (let i = served.length - 1; i >= 0 && gone.length < LAST_GONE; i--) {
    const { evicted } = at(served, i)
    if (evicted >= 0) gone.push(evicted)
  }
  return gone
}

/** The curve in the span, from the last request before it. The newest request is always its last point. */
function seriesIn(
  times: readonly SimTime[],
  { hitsAt }: Lane,
  span: Span,
  columns: Columns,
): LaneFrame['series'] {
  const from = firstAtOrAfter(times, span.from)
  const first = Math.max(0, from - 1)
  const end = firstAtOrAfter(times, span.to + 1)
  const every = Math.max(1, Math.ceil((end - first) / MAX_ROWS))
  const rows = Math.ceil(Math.max(0, end - first) / every)
  const time = columns.float64(rows)
  const rate = columns.float64(rows)
  for (let row = 0; row < rows; row++) {
    // Counted from the end, so that the newest is among them.
    const request = end - 1 - (rows - 1 - row) * every
    time[row] = at(times, request)
    rate[row] = (100 * at(hitsAt, request)) / (request + 1)
  }
  return { time, rate }
}

function firstAtOrAfter(times: readonly SimTime[], time: SimTime): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(times, middle) < time) low = middle + 1
    else high = middle
  }
  return low
}
