import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import { RunEngine, type SavedRun } from '../../kernel/run-engine.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { Arrivals, consumerRate, type SavedArrivals } from './arrivals.ts'
import { ticksASecond } from './capacity.ts'
import { checkRun } from './checks.ts'
import { LOSSES } from './codes.ts'
import type { DeathsCommand, DeathsConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { buildFrame, type DeathsFrame } from './frame.ts'
import { History, type SavedHistory } from './history.ts'
import { IdealLog, type SavedIdeal } from './ideal-log.ts'
import { landmarksOf } from './landmarks.ts'
import { Lane, type SavedLane } from './lane.ts'
import { ListStore, type SavedList } from './list-store.ts'
import { LogStore, type SavedLog } from './log-store.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { RingStore, type SavedRing } from './ring-store.ts'
import { DEATHS_SETTINGS, type DeathsSettings } from './settings.ts'
import { ShareOut } from './share-out.ts'
import type { Step } from './store.ts'

/** What the trace hash calls each thing that happens. */
const RECORD = { tick: 1, stall: 2, restart: 3, cleanUp: 4, set: 5 } as const

/** Over a whole run there are about so many regular rows of history, a row a second at most. */
const ROWS = 3_600

export interface SavedDeathsEngine extends SavedRun<DeathsSettings> {
  readonly tick: number
  readonly stalled: boolean
  readonly consumerRest: number
  readonly arrivals: SavedArrivals
  readonly list: SavedLane<SavedList>
  readonly ring: SavedLane<SavedRing>
  readonly log: SavedLane<SavedLog>
  readonly ideal: SavedIdeal
  readonly idealHistory: SavedHistory
}

/**
 * The same arrivals and the same consumer at three stores: a list in memory, a ring, a log. It goes in ticks of a
 * tenth of a second (of a second in long runs), each with whole numbers of messages spread evenly over it; no message is an object, so a day of
 * hundreds of millions costs as little as their number of ticks. In each store
 * produced = consumed + held + lost, at every tick.
 */
export class DeathsEngine extends RunEngine<DeathsCommand, DeathsFrame, DeathsSettings, SavedDeathsEngine> {
  readonly config: DeathsConfig
  readonly list = new Lane<SavedList, ListStore>('list', new ListStore())
  readonly ring = new Lane<SavedRing, RingStore>('ring', new RingStore())
  readonly log = new Lane<SavedLog, LogStore>('log', new LogStore())
  /** The log as it would be with an exact retention, for comparison. */
  readonly ideal = new IdealLog()
  readonly idealHistory = new History()
  readonly arrivals: Arrivals
  private readonly share: ShareOut
  private readonly tickLength: SimTime
  private readonly ticksARow: number
  /** Ticks done. */
  private ticks = 0
  private isStalled = false

  constructor(config: DeathsConfig) {
    super(DEATHS_SETTINGS, config.settings)
    this.config = config
    this.arrivals = new Arrivals(config.seed, config.settings)
    const perSecond = ticksASecond(config.settings)
    this.tickLength = SECOND / perSecond
    this.share = new ShareOut(perSecond)
    this.ticksARow = perSecond * Math.max(1, Math.ceil(config.settings.for / ROWS))
  }

  get lanes(): readonly [Lane<SavedList, ListStore>, Lane<SavedRing, RingStore>, Lane<SavedLog, LogStore>] {
    return [this.list, this.ring, this.log]
  }

  /** The end of the last tick: up to there the books are kept. */
  override get clock(): SimTime {
    return this.ticks * this.tickLength
  }

  get stalled(): boolean {
    return this.isStalled
  }

  /** Messages a second that arrive now, and that the consumer could take. */
  get rates(): { readonly produce: number; readonly consume: number } {
    const { arrivals } = this
    const last = arrivals.stretches - 1
    return {
      produce: last < 0 ? this.current.produce : arrivals.stretch(last).rate,
      consume: this.isStalled ? 0 : consumerRate(this.ticks, this.current),
    }
  }

  /** True while the settings alone say what happens: clockwork from the start, nothing done by hand, no burst, no help. */
  get isPlain(): boolean {
    const { uneven, burstFor, recoverAt } = this.config.settings
    return !this.isTouched && uneven === 0 && burstFor === 0 && recoverAt === 0
  }

  frame(span: Span, columns: Columns): DeathsFrame {
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

  save(): SavedDeathsEngine {
    return {
      ...this.saveRun(),
      tick: this.ticks,
      stalled: this.isStalled,
      consumerRest: this.share.rest,
      arrivals: this.arrivals.save(),
      list: this.list.save(),
      ring: this.ring.save(),
      log: this.log.save(),
      ideal: this.ideal.save(),
      idealHistory: this.idealHistory.save(),
    }
  }

  restore(saved: SavedDeathsEngine): void {
    this.restoreRun(saved)
    this.ticks = saved.tick
    this.isStalled = saved.stalled
    this.share.rest = saved.consumerRest
    this.arrivals.restore(saved.arrivals)
    this.list.restore(saved.list)
    this.ring.restore(saved.ring)
    this.log.restore(saved.log)
    this.ideal.restore(saved.ideal)
    this.idealHistory.restore(saved.idealHistory)
  }

  protected get due(): SimTime {
    return (this.ticks + 1) * this.tickLength
  }

  /** A tick. */
  protected handle(): void {
    this.ticks += 1
    const { ticks: tick, current: settings, arrivals } = this
    const arrived = arrivals.next(tick, settings)
    const offered = this.share.next(consumerRate(tick, settings))
    const capacity = this.isStalled ? 0 : offered
    const step: Step = { tick, arrived, capacity, arrivals, settings }
    const isRegular = tick % this.ticksARow === 0
    this.hash.add(RECORD.tick)
    this.hash.add(arrived)
    for (const lane of this.lanes) {
      lane.tick(step, isRegular)
      this.hash.add(lane.store.position)
      this.hash.add(lane.counts.consumed)
    }
    this.hash.add(this.log.store.start)
    this.followIdeal(step, isRegular)
  }

  private followIdeal(step: Step, isRegular: boolean): void {
    this.ideal.tick(step)
    if (!isRegular) return
    const { ideal, clock: time } = this
    const held = ideal.end - ideal.position
    const lag = held === 0 ? 0 : time - this.arrivals.timeOf(ideal.position, time)
    this.idealHistory.note({ time, held, lag, lost: ideal.lost }, true, false)
  }

  protected carryOut(command: DeathsCommand): Outcome<string> {
    switch (command.kind) {
      case 'stall':
        return this.stall(command.stalled)
      case 'restart':
        return this.startAgain()
      case 'clean-up':
        this.log.store.checkNow()
        this.record(RECORD.cleanUp)
        return accept('retention checked')
      case 'set':
        return this.changeSetting(command)
    }
  }

  private stall(stalled: boolean): Outcome<string> {
    if (stalled === this.isStalled)
      return refuse(stalled ? 'the consumer is stalled already' : 'the consumer is not stalled')
    this.isStalled = stalled
    this.record(RECORD.stall, stalled ? 1 : 0)
    return accept(stalled ? 'consumer stalled' : 'consumer goes on')
  }

  private startAgain(): Outcome<string> {
    if (this.list.store.diedAt === null) return refuse('the process with the list is running')
    this.list.store.startAgain()
    this.record(RECORD.restart)
    return accept('list started again')
  }

  protected reconfigure(): void {
    this.record(RECORD.set)
  }

  protected override record(kind: number, ...numbers: readonly number[]): void {
    super.record(kind, ...numbers)
    for (const { counts } of this.lanes)
      for (const count of [counts.produced, ...LOSSES.map((why) => counts.lost[why])]) this.hash.add(count)
  }
}
