import { outside } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { fromMs, toMs } from '../../kernel/time.ts'
import type { Catalogue } from '../catalogue.ts'
import { mix } from '../chance.ts'
import { PARTITIONS, REGIONS, TOPIC, TOPIC_OF_TYPE, TOPICS } from '../codes.ts'
import { HOUR_MS, MINUTE_MS, TICK_MS, type IngestConfig } from '../config.ts'
import type { IngestEngine } from '../ingest-engine.ts'
import { regionOf, typeOf, type Batch } from '../record.ts'
import { murmur2OfInt, partitionOf } from '../route.ts'
import { NEVER } from '../watermark.ts'
import { EVENING, HOURS_AHEAD, KEYINGS, READER_ROOM } from './codes.ts'
import type { PartitionsFrame, RegionFrame, SpreadFrame, WorldFrame } from './frame.ts'
import { NewestRecords, type SavedNewest } from './newest-records.ts'

const TOPIC_OF = Uint8Array.from(TOPIC_OF_TYPE)
const SALTS_MASK = 15
const KEYED = KEYINGS.length - 1
/** The fifty places of each topic, then those of each keying but the topics' own. */
const PLACES = (TOPICS.length + KEYED) * PARTITIONS
const KEYED_FROM = TOPICS.length * PARTITIONS
/** What is counted of each region beside them: unique events, and those of somebody who is heard now. */
const COLUMNS = PLACES + 2 * REGIONS.length
const UNIQUE_FROM = PLACES
const HEARD_FROM = PLACES + REGIONS.length
const RATE_SECONDS = 10
const SNAPSHOTS = RATE_SECONDS + 1
const SECOND_MS = 1_000
const DEDICATED = 0
/** The share of all events that a topic is expected to carry: of the stated mix, and what goes wrong. */
const EXPECTED = [0.9, 0.06, 0.02, 0.02, 0.02, 0.02] as const
const HOURS_A_DAY = 24

interface State {
  /** Cumulative, by place and by region. */
  readonly counts: Float64Array
  /** The same at each of the last seconds, in a ring. */
  readonly past: Float64Array
  seconds: number
  /** How far the readers of each place are. */
  readonly read: Float64Array
}

export interface SavedTraffic {
  readonly state: State
  readonly newest: SavedNewest
}

/**
 * Where the events go: by region, by topic and partition, and how they would lie if they were keyed by something else (Y72).
 * Each place has a reader that takes so much a second and no more. Looks on, and changes nothing. `see` is to be told of every
 * batch of unique events before the windows take it, `endTick` of every tick's end.
 */
export class Traffic {
  readonly newest = new NewestRecords()
  private readonly engine: IngestEngine
  private readonly config: IngestConfig
  private readonly placeOfTitle: Uint8Array
  private readonly isHot: Uint8Array
  private readonly room: readonly number[]
  /** By place: what its reader takes in a tick. */
  private readonly most: Float64Array
  private state: State = {
    counts: new Float64Array(COLUMNS),
    past: new Float64Array(COLUMNS * SNAPSHOTS),
    seconds: 0,
    read: new Float64Array(PLACES),
  }

  constructor(engine: IngestEngine, config: IngestConfig) {
    this.engine = engine
    this.config = config
    const { catalogue } = engine
    this.placeOfTitle = Uint8Array.from({ length: catalogue.titles }, (_, title) => placeOf(title))
    this.isHot = hotTitles(catalogue)
    const perSecond = config.population.viewers / 10
    this.room = EXPECTED.map((share) => (READER_ROOM * share * perSecond) / PARTITIONS)
    this.most = new Float64Array(PLACES).map((_, place) => {
      const topic = place < KEYED_FROM ? Math.floor(place / PARTITIONS) : TOPIC.playback
      return ((this.room[topic] ?? outside(topic)) * TICK_MS) / SECOND_MS
    })
  }

  see(batch: Batch, selection: Uint32Array, count: number, times: Int32Array): void {
    const { newest, placeOfTitle, isHot } = this
    const { counts } = this.state
    const closedMs = this.engine.pipeline.windows.firstOpen * MINUTE_MS
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      const time = times[index] ?? outside(index)
      const received = batch.receivedTime[index] ?? outside(index)
      const dims = batch.dims[index] ?? outside(index)
      const user = batch.user[index] ?? outside(index)
      const title = batch.title[index] ?? outside(index)
      const type = typeOf(dims)
      const topic = TOPIC_OF[type] ?? outside(type)
      const region = regionOf(dims)
      add(counts, UNIQUE_FROM + region)
      if (received - time < MINUTE_MS) add(counts, HEARD_FROM + region)
      const partition = partitionOf(user)
      newest.add(topic * PARTITIONS + partition, received, time, user, type, title)
      if (time < closedMs) newest.add(TOPIC.late * PARTITIONS + partition, received, time, user, type, title)
      if (topic !== TOPIC.playback) continue
      const byTitle = placeOfTitle[title] ?? outside(title)
      const isDedicated = isHot[title] === 1
      add(counts, KEYED_FROM + (isDedicated ? DEDICATED : 1 + (partition % (PARTITIONS - 1))))
      add(counts, KEYED_FROM + PARTITIONS + byTitle)
      add(counts, KEYED_FROM + 2 * PARTITIONS + placeOf(title * (SALTS_MASK + 1) + (mix(user) & SALTS_MASK)))
    }
  }

  /** A tick of the engine has ended: readers read, and once a second it is noted how far everything is. */
  endTick(): void {
    const { state, engine, most } = this
    const { counts, read, past } = state
    counts.set(engine.pipeline.logs.endOffset)
    for (let place = 0; place < PLACES; place++) {
      const end = counts[place] ?? outside(place)
      const reach = (read[place] ?? outside(place)) + (most[place] ?? outside(place))
      read[place] = end < reach ? end : reach
    }
    if (toMs(engine.now) % SECOND_MS !== 0) return
    state.seconds += 1
    past.set(counts, (state.seconds % SNAPSHOTS) * COLUMNS)
  }

  world(): WorldFrame {
    const { engine, config } = this
    const { perRegion } = config.collector
    const { watermark } = engine.pipeline.windows
    const nowMs = toMs(engine.now)
    const { away } = engine.collectors
    const idle = watermark.idle(nowMs)
    const newest = REGIONS.map((_, region) => watermark.newestOf(region))
    const hours = config.population.startHour + nowMs / HOUR_MS
    const regions = REGIONS.map((_, region): RegionFrame => {
      const localHour = (hours + (HOURS_AHEAD[region] ?? outside(region)) + HOURS_A_DAY) % HOURS_A_DAY
      const heard = newest[region] ?? outside(region)
      return {
        localHour,
        isEvening: localHour >= EVENING.from && localHour < EVENING.to,
        viewers: this.lately(HEARD_FROM + region) * RATE_SECONDS,
        rate: this.lately(UNIQUE_FROM + region),
        total: this.state.counts[UNIQUE_FROM + region] ?? outside(region),
        collectors: perRegion,
        collectorsDown: away >= 0 && Math.floor(away / perRegion) === region ? 1 : 0,
        isIdle: idle[region] ?? outside(region),
        behind: heard === NEVER ? Number.NaN : fromMs(nowMs - heard),
      }
    })
    const waiting = newest.map((ms, region) => (idle[region] === true ? Number.POSITIVE_INFINITY : ms))
    const least = Math.min(...waiting)
    return { now: engine.now, regions, slowest: Number.isFinite(least) ? waiting.indexOf(least) : -1 }
  }

  partitions(columns: Columns): PartitionsFrame {
    const spread = (place: number): SpreadFrame => this.spread(place * PARTITIONS, columns)
    const topics = TOPICS.map((_, topic) => spread(topic))
    const keyings = KEYINGS.map((_, i) => (i === 0 ? spread(TOPIC.playback) : spread(TOPICS.length + i - 1)))
    const records = this.newest.list()
    const int = (value: (record: (typeof records)[number]) => number): Int32Array =>
      copyOf(columns.int32(records.length), records.map(value))
    const float = (value: (record: (typeof records)[number]) => number): Float64Array =>
      copyOf(columns.float64(records.length), records.map(value))
    return {
      now: this.engine.now,
      topics,
      keyings,
      readers: this.room,
      newest: {
        partition: int(({ partition }) => partition),
        offset: float(({ offset }) => offset),
        received: float(({ receivedMs }) => fromMs(receivedMs)),
        happened: float(({ happenedMs }) => fromMs(happenedMs)),
        user: float(({ user }) => user),
        type: copyOf(
          columns.uint8(records.length),
          records.map(({ type }) => type),
        ),
        title: int(({ title }) => title),
      },
    }
  }

  save(): SavedTraffic {
    return { state: copyState(this.state), newest: this.newest.save() }
  }

  restore(saved: SavedTraffic): void {
    this.state = copyState(saved.state)
    this.newest.restore(saved.newest)
  }

  private spread(from: number, columns: Columns): SpreadFrame {
    const { counts, read } = this.state
    const records = columns.float64(PARTITIONS)
    const rate = columns.float64(PARTITIONS)
    const lag = columns.float64(PARTITIONS)
    for (let i = 0; i < PARTITIONS; i++) {
      const end = counts[from + i] ?? outside(i)
      records[i] = end
      rate[i] = this.lately(from + i)
      lag[i] = end - Math.floor(read[from + i] ?? outside(i))
    }
    const mean = rate.reduce((a, b) => a + b, 0) / PARTITIONS
    return { records, rate, lag, skew: mean === 0 ? 0 : Math.max(...rate) / mean }
  }

  /** A second, over the last ten whole seconds, or as many as there were. */
  private lately(column: number): number {
    const { past, seconds } = this.state
    const over = Math.min(RATE_SECONDS, seconds)
    if (over === 0) return 0
    const value = (second: number): number => past[(second % SNAPSHOTS) * COLUMNS + column] ?? outside(column)
    return (value(seconds) - value(seconds - over)) / over
  }
}

const add = (counts: Float64Array, place: number): void => {
  counts[place] = (counts[place] ?? outside(place)) + 1
}

const placeOf = (key: number): number => (murmur2OfInt(key) & 0x7fff_ffff) % PARTITIONS

function copyOf<Column extends Float64Array | Int32Array | Uint8Array>(
  column: Column,
  values: number[],
): Column {
  column.set(values)
  return column
}

/** What one would give a partition of its own: the title that is watched most, and those that become so. */
function hotTitles({ usual, special, titles }: Catalogue): Uint8Array {
  const hot = new Uint8Array(titles)
  hot[usual.indexOf(usual.reduce((a, b) => Math.max(a, b), 0))] = 1
  hot[special.viral] = 1
  hot[special.release] = 1
  return hot
}
