import { fromMs, type SimTime } from '../kernel/time.ts'
import type { PipelineSettings } from './settings.ts'
import { isKeyFrame } from './sizes.ts'
import type { UnitDraws } from './unit-draws.ts'

export interface SavedDecoder {
  readonly frame: number
  readonly since: SimTime
  readonly until: SimTime | null
  readonly inHand: number | null
  readonly last: number
  readonly stopped: boolean
}

/** The decoder's own time, and what it can decode: a key frame, or the frame after the last one it decoded. */
export class Decoder {
  private readonly draws: UnitDraws
  private settings: PipelineSettings
  private current = -1
  private startedAt: SimTime = 0
  private finishesAt: SimTime | null = null
  /** A decoded frame for which there is no room yet. */
  private done: number | null = null
  private lastDecoded = -1
  private isStopped = false

  constructor(draws: UnitDraws, settings: PipelineSettings) {
    this.draws = draws
    this.settings = settings
  }

  /** The frame it works on, or holds in its hand; -1 for none. */
  get frame(): number {
    return this.done ?? this.current
  }

  get since(): SimTime {
    return this.startedAt
  }

  /** When the frame is decoded; null while it decodes none. */
  get due(): SimTime | null {
    return this.finishesAt
  }

  get inHand(): number | null {
    return this.done
  }

  /** The last frame whose decoding began; -1 before the first. */
  get last(): number {
    return this.lastDecoded
  }

  get stopped(): boolean {
    return this.isStopped
  }

  /** Whether it would take another frame. */
  get isFree(): boolean {
    return this.finishesAt === null && this.done === null && !this.isStopped
  }

  /** Each frame but a key frame is told as its difference from the one before. */
  canDecode(frame: number, before: number = this.lastDecoded): boolean {
    return isKeyFrame(frame, this.settings.gop) || frame === before + 1
  }

  begin(frame: number, now: SimTime): void {
    const { decode, decodeUneven, keyCost, gop } = this.settings
    const times = isKeyFrame(frame, gop) ? keyCost : 1
    const time = Math.max(1, fromMs(decode * times * this.draws.factor(frame, decodeUneven)))
    this.current = frame
    this.startedAt = now
    this.finishesAt = now + time
    this.lastDecoded = frame
  }

  /** The frame is decoded, and in its hand. */
  finish(): void {
    this.done = this.current
    this.current = -1
    this.finishesAt = null
  }

  /** The frame in its hand goes into the ring behind it. */
  handOver(): void {
    this.done = null
  }

  stop(stopped: boolean): void {
    this.isStopped = stopped
  }

  reconfigure(settings: PipelineSettings): void {
    this.settings = settings
  }

  save(): SavedDecoder {
    return {
      frame: this.current,
      since: this.startedAt,
      until: this.finishesAt,
      inHand: this.done,
      last: this.lastDecoded,
      stopped: this.isStopped,
    }
  }

  restore(saved: SavedDecoder): void {
    this.current = saved.frame
    this.startedAt = saved.since
    this.finishesAt = saved.until
    this.done = saved.inHand
    this.lastDecoded = saved.last
    this.isStopped = saved.stopped
  }
}
