import { at } from '../../shared/assert.ts'
import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import { fromMs, SECOND, type SimTime } from '../kernel/time.ts'
import { float64, restoreColumns, saveColumns, uint8 } from '../kernel/typed-columns.ts'
import { WORK_A_BYTE, type CapacityTrace, type Work } from './capacity-trace.ts'
import type { ByteCounts } from './call-lane.ts'
import { HeldSeries } from './held-series.ts'
import { chooseLevel, waitBefore } from './players/index.ts'
import { HALF_LIVES, Throughput, type SavedThroughput } from './players/throughput.ts'
import { LADDER, type FilmSettings, type PlayerId } from './settings.ts'
import { Stretches, type SavedStretches } from './stretches.ts'

/** Where the segment that is being fetched is. */
type Fetch =
  /** Nothing is asked for until `at`; null: not before something else happens. */
  | { readonly phase: 'none'; readonly at: SimTime | null }
  /** The request travels to the server and gets there at `at`. */
  | { readonly phase: 'asked'; readonly at: SimTime }
  /** The server sends; the link is done with it at `target`. */
  | { readonly phase: 'sent'; readonly target: Work; readonly since: SimTime }
  /** Its last byte arrives at `at`. */
  | { readonly phase: 'arriving'; readonly at: SimTime; readonly target: Work; readonly since: SimTime }

export interface SavedFilmLane {
  readonly columns: readonly SavedColumn[]
  readonly heldOverTime: readonly SavedColumn[]
  readonly stalls: SavedStretches
  readonly throughput: SavedThroughput
  readonly settings: FilmSettings
  readonly fetch: Fetch
  readonly arrived: number
  readonly begun: number
  readonly since: SimTime | null
  readonly startedAt: SimTime | null
  readonly bytesArrived: number
  readonly totals: Totals
}

/** Sums over the segments that were shown to their end, and over all that were begun. */
interface Totals {
  /** kbit/s times segments. */
  shown: number
  /** Changes from one segment to the next, and their sizes in kbit/s. */
  switches: number
  steps: number
  /** kbit/s of all segments begun. */
  begun: number
}

/**
 * A film: its segments are fetched one after another, whole, over a link that drops nothing, because the server sends
 * no more than the queue takes; and shown one after another. When none is there the film stalls; none is ever left out.
 */
export class FilmLane {
  readonly id: PlayerId
  readonly stalls = new Stretches()
  /** By segment asked for: its level; when it was asked for and had arrived; what was held then; its first moment. */
  readonly level = uint8()
  readonly askedAt = float64()
  readonly held = float64()
  readonly arrivedAt = float64()
  readonly shownAt = float64()
  /** When the server began to send it, and when the link was done with it: for checks. */
  readonly sentFrom = float64()
  readonly sentBy = float64()
  readonly heldOverTime = new HeldSeries()
  private readonly throughput: Throughput
  private readonly trace: CapacityTrace
  private readonly base: SimTime
  private readonly room: number
  /** How long a segment is. */
  readonly length: SimTime
  private settings: FilmSettings
  private fetch: Fetch = { phase: 'none', at: 0 }
  private arrived = 0
  private begun = 0
  /** When the segment on the screen began; null while nothing moves. */
  private since: SimTime | null = null
  private started: SimTime | null = null
  private bytesArrived = 0
  private totals: Totals = { shown: 0, switches: 0, steps: 0, begun: 0 }

  constructor(id: PlayerId, settings: FilmSettings, trace: CapacityTrace) {
    this.id = id
    this.trace = trace
    this.settings = settings
    this.throughput = new Throughput(id === 'rate' ? HALF_LIVES.hls : HALF_LIVES.dash)
    this.base = fromMs(settings.base)
    this.room = settings.queue * 1_000
    this.length = Math.round(settings.segment * SECOND)
    this.note(0)
  }

  /** When the next thing happens to the segment that is fetched; null when nothing does. */
  get fetchDue(): SimTime | null {
    return this.fetch.phase === 'sent' ? this.trace.whenDone(this.fetch.target) : this.fetch.at
  }

  /** When the segment on the screen ends; null while nothing moves. */
  get turnDue(): SimTime | null {
    return this.since === null ? null : this.since + this.length
  }

  get startedAt(): SimTime | null {
    return this.started
  }

  get isPlaying(): boolean {
    return this.since !== null
  }

  get segmentsAsked(): number {
    return this.level.length
  }

  get segmentsArrived(): number {
    return this.arrived
  }

  get segmentsBegun(): number {
    return this.begun
  }

  get sums(): Readonly<Totals> {
    return this.totals
  }

  /** How much film has been shown by `now`. */
  played(now: SimTime): SimTime {
    return this.since === null ? this.begun * this.length : (this.begun - 1) * this.length + now - this.since
  }

  /** How much film is here and has not been shown: whole segments, and what is left of the one on the screen. */
  buffered(now: SimTime): SimTime {
    const left = this.since === null ? 0 : this.since + this.length - now
    return (this.arrived - this.begun) * this.length + left
  }

  /** kbit/s times microseconds of all that was shown. */
  shownWork(now: SimTime): number {
    const current = this.since === null ? 0 : (now - this.since) * this.bitrateOf(this.begun - 1)
    return this.totals.shown * this.length + current
  }

  bitrateOf(segment: number): number {
    return at(LADDER, this.level.get(segment))
  }

  bytesOf(segment: number): number {
    return Math.round((this.bitrateOf(segment) * this.length) / WORK_A_BYTE)
  }

  /** What was sent, and where it is. The server keeps the queue as full as what is left allows; nothing is dropped. */
  bytes(now: SimTime): ByteCounts {
    const whole = {
      offered: this.bytesArrived,
      delivered: this.bytesArrived,
      onTheWire: 0,
      queued: 0,
      dropped: 0,
    }
    if (this.fetch.phase !== 'sent' && this.fetch.phase !== 'arriving') return whole
    const size = this.bytesOf(this.level.length - 1)
    const { target, since } = this.fetch
    const through = (time: SimTime): number => {
      const left = Math.ceil(Math.max(0, target - this.trace.workBy(time)) / WORK_A_BYTE)
      return time <= since ? 0 : size - Math.min(size, left)
    }
    const served = through(now)
    const here = through(now - this.base)
    const queued = Math.min(this.room, size - served)
    whole.offered += served + queued
    whole.delivered += here
    return { ...whole, onTheWire: served - here, queued }
  }

  /** The next step of the fetch: ask, send, arrive. */
  advanceFetch(now: SimTime): void {
    const { fetch } = this
    switch (fetch.phase) {
      case 'none':
        return this.ask(now)
      case 'asked': {
        const target = this.trace.workBy(now) + this.bytesOf(this.level.length - 1) * WORK_A_BYTE
        this.sentFrom.set(this.level.length - 1, now)
        this.fetch = { phase: 'sent', target, since: now }
        return
      }
      case 'sent':
        this.sentBy.set(this.level.length - 1, now)
        this.fetch = { ...fetch, phase: 'arriving', at: now + this.base }
        return
      case 'arriving':
        this.receive(now)
    }
  }

  /** The segment on the screen ends: the next one begins, or the film stalls. */
  turn(now: SimTime): void {
    this.totals.shown += this.bitrateOf(this.begun - 1)
    this.since = null
    if (this.arrived > this.begun) return this.begin(now)
    this.stalls.begin(now)
    this.note(now)
  }

  /** From now on the player follows these settings. */
  reconfigure(settings: FilmSettings, now: SimTime): void {
    this.settings = settings
    this.update(now)
  }

  save(): SavedFilmLane {
    const { settings, fetch, arrived, begun, since, bytesArrived } = this
    return {
      columns: saveColumns(this.columns()),
      heldOverTime: this.heldOverTime.save(),
      stalls: this.stalls.save(),
      throughput: this.throughput.save(),
      settings,
      fetch,
      arrived,
      begun,
      since,
      startedAt: this.started,
      bytesArrived,
      totals: { ...this.totals },
    }
  }

  restore(saved: SavedFilmLane): void {
    restoreColumns(this.columns(), saved.columns)
    this.heldOverTime.restore(saved.heldOverTime)
    this.stalls.restore(saved.stalls)
    this.throughput.restore(saved.throughput)
    this.settings = saved.settings
    this.fetch = saved.fetch
    this.arrived = saved.arrived
    this.begun = saved.begun
    this.since = saved.since
    this.started = saved.startedAt
    this.bytesArrived = saved.bytesArrived
    this.totals = { ...saved.totals }
  }

  private columns(): PagedColumn[] {
    const { level, askedAt, held, arrivedAt, shownAt, sentFrom, sentBy } = this
    return [level, askedAt, held, arrivedAt, shownAt, sentFrom, sentBy]
  }

  /** The player asks for the next segment. */
  private ask(now: SimTime): void {
    const buffer = this.buffered(now)
    const last = this.level.length === 0 ? -1 : this.level.get(this.level.length - 1)
    const level = chooseLevel(this.id, this.settings, { buffer, last, kbps: this.throughput.kbps })
    // The buffer of a film that stands still does not run down.
    const wait = this.isPlaying ? waitBefore(this.id, this.settings, level, buffer) : 0
    if (wait > 0) {
      this.fetch = { phase: 'none', at: now + wait }
      return
    }
    this.level.push(level)
    this.askedAt.push(now)
    this.held.push(buffer)
    for (const column of [this.arrivedAt, this.shownAt, this.sentFrom, this.sentBy]) column.push(Number.NaN)
    this.fetch = { phase: 'asked', at: now + this.base }
  }

  private receive(now: SimTime): void {
    const segment = this.level.length - 1
    const bytes = this.bytesOf(segment)
    // From its first byte on: the round trip of the request says nothing of the link's capacity.
    const duration = now - this.askedAt.get(segment) - 2 * this.base
    this.throughput.add((bytes * WORK_A_BYTE) / Math.max(1, duration), duration)
    this.arrivedAt.set(segment, now)
    this.bytesArrived += bytes
    this.arrived += 1
    this.fetch = { phase: 'none', at: null }
    this.update(now)
  }

  /** Begins to play if it may, and plans the next request. */
  private update(now: SimTime): void {
    const most = this.settings.buffer * SECOND
    const buffer = this.buffered(now)
    const mayBegin = buffer > 0 && (buffer >= this.settings.start * SECOND || buffer > most)
    if (this.since === null && mayBegin) this.begin(now)
    else this.note(now)
    if (this.fetch.phase !== 'none') return
    this.fetch = { phase: 'none', at: now + Math.max(0, buffer - most) }
  }

  private begin(now: SimTime): void {
    const segment = this.begun++
    const bitrate = this.bitrateOf(segment)
    const step = segment === 0 ? 0 : Math.abs(bitrate - this.bitrateOf(segment - 1))
    this.since = now
    this.shownAt.set(segment, now)
    this.totals.begun += bitrate
    this.totals.steps += step
    if (step > 0) this.totals.switches += 1
    this.started ??= now
    this.stalls.end(now)
    this.note(now)
  }

  private note(now: SimTime): void {
    this.heldOverTime.note(now, this.buffered(now), this.isPlaying)
  }
}
