import { assert, at } from '../../../shared/assert.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { RunEngine, type SavedRun } from '../../kernel/run-engine.ts'
import type { SimTime } from '../../kernel/time.ts'
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

export interface SavedGroupsEngine extends SavedRun<GroupSettings> {
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
export class GroupsEngine extends RunEngine<GroupsCommand, GroupsFrame, GroupSettings, SavedGroupsEngine> {
  readonly config: GroupsConfig
  readonly topic: Topic
  readonly lanes: readonly Lane[]
  readonly roster = new Roster()
  private readonly producer: Producer
  private readonly faults: Faults
  /** By lane: when it does something next. */
  private dues: (SimTime | null)[]
  private doneList: Done[] = []

  constructor(config: GroupsConfig) {
    super(GROUP_SETTINGS, config.settings)
    const { settings } = config
    this.config = config
    this.topic = new Topic(settings.partitions)
    this.producer = new Producer(config)
    this.faults = new Faults(config)
    this.lanes = lanesOf(settings).map((spec) =>
      spec.origin === 'whiteboard'
        ? new WhiteboardLane(spec, settings, this.topic)
        : new GroupLane(spec, settings, this.topic),
    )
    for (let i = 0; i < settings.backlog; i++) this.append()
    for (let member = 0; member < settings.members; member++) this.befall('start', member)
    this.dues = this.lanes.map((lane) => lane.due)
  }

  /** When the next record comes; never once there are as many as a run may have. */
  private get nextRecord(): SimTime {
    return this.topic.length < MAX_RECORDS ? this.producer.due : Infinity
  }

  /** What was done to members so far. */
  get done(): readonly Done[] {
    return this.doneList
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

  save(): SavedGroupsEngine {
    return {
      ...this.saveRun(),
      producer: this.producer.save(),
      faults: this.faults.save(),
      standings: this.roster.standings,
      done: this.doneList.slice(),
      topic: this.topic.save(),
      lanes: this.lanes.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedGroupsEngine): void {
    this.restoreRun(saved)
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

  protected get due(): SimTime {
    let next = Math.min(this.faults.due, this.nextRecord)
    for (const due of this.dues) if (due !== null && due < next) next = due
    return next
  }

  protected override follow(time: SimTime): void {
    assert(time >= this.time, `an event at ${time} after ${this.time}`)
  }

  protected carryOut(command: GroupsCommand): Outcome<string> {
    return command.kind === 'set' ? this.changeSetting(command) : this.befall(command.deed, command.member)
  }

  /** One event: of those that fall on one instant the lanes' come first, then faults, then a new record. */
  protected handle(now: SimTime): void {
    const index = this.dues.indexOf(now)
    if (index >= 0) {
      const lane = at(this.lanes, index)
      lane.ring(now)
      this.dues[index] = lane.due
      this.record(RECORD.lane, index)
    } else if (this.faults.due === now) {
      const { deed, member } = this.faults.take()
      this.befall(deed, member)
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
  private befall(deed: Deed, member: number): Outcome<string> {
    const noted = this.roster.note(deed, member)
    if (!noted.ok) return noted
    for (const lane of this.lanes) lane.deed(deed, member, this.time)
    this.dues = this.lanes.map((lane) => lane.due)
    this.doneList.push({ time: this.time, deed, member, text: noted.value })
    this.record(RECORD.deed, DEEDS.indexOf(deed), member)
    return noted
  }

  protected reconfigure(): void {
    this.producer.change(this.current, this.time)
    for (const lane of this.lanes) lane.reconfigure(this.current)
    this.record(RECORD.set)
  }

  /** Every event goes into the fingerprint with what it came to in every lane. */
  protected override record(kind: number, ...numbers: readonly number[]): void {
    super.record(kind, ...numbers)
    this.hash.add(this.topic.length)
    for (const { ledger, generation } of this.lanes) {
      const { processed, lost, deliveries, duplicates, commits } = ledger.counts
      for (const count of [processed, lost, deliveries, duplicates, commits, generation]) this.hash.add(count)
    }
  }
}
