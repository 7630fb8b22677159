import { at } from '../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { Alarms, type Alarm, type SavedAlarms } from '../kernel/alarms.ts'
import type { Columns } from '../kernel/columns.ts'
import type { Check, Engine, Explanation, Landmark, Span } from '../kernel/engine.ts'
import { readLiveSetting, type SetCommand } from '../kernel/set-command.ts'
import { SECOND, type SimTime } from '../kernel/time.ts'
import { TraceHash, type SavedHash } from '../kernel/trace-hash.ts'
import { CallLane, type SavedCallLane } from './call-lane.ts'
import { CapacitySource, type SavedSource } from './capacity-source.ts'
import { CapacityTrace, type SavedTrace } from './capacity-trace.ts'
import { checkRun } from './checks.ts'
import type { FilmCommand, FilmConfig } from './config.ts'
import { explainMeasure } from './explain.ts'
import { FilmLane, type SavedFilmLane } from './film-lane.ts'
import { buildFrame, type FilmFrame } from './frame.ts'
import { landmarksOf } from './landmarks.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { FILM_SETTINGS, type FilmSettings } from './settings.ts'

/**
 * One instant's order: what comes in is there when its turn comes, and room that is free at an instant is there for
 * what comes to the queue at that instant.
 */
const RANK = { capacity: 0, depart: 1, arrive: 2, fetch: 3, turn: 4, capture: 5 } as const

/** What the trace hash calls each thing that happens. */
const RECORD = { capacity: 1, depart: 2, arrive: 3, fetch: 4, turn: 5, capture: 6, dip: 7, set: 8 } as const

/** A dip by hand: until when, and what it leaves. */
interface Dip {
  readonly until: SimTime
  readonly percent: number
}

export interface SavedFilmEngine {
  readonly now: SimTime
  readonly alarms: SavedAlarms
  readonly hash: SavedHash
  readonly settings: FilmSettings
  readonly touched: boolean
  readonly dip: Dip | null
  readonly source: SavedSource
  readonly trace: SavedTrace
  readonly call: SavedCallLane
  readonly films: readonly SavedFilmLane[]
}

/**
 * A call and a film over the same network: every lane has a link and a queue of its own, and all links carry the same
 * at the same time. Bytes are where they are, offered = delivered + on the wire + queued + dropped; the call leaves out
 * what comes too late, and the film shows everything, later.
 */
export class FilmEngine implements Engine<FilmCommand, FilmFrame, SavedFilmEngine> {
  readonly config: FilmConfig
  readonly trace = new CapacityTrace()
  readonly call: CallLane
  readonly films: readonly FilmLane[]
  private readonly source: CapacitySource
  private readonly alarms: Alarms
  private readonly hash = new TraceHash()
  private time: SimTime = 0
  private readonly end: SimTime
  private current: FilmSettings
  private touched = false
  private dip: Dip | null = null

  constructor(config: FilmConfig) {
    const { settings } = config
    this.config = config
    this.current = settings
    this.end = Math.round(settings.for * SECOND)
    this.source = new CapacitySource(config)
    this.trace.set(0, this.capacityNow())
    this.call = new CallLane(settings, this.trace)
    this.films = settings.player.map((player) => new FilmLane(player, settings, this.trace))
    this.alarms = new Alarms(this.createAlarms())
    this.alarms.plan(this.end)
  }

  get now(): SimTime {
    return this.time
  }

  get extent(): SimTime {
    return this.end
  }

  /** `now`, but not beyond the run's end: nothing goes on after it. */
  get clock(): SimTime {
    return Math.min(this.time, this.end)
  }

  get nextEventTime(): SimTime | null {
    return this.alarms.nextTime
  }

  get settings(): FilmSettings {
    return this.current
  }

  /** True once a command has changed the run. */
  get isTouched(): boolean {
    return this.touched
  }

  /** Until when a dip by hand lasts; null when there is none. */
  get dippedUntil(): SimTime | null {
    return this.dip?.until ?? null
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

  apply(command: FilmCommand): Outcome<string> {
    if (this.time >= this.end)
      return refuse(`the run is over at ${this.end / SECOND} s; go back to change it`)
    const done = command.kind === 'set' ? this.changeSetting(command) : this.dipByHand(command)
    if (!done.ok) return done
    this.touched = true
    this.alarms.plan(this.end)
    return done
  }

  frame(span: Span, columns: Columns): FilmFrame {
    return buildFrame(this, span, columns)
  }

  summaries(): LaneSummary[] {
    return [this.call, ...this.films].map((lane) => summarise(this, lane))
  }

  measures(): number[] {
    return this.summaries().flatMap(measuresOf)
  }

  checks(): Check[] {
    return checkRun(this)
  }

  explain(id: string, measure: string): Explanation | null {
    const lane = [this.call, ...this.films].find((candidate) => candidate.id === id)
    return lane === undefined ? null : explainMeasure(this, lane, measure)
  }

  landmarks(): Landmark[] {
    return landmarksOf(this)
  }

  traceHash(): string {
    return this.hash.hex()
  }

  save(): SavedFilmEngine {
    return {
      now: this.time,
      alarms: this.alarms.save(),
      hash: this.hash.save(),
      settings: this.current,
      touched: this.touched,
      dip: this.dip,
      source: this.source.save(),
      trace: this.trace.save(),
      call: this.call.save(),
      films: this.films.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedFilmEngine): void {
    this.time = saved.now
    this.alarms.restore(saved.alarms)
    this.hash.restore(saved.hash)
    this.current = saved.settings
    this.touched = saved.touched
    this.dip = saved.dip
    this.source.restore(saved.source)
    this.trace.restore(saved.trace)
    this.call.restore(saved.call)
    this.films.forEach((lane, i) => lane.restore(at(saved.films, i)))
  }

  private createAlarms(): Alarm[] {
    const { call } = this
    const ofCall = (kind: 'depart' | 'arrive' | 'turn' | 'capture', due: () => SimTime | null): Alarm => ({
      rank: RANK[kind],
      due,
      ring: () => {
        call[kind](this.time)
        this.recordCall(RECORD[kind])
      },
    })
    const ofFilm = (lane: FilmLane): Alarm[] => [
      { rank: RANK.fetch, due: () => lane.fetchDue, ring: () => this.fetch(lane) },
      { rank: RANK.turn, due: () => lane.turnDue, ring: () => this.turn(lane) },
    ]
    return [
      { rank: RANK.capacity, due: () => this.source.due, ring: () => this.changeCapacity() },
      { rank: RANK.capacity, due: () => this.dippedUntil, ring: () => this.endDip() },
      ofCall('depart', () => call.departDue),
      ofCall('arrive', () => call.arriveDue),
      ofCall('turn', () => call.turnDue),
      ofCall('capture', () => call.captureDue),
      ...this.films.flatMap(ofFilm),
    ]
  }

  private handle(): void {
    this.alarms.ringNext(this.time)
    this.alarms.plan(this.end)
  }

  private changeCapacity(): void {
    this.source.next(this.time)
    this.setCapacity(RECORD.capacity)
  }

  private endDip(): void {
    this.dip = null
    this.setCapacity(RECORD.dip)
  }

  private setCapacity(kind: number): void {
    this.trace.set(this.time, this.capacityNow())
    this.record(kind, this.trace.current)
  }

  private capacityNow(): number {
    const kbps = this.source.kbps(this.current)
    return this.dip === null ? kbps : Math.round((kbps * this.dip.percent) / 100)
  }

  private fetch(lane: FilmLane): void {
    lane.advanceFetch(this.time)
    this.recordFilm(RECORD.fetch, lane)
  }

  private turn(lane: FilmLane): void {
    lane.turn(this.time)
    this.recordFilm(RECORD.turn, lane)
  }

  private dipByHand({ percent, seconds }: Extract<FilmCommand, { kind: 'dip' }>): Outcome<string> {
    this.dip = { percent, until: this.time + Math.round(seconds * SECOND) }
    this.setCapacity(RECORD.dip)
    const left = percent === 0 ? 'no signal' : `${percent} % of the link`
    return accept(`${left} for ${seconds} s`)
  }

  private changeSetting(command: SetCommand): Outcome<string> {
    const read = readLiveSetting(FILM_SETTINGS, command)
    if (!read.ok) return read
    const { value, label, token } = read.value
    this.current = { ...this.current, [command.key]: value }
    this.trace.set(this.time, this.capacityNow())
    this.call.reconfigure(this.current)
    for (const lane of this.films) lane.reconfigure(this.current, this.time)
    this.record(RECORD.set)
    this.hash.addText(token)
    return accept(label)
  }

  /** Every event goes into the fingerprint with what it came to. */
  private record(kind: number, ...numbers: readonly number[]): void {
    this.hash.add(kind)
    this.hash.add(this.time)
    for (const number of numbers) this.hash.add(number)
  }

  private recordCall(kind: number): void {
    const { bytes, pictures } = this.call
    const { offered, delivered, dropped } = bytes
    this.record(kind, offered, delivered, dropped, pictures.shown, pictures.late, pictures.lost)
  }

  private recordFilm(kind: number, lane: FilmLane): void {
    const { segmentsAsked, segmentsArrived, segmentsBegun } = lane
    const level = segmentsAsked === 0 ? -1 : lane.level.get(segmentsAsked - 1)
    this.record(kind, this.films.indexOf(lane), segmentsAsked, segmentsArrived, segmentsBegun, level)
  }
}
