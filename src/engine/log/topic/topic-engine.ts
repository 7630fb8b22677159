import { at } from '../../../shared/assert.ts'
import { accept, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { RunEngine, type SavedRun } from '../../kernel/run-engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { SegmentFiles } from '../segment/segment-files.ts'
import { compacts } from '../partition/settings.ts'
import { buildFrame } from './build-frame.ts'
import { checkRun } from './checks.ts'
import type { Bound } from './codes.ts'
import type { ResetPolicy, TopicCommand, TopicConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import type { FoundRecord } from './find-record.ts'
import type { TopicFrame } from './frame.ts'
import type { Group } from './group.ts'
import { History, type SavedHistory } from './history.ts'
import { landmarksOf } from './landmarks.ts'
import { LogClock } from './log-clock.ts'
import { LogLane, type Moment, type SavedLogLane } from './log-lane.ts'
import type { LogPartition } from './log-partition.ts'
import { measuresOf } from './measures.ts'
import { Producer, type Made, type SavedProducer, type Sent } from './producer.ts'
import { Schedule, TURN, type SavedSchedule } from './schedule.ts'
import { TOPIC_SETTINGS, type TopicSettings } from './settings.ts'
import { WhiteboardLane, type SavedWhiteboardLane } from './whiteboard-lane.ts'

/** min.cleanable.dirty.ratio */
const DIRTY_RATIO = 0.5

/** What the trace hash calls each thing that happens. */
const RECORD = { append: 1, refuse: 2, turn: 3, check: 4, clean: 5, command: 6 } as const

const SPEEDS = ['speedA', 'speedB', 'speedC', 'speedD', 'speedE', 'speedF'] as const

export interface SavedTopicEngine extends SavedRun<TopicSettings> {
  readonly bound: Bound | null
  readonly schedule: SavedSchedule
  readonly checkedAt: SimTime
  readonly producer: SavedProducer
  readonly lane: SavedLogLane
  readonly whiteboard: SavedWhiteboardLane
  readonly history: SavedHistory
  readonly found: FoundRecord | null
}

/**
 * A topic on one broker, twice: the log as Kafka keeps it, byte for byte, and the list of segments of the whiteboard. One
 * producer feeds both with the same records, the same groups read both, and retention goes over both at the same times.
 */
export class TopicEngine extends RunEngine<TopicCommand, TopicFrame, TopicSettings, SavedTopicEngine> {
  readonly config: TopicConfig
  readonly logClock: LogClock
  readonly producer: Producer
  readonly lane: LogLane
  readonly whiteboard: WhiteboardLane
  readonly history = new History()
  private readonly schedule: Schedule
  private readonly commitEvery: SimTime
  private reached: Bound | null = null
  private checkedAt: SimTime = -1
  private lastFound: FoundRecord | null = null
  private readonly send = (sent: Sent): void => this.append(sent)

  constructor(config: TopicConfig) {
    super(TOPIC_SETTINGS, config.settings)
    const { settings } = config
    this.config = config
    this.logClock = new LogClock(settings)
    this.producer = new Producer(config, this.logClock)
    this.lane = new LogLane(settings, this.logClock.at(0), this.history)
    this.whiteboard = new WhiteboardLane(settings, this.history)
    this.schedule = new Schedule(settings, this.logClock)
    this.commitEvery = this.logClock.lasts(settings.commitEvery * 1_000)
    for (let id = 0; id < settings.groups; id++) this.joinGroup(settings.reset)
    this.sample()
  }

  /** Now on the log's own clock, in milliseconds since 1970. */
  get logNow(): number {
    return this.logClock.at(this.clock)
  }

  /** What the run ended at before its time, or null. */
  get bound(): Bound | null {
    return this.reached
  }

  get partitions(): readonly LogPartition[] {
    return this.lane.partitions
  }

  get groups(): readonly Group[] {
    return this.lane.groups
  }

  /** When retention was checked last, if nothing was written since; else -1. */
  get lastCheckAt(): SimTime {
    return this.checkedAt
  }

  /** When retention is checked next. */
  get nextCheck(): SimTime {
    return this.schedule.nextCheck
  }

  /** The record that was looked up last, or null. */
  get found(): FoundRecord | null {
    return this.lastFound
  }

  get cacheBytes(): number {
    return Math.floor((this.current.cacheKib * 1_024) / this.partitions.length)
  }

  /** Bytes in all segments of all partitions. */
  get bytes(): number {
    return this.lane.bytes
  }

  /** How fast a group is, in records a second of the run. */
  speedOf(group: number): number {
    return this.current[at(SPEEDS, group)]
  }

  /** The files of a partition as they stand now: what a broker has in the folder `log-<partition>`. Do not write to them. */
  filesOf(partition: number): readonly SegmentFiles[] {
    return at(this.partitions, partition).log.files()
  }

  frame(span: Span, columns: Columns): TopicFrame {
    return buildFrame(this, span, columns)
  }

  measures(): number[] {
    return measuresOf(this)
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(lane: string, measure: string): Explanation | null {
    return explainMeasure(this, lane, measure)
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  save(): SavedTopicEngine {
    return {
      ...this.saveRun(),
      bound: this.reached,
      schedule: this.schedule.save(),
      checkedAt: this.checkedAt,
      producer: this.producer.save(),
      lane: this.lane.save(),
      whiteboard: this.whiteboard.save(),
      history: this.history.save(),
      found: this.lastFound,
    }
  }

  restore(saved: SavedTopicEngine): void {
    this.restoreRun(saved)
    this.reached = saved.bound
    this.schedule.restore(saved.schedule)
    this.checkedAt = saved.checkedAt
    this.producer.restore(saved.producer, saved.settings)
    this.lane.restore(saved.lane, saved.settings)
    this.whiteboard.restore(saved.whiteboard)
    this.history.restore(saved.history)
    this.lastFound = saved.found
  }

  private get moment(): Moment {
    return { time: this.time, logNow: this.logNow }
  }

  private get first(): LogPartition['log'] {
    return at(this.partitions, 0).log
  }

  protected get due(): SimTime {
    return Math.min(this.producer.due, this.producer.lingerDue, this.schedule.next)
  }

  /** Does one of the things that are due now: what was written at an instant can be read and deleted at that instant. */
  protected handle(): void {
    const { time, producer } = this
    if (producer.due <= time) return this.draw(producer.make(time, this.send))
    if (producer.lingerDue <= time) return producer.sendDue(time, this.send)
    switch (this.schedule.take(time)) {
      case 'turn':
        return this.turn()
      case 'check':
        return this.checkRetention()
      case 'cleaner':
        return this.clean(DIRTY_RATIO)
    }
  }

  /** The whiteboard appends each record by itself, at once. */
  private draw(made: Made): void {
    this.checkedAt = -1
    this.whiteboard.append(made, this.logNow)
  }

  private append(sent: Sent): void {
    const base = this.lane.append(sent, this.moment)
    this.record(base === null ? RECORD.refuse : RECORD.append, sent.partition, base ?? 0, sent.records.length)
    this.reached = this.lane.bound
    // A run is kept in memory, so it has an end that it states.
    if (this.reached !== null) this.end = this.time
  }

  private turn(): void {
    for (const group of this.groups) this.turnOf(group)
    if (this.time % (2 * TURN) === 0) this.sample()
    this.record(RECORD.turn)
    for (const group of this.groups) this.hash.add(group.counts.delivered)
  }

  private turnOf(group: Group): void {
    const rate = this.speedOf(group.id)
    group.commitIfDue(this.time, this.commitEvery)
    this.lane.turn(group, rate, TURN, this.cacheBytes, this.time)
    this.whiteboard.turn(group.id, rate, TURN)
  }

  private checkRetention(): void {
    this.checkedAt = this.time
    const before = [this.whiteboard.size, this.bytes] as const
    const deletions = this.lane.cleanUp(this.moment)
    const drawn = this.whiteboard.cleanUp(this.logNow, this.current, this.time)
    if (deletions + drawn > 0) {
      this.history.sample(this.time, before, this.lane.lags())
      this.sample()
    }
    this.record(RECORD.check, deletions, drawn)
  }

  private clean(leastDirty: number): void {
    for (const [partition, records] of this.lane.compact(leastDirty, this.moment))
      this.record(RECORD.clean, partition, records)
  }

  protected carryOut(command: TopicCommand): Outcome<string> {
    switch (command.kind) {
      case 'clean-up':
        return this.cleanUpNow()
      case 'pause-group':
        return this.pauseGroup(command.group, command.paused)
      case 'join-group':
        return this.joinGroup(command.from)
      case 'find':
        return this.find(command.partition, command.offset)
      case 'future-record':
        return this.sendFutureRecord(command.hours)
      case 'delete-records':
        return this.lane.deleteRecords(command.partition, command.offset)
      case 'set':
        return this.changeSetting(command)
    }
  }

  protected override settle(): void {
    this.record(RECORD.command)
  }

  private cleanUpNow(): Outcome<string> {
    this.checkRetention()
    if (compacts(this.first.settings)) this.clean(0)
    return accept('cleaned up')
  }

  private pauseGroup(id: number, paused: boolean): Outcome<string> {
    const done = this.lane.pause(id, paused)
    if (done.ok) at(this.whiteboard.groups, id).pause(paused)
    return done
  }

  private joinGroup(from: ResetPolicy): Outcome<string> {
    const done = this.lane.join(from, this.time)
    if (done.ok) this.whiteboard.join(this.groups.length - 1)
    return done
  }

  private find(partition: number, offset: number): Outcome<string> {
    const found = this.lane.find(partition, offset, this.cacheBytes)
    if (!found.ok) return found
    this.lastFound = found.value
    return accept(`offset ${found.value.offset} of partition ${partition} read`)
  }

  private sendFutureRecord(hours: number): Outcome<string> {
    this.draw(this.producer.makeAhead(hours, this.time, this.send))
    return accept(`a record from ${hours} h ahead`)
  }

  protected reconfigure(key: string): void {
    this.producer.reconfigure(this.current, this.time)
    this.lane.setRetention(this.current)
    if (key === 'reset') for (const group of this.groups) group.policy = this.current.reset
  }

  private sample(): void {
    this.history.sample(this.time, [this.whiteboard.size, this.bytes], this.lane.lags())
  }

  /** Every event goes into the fingerprint with what it came to. */
  protected override record(kind: number, ...numbers: readonly number[]): void {
    super.record(kind, ...numbers)
    this.hash.add(this.lane.appended)
    this.hash.add(this.lane.bytes)
    this.hash.add(this.whiteboard.size)
  }
}
