import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Engine, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import type { SavedColumn } from '../../kernel/paged-column.ts'
import { readLiveSetting } from '../../kernel/set-command.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { TraceHash, type SavedHash } from '../../kernel/trace-hash.ts'
import { Alarm, AT_ONCE } from './alarm.ts'
import { AlertLog } from './alert-log.ts'
import { checkRun } from './checks.ts'
import { LANES, MONITORS, RUNS, TIER, type LaneId, type MonitorId, type RunId, type Tier } from './codes.ts'
import type { WarningCommand, WarningConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { buildFrame, type WarningFrame } from './frame.ts'
import { landmarksOf } from './landmarks.ts'
import { measuresOf, summarise } from './measures.ts'
import { Monitor, type SavedMonitor } from './monitor.ts'
import { Pipeline, type SavedPipeline } from './pipeline.ts'
import { WARNING_SETTINGS, type WarningSettings } from './settings.ts'
import { signalOf } from './signals.ts'
import { Traffic, type SavedTraffic } from './traffic.ts'

export interface SavedWarningEngine {
  readonly now: SimTime
  readonly settings: WarningSettings
  readonly hash: SavedHash
  readonly traffic: SavedTraffic
  readonly pipelines: readonly SavedPipeline[]
  readonly monitors: readonly SavedMonitor[]
  readonly alarms: readonly (readonly number[])[]
  readonly log: readonly SavedColumn[]
}

/** The alarms of one lane in one run: one a monitor. */
interface Watch {
  readonly lane: LaneId
  readonly run: RunId
  readonly alarms: readonly { readonly monitor: MonitorId; readonly alarm: Alarm }[]
}

/**
 * Slide 18's dashboard. The same messages go through the same stages twice: once something fails, once nothing does. Once a
 * second four monitors are read in each run, and two lanes judge them by rules of their own: static thresholds, and
 * predictions. Whether a lane alerts in time and not in vain is measured. In both runs: offered = served + lost + held.
 */
export class WarningEngine implements Engine<WarningCommand, WarningFrame, SavedWarningEngine> {
  readonly config: WarningConfig
  readonly checkpointEvery = 5 * SECOND
  readonly log = new AlertLog()
  readonly traffic: Traffic
  readonly failing: Monitor
  readonly calm: Monitor
  private readonly watches: readonly Watch[]
  private readonly hash = new TraceHash()
  private time: SimTime = 0
  private current: WarningSettings

  constructor({ seed, settings }: WarningConfig) {
    this.config = { seed, settings }
    this.current = settings
    this.traffic = new Traffic(seed, settings)
    this.failing = new Monitor(new Pipeline('failing', seed, settings, this.traffic))
    this.calm = new Monitor(new Pipeline('calm', seed, settings, this.traffic))
    this.watches = LANES.flatMap((lane) =>
      RUNS.map((run) => ({
        lane,
        run,
        alarms: MONITORS.map((monitor) => ({
          monitor,
          alarm: new Alarm(),
        })),
      })),
    )
  }

  get now(): SimTime {
    return this.time
  }

  get extent(): SimTime {
    return this.current.for * SECOND
  }

  /** `now`, but not beyond the run's end: nothing goes on after it. */
  get clock(): SimTime {
    return Math.min(this.time, this.extent)
  }

  get isOver(): boolean {
    return this.time >= this.extent
  }

  get settings(): WarningSettings {
    return this.current
  }

  /** An event is a reading of the monitors; between two of them the messages follow their own exact times. */
  get nextEventTime(): SimTime | null {
    const next = (Math.floor(this.time / SECOND) + 1) * SECOND
    return next > this.extent ? null : next
  }

  monitorOf(run: RunId): Monitor {
    return run === 'failing' ? this.failing : this.calm
  }

  /** The tier of a lane's alert in a run. */
  tierOf(lane: LaneId, run: RunId, monitor: MonitorId): Tier {
    const watch = this.watches.find((one) => one.lane === lane && one.run === run)
    return watch?.alarms.find((one) => one.monitor === monitor)?.alarm.tier ?? TIER.none
  }

  advance(until: SimTime, maxEvents = Infinity): number {
    let handled = 0
    for (;;) {
      const next = this.nextEventTime
      if (next === null || next > until) break
      if (handled >= maxEvents) return handled
      this.followUpTo(next)
      this.time = next
      this.readAll()
      handled += 1
    }
    this.followUpTo(Math.min(until, this.extent))
    this.time = Math.max(this.time, until)
    return handled
  }

  apply(command: WarningCommand): Outcome<string> {
    if (this.isOver) return refuse(`the run is over at ${this.extent / SECOND} s; go back to change it`)
    const read = readLiveSetting(WARNING_SETTINGS, command)
    if (!read.ok) return read
    const { value, label, token } = read.value
    this.current = { ...this.current, [command.key]: value }
    this.hash.add(this.time)
    this.hash.addText(token)
    return accept(label)
  }

  frame(span: Span, columns: Columns): WarningFrame {
    return buildFrame(this, span, columns)
  }

  measures(): number[] {
    return LANES.flatMap((lane) => measuresOf(summarise(this, lane)))
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

  /** What was done by hand and what rang, then what became of every message. */
  traceHash(): string {
    const all = TraceHash.from(this.hash.save())
    for (const { pipeline } of [this.failing, this.calm])
      for (const { ledger } of pipeline.stages) for (const word of ledger.hash.save()) all.add(word)
    return all.hex()
  }

  save(): SavedWarningEngine {
    const monitors = [this.failing, this.calm]
    return {
      now: this.time,
      settings: this.current,
      hash: this.hash.save(),
      traffic: this.traffic.save(),
      pipelines: monitors.map(({ pipeline }) => pipeline.save()),
      monitors: monitors.map((monitor) => monitor.save()),
      alarms: this.watches.flatMap(({ alarms }) => alarms.map(({ alarm }) => alarm.save())),
      log: this.log.save(),
    }
  }

  restore(saved: SavedWarningEngine): void {
    this.time = saved.now
    this.current = saved.settings
    this.hash.restore(saved.hash)
    this.traffic.restore(saved.traffic)
    for (const [i, monitor] of [this.failing, this.calm].entries()) {
      monitor.pipeline.restore(at(saved.pipelines, i))
      monitor.restore(at(saved.monitors, i))
    }
    this.watches.flatMap(({ alarms }) => alarms).forEach(({ alarm }, i) => alarm.restore(at(saved.alarms, i)))
    this.log.restore(saved.log)
  }

  private followUpTo(time: SimTime): void {
    this.traffic.makeUpTo(time)
    this.failing.pipeline.advance(time)
    this.calm.pipeline.advance(time)
  }

  private readAll(): void {
    this.failing.read(this.time, this.current)
    this.calm.read(this.time, this.current)
    for (const watch of this.watches) this.judge(watch)
  }

  private judge({ lane, run, alarms }: Watch): void {
    const { current: settings, time } = this
    const rule = lane === 'whiteboard' ? AT_ONCE : { hold: settings.hold, clear: settings.clear / 100 }
    const highest = (): Tier =>
      alarms.reduce<Tier>((most, { alarm }) => (alarm.tier > most ? alarm.tier : most), 0)
    const before = highest()
    for (const { monitor, alarm } of alarms) {
      const from = alarm.tier
      const signal = signalOf(lane, monitor, this.monitorOf(run), settings)
      const to = alarm.judge(signal, rule, time / SECOND)
      if (to !== from) this.note({ time, lane, run, monitor, from, to, value: signal.value })
    }
    const after = highest()
    if (after !== before)
      this.note({ time, lane, run, monitor: 'any', from: before, to: after, value: Number.NaN })
  }

  private note(change: Parameters<AlertLog['push']>[0]): void {
    this.log.push(change)
    this.hash.add(change.time * 16 + this.log.length)
    this.hash.add(change.from * 4 + change.to)
  }
}
