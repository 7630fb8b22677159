import { assert, at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Engine, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { readLiveSetting, type SetCommand } from '../../kernel/set-command.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { TraceHash, type SavedHash } from '../../kernel/trace-hash.ts'
import { checkRun } from './checks.ts'
import { DEEDS, type Deed } from './codes.ts'
import type { GroupsCommand, GroupsConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { Faults, type SavedFaults } from './faults.ts'
import { buildFrame, type GroupsFrame } from './frame.ts'
import { GroupLane } from './group-lane.ts'
import { landmarksOf } from './landmarks.ts'
import { lanesOf, type Lane, type SavedLane } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { Producer, type SavedProducer } from './producer.ts'
import { Roster, type Standing } from './roster.ts'
import { GROUP_SETTINGS, MAX_RECORDS, type GroupSettings } from './settings.ts'
import { Topic, type SavedTopic } from './topic.ts'
import { WhiteboardLane } from './whiteboard-lane.ts'

/** Something done to a member, as told. */
export interface Done {
  readonly time: SimTime
  readonly deed: Deed
  readonly member: number
  readonly text: string
}

export interface SavedGroupsEngine {
  readonly now: SimTime
  readonly end: SimTime
  readonly settings: GroupSettings
  readonly hash: SavedHash
  readonly producer: SavedProducer
  readonly faults: SavedFaults
  readonly standings: readonly Standing[]
  readonly done: readonly Done[]
  readonly topic: SavedTopic
  readonly lanes: readonly SavedLane[]
}

/** What the trace hash calls each thing that happens. */
const RECORD = { lane: 1, fault: 2, produce: 3, deed: 4, set: 5 } as const

/**
 * A topic and groups that read it, each in its own way: the whiteboard's, and production's. All read the same records
 * and meet the same faults. In each lane, at any moment: produced = processed + lost + skipped + in hand + not yet
 * delivered.
 */
export class GroupsEngine implements Engine<GroupsCommand, GroupsFrame, SavedGroupsEngine> {
  readonly config: GroupsConfig
  readonly topic: Topic
  readonly lanes: readonly Lane[]
  readonly roster = new Roster()
  private readonly producer: Producer
  private readonly faults: Faults
  private readonly hash = new TraceHash()
  /** By lane: when it does something next. */
  private dues: (SimTime | null)[]
  private doneList: Done[] = []
  private time: SimTime = 0
  private end: SimTime
  private current: GroupSettings

  constructor(config: GroupsConfig) {
    const { settings } = config
    this.config = config
    this.current = settings
    this.end = settings.for * SECOND
    this.topic = new Topic(settings.partitions)
    this.producer = new Producer(config)
    this.faults = new Faults(config)
    this.lanes = lanesOf(settings).map((spec) =>
      spec.origin === 'whiteboard'
        ? new WhiteboardLane(spec, settings, this.topic)
        : new GroupLane(spec, settings, this.topic),
    )
    for (let i = 0; i < settings.backlog; i++) this.append()
    for (let member = 0; member < settings.members; member++) this.carryOut('start', member)
    this.dues = this.lanes.map((lane) => lane.due)
  }

  get now(): SimTime {
    return this.time
  }

  get extent(): SimTime {
    return this.end
  }

  /** `now`, but not beyond the run's end. */
  get clock(): SimTime {
    return Math.min(this.time, this.end)
  }

  get nextEventTime(): SimTime | null {
    let next = Math.min(this.faults.due, this.nextRecord)
    for (const due of this.dues) if (due !== null && due < next) next = due
    return next > this.end ? null : next
  }

  /** When the next record comes; never once there are as many as a run may have. */
  private get nextRecord(): SimTime {
    return this.topic.length < MAX_RECORDS ? this.producer.due : Infinity
  }

  get settings(): GroupSettings {
    return this.current
  }

  /** What was done to members so far. */
  get done(): readonly Done[] {
    return this.doneList
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    let handled = 0
    for (;;) {
      const next = this.nextEventTime
      if (next === null || next > until) break
      if (handled >= maxEvents) return handled
      assert(next >= this.time, `an event at ${next} after ${this.time}`)
      this.time = next
      this.handle(next)
      handled += 1
    }
    this.time = Math.max(this.time, until)
    return handled
  }

  apply(command: GroupsCommand): Outcome<string> {
    if (this.time >= this.end)
      return refuse(`the run is over at ${this.end / SECOND} s; go back to change it`)
    return command.kind === 'set' ? this.changeSetting(command) : this.carryOut(command.deed, command.member)
  }

  frame(span: Span, columns: Columns): GroupsFrame {
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
    const lane = this.lanes.find(({ spec }) => spec.id === id)
    return lane === undefined ? null : explainMeasure(this, lane, measure)
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  traceHash(): string {
    return this.hash.hex()
  }

  save(): SavedGroupsEngine {
    return {
      now: this.time,
      end: this.end,
      settings: this.current,
      hash: this.hash.save(),
      producer: this.producer.save(),
      faults: this.faults.save(),
      standings: this.roster.standings,
      done: this.doneList.slice(),
      topic: this.topic.save(),
      lanes: this.lanes.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedGroupsEngine): void {
    this.time = saved.now
    this.end = saved.end
    this.current = saved.settings
    this.hash.restore(saved.hash)
    this.producer.restore(saved.producer)
    this.producer.change(saved.settings, saved.now)
    this.faults.restore(saved.faults)
    this.roster.restore(saved.standings)
    this.doneList = [...saved.done]
    this.topic.restore(saved.topic)
    this.lanes.forEach((lane, i) => {
      lane.restore(at(saved.lanes, i))
      lane.reconfigure(saved.settings)
    })
    this.dues = this.lanes.map((lane) => lane.due)
  }

  /** One event: of those that fall on one instant the lanes' come first, then faults, then a new record. */
  private handle(now: SimTime): void {
    const index = this.dues.indexOf(now)
    if (index >= 0) {
      const lane = at(this.lanes, index)
      lane.ring(now)
      this.dues[index] = lane.due
      this.record(RECORD.lane, index)
    } else if (this.faults.due === now) {
      const { deed, member } = this.faults.take()
      this.carryOut(deed, member)
      this.record(RECORD.fault)
    } else this.produce()
  }

  private produce(): void {
    this.producer.next()
    this.append()
    if (this.topic.length >= MAX_RECORDS) this.end = this.time
    this.record(RECORD.produce)
    this.dues = this.lanes.map((lane) => lane.due)
  }

  private append(): void {
    const record = this.topic.append(this.producer.key(), this.time)
    for (const lane of this.lanes) lane.arrived(record, this.time)
  }

  /** The same happens to the member in every lane. */
  private carryOut(deed: Deed, member: number): Outcome<string> {
    const noted = this.roster.note(deed, member)
    if (!noted.ok) return noted
    for (const lane of this.lanes) lane.deed(deed, member, this.time)
    this.dues = this.lanes.map((lane) => lane.due)
    this.doneList.push({ time: this.time, deed, member, text: noted.value })
    this.record(RECORD.deed, DEEDS.indexOf(deed), member)
    return noted
  }

  private changeSetting(command: SetCommand): Outcome<string> {
    const read = readLiveSetting(GROUP_SETTINGS, command)
    if (!read.ok) return read
    const { value, label, token } = read.value
    this.current = { ...this.current, [command.key]: value }
    this.producer.change(this.current, this.time)
    for (const lane of this.lanes) lane.reconfigure(this.current)
    this.record(RECORD.set)
    this.hash.addText(token)
    return accept(label)
  }

  /** Every event goes into the fingerprint with what it came to in every lane. */
  private record(kind: number, ...numbers: readonly number[]): void {
    this.hash.add(kind)
    this.hash.add(this.time)
    for (const number of numbers) this.hash.add(number)
    this.hash.add(this.topic.length)
    for (const { ledger, generation } of this.lanes) {
      const { processed, lost, deliveries, duplicates, commits } = ledger.counts
      for (const count of [processed, lost, deliveries, duplicates, commits, generation]) this.hash.add(count)
    }
  }
}
