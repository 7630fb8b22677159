import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { plural } from '../../../shared/words.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { EventQueue, type SavedQueue } from '../../kernel/event-queue.ts'
import { Pacer, type SavedPacer } from '../../kernel/pacer.ts'
import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { RunEngine, type SavedRun } from '../../kernel/run-engine.ts'
import { SECOND, tickTime, type SimTime } from '../../kernel/time.ts'
import { compareBy } from './change.ts'
import { checkRun } from './checks.ts'
import type { KeysCommand, KeysConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { buildFrame, type KeysFrame } from './frame.ts'
import { Keyless, type SavedKeyless } from './keyless.ts'
import { landmarksOf } from './landmarks.ts'
import { Lane, type SavedLane } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { LANE_IDS, Placement, type Places } from './placement.ts'
import { KEYS_SETTINGS, MAX_PARTITIONS, MAX_RECORDS, PRODUCERS, type KeysSettings } from './settings.ts'
import { Source, type SavedSource } from './source.ts'

/** Events, and one instant's order. */
const EVENT = { add: 0, restart: 1, produce: 2, poll: 3 } as const
/** How often a second the readers come. */
const POLLS = 10

/** What the trace hash calls each thing that happens. */
const RECORD = { produce: 1, poll: 2, add: 3, restart: 4, set: 5 } as const

export interface SavedKeysEngine extends SavedRun<KeysSettings> {
  readonly queue: SavedQueue<number>
  readonly planned: SimTime
  readonly polls: number
  readonly pacer: SavedPacer
  readonly source: SavedSource
  readonly keyless: SavedKeyless
  readonly salts: readonly number[]
  readonly saltStreams: readonly RandomState[]
  readonly partitions: number
  readonly lanes: readonly SavedLane[]
}

/** A clock that was retimed leaves its old event behind, so commands make events; a run-away model trips it. */
const QUEUE_LIMIT = 100_000

/**
 * Two producers send the same keyed records under four rules for choosing a partition, and readers take them, one a
 * partition, each at its own speed. In each lane every record lies in exactly one partition: sent = their sum.
 */
export class KeysEngine extends RunEngine<KeysCommand, KeysFrame, KeysSettings, SavedKeysEngine> {
  readonly config: KeysConfig
  readonly source: Source
  readonly lanes: readonly Lane[]
  private readonly placement: Placement
  private readonly keyless: Keyless
  private readonly pacer: Pacer
  private readonly saltStreams: readonly RandomStream[]
  /** By reader: how much slower or faster it is than the mean, -1 to 1. */
  private readonly speeds: readonly number[]
  private readonly queue = new EventQueue<number>(QUEUE_LIMIT)
  private salts: number[]
  private planned: SimTime = -1
  private polls = 0
  private count: number

  constructor(config: KeysConfig) {
    super(KEYS_SETTINGS, config.settings)
    const { seed, settings } = config
    this.config = config
    this.count = settings.partitions
    this.source = new Source(config)
    this.placement = new Placement(settings.keys, settings.partitions, settings.virtual)
    this.keyless = new Keyless(config)
    this.pacer = new Pacer(RandomStream.of(seed, 'producer.gaps'), paceOf(settings), 'at-once')
    this.saltStreams = producers.map((producer) => RandomStream.of(seed, `salt.${producer}`))
    this.salts = producers.map((producer) => this.drawSalt(producer))
    const speeds = RandomStream.of(seed, 'reader.speeds')
    this.speeds = Array.from({ length: MAX_PARTITIONS }, () => 2 * speeds.uniform() - 1)
    this.lanes = LANE_IDS.map((id) => new Lane(id, this.source, this.count, this.placesFor(id, this.count)))
    this.plan()
    this.schedulePoll()
    if (settings.addAt > 0) this.queue.schedule(settings.addAt * SECOND, EVENT.add, EVENT.add)
    if (settings.restartAt > 0) this.queue.schedule(settings.restartAt * SECOND, EVENT.restart, EVENT.restart)
  }

  /** How many partitions there are now. */
  get partitions(): number {
    return this.count
  }

  /** How many records a second a partition's reader can take. */
  readerRate(partition: number): number {
    const { read, spread, partitions } = this.current
    return (read / partitions) * (1 + spread * at(this.speeds, partition))
  }

  frame(span: Span, columns: Columns): KeysFrame {
    return buildFrame(this, span, columns)
  }

  summaries(): LaneSummary[] {
    return this.lanes.map((lane) => summarise(this, lane))
  }

  measures(): number[] {
    return this.summaries().flatMap(measuresOf)
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(id: string, measure: string): Explanation | null {
    const lane = this.lanes.find((candidate) => candidate.id === id)
    return lane === undefined ? null : explainMeasure(this, lane, measure)
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  save(): SavedKeysEngine {
    return {
      ...this.saveRun(),
      queue: this.queue.save(),
      planned: this.planned,
      polls: this.polls,
      pacer: this.pacer.save(),
      source: this.source.save(),
      keyless: this.keyless.save(),
      salts: this.salts.slice(),
      saltStreams: this.saltStreams.map((stream) => stream.save()),
      partitions: this.count,
      lanes: this.lanes.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedKeysEngine): void {
    this.restoreRun(saved)
    this.queue.restore(saved.queue)
    this.planned = saved.planned
    this.polls = saved.polls
    this.pacer.restore(saved.pacer)
    this.source.restore(saved.source)
    this.keyless.restore(saved.keyless)
    this.salts = saved.salts.slice()
    this.saltStreams.forEach((stream, i) => stream.restore(at(saved.saltStreams, i)))
    this.count = saved.partitions
    this.lanes.forEach((lane, i) => lane.restore(at(saved.lanes, i)))
  }

  protected get due(): SimTime | null {
    return this.queue.nextTime
  }

  protected handle(): void {
    const event = this.queue.take()
    if (event === EVENT.poll) return this.poll()
    if (event === EVENT.add) return void this.addPartition()
    if (event === EVENT.restart) return void this.restart(0)
    if (this.planned === this.time) this.planned = -1
    if (this.pacer.due === this.time) this.produce() // otherwise it was put off since
    this.plan()
  }

  protected override settle(): void {
    this.plan()
  }

  /** Schedules the next record, unless it is scheduled. An event of a time that no longer holds stays in the queue. */
  private plan(): void {
    const { due } = this.pacer
    if (due === null || due === this.planned || due > this.end) return
    this.planned = due
    this.queue.schedule(due, EVENT.produce, EVENT.produce)
  }

  private schedulePoll(): void {
    const due = tickTime(this.polls + 1, POLLS)
    if (due <= this.end) this.queue.schedule(due, EVENT.poll, EVENT.poll)
  }

  private produce(): void {
    if (this.source.sent >= MAX_RECORDS) {
      this.pacer.stop(this.time)
      this.end = this.time
      return
    }
    this.pacer.next()
    const record = this.source.next(this.time, this.current)
    const { producer, bytes, key } = record
    for (const lane of this.lanes) {
      const keylessTo =
        key < 0 ? this.keyless.next(lane.id, producer, bytes, this.count, this.time, this.current) : -1
      lane.send(record, keylessTo, this.time)
    }
    this.record(RECORD.produce, key, producer)
    for (const lane of this.lanes) this.hash.add(lane.sentTo.get(record.number))
  }

  private poll(): void {
    this.polls += 1
    for (const lane of this.lanes) lane.poll((partition) => this.readerRate(partition) / POLLS, this.time)
    this.record(RECORD.poll)
    this.schedulePoll()
  }

  protected carryOut(command: KeysCommand): Outcome<string> {
    switch (command.kind) {
      case 'add-partition':
        return this.addPartition()
      case 'remove-partition':
        return refuse(
          `InvalidPartitions: the topic has ${plural(this.count, 'partition')}, and Kafka can only add more; ` +
            'with fewer, the records in the one removed would be gone',
        )
      case 'restart':
        return this.restart(command.producer)
      case 'set':
        return this.changeSetting(command)
    }
  }

  private addPartition(): Outcome<string> {
    if (this.count >= MAX_PARTITIONS) return refuse(`there are at most ${MAX_PARTITIONS} partitions here`)
    const before = this.count
    this.count += 1
    const move = { time: this.time, kind: 'add', producer: -1, before, after: this.count } as const
    for (const lane of this.lanes) {
      const places = this.placesFor(lane.id, this.count)
      lane.change(compareBy(move, pairsOf(lane.places, places)), places)
    }
    this.record(RECORD.add, this.count)
    return accept(`${this.count} partitions`)
  }

  /** A producer's process ends and begins anew: the whiteboard's hash has another salt, all others know the same. */
  private restart(producer: number): Outcome<string> {
    if (producer !== 0 && producer !== 1) return refuse(`there is no producer ${producer + 1}`)
    this.salts[producer] = this.drawSalt(producer)
    this.keyless.restart(producer)
    const move = {
      time: this.time,
      kind: 'restart',
      producer,
      before: this.count,
      after: this.count,
    } as const
    for (const lane of this.lanes) {
      const places =
        lane.id === 'whiteboard'
          ? lane.places.map((old, i) =>
              i === producer ? this.placement.placesOf(lane.id, this.count, at(this.salts, i)) : old,
            )
          : lane.places
      lane.change(compareBy(move, [[at(lane.places, producer), at(places, producer)]]), places)
    }
    this.record(RECORD.restart, producer)
    return accept(`producer ${producer + 1} restarted`)
  }

  protected reconfigure(): void {
    this.pacer.change(paceOf(this.current), this.time)
    this.source.reconfigure(this.current)
    this.keyless.reconfigure(this.current)
    this.record(RECORD.set)
  }

  /** Where keys go, by producer. Only the whiteboard's producers differ. */
  private placesFor(id: Lane['id'], partitions: number): readonly Places[] {
    if (id === 'whiteboard') return this.salts.map((salt) => this.placement.placesOf(id, partitions, salt))
    const places = this.placement.placesOf(id, partitions, 0)
    return producers.map(() => places)
  }

  /** A process that has a salt of 0 has none. */
  private drawSalt(producer: number): number {
    return Math.max(1, at(this.saltStreams, producer).uint32())
  }

  /** Every event goes into the fingerprint with what it came to. */
  protected override record(kind: number, ...numbers: readonly number[]): void {
    super.record(kind, ...numbers)
    if (kind === RECORD.produce) return
    for (const { counts } of this.lanes)
      for (const count of [counts.read, counts.outOfOrder, counts.splitKeys, counts.movedRecords])
        this.hash.add(count)
  }
}

const producers = Array.from({ length: PRODUCERS }, (_, producer) => producer)

/** Places before and after: once, where all producers have the same. */
function pairsOf(before: readonly Places[], after: readonly Places[]): (readonly [Places, Places])[] {
  const pairs = before.map((places, producer) => [places, at(after, producer)] as const)
  return pairs.every(([places]) => places === before[0]) ? pairs.slice(0, 1) : pairs
}

const paceOf = ({ write }: KeysSettings): { rate: number; unevenness: number } => ({
  rate: write,
  unevenness: 1,
})
