import { outside } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { fromMs, SECOND, toMs } from '../../kernel/time.ts'
import { KEYINGS, PARTITIONS, REGIONS, TOPIC, TOPICS } from '../codes.ts'
import { HOUR_MS, MINUTE_MS, TICK_MS, type IngestConfig } from '../config.ts'
import type { IngestEngine } from '../ingest-engine.ts'
import type { Keeper } from '../pipeline.ts'
import { createBatch, regionOf, typeOf, type Batch } from '../record.ts'
import { topicOf } from '../route.ts'
import { NEVER } from '../watermark.ts'
import { EVENING, HOURS_AHEAD, LEAST_ROOM, READER_ROOM } from './codes.ts'
import type { PartitionsFrame, RegionFrame, SpreadFrame, WorldFrame } from './frame.ts'
import { fullestOf, hottestOf } from './hot.ts'
import { KeptRecords, type SavedRecords } from './kept-records.ts'
import { Marks, type SavedMarks } from './marks.ts'

/** The fifty places of each topic, then those of each keying. */
const PLACES = (TOPICS.length + KEYINGS.length) * PARTITIONS
const KEYED_FROM = TOPICS.length * PARTITIONS
/** What is counted of each region beside them: unique events, and those of somebody who is heard now. */
const UNIQUE_FROM = PLACES
const HEARD_FROM = PLACES + REGIONS.length
/** And players' events about each title that is hot. */
const HOT_FROM = HEARD_FROM + REGIONS.length
const RATE_SECONDS = 10
const SECOND_MS = 1_000
/** Records of a partition that a frame has. */
const SHOWN = 3
/** The share of all events that a topic is expected to carry: of the stated mix, and what goes wrong. */
const EXPECTED = [0.9, 0.06, 0.02, 0.02, 0.02, 0.02] as const
const HOURS_A_DAY = 24

interface State {
  /** Cumulative, by place and by region. */
  readonly counts: Float64Array
  seconds: number
  /** How far the readers of each place are. */
  readonly read: Float64Array
}

export interface SavedTraffic {
  readonly state: State
  readonly marks: SavedMarks
  readonly records: SavedRecords
}

/**
 * Where the events go: by region, by topic and partition, and how they would lie if they were keyed by something else (Y72).
 * Each place has a reader that takes so much a second and no more. Looks on, and changes nothing. `see` is to be told of every
 * batch of unique events before the windows take it, `keep` of every record, `endTick` of every tick's end.
 */
export class Traffic {
  readonly records = new KeptRecords()
  /** Keeps the newest records of each partition. */
  readonly keep: Keeper = (...record) => this.records.add(...record)
  private readonly engine: IngestEngine
  private readonly config: IngestConfig
  /** Records a second that a reader of one partition takes, by topic. */
  readonly room: readonly number[]
  /** By place: what its reader takes in a tick. */
  private readonly most: Float64Array
  /** Those one would give a partition of their own. */
  readonly hotTitles: readonly number[]
  private readonly marks: Marks
  private state: State

  constructor(engine: IngestEngine, config: IngestConfig) {
    this.engine = engine
    this.config = config
    const { hot } = engine.pipeline.logs.routing
    this.hotTitles = [...hot.keys()].filter((title) => hot[title] === 1)
    const columns = HOT_FROM + this.hotTitles.length
    this.marks = new Marks(columns)
    this.state = { counts: new Float64Array(columns), seconds: 0, read: new Float64Array(PLACES) }
    const perSecond = config.population.viewers / 10
    this.room = EXPECTED.map((share) => Math.max(LEAST_ROOM, (READER_ROOM * share * perSecond) / PARTITIONS))
    this.most = new Float64Array(PLACES).map((_, place) => {
      const topic = place < KEYED_FROM ? Math.floor(place / PARTITIONS) : TOPIC.playback
      return ((this.room[topic] ?? outside(topic)) * TICK_MS) / SECOND_MS
    })
  }

  see(batch: Batch, selection: Uint32Array, count: number, times: Int32Array): void {
    const { counts } = this.state
    const { routing } = this.engine.pipeline.logs
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      const dims = batch.dims[index] ?? outside(index)
      const region = regionOf(dims)
      add(counts, UNIQUE_FROM + region)
      const late = (batch.receivedTime[index] ?? outside(index)) - (times[index] ?? outside(index))
      if (late < MINUTE_MS) add(counts, HEARD_FROM + region)
      if (topicOf(dims) !== TOPIC.playback) continue
      const user = batch.user[index] ?? outside(index)
      const title = batch.title[index] ?? outside(index)
      let from = KEYED_FROM
      for (const keying of KEYINGS) {
        add(counts, from + routing.partitionOf(keying, user, title))
        from += PARTITIONS
      }
      if (routing.hot[title] === 1) add(counts, HOT_FROM + this.hotTitles.indexOf(title))
    }
  }

  /** A tick of the engine has ended: readers read, and once a second it is noted how far everything is. */
  endTick(): void {
    const { state, engine, marks, most } = this
    const { counts, read } = state
    counts.set(engine.pipeline.logs.endOffset)
    for (let place = 0; place < PLACES; place++) {
      const end = counts[place] ?? outside(place)
      const reach = (read[place] ?? outside(place)) + (most[place] ?? outside(place))
      read[place] = end < reach ? end : reach
    }
    if (toMs(engine.now) % SECOND_MS !== 0) return
    state.seconds += 1
    marks.note(state.seconds, counts)
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
        viewers: this.marks.rate(HEARD_FROM + region, RATE_SECONDS) * RATE_SECONDS,
        rate: this.marks.rate(UNIQUE_FROM + region, RATE_SECONDS),
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
    const { engine, records } = this
    const starts = columns.float64(KEYED_FROM)
    for (let place = 0; place < KEYED_FROM; place++) starts[place] = records.startOf(place)
    const spread = (_: unknown, block: number): SpreadFrame =>
      this.spread(block, (length) => columns.float64(length))
    const topics = TOPICS.map(spread)
    const { rate } = topics[TOPIC.playback] ?? outside(TOPIC.playback)
    const { routing } = engine.pipeline.logs
    return {
      now: engine.now,
      keying: engine.pipeline.logs.keying,
      topics,
      fullest: fullestOf(rate, TOPIC.playback, records),
      hottest: hottestOf(this.hotTitles, this.hotRates, sum(rate), routing),
      keyings: KEYINGS.map((keying, i) => spread(keying, TOPICS.length + i)),
      readers: this.room,
      starts,
      newest: this.newest(columns),
    }
  }

  /** Players' events a second about each title that is hot, over the last ten seconds. */
  get hotRates(): readonly number[] {
    return this.hotTitles.map((_, i) => this.marks.rate(HOT_FROM + i, RATE_SECONDS))
  }

  save(): SavedTraffic {
    return { state: copyState(this.state), marks: this.marks.save(), records: this.records.save() }
  }

  restore(saved: SavedTraffic): void {
    this.state = copyState(saved.state)
    this.marks.restore(saved.marks)
    this.records.restore(saved.records)
  }

  /** Fifty places: block n is topic n, or after the topics a keying of players' events. */
  spread(block: number, column = (length: number): Float64Array => new Float64Array(length)): SpreadFrame {
    const { counts, read } = this.state
    const nowS = this.engine.now / SECOND
    const from = block * PARTITIONS
    const records = column(PARTITIONS)
    const rate = column(PARTITIONS)
    const lag = column(PARTITIONS)
    const wait = column(PARTITIONS)
    for (let i = 0; i < PARTITIONS; i++) {
      const end = counts[from + i] ?? outside(i)
      const taken = Math.floor(read[from + i] ?? outside(i))
      records[i] = end
      rate[i] = this.marks.rate(from + i, RATE_SECONDS)
      lag[i] = end - taken
      wait[i] = end > taken ? Math.round(SECOND * (nowS - this.marks.timeOf(from + i, taken, end, nowS))) : 0
    }
    const mean = sum(rate) / PARTITIONS
    return { records, rate, lag, wait, skew: mean === 0 ? 0 : Math.max(...rate) / mean }
  }

  /** The newest three records of each partition. */
  private newest(columns: Columns): PartitionsFrame['newest'] {
    const { records } = this
    let length = 0
    for (let place = 0; place < KEYED_FROM; place++) length += Math.min(SHOWN, records.endOf(place))
    const newest = {
      partition: columns.int32(length),
      offset: columns.float64(length),
      received: columns.float64(length),
      happened: columns.float64(length),
      user: columns.float64(length),
      key: columns.float64(length),
      type: columns.uint8(length),
      title: columns.int32(length),
    }
    const event = createBatch(1)
    let row = 0
    for (let place = 0; place < KEYED_FROM; place++) {
      const end = records.endOf(place)
      for (let offset = end - 1; offset >= Math.max(0, end - SHOWN); offset--, row++) {
        const { key, timeMs } = records.read(place, offset, event)
        newest.partition[row] = place
        newest.offset[row] = offset
        newest.received[row] = fromMs(event.receivedTime[0] ?? outside(row))
        newest.happened[row] = fromMs(timeMs)
        newest.user[row] = event.user[0] ?? outside(row)
        newest.key[row] = key
        newest.type[row] = typeOf(event.dims[0] ?? outside(row))
        newest.title[row] = event.title[0] ?? outside(row)
      }
    }
    return newest
  }
}

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0)

const add = (counts: Float64Array, place: number): void => {
  counts[place] = (counts[place] ?? outside(place)) + 1
}
