import { at } from '../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { AlarmEngine } from '../kernel/alarm-engine.ts'
import { Alarms, type Alarm, type SavedAlarms } from '../kernel/alarms.ts'
import type { Columns } from '../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../kernel/engine.ts'
import type { SavedRun } from '../kernel/run-engine.ts'
import { checkRun } from './checks.ts'
import type { RingCommand, RingConfig } from './config.ts'
import { Consumer, type SavedConsumer } from './consumer.ts'
import { explainMeasure } from './explain.ts'
import { buildFrame, type RingFrame } from './frame.ts'
import { landmarksOf } from './landmarks.ts'
import { Lane, type SavedLane } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { MAX_ITEMS, RING_SETTINGS, type RingSettings } from './settings.ts'

/** One instant's order: a slot freed at an instant is free for the item made at that instant. */
const RANK = { turn: 0, flush: 1, produce: 2 } as const

/** What the trace hash calls each thing that happens. */
const RECORD = { turn: 1, flush: 2, produce: 3, push: 4, pop: 5, pause: 6, set: 7 } as const

export interface SavedRingEngine extends SavedRun<RingSettings> {
  readonly alarms: SavedAlarms
  readonly consumer: SavedConsumer
  readonly lanes: readonly SavedLane[]
}

/**
 * A producer and a consumer around a buffer, twice: once with a list that grows, once with a ring. The consumer
 * takes its turns at both at the same moments. Each item meets exactly one end in a lane:
 * produced = consumed + overwritten + rejected + held + waiting.
 */
export class RingEngine extends AlarmEngine<RingCommand, RingFrame, RingSettings, SavedRingEngine> {
  readonly config: RingConfig
  readonly lanes: readonly Lane[]
  readonly consumer: Consumer
  protected readonly alarms: Alarms

  constructor(config: RingConfig) {
    super(RING_SETTINGS, config.settings)
    this.config = config
    this.lanes = [new Lane('list', config), new Lane('ring', config)]
    this.consumer = new Consumer(config)
    this.alarms = new Alarms(this.createAlarms())
    this.alarms.plan(this.end)
  }

  frame(span: Span, columns: Columns): RingFrame {
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
    return landmarksOf(this.lanes)
  }

  save(): SavedRingEngine {
    return {
      ...this.saveRun(),
      alarms: this.alarms.save(),
      consumer: this.consumer.save(),
      lanes: this.lanes.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedRingEngine): void {
    this.restoreRun(saved)
    this.alarms.restore(saved.alarms)
    this.consumer.restore(saved.consumer)
    this.lanes.forEach((lane, i) => lane.restore(at(saved.lanes, i)))
  }

  private createAlarms(): Alarm[] {
    const ofLanes = this.lanes.flatMap((lane, i): Alarm[] => [
      { rank: RANK.flush, due: () => lane.flushDue, ring: () => this.flush(lane, i) },
      { rank: RANK.produce, due: () => lane.producer.due, ring: () => this.produce(lane, i) },
    ])
    return [{ rank: RANK.turn, due: () => this.consumer.due, ring: () => this.turn() }, ...ofLanes]
  }

  private turn(): void {
    this.consumer.turn(this.time)
    for (const lane of this.lanes) lane.turn(this.time)
    this.record(RECORD.turn)
  }

  private flush(lane: Lane, index: number): void {
    lane.flush(this.time)
    this.record(RECORD.flush, index)
  }

  private produce(lane: Lane, index: number): void {
    if (lane.ledger.counts.produced >= MAX_ITEMS) {
      lane.producer.stop(this.time)
      this.end = this.time
      return
    }
    lane.producer.next()
    lane.make(this.time)
    this.record(RECORD.produce, index)
  }

  protected carryOut(command: RingCommand): Outcome<string> {
    switch (command.kind) {
      case 'push':
        return this.pushByHand()
      case 'pop':
        return this.popByHand()
      case 'pause-consumer':
        return this.pauseConsumer(command.paused)
      case 'set':
        return this.changeSetting(command)
    }
  }

  private pushByHand(): Outcome<string> {
    if (this.lanes.some((lane) => lane.waiting !== null))
      return refuse('the producer is waiting for a free slot with an item in hand; take one out first')
    if (this.lanes.some(({ ledger }) => ledger.counts.produced >= MAX_ITEMS))
      return refuse(`a run has at most ${MAX_ITEMS} items`)
    for (const lane of this.lanes) lane.make(this.time)
    this.record(RECORD.push)
    return accept('one item pushed')
  }

  private popByHand(): Outcome<string> {
    const taken = this.lanes.reduce((sum, lane) => sum + lane.take(this.time, 1), 0)
    if (taken === 0) return refuse('there is nothing to take: the buffers are empty')
    this.record(RECORD.pop)
    return accept('one item taken')
  }

  private pauseConsumer(paused: boolean): Outcome<string> {
    const done = this.consumer.stall(paused, this.time)
    if (!done.ok) return done
    this.forgetTurnsIfNoneCome()
    this.record(RECORD.pause, paused ? 1 : 0)
    return done
  }

  protected reconfigure(): void {
    this.consumer.reconfigure(this.current, this.time)
    for (const lane of this.lanes) lane.reconfigure(this.current, this.time)
    this.forgetTurnsIfNoneCome()
    this.record(RECORD.set)
  }

  /** A consumer that does not come has no unused turn either. */
  private forgetTurnsIfNoneCome(): void {
    if (this.consumer.due === null) for (const lane of this.lanes) lane.forgetTurn()
  }

  /** Every event goes into the fingerprint with what it came to: the counts and ends of every lane. */
  protected override record(kind: number, ...numbers: readonly number[]): void {
    super.record(kind, ...numbers)
    for (const { ledger, store } of this.lanes) {
      const { produced, consumed, overwritten, rejected } = ledger.counts
      for (const count of [produced, consumed, overwritten, rejected, store.head]) this.hash.add(count)
    }
  }
}
