import { outside } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import type { Catalogue } from '../catalogue.ts'
import { concernKey, mix } from '../chance.ts'
import { COUNTRIES, DEVICES, REGIONS, TYPE } from '../codes.ts'
import { HEARTBEAT_MS, TICK_MS, TICKS_A_LAP } from '../config.ts'
import type { Guests } from '../ingest-engine.ts'
import { createBatch, packDims, readRow, RECORD_WORDS, writeRow, type Batch } from '../record.ts'
import { FILM_S, FLIGHT_S, PASSENGERS } from './codes.ts'

const MOST_FLIGHTS = 8
/** What a plane's passengers have kept arrives within five seconds of landing. */
const LANDING_TICKS = 50
const FLIGHT_EVENTS = (FLIGHT_S * 1_000) / HEARTBEAT_MS
/** A start, a heartbeat every ten seconds, an end. */
const FILM_EVENTS = (FILM_S * 1_000) / HEARTBEAT_MS + 2
const MOST_A_FLIGHT = PASSENGERS * (Math.ceil(FLIGHT_EVENTS / LANDING_TICKS) + 1)
const DELAY_MS = 20
const SESSIONS = 0xe000_0000
const NEVER = -1
const MOBILE = DEVICES.indexOf('mobile')
const WEB = DEVICES.indexOf('web')
const VERSION = 2
const QUALITY = 2

/** Who brings events of their own: somebody who plays one film, and the passengers of all flights. */
export const GUEST_PRODUCERS = 1 + MOST_FLIGHTS * PASSENGERS

interface State {
  made: number
  /** The tick in which each flight landed. */
  readonly flights: number[]
  /** The tick in which the film began; -1: none is on. */
  filmFrom: number
  films: number
}

export type SavedGuests = State

/** Who is there because a button was pressed, beside the population: the passengers of a flight, somebody who plays a film. */
export class LabGuests implements Guests {
  /** The account that plays the film. */
  readonly filmUser: number
  private state: State = { made: 0, flights: [], filmFrom: NEVER, films: 0 }
  private readonly viewers: number
  private readonly bots: number
  private readonly catalogue: Catalogue
  private readonly titleKey: number
  /** The events of the tick under way, and how many of them have been handed out. */
  private readonly due: Batch
  private dueTick = NEVER
  private taken = 0
  private readonly row = new Uint32Array(RECORD_WORDS)

  /** `bots`: accounts of the population that may become bots, and have the numbers before the guests'. */
  constructor(seed: number, viewers: number, subscribers: number, bots: number, catalogue: Catalogue) {
    this.viewers = viewers
    this.bots = bots
    this.filmUser = subscribers + 1 + bots
    this.catalogue = catalogue
    this.titleKey = concernKey(seed, 'ingest.flight')
    this.due = createBatch(MOST_FLIGHTS * MOST_A_FLIGHT + 2)
  }

  get made(): number {
    return this.state.made
  }

  get isFilmOn(): boolean {
    return this.state.filmFrom !== NEVER
  }

  get films(): number {
    return this.state.films
  }

  get flights(): number {
    return this.state.flights.length
  }

  /** Lets a plane land in tick `tick`; false when as many as may have. */
  land(tick: number): boolean {
    if (this.flights === MOST_FLIGHTS) return false
    this.state.flights.push(tick)
    return true
  }

  /** Lets somebody begin a film in tick `tick`; false while one is on. */
  play(tick: number): boolean {
    if (this.isFilmOn) return false
    this.state.filmFrom = tick
    this.state.films += 1
    return true
  }

  fill(batch: Batch, tick: number): boolean {
    const { due, row } = this
    if (tick !== this.dueTick) this.prepare(tick)
    while (this.taken < due.length && batch.length < batch.capacity) {
      writeRow(due, this.taken++, row, 0)
      readRow(row, 0, batch, batch.length)
      batch.length += 1
      this.state.made += 1
    }
    return this.taken === due.length
  }

  save(): SavedGuests {
    return copyState(this.state)
  }

  restore(saved: SavedGuests): void {
    this.state = copyState(saved)
    this.dueTick = NEVER
  }

  private prepare(tick: number): void {
    this.dueTick = tick
    this.due.length = 0
    this.taken = 0
    this.state.flights.forEach((landed, flight) => this.addFlight(flight, landed, tick))
    if (this.isFilmOn) this.addFilm(tick)
  }

  /** What the passengers watched for three hours, each event at its own time, now that they are in reach again. */
  private addFlight(flight: number, landed: number, tick: number): void {
    const since = tick - landed
    if (since < 0 || since >= LANDING_TICKS) return
    const from = Math.floor((since * FLIGHT_EVENTS) / LANDING_TICKS)
    const to = Math.floor(((since + 1) * FLIGHT_EVENTS) / LANDING_TICKS)
    for (let k = from; k < to; k++)
      for (let seat = 0; seat < PASSENGERS; seat++) {
        const passenger = flight * PASSENGERS + seat
        const draw = mix(passenger ^ this.titleKey)
        const agoMs = (FLIGHT_EVENTS - 1 - k) * HEARTBEAT_MS + (seat * HEARTBEAT_MS) / PASSENGERS
        this.add({
          producer: this.bots + 1 + passenger,
          number: k + 1,
          user: this.filmUser + 1 + passenger,
          title: this.catalogue.pick(draw, mix(draw)),
          type: k === 0 ? TYPE.started : TYPE.heartbeat,
          deviceType: MOBILE,
          region: seat % REGIONS.length,
          eventMs: landed * TICK_MS - DELAY_MS - agoMs,
          sentMs: tick * TICK_MS - DELAY_MS,
          // They begin anew when a film is over.
          position: (10 * k) % this.durationOf(this.catalogue.pick(draw, mix(draw))),
        })
      }
  }

  private addFilm(tick: number): void {
    const { state } = this
    const since = tick - state.filmFrom
    if (since < 0 || since % TICKS_A_LAP !== 0) return
    const n = since / TICKS_A_LAP
    this.addFilmEvent(tick, n, n === 0 ? TYPE.started : TYPE.heartbeat)
    if (n < FILM_EVENTS - 2) return
    this.addFilmEvent(tick, n + 1, TYPE.completed)
    state.filmFrom = NEVER
  }

  private addFilmEvent(tick: number, n: number, type: number): void {
    this.add({
      producer: this.bots,
      number: (this.state.films - 1) * FILM_EVENTS + n + 1,
      user: this.filmUser,
      title: this.catalogue.special.bots,
      type,
      deviceType: WEB,
      region: 0,
      eventMs: tick * TICK_MS - DELAY_MS,
      sentMs: tick * TICK_MS - DELAY_MS,
      position: Math.min(FILM_S, 10 * n),
    })
  }

  private durationOf(title: number): number {
    return this.catalogue.duration[title] ?? outside(title)
  }

  private add(event: GuestEvent): void {
    const { due } = this
    const i = due.length
    due.idHigh[i] = this.viewers + 1 + event.producer
    due.idLow[i] = event.number
    due.user[i] = event.user
    due.device[i] = 4 * event.user + event.deviceType
    due.session[i] = SESSIONS + event.producer
    due.title[i] = event.title
    due.eventTime[i] = event.eventMs
    due.sentTime[i] = event.sentMs
    due.receivedTime[i] = event.sentMs + DELAY_MS
    due.dims[i] = packDims({
      type: event.type,
      deviceType: event.deviceType,
      region: event.region,
      version: VERSION,
      country: COUNTRIES.findIndex(({ region }) => region === event.region),
      quality: QUALITY,
      experiments: [0, 0],
    })
    due.position[i] = event.position
    due.duration[i] = Math.max(event.position, this.durationOf(event.title))
    due.length = i + 1
  }
}

interface GuestEvent {
  /** From 0, after the population's own. */
  readonly producer: number
  readonly number: number
  readonly user: number
  readonly title: number
  readonly type: number
  readonly deviceType: number
  readonly region: number
  readonly eventMs: number
  readonly sentMs: number
  readonly position: number
}
