import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Engine, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { printSet, readLiveSetting, type SetCommand } from '../../kernel/set-command.ts'
import { SECOND, MILLISECOND, type SimTime } from '../../kernel/time.ts'
import { TraceHash, type SavedHash } from '../../kernel/trace-hash.ts'
import type { SegmentFiles } from '../segment/segment-files.ts'
import { compacts } from '../partition/settings.ts'
import { checkRun } from './checks.ts'
import {
  BOUNDS,
  DELETED_BY,
  GROUP_LETTERS,
  GROUP_NAMES,
  HAPPENED,
  OPENED_BY,
  REFUSED_BY,
  type Bound,
} from './codes.ts'
import type { ResetPolicy, TopicCommand, TopicConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { findRecord, type FoundRecord } from './find-record.ts'
import { buildFrame, type TopicFrame } from './frame.ts'
import { Group, lagOf, type SavedGroup } from './group.ts'
import { History, type Event, type SavedHistory } from './history.ts'
import { landmarksOf } from './landmarks.ts'
import { LogClock } from './log-clock.ts'
import { LogPartition, type Gone, type SavedLogPartition } from './log-partition.ts'
import { measuresOf } from './measures.ts'
import { Producer, type Made, type SavedProducer, type Sent } from './producer.ts'
import { TOPIC_SETTINGS, type TopicSettings } from './settings.ts'
import { WhiteboardLane, type SavedWhiteboardLane } from './whiteboard-lane.ts'

/** Groups take their turns, and samples are taken, so often. */
const TURN = 50 * MILLISECOND
/** log.cleaner.backoff.ms, and no more often than this in the run. */
const CLEANER_MS = 15_000
const CLEANER_AT_LEAST = 250 * MILLISECOND
/** min.cleanable.dirty.ratio */
const DIRTY_RATIO = 0.5

/** What the trace hash calls each thing that happens. */
const RECORD = { append: 1, refuse: 2, turn: 3, check: 4, clean: 5, command: 6 } as const

const SPEEDS = ['speedA', 'speedB', 'speedC', 'speedD', 'speedE', 'speedF'] as const

export interface SavedTopicEngine {
  readonly now: SimTime
  readonly end: SimTime
  readonly bound: Bound | null
  readonly hash: SavedHash
  readonly settings: TopicSettings
  readonly touched: boolean
  readonly due: { readonly turn: SimTime; readonly check: SimTime; readonly cleaner: SimTime }
  readonly checks: number
  readonly checkedAt: SimTime
  readonly producer: SavedProducer
  readonly partitions: readonly SavedLogPartition[]
  readonly groups: readonly SavedGroup[]
  readonly whiteboard: SavedWhiteboardLane
  readonly history: SavedHistory
  readonly found: FoundRecord | null
  readonly totals: Totals
}

/** Sums over all partitions that are wanted after every batch. */
interface Totals {
  appended: number
  bytes: number
  segments: number
  /** Refusals that have been told. */
  refusals: number
}

const TOLD_REFUSALS = 500
const ROLLED_BY_RETENTION = OPENED_BY.indexOf('retention')

/**
 * A topic on one broker, twice: the log as Kafka keeps it, byte for byte, and the list of segments of the whiteboard. One
 * producer feeds both with the same records, the same groups read both, and retention goes over both at the same times.
 */
export class TopicEngine implements Engine<TopicCommand, TopicFrame, SavedTopicEngine> {
  readonly config: TopicConfig
  readonly clock: LogClock
  readonly producer: Producer
  readonly partitions: readonly LogPartition[]
  readonly whiteboard: WhiteboardLane
  readonly history = new History()
  private readonly hash = new TraceHash()
  private readonly checkEvery: SimTime
  private readonly cleanEvery: SimTime
  private readonly commitEvery: SimTime
  private list: readonly Group[] = []
  private time: SimTime = 0
  private end: SimTime
  private current: TopicSettings
  private touched = false
  private reached: Bound | null = null
  private due: { turn: SimTime; check: SimTime; cleaner: SimTime }
  private checkCount = 0
  private checkedAt: SimTime = -1
  private lastFound: FoundRecord | null = null
  private totals: Totals
  private readonly send = (sent: Sent): void => this.append(sent)

  constructor(config: TopicConfig) {
    const { settings } = config
    this.config = config
    this.current = settings
    this.end = settings.for * SECOND
    this.clock = new LogClock(settings)
    this.producer = new Producer(config, this.clock)
    this.partitions = Array.from(
      { length: settings.partitions },
      () => new LogPartition(settings, this.clock.at(0)),
    )
    this.whiteboard = new WhiteboardLane(settings)
    this.checkEvery = Math.max(1, this.clock.lasts(settings.checkMinutes * 60_000))
    this.cleanEvery = Math.max(CLEANER_AT_LEAST, this.clock.lasts(CLEANER_MS))
    this.commitEvery = this.clock.lasts(settings.commitEvery * 1_000)
    this.due = {
      turn: TURN,
      check: this.checkEvery,
      cleaner: compacts(this.first.settings) ? this.cleanEvery : Infinity,
    }
    this.totals = { appended: 0, bytes: 0, segments: settings.partitions, refusals: 0 }
    for (let id = 0; id < settings.groups; id++) this.addGroup(id, settings.reset)
    this.sample()
  }

  get now(): SimTime {
    return this.time
  }

  get extent(): SimTime {
    return this.end
  }

  /** `now`, but not beyond the run's end: nothing goes on after it. */
  get runTime(): SimTime {
    return Math.min(this.time, this.end)
  }

  /** Now on the log's own clock, in milliseconds since 1970. */
  get logNow(): number {
    return this.clock.at(this.runTime)
  }

  get nextEventTime(): SimTime | null {
    const next = this.nextDue()
    return next > this.end ? null : next
  }

  get settings(): TopicSettings {
    return this.current
  }

  /** True once a command has changed the run. */
  get isTouched(): boolean {
    return this.touched
  }

  /** What the run ended at before its time, or null. */
  get bound(): Bound | null {
    return this.reached
  }

  get groups(): readonly Group[] {
    return this.list
  }

  /** Checks of retention so far, by the clock and by hand. */
  get retentionChecks(): number {
    return this.checkCount
  }

  /** When retention was checked last, if nothing was written since; else -1. */
  get lastCheckAt(): SimTime {
    return this.checkedAt
  }

  /** When retention is checked next. */
  get nextCheck(): SimTime {
    return this.due.check
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
    return this.totals.bytes
  }

  /** How fast a group is, in records a second of the run. */
  speedOf(group: number): number {
    return this.current[at(SPEEDS, group)]
  }

  /** The files of a partition as they stand now: what a broker has in the folder `log-<partition>`. Do not write to them. */
  filesOf(partition: number): readonly SegmentFiles[] {
    return at(this.partitions, partition).log.files()
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    let handled = 0
    for (;;) {
      const next = this.nextEventTime
      if (next === null || next > until) break
      if (handled >= maxEvents) return handled
      this.time = next
      this.handle()
      handled += 1
    }
    this.time = Math.max(this.time, until)
    return handled
  }

  apply(command: TopicCommand): Outcome<string> {
    if (this.time >= this.end)
      return refuse(`the run is over at ${this.end / SECOND} s; go back to change it`)
    const done = this.carryOut(command)
    if (!done.ok) return done
    this.touched = true
    this.record(RECORD.command)
    return done
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

  traceHash(): string {
    return this.hash.hex()
  }

  save(): SavedTopicEngine {
    return {
      now: this.time,
      end: this.end,
      bound: this.reached,
      hash: this.hash.save(),
      settings: this.current,
      touched: this.touched,
      due: { ...this.due },
      checks: this.checkCount,
      checkedAt: this.checkedAt,
      producer: this.producer.save(),
      partitions: this.partitions.map((partition) => partition.save()),
      groups: this.list.map((group) => group.save()),
      whiteboard: this.whiteboard.save(),
      history: this.history.save(),
      found: this.lastFound,
      totals: { ...this.totals },
    }
  }

  restore(saved: SavedTopicEngine): void {
    this.time = saved.now
    this.end = saved.end
    this.reached = saved.bound
    this.hash.restore(saved.hash)
    this.current = saved.settings
    this.touched = saved.touched
    this.due = { ...saved.due }
    this.checkCount = saved.checks
    this.checkedAt = saved.checkedAt
    this.producer.restore(saved.producer, saved.settings)
    this.partitions.forEach((partition, i) => partition.restore(at(saved.partitions, i), saved.settings))
    this.list = saved.groups.map((group) => Group.restored(group))
    this.whiteboard.restore(saved.whiteboard)
    this.history.restore(saved.history)
    this.lastFound = saved.found
    this.totals = { ...saved.totals }
  }

  private get first(): LogPartition['log'] {
    return at(this.partitions, 0).log
  }

  private nextDue(): SimTime {
    const { turn, check, cleaner } = this.due
    return Math.min(this.producer.due, this.producer.lingerDue, turn, check, cleaner)
  }

  /** Does one of the things that are due now: what was written at an instant can be read and deleted at that instant. */
  private handle(): void {
    const { time, due, producer } = this
    if (producer.due <= time) this.produce()
    else if (producer.lingerDue <= time) producer.sendDue(time, this.send)
    else if (due.turn <= time) this.turn()
    else if (due.check <= time) {
      this.due.check += this.checkEvery
      this.checkRetention()
    } else {
      this.due.cleaner += this.cleanEvery
      this.clean(DIRTY_RATIO)
    }
  }

  private produce(): void {
    this.draw(this.producer.make(this.time, this.send))
  }

  /** The whiteboard appends each record by itself, at once. */
  private draw(made: Made): void {
    this.checkedAt = -1
    this.whiteboard.append(made, this.logNow)
  }

  private append({ partition, records }: Sent): void {
    const target = at(this.partitions, partition)
    const before = target.ledger.bytesAppended
    const done = target.append(records, this.logNow)
    if (!done.ok) {
      this.tellRefusal(partition, REFUSED_BY.indexOf(done.error), records.length)
      return this.record(RECORD.refuse, partition, records.length)
    }
    this.totals.appended += records.length
    this.totals.bytes += target.ledger.bytesAppended - before
    if (done.roll !== null) {
      this.totals.segments += 1
      const why = OPENED_BY.indexOf(done.roll)
      this.tell({ kind: HAPPENED.roll, lane: 1, partition, from: done.base, to: done.base, why, count: 0 })
    }
    this.record(RECORD.append, partition, done.base, records.length)
    this.stopAtBounds()
  }

  /** A run is kept in memory, so it has an end that it states. */
  private stopAtBounds(): void {
    const { appended, bytes, segments } = this.totals
    const over: Bound | null =
      appended >= BOUNDS.records
        ? 'records'
        : bytes >= BOUNDS.bytes
          ? 'bytes'
          : segments >= BOUNDS.segments
            ? 'segments'
            : null
    if (over === null) return
    this.reached = over
    this.end = this.time
  }

  private turn(): void {
    this.due.turn += TURN
    for (const group of this.list) this.turnOf(group)
    if (this.due.turn % (2 * TURN) === 0) this.sample()
    this.record(RECORD.turn)
    for (const group of this.list) this.hash.add(group.counts.delivered)
  }

  private turnOf(group: Group): void {
    const rate = this.speedOf(group.id)
    group.commitIfDue(this.time, this.commitEvery)
    group.turn(this.partitions, rate, TURN, this.cacheBytes, ({ partition, from, to }) =>
      this.tell({ kind: HAPPENED.reset, lane: 1, partition, from, to, why: group.id, count: to - from }),
    )
    this.whiteboard.turn(group.id, rate, TURN)
  }

  private checkRetention(): void {
    this.checkCount += 1
    this.checkedAt = this.time
    const { logNow } = this
    const before = [this.whiteboard.size, this.bytes] as const
    let deletions = 0
    this.partitions.forEach((partition, i) => {
      const { gone, rolled } = partition.cleanUp(logNow)
      if (gone.length === 0) return
      deletions += gone.length
      if (rolled) {
        const from = partition.log.active.baseOffset
        this.tell({
          kind: HAPPENED.roll,
          lane: 1,
          partition: i,
          from,
          to: from,
          why: ROLLED_BY_RETENTION,
          count: 0,
        })
      }
      for (const segment of gone) this.tellDeletion(1, i, segment)
    })
    const { gone, died } = this.whiteboard.cleanUp(logNow, this.current)
    for (const { partition, base, count, reason } of gone)
      this.tellDeletion(0, partition, { base, end: base + count, records: count, reason })
    for (const partition of died) {
      const from = at(this.whiteboard.logs, partition).writeOffset
      this.tell({ kind: HAPPENED.die, lane: 0, partition, from, to: from, why: 0, count: 0 })
    }
    if (deletions + gone.length > 0) {
      this.history.sample(this.time, before, this.lags())
      this.recount()
      this.sample()
    }
    this.record(RECORD.check, deletions, gone.length)
  }

  /** A round of the cleaner over every partition of which so much has not been cleaned yet. */
  private clean(least: number): void {
    this.partitions.forEach((partition, i) => {
      if (partition.log.dirtyRatio < least) return
      const count = partition.compact(this.logNow)
      if (count === null) return
      const to = partition.cleanedTo
      this.tell({ kind: HAPPENED.compact, lane: 1, partition: i, from: 0, to, why: 0, count })
      this.record(RECORD.clean, i, count)
    })
    this.recount()
  }

  private recount(): void {
    this.totals.bytes = this.partitions.reduce(
      (sum, { ledger }) => sum + ledger.bytesAppended - ledger.bytesDeleted,
      0,
    )
    this.totals.segments = this.partitions.reduce((sum, { log }) => sum + log.segments.length, 0)
  }

  private carryOut(command: TopicCommand): Outcome<string> {
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
        return this.deleteRecords(command.partition, command.offset)
      case 'set':
        return this.changeSetting(command)
    }
  }

  private cleanUpNow(): Outcome<string> {
    this.checkRetention()
    if (compacts(this.first.settings)) this.clean(0)
    return accept('cleaned up')
  }

  private pauseGroup(id: number, paused: boolean): Outcome<string> {
    const group = this.list[id]
    if (group === undefined) return refuse(`there is no group ${id + 1}: ${this.list.length} have joined`)
    const name = `group ${GROUP_LETTERS[id] ?? ''}`
    if (group.paused === paused) return refuse(`${name} ${paused ? 'is paused already' : 'is not paused'}`)
    group.pause(paused)
    at(this.whiteboard.groups, id).pause(paused)
    return accept(paused ? `${name} paused` : `${name} goes on`)
  }

  private joinGroup(from: ResetPolicy): Outcome<string> {
    const id = this.list.length
    if (id >= GROUP_NAMES.length)
      return refuse(`there are ${GROUP_NAMES.length} groups, as many as there can be`)
    this.addGroup(id, from)
    return accept(`group ${GROUP_LETTERS[id] ?? ''} joins, from the ${from}`)
  }

  private addGroup(id: number, policy: ResetPolicy): void {
    this.list = [...this.list, new Group(id, policy, this.partitions, this.time)]
    this.whiteboard.join(id)
    this.tell({ kind: HAPPENED.join, lane: 1, partition: 0, from: 0, to: 0, why: id, count: 0 })
  }

  private find(partition: number, offset: number): Outcome<string> {
    const source = this.partitions[partition]
    if (source === undefined)
      return refuse(`there is no partition ${partition}: the last is ${this.partitions.length - 1}`)
    const found = findRecord(source, partition, offset, this.cacheBytes)
    if (!found.ok) return found
    this.lastFound = found.value
    return accept(`offset ${found.value.offset} of partition ${partition} read`)
  }

  private sendFutureRecord(hours: number): Outcome<string> {
    this.draw(this.producer.makeAhead(hours, this.time, this.send))
    return accept(`a record from ${hours} h ahead`)
  }

  private deleteRecords(partition: number, offset: number): Outcome<string> {
    const source = this.partitions[partition]
    if (source === undefined)
      return refuse(`there is no partition ${partition}: the last is ${this.partitions.length - 1}`)
    if (offset <= source.log.logStartOffset)
      return refuse(`partition ${partition} begins at offset ${source.log.logStartOffset} already`)
    const done = source.log.deleteRecordsBefore(offset)
    if (!done.ok) return refuse(`${done.problem.error}: ${done.problem.what}`)
    return accept(`records before ${offset} of partition ${partition} deleted`)
  }

  private changeSetting(command: SetCommand): Outcome<string> {
    const read = readLiveSetting(TOPIC_SETTINGS, command)
    if (!read.ok) return read
    const { value, label } = read.value
    this.current = { ...this.current, [command.key]: value }
    this.producer.reconfigure(this.current, this.time)
    for (const partition of this.partitions) partition.setRetention(this.current)
    if (command.key === 'reset') for (const group of this.list) group.policy = this.current.reset
    for (const char of printSet({ ...command, value })) this.hash.add(char.charCodeAt(0))
    return accept(label)
  }

  private tell(event: Omit<Event, 'time'>): void {
    this.history.add({ ...event, time: this.time })
  }

  private tellDeletion(lane: 0 | 1, partition: number, { base, end, records, reason }: Gone): void {
    const why = DELETED_BY.indexOf(reason)
    this.tell({ kind: HAPPENED.delete, lane, partition, from: base, to: end, why, count: records })
  }

  /** The first refusals are told one by one, the rest only counted: a producer may be refused for ever. */
  private tellRefusal(partition: number, why: number, count: number): void {
    if (this.totals.refusals >= TOLD_REFUSALS) return
    this.totals.refusals += 1
    const from = at(this.partitions, partition).log.logEndOffset
    this.tell({ kind: HAPPENED.refuse, lane: 1, partition, from, to: from, why, count })
  }

  private lags(): number[] {
    return this.list.map((group) => lagOf(group, this.partitions))
  }

  private sample(): void {
    this.history.sample(this.time, [this.whiteboard.size, this.bytes], this.lags())
  }

  /** Every event goes into the fingerprint with what it came to. */
  private record(kind: number, ...numbers: readonly number[]): void {
    this.hash.add(kind)
    this.hash.add(this.time)
    for (const number of numbers) this.hash.add(number)
    this.hash.add(this.totals.appended)
    this.hash.add(this.totals.bytes)
    this.hash.add(this.whiteboard.size)
  }
}
