import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Engine, Explanation, Landmark, Span, StudyPart } from '../../kernel/engine.ts'
import { readLiveSetting, type SetCommand } from '../../kernel/set-command.ts'
import { fromMs, MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import { TraceHash, type SavedHash } from '../../kernel/trace-hash.ts'
import { Arrivals, type SavedArrivals } from '../load/arrivals.ts'
import { Messages, type SavedMessages } from '../load/messages.ts'
import { Faults, type FaultWindow } from '../service/faults.ts'
import type { SavedStation } from '../station/station.ts'
import { buildFrame } from './build-frame.ts'
import { checkRun } from './checks.ts'
import { LONGEST_STALL, type PressureCommand, type PressureConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import type { PressureFrame } from './frame.ts'
import { createLane, type Lane } from './lane.ts'
import { landmarksOf } from './landmarks.ts'
import { measuresOf, summarise } from './measures.ts'
import { PRESSURE_SETTINGS, type PressureSettings } from './settings.ts'
import { MAX_ARRIVALS, MAX_LANES } from './settings/most.ts'
import { demandOf, faultsOf, loadOf } from './settings-of.ts'
import { studyLoad } from './study.ts'
import { Watch } from './watch.ts'

/** What the trace hash calls each command. */
const RECORD = { set: 1, stall: 2 } as const

/** What `advance` counts as one event: all that happens within a millisecond. Thousands do, in each lane. */
const GRAIN: SimTime = MILLISECOND
/** So many of them are done lane by lane at once: to go from lane to lane every millisecond took a fifth of the time. */
const GRAINS_AT_ONCE = 8

export interface SavedPressureEngine {
  readonly now: SimTime
  readonly settings: PressureSettings
  readonly touched: boolean
  readonly arrivals: SavedArrivals
  readonly messages: SavedMessages
  readonly faults: readonly FaultWindow[]
  readonly hash: SavedHash
  readonly stations: readonly SavedStation[]
}

/**
 * One load and up to MAX_LANES queues, each with a policy and clients of its own. What comes, and what work it makes, is
 * drawn once for all of them; nothing that happens in one changes another.
 */
export class PressureEngine implements Engine<PressureCommand, PressureFrame, SavedPressureEngine> {
  readonly config: PressureConfig
  readonly checkpointEvery = SECOND / 4
  readonly arrivals: Arrivals
  readonly messages: Messages
  readonly faults: Faults
  readonly lanes: readonly Lane[]
  readonly lanesLeftOut: number
  /** By lane: what is measured beside a law. */
  readonly watches: readonly Watch[]
  private readonly hash = new TraceHash()
  private time: SimTime = 0
  private current: PressureSettings
  private touched = false

  constructor(config: PressureConfig) {
    const { seed, settings } = config
    this.config = config
    this.current = settings
    this.arrivals = new Arrivals(seed, loadOf(settings))
    this.messages = new Messages(seed, demandOf(settings))
    this.faults = new Faults(faultsOf(settings))
    const pairs = settings.policies.flatMap((policy) =>
      settings.clients.map((client) => [policy, client] as const),
    )
    this.lanes = pairs.slice(0, MAX_LANES).map(([policy, client]) => createLane(config, this, policy, client))
    this.lanesLeftOut = pairs.length - this.lanes.length
    this.watches = this.lanes.map((lane) => new Watch(lane, settings))
  }

  get now(): SimTime {
    return this.time
  }

  get extent(): SimTime {
    const length = this.config.settings.for * SECOND
    return this.arrivals.isSpent ? Math.min(length, this.arrivals.times.get(MAX_ARRIVALS - 1)) : length
  }

  /** `now`, but not beyond the run's end: nothing goes on after it, waiting neither. */
  get clock(): SimTime {
    return Math.min(this.time, this.extent)
  }

  get nextEventTime(): SimTime | null {
    let next = this.arrivals.nextTime
    for (const { station } of this.lanes) next = Math.min(next, station.nextTime)
    return next > this.extent ? null : next
  }

  get settings(): PressureSettings {
    return this.current
  }

  /** True once a command has changed the run. */
  get isTouched(): boolean {
    return this.touched
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    let handled = 0
    for (;;) {
      const next = this.nextEventTime
      if (next === null || next > until) break
      if (handled >= maxEvents) return handled
      const first = Math.floor(next / GRAIN)
      const end = (first + Math.min(GRAINS_AT_ONCE, maxEvents - handled)) * GRAIN - 1
      this.runTo(Math.min(until, end))
      handled += Math.floor(this.time / GRAIN) - first + 1
    }
    this.time = Math.max(this.time, until)
    return handled
  }

  apply(command: PressureCommand): Outcome<string> {
    if (this.time >= this.extent)
      return refuse(`the run is over at ${this.extent / SECOND} s; go back to change it`)
    const done = command.kind === 'set' ? this.changeSetting(command) : this.stall(command.ms)
    if (done.ok) this.touched = true
    return done
  }

  frame(span: Span, columns: Columns): PressureFrame {
    return buildFrame(this, span, columns)
  }

  measures(): number[] {
    return this.lanes.flatMap((lane) => measuresOf(summarise(this, lane)))
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(id: string, measure: string): Explanation | null {
    const lane = this.lanes.find((candidate) => candidate.id === id)
    return lane === undefined ? null : explainMeasure(this, lane, measure)
  }

  study(part: number): StudyPart {
    return studyLoad(this, part, (config) => new PressureEngine(config))
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  traceHash(): string {
    const whole = TraceHash.from(this.hash.save())
    for (const { station } of this.lanes) {
      for (const word of station.ledger.hash.save()) whole.add(word)
      whole.add(station.ledger.offered)
    }
    return whole.hex()
  }

  save(): SavedPressureEngine {
    return {
      now: this.time,
      settings: this.current,
      touched: this.touched,
      arrivals: this.arrivals.save(),
      messages: this.messages.save(),
      faults: this.faults.save(),
      hash: this.hash.save(),
      stations: this.lanes.map(({ station }) => station.save()),
    }
  }

  restore(saved: SavedPressureEngine): void {
    this.time = saved.now
    this.current = saved.settings
    this.touched = saved.touched
    this.arrivals.restore(saved.arrivals)
    this.messages.restore(saved.messages)
    this.faults.restore(saved.faults)
    this.hash.restore(saved.hash)
    this.lanes.forEach(({ station }, i) => station.restore(at(saved.stations, i)))
    for (const watch of this.watches) watch.forget()
  }

  /** Everything up to `until`, but not beyond the run's end, happens in every lane. */
  private runTo(until: SimTime): void {
    this.arrivals.makeUpTo(Math.min(until, this.config.settings.for * SECOND))
    const end = Math.min(until, this.extent)
    this.messages.makeUpTo(this.arrivals.count)
    for (const { station } of this.lanes) station.advance(end)
    this.time = end
  }

  private changeSetting(command: SetCommand): Outcome<string> {
    const read = readLiveSetting(PRESSURE_SETTINGS, command)
    if (!read.ok) return read
    const { value, label, token } = read.value
    this.current = { ...this.current, [command.key]: value }
    const { rate, gaps, service, workers } = this.current
    this.arrivals.makeUpTo(this.time)
    this.arrivals.change(rate, gaps, this.time)
    for (const { station } of this.lanes) {
      station.workers.mean = SECOND / service
      station.policy.reconfigure(this.current)
      station.clients?.reconfigure(rate, service * workers)
      station.accept(this.time)
    }
    this.record(RECORD.set)
    this.hash.addText(token)
    return accept(label)
  }

  private stall(ms: number): Outcome<string> {
    const length = fromMs(Math.min(ms, LONGEST_STALL))
    const from = this.time
    const stations = this.lanes.map(({ station }) => station)
    const before = new Faults(this.faults.windows)
    if (length <= 0 || !this.faults.add({ from, to: from + length, speed: 0 }))
      return refuse('the workers are disturbed already, or will be before that stall is over')
    for (const station of stations)
      station.workers.refit(from, (finish) => this.faults.finish(from, before.workBetween(from, finish)))
    this.record(RECORD.stall)
    this.hash.add(length)
    return accept(`workers stalled for ${length / SECOND} s`)
  }

  private record(kind: number): void {
    this.hash.add(kind)
    this.hash.add(this.time)
  }
}
