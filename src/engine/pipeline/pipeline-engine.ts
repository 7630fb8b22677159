import { at } from '../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { Alarms, type Alarm, type SavedAlarms } from '../kernel/alarms.ts'
import type { Columns } from '../kernel/columns.ts'
import type { Check, Engine, Explanation, Landmark, Span } from '../kernel/engine.ts'
import { readLiveSetting, type SetCommand } from '../kernel/set-command.ts'
import { SECOND, type SimTime } from '../kernel/time.ts'
import { TraceHash, type SavedHash } from '../kernel/trace-hash.ts'
import { checkRun } from './checks.ts'
import type { PipelineCommand, PipelineConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { buildFrame, type PipelineFrame } from './frame.ts'
import { landmarksOf } from './landmarks.ts'
import { RANK, type Draws, type Lane } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { MAX_FRAMES, PIPELINE_SETTINGS, type PipelineSettings } from './settings.ts'
import { Source, type SavedSource } from './source.ts'
import { SwapLane } from './swap-lane.ts'
import { UnitDraws, type SavedDraws } from './unit-draws.ts'
import { Vsync } from './vsync.ts'
import { VsyncPlayer } from './vsync-player.ts'
import { WhiteboardPlayer } from './whiteboard-player.ts'

/** What the trace hash calls each thing that a person does; timers go by their index, from 16 on. */
const RECORD = { lose: 1, pause: 2, hiccup: 3, set: 4, timer: 16 } as const

export interface SavedPipelineEngine {
  readonly now: SimTime
  readonly end: SimTime
  readonly alarms: SavedAlarms
  readonly hash: SavedHash
  readonly settings: PipelineSettings
  readonly touched: boolean
  readonly refresh: number
  readonly source: SavedSource
  readonly draws: { readonly decode: SavedDraws; readonly render: SavedDraws }
  readonly lanes: readonly unknown[]
}

/**
 * A video player twice, on the same frames and the same screen: as slide 6 wires it, and with back-pressure and the
 * screen's clock. Or a renderer with one, two and three swap buffers. Each frame meets exactly one end in a lane:
 * received = shown + skipped + dropped (by ring) + undecodable + held.
 */
export class PipelineEngine implements Engine<PipelineCommand, PipelineFrame, SavedPipelineEngine> {
  readonly config: PipelineConfig
  readonly vsync: Vsync
  readonly source: Source
  readonly lanes: readonly Lane[]
  private readonly draws: Draws
  private readonly alarms: Alarms
  private readonly hash = new TraceHash()
  private time: SimTime = 0
  private end: SimTime
  /** The refresh that begins next. */
  private refresh = 0
  private current: PipelineSettings
  private touched = false

  constructor(config: PipelineConfig) {
    const { seed, settings } = config
    this.config = config
    this.current = settings
    this.end = settings.for * SECOND
    this.vsync = new Vsync(settings.hz)
    this.source = new Source(config)
    this.draws = {
      decode: new UnitDraws(seed, 'decode.time'),
      render: new UnitDraws(seed, 'render.time'),
    }
    this.lanes = this.createLanes()
    this.alarms = new Alarms([...this.ownTimers(), ...this.lanes.flatMap((lane) => lane.timers)])
    this.alarms.plan(this.end)
  }

  get now(): SimTime {
    return this.time
  }

  get extent(): SimTime {
    return this.end
  }

  /** `now`, but not beyond the run's end: nothing goes on after it, waiting neither. */
  get clock(): SimTime {
    return Math.min(this.time, this.end)
  }

  get nextEventTime(): SimTime | null {
    const next = this.alarms.nextTime
    return next === null || next > this.end ? null : next
  }

  get settings(): PipelineSettings {
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
      this.time = next
      this.handle()
      handled += 1
    }
    this.time = Math.max(this.time, until)
    return handled
  }

  apply(command: PipelineCommand): Outcome<string> {
    if (this.time >= this.end)
      return refuse(`the run is over at ${this.end / SECOND} s; go back to change it`)
    const done = this.carryOut(command)
    if (!done.ok) return done
    this.touched = true
    for (const lane of this.lanes) lane.settle(this.time)
    this.alarms.plan(this.end)
    return done
  }

  frame(span: Span, columns: Columns): PipelineFrame {
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

  traceHash(): string {
    return this.hash.hex()
  }

  save(): SavedPipelineEngine {
    return {
      now: this.time,
      end: this.end,
      alarms: this.alarms.save(),
      hash: this.hash.save(),
      settings: this.current,
      touched: this.touched,
      refresh: this.refresh,
      source: this.source.save(),
      draws: { decode: this.draws.decode.save(), render: this.draws.render.save() },
      lanes: this.lanes.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedPipelineEngine): void {
    this.time = saved.now
    this.end = saved.end
    this.alarms.restore(saved.alarms)
    this.hash.restore(saved.hash)
    this.current = saved.settings
    this.touched = saved.touched
    this.refresh = saved.refresh
    this.source.restore(saved.source)
    this.draws.decode.restore(saved.draws.decode)
    this.draws.render.restore(saved.draws.render)
    this.lanes.forEach((lane, i) => {
      lane.reconfigure(saved.settings)
      lane.restore(at(saved.lanes, i))
    })
  }

  private createLanes(): Lane[] {
    const parts = { settings: this.current, draws: this.draws, vsync: this.vsync }
    return this.isSwap
      ? [new SwapLane('one', parts), new SwapLane('two', parts), new SwapLane('three', parts)]
      : [new WhiteboardPlayer(parts), new VsyncPlayer(parts)]
  }

  private get isSwap(): boolean {
    return this.current.mode === 'swap'
  }

  /** The sender, the network and the screen. Nobody sends anything to lanes that draw of their own. */
  private ownTimers(): Alarm[] {
    const refresh: Alarm = {
      rank: RANK.refresh,
      due: () => this.vsync.timeOf(this.refresh),
      ring: () => this.begin(),
    }
    if (this.isSwap) return [refresh]
    return [
      { rank: RANK.send, due: () => this.source.sendDue, ring: () => this.send() },
      { rank: RANK.arrive, due: () => this.source.arrivalDue, ring: () => this.arrive() },
      refresh,
    ]
  }

  private handle(): void {
    const index = this.alarms.ringNext(this.time)
    if (index >= 0) {
      this.record(RECORD.timer + index)
      if (this.lanes.some(({ ledger }) => ledger.length >= MAX_FRAMES)) this.end = this.time
    }
    this.alarms.plan(this.end)
  }

  private send(): void {
    for (const lane of this.lanes) lane.open()
    this.source.send(this.time, this.current)
  }

  private arrive(): void {
    const frame = this.source.arrive()
    for (const lane of this.lanes) lane.receive(frame, this.time)
  }

  private begin(): void {
    const { refresh } = this
    this.refresh += 1
    for (const lane of this.lanes) lane.tick(refresh, this.time)
  }

  private carryOut(command: PipelineCommand): Outcome<string> {
    switch (command.kind) {
      case 'lose':
        return this.lose(command.what)
      case 'pause-decoder':
        return this.pauseDecoder(command.paused)
      case 'hiccup':
        for (const { renderer } of this.lanes) renderer.hiccup()
        this.record(RECORD.hiccup)
        return accept('next picture 50 ms slower')
      case 'set':
        return this.changeSetting(command)
    }
  }

  private lose(what: 'frame' | 'key'): Outcome<string> {
    if (this.isSwap) return refuse('there is no network here: the pictures are drawn, not sent')
    const done = this.source.lose(what)
    if (done.ok) this.record(RECORD.lose, what === 'key' ? 1 : 0)
    return done
  }

  private pauseDecoder(paused: boolean): Outcome<string> {
    const decoders = this.lanes.flatMap(({ decoder }) => decoder ?? [])
    if (decoders.length === 0) return refuse('there is no decoder here: the pictures are drawn, not sent')
    if (decoders.every(({ stopped }) => stopped === paused))
      return refuse(paused ? 'the decoder is stopped already' : 'the decoder is not stopped')
    for (const decoder of decoders) decoder.stop(paused)
    this.record(RECORD.pause, paused ? 1 : 0)
    return accept(paused ? 'decoder stopped' : 'decoder goes on')
  }

  private changeSetting(command: SetCommand): Outcome<string> {
    const read = readLiveSetting(PIPELINE_SETTINGS, command)
    if (!read.ok) return read
    const { value, label, token } = read.value
    this.current = { ...this.current, [command.key]: value }
    for (const lane of this.lanes) lane.reconfigure(this.current)
    this.record(RECORD.set)
    this.hash.addText(token)
    return accept(label)
  }

  /** Every event goes into the fingerprint with what it came to: the counts and the screen of every lane. */
  private record(kind: number, ...numbers: readonly number[]): void {
    this.hash.add(kind)
    this.hash.add(this.time)
    for (const number of numbers) this.hash.add(number)
    for (const { ledger, screen } of this.lanes) {
      const { received, shown, skipped, undecodable, held } = ledger.counts
      for (const count of [received, shown, skipped, undecodable, held, screen.frame]) this.hash.add(count)
    }
  }
}
