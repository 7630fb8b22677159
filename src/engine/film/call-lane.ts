import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../kernel/typed-columns.ts'
import { fromMs, tickTime, type SimTime } from '../kernel/time.ts'
import { WORK_A_BYTE, type CapacityTrace, type Work } from './capacity-trace.ts'
import { FATE, type Fate } from './codes.ts'
import { CALL_FPS, type FilmSettings } from './settings.ts'
import { Stretches, type SavedStretches } from './stretches.ts'

/** The largest packet. */
export const PACKET_BYTES = 1_200

/** Bytes, counted where they are: offered = delivered + onTheWire + queued + dropped. */
export interface ByteCounts {
  offered: number
  delivered: number
  /** Through the queue, and on its way. */
  onTheWire: number
  queued: number
  dropped: number
}

export interface SavedCallLane {
  readonly bytes: ByteCounts
  readonly pictures: Counts
  readonly columns: readonly SavedColumn[]
  readonly freezes: SavedStretches
  readonly kbps: number
  readonly departing: number
  readonly arriving: number
  readonly decided: number
  readonly lastTarget: Work
  readonly shownFirst: SimTime | null
  readonly shownLast: number
  readonly shownBytes: number
}

/** Pictures by what became of them: captured = shown + late + lost + under way. */
interface Counts {
  captured: number
  shown: number
  late: number
  lost: number
}

/**
 * A call: pictures at a fixed rate, each cut into packets that go through the queue, the link and the wire. Each is
 * shown at its turn if all of it is there, and never otherwise: nothing is sent again, and nothing waits.
 */
export class CallLane {
  readonly id = 'call'
  readonly bytes: ByteCounts = { offered: 0, delivered: 0, onTheWire: 0, queued: 0, dropped: 0 }
  readonly pictures: Counts = { captured: 0, shown: 0, late: 0, lost: 0 }
  readonly freezes = new Stretches()
  /** By picture: its bytes, its packets that are still to come, when the last came (NaN: not yet), what became of it. */
  readonly size = int32()
  private readonly missing = int32()
  readonly arrivedAt = float64()
  private readonly fates = uint8()
  /** By packet that found room: its picture, its bytes, the work by which it is through, and when that was. */
  private readonly packetPicture = int32()
  private readonly packetBytes = int32()
  private readonly packetTarget = float64()
  private readonly departedAt = float64()
  private readonly trace: CapacityTrace
  private readonly base: SimTime
  private readonly delay: SimTime
  private readonly room: number
  private kbps: number
  /** The next packet to leave the queue, and the next to arrive. */
  private departing = 0
  private arriving = 0
  /** The next picture whose turn comes. */
  private decided = 0
  private lastTarget: Work = 0
  private shownFirst: SimTime | null = null
  private shownLast = -1
  private shownBytes = 0

  constructor(settings: FilmSettings, trace: CapacityTrace) {
    this.trace = trace
    this.base = fromMs(settings.base)
    this.delay = fromMs(settings.delay)
    this.room = settings.queue * 1_000
    this.kbps = settings.call
  }

  get captureDue(): SimTime {
    return tickTime(this.pictures.captured, CALL_FPS)
  }

  get departDue(): SimTime | null {
    return this.departing < this.packetTarget.length
      ? this.trace.whenDone(this.packetTarget.get(this.departing))
      : null
  }

  get arriveDue(): SimTime | null {
    return this.arriving < this.departing ? this.departedAt.get(this.arriving) + this.base : null
  }

  /** When the next picture has its turn on the screen. */
  get turnDue(): SimTime | null {
    return this.decided < this.pictures.captured ? this.turnOf(this.decided) : null
  }

  /** From the capture of a picture to its turn on the screen. */
  get lag(): SimTime {
    return this.base + this.delay
  }

  turnOf(picture: number): SimTime {
    return tickTime(picture, CALL_FPS) + this.lag
  }

  fateOf(picture: number): Fate {
    return this.fates.get(picture) as Fate // only codes of FATE are ever written
  }

  /** A picture is taken, and its packets go to the queue; those that find no room are dropped. */
  capture(now: SimTime): void {
    const picture = this.pictures.captured++
    const size = bytesAPicture(this.kbps)
    const packets = packetSizes(size)
    let isWhole = true
    for (const bytes of packets) {
      this.bytes.offered += bytes
      if (!this.offer(picture, bytes, now)) isWhole = false
    }
    this.size.push(size)
    this.missing.push(packets.length) // with one of them dropped it never comes to nothing
    this.arrivedAt.push(Number.NaN)
    this.fates.push(isWhole ? FATE.underway : FATE.lost)
  }

  /** Packets whose last bit is through leave the queue. */
  depart(now: SimTime): void {
    const done = this.trace.workBy(now)
    while (this.departing < this.packetTarget.length && this.packetTarget.get(this.departing) <= done) {
      const bytes = this.packetBytes.get(this.departing)
      this.bytes.queued -= bytes
      this.bytes.onTheWire += bytes
      this.departedAt.set(this.departing, now)
      this.departing += 1
    }
  }

  arrive(now: SimTime): void {
    while ((this.arriveDue ?? Infinity) <= now) {
      const bytes = this.packetBytes.get(this.arriving)
      const picture = this.packetPicture.get(this.arriving)
      this.bytes.onTheWire -= bytes
      this.bytes.delivered += bytes
      const missing = this.missing.get(picture) - 1
      this.missing.set(picture, missing)
      if (missing === 0) this.arrivedAt.set(picture, now)
      this.arriving += 1
    }
  }

  /** The next picture's turn: it is shown if it is all there, and never otherwise. */
  turn(now: SimTime): void {
    const picture = this.decided++
    if (this.fateOf(picture) === FATE.lost) this.pictures.lost += 1
    else if (Number.isNaN(this.arrivedAt.get(picture))) {
      this.fates.set(picture, FATE.late)
      this.pictures.late += 1
    } else return this.show(picture, now)
    if (this.shownFirst !== null) this.freezes.begin(now)
  }

  /** Later pictures are of this bitrate. */
  reconfigure({ call }: FilmSettings): void {
    this.kbps = call
  }

  /** When the first picture was shown; null before. */
  get startedAt(): SimTime | null {
    return this.shownFirst
  }

  /** How old the picture on the screen is, beyond the one interval it is meant to stay. */
  behind(now: SimTime): SimTime {
    if (this.shownFirst === null) return now
    return Math.max(this.lag, now - tickTime(this.shownLast + 1, CALL_FPS))
  }

  /** The bytes of the pictures shown. */
  get bytesShown(): number {
    return this.shownBytes
  }

  save(): SavedCallLane {
    const { kbps, departing, arriving, decided, lastTarget, shownFirst, shownLast, shownBytes } = this
    return {
      bytes: { ...this.bytes },
      pictures: { ...this.pictures },
      columns: saveColumns(this.columns()),
      freezes: this.freezes.save(),
      kbps,
      departing,
      arriving,
      decided,
      lastTarget,
      shownFirst,
      shownLast,
      shownBytes,
    }
  }

  restore(saved: SavedCallLane): void {
    Object.assign(this.bytes, saved.bytes)
    Object.assign(this.pictures, saved.pictures)
    restoreColumns(this.columns(), saved.columns)
    this.freezes.restore(saved.freezes)
    this.kbps = saved.kbps
    this.departing = saved.departing
    this.arriving = saved.arriving
    this.decided = saved.decided
    this.lastTarget = saved.lastTarget
    this.shownFirst = saved.shownFirst
    this.shownLast = saved.shownLast
    this.shownBytes = saved.shownBytes
  }

  private columns(): PagedColumn[] {
    const { size, missing, arrivedAt, fates, packetPicture, packetBytes, packetTarget, departedAt } = this
    return [size, missing, arrivedAt, fates, packetPicture, packetBytes, packetTarget, departedAt]
  }

  /** A packet comes to the queue; false when it finds no room. */
  private offer(picture: number, bytes: number, now: SimTime): boolean {
    if (this.bytes.queued + bytes > this.room) {
      this.bytes.dropped += bytes
      return false
    }
    this.bytes.queued += bytes
    this.lastTarget = Math.max(this.lastTarget, this.trace.workBy(now)) + bytes * WORK_A_BYTE
    this.packetPicture.push(picture)
    this.packetBytes.push(bytes)
    this.packetTarget.push(this.lastTarget)
    this.departedAt.push(Number.NaN)
    return true
  }

  private show(picture: number, now: SimTime): void {
    this.fates.set(picture, FATE.shown)
    this.pictures.shown += 1
    this.shownBytes += this.size.get(picture)
    this.shownFirst ??= now
    this.shownLast = picture
    this.freezes.end(now)
  }
}

/** The bytes of one picture of a call at `kbps`. */
export const bytesAPicture = (kbps: number): number => Math.round((kbps * 125) / CALL_FPS)

/** A picture cut into packets: full ones, and the rest. */
export function packetSizes(bytes: number): number[] {
  const full = Math.floor(bytes / PACKET_BYTES)
  const rest = bytes - full * PACKET_BYTES
  return [...Array.from({ length: full }, () => PACKET_BYTES), ...(rest > 0 ? [rest] : [])]
}
