import { at } from '../../shared/assert.ts'
import { accept, type Outcome } from '../../shared/outcome.ts'
import { AlarmEngine } from '../kernel/alarm-engine.ts'
import { Alarms, type Alarm, type SavedAlarms } from '../kernel/alarms.ts'
import type { Columns } from '../kernel/columns.ts'
import type { Check, Explanation, Landmark, Span } from '../kernel/engine.ts'
import type { SavedRun } from '../kernel/run-engine.ts'
import { SECOND, type SimTime } from '../kernel/time.ts'
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

export interface SavedFilmEngine extends SavedRun<FilmSettings> {
  readonly alarms: SavedAlarms
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
export class FilmEngine extends AlarmEngine<FilmCommand, FilmFrame, FilmSettings, SavedFilmEngine> {
  readonly config: FilmConfig
  readonly trace = new CapacityTrace()
  readonly call: CallLane
  readonly films: readonly FilmLane[]
  private readonly source: CapacitySource
  protected readonly alarms: Alarms
  private dip: Dip | null = null

  constructor(config: FilmConfig) {
    super(FILM_SETTINGS, config.settings)
    const { settings } = config
    this.config = config
    this.source = new CapacitySource(config)
    this.trace.set(0, this.capacityNow())
    this.call = new CallLane(settings, this.trace)
    this.films = settings.player.map((player) => new FilmLane(player, settings, this.trace))
    this.alarms = new Alarms(this.createAlarms())
    this.alarms.plan(this.end)
  }

  /** Until when a dip by hand lasts; null when there is none. */
  get dippedUntil(): SimTime | null {
    return this.dip?.until ?? null
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

  save(): SavedFilmEngine {
    return {
      ...this.saveRun(),
      alarms: this.alarms.save(),
      dip: this.dip,
      source: this.source.save(),
      trace: this.trace.save(),
      call: this.call.save(),
      films: this.films.map((lane) => lane.save()),
    }
  }

  restore(saved: SavedFilmEngine): void {
    this.restoreRun(saved)
    this.alarms.restore(saved.alarms)
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

  protected carryOut(command: FilmCommand): Outcome<string> {
    return command.kind === 'set' ? this.changeSetting(command) : this.dipByHand(command)
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

  protected reconfigure(): void {
    this.trace.set(this.time, this.capacityNow())
    this.call.reconfigure(this.current)
    for (const lane of this.films) lane.reconfigure(this.current, this.time)
    this.record(RECORD.set)
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
