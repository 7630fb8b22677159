import { at } from '../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { AlarmEngine } from '../kernel/alarm-engine.ts'
import { Alarms, type Alarm, type SavedAlarms } from '../kernel/alarms.ts'
import type { Columns } from '../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../kernel/engine.ts'
import type { SavedRun } from '../kernel/run-engine.ts'
import type { SimTime } from '../kernel/time.ts'
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

export interface SavedPipelineEngine extends SavedRun<PipelineSettings> {
  readonly alarms: SavedAlarms
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
export class PipelineEngine extends AlarmEngine<
  PipelineCommand,
  PipelineFrame,
  PipelineSettings,
  SavedPipelineEngine
> {
  readonly config: PipelineConfig
  readonly vsync: Vsync
  readonly source: Source
  readonly lanes: readonly Lane[]
  private readonly draws: Draws
  protected readonly alarms: Alarms
  /** The refresh that begins next. */
  private refresh = 0

  constructor(config: PipelineConfig) {
    super(PIPELINE_SETTINGS, config.settings)
    const { seed, settings } = config
    this.config = config
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

  save(): SavedPipelineEngine {
    return {
      ...this.saveRun(),
      alarms: this.alarms.save(),
      refresh: this.refresh,
      source: this.source.save(),
      draws: { decode: this.draws.decode.save(), render: this.draws.render.save() },
      lanes: this.lanes.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedPipelineEngine): void {
    this.restoreRun(saved)
    this.alarms.restore(saved.alarms)
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

  protected override settle(): void {
    for (const lane of this.lanes) lane.settle(this.time)
    super.settle()
  }

  protected override handle(now: SimTime): void {
    const index = this.alarms.ringNext(now)
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

  protected carryOut(command: PipelineCommand): Outcome<string> {
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

  protected reconfigure(): void {
    for (const lane of this.lanes) lane.reconfigure(this.current)
    this.record(RECORD.set)
  }

  /** Every event goes into the fingerprint with what it came to: the counts and the screen of every lane. */
  protected override record(kind: number, ...numbers: readonly number[]): void {
    super.record(kind, ...numbers)
    for (const { ledger, screen } of this.lanes) {
      const { received, shown, skipped, undecodable, held } = ledger.counts
      for (const count of [received, shown, skipped, undecodable, held, screen.frame]) this.hash.add(count)
    }
  }
}
