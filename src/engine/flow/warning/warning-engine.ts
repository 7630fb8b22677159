import { at } from '../../../shared/assert.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../../kernel/engine.ts'
import type { SavedColumn } from '../../kernel/paged-column.ts'
import { RunEngine, type SavedRun } from '../../kernel/run-engine.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { TraceHash } from '../../kernel/trace-hash.ts'
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

export interface SavedWarningEngine extends SavedRun<WarningSettings> {
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
export class WarningEngine extends RunEngine<
  WarningCommand,
  WarningFrame,
  WarningSettings,
  SavedWarningEngine
> {
  readonly config: WarningConfig
  readonly checkpointEvery = 5 * SECOND
  readonly log = new AlertLog()
  readonly traffic: Traffic
  readonly failing: Monitor
  readonly calm: Monitor
  private readonly watches: readonly Watch[]

  constructor(config: WarningConfig) {
    super(WARNING_SETTINGS, config.settings)
    const { seed, settings } = config
    this.config = config
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

  get isOver(): boolean {
    return this.time >= this.extent
  }

  monitorOf(run: RunId): Monitor {
    return run === 'failing' ? this.failing : this.calm
  }

  /** The tier of a lane's alert in a run. */
  tierOf(lane: LaneId, run: RunId, monitor: MonitorId): Tier {
    const watch = this.watches.find((one) => one.lane === lane && one.run === run)
    return watch?.alarms.find((one) => one.monitor === monitor)?.alarm.tier ?? TIER.none
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
  override traceHash(): string {
    const all = TraceHash.from(this.hash.save())
    for (const { pipeline } of [this.failing, this.calm])
      for (const { ledger } of pipeline.stages) for (const word of ledger.hash.save()) all.add(word)
    return all.hex()
  }

  save(): SavedWarningEngine {
    const monitors = [this.failing, this.calm]
    return {
      ...this.saveRun(),
      traffic: this.traffic.save(),
      pipelines: monitors.map(({ pipeline }) => pipeline.save()),
      monitors: monitors.map((monitor) => monitor.save()),
      alarms: this.watches.flatMap(({ alarms }) => alarms.map(({ alarm }) => alarm.save())),
      log: this.log.save(),
    }
  }

  restore(saved: SavedWarningEngine): void {
    this.restoreRun(saved)
    this.traffic.restore(saved.traffic)
    for (const [i, monitor] of [this.failing, this.calm].entries()) {
      monitor.pipeline.restore(at(saved.pipelines, i))
      monitor.restore(at(saved.monitors, i))
    }
    this.watches.flatMap(({ alarms }) => alarms).forEach(({ alarm }, i) => alarm.restore(at(saved.alarms, i)))
    this.log.restore(saved.log)
  }

  /** An event is a reading of the monitors; between two of them the messages follow their own exact times. */
  protected get due(): SimTime {
    return (Math.floor(this.time / SECOND) + 1) * SECOND
  }

  protected carryOut(command: WarningCommand): Outcome<string> {
    return this.changeSetting(command)
  }

  protected reconfigure(): void {
    this.hash.add(this.time)
  }

  protected override follow(time: SimTime): void {
    this.traffic.makeUpTo(time)
    this.failing.pipeline.advance(time)
    this.calm.pipeline.advance(time)
  }

  protected handle(): void {
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
