import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../../kernel/typed-columns.ts'
import { MILLISECOND, type SimTime } from '../../kernel/time.ts'
import type { StallCause } from '../fate.ts'

/** A stretch in which a new frame was due and none was shown. `end` is NaN while it lasts. */
export interface Stall {
  readonly start: SimTime
  readonly end: SimTime
  readonly cause: StallCause
  /** Frames in the buffer when it began. */
  readonly inHand: number
  /** The packet whose absence began it; -1 where the player does not know packets by number. */
  readonly packet: number
}

export interface SavedStalls {
  readonly columns: readonly SavedColumn[]
  readonly ended: SimTime
  readonly long: number
}

/** A stall as long as this is called an interruption: WebRTC's audio statistics count from here. */
export const INTERRUPTION: SimTime = 150 * MILLISECOND

/** The stalls of one receiver, in order of time; the last one may still be on. */
export class Stalls {
  private readonly start = float64()
  private readonly end = float64()
  private readonly cause = uint8()
  private readonly inHand = int32()
  private readonly packet = int32()
  /** The time of those that are over, and how many of them were interruptions. */
  private ended: SimTime = 0
  private long = 0

  get count(): number {
    return this.start.length
  }

  get isOn(): boolean {
    const last = this.count - 1
    return last >= 0 && Number.isNaN(this.end.get(last))
  }

  get(index: number): Stall {
    return {
      start: this.start.get(index),
      end: this.end.get(index),
      cause: this.cause.get(index) as StallCause, // only codes of STALL_CAUSE are ever written
      inHand: this.inHand.get(index),
      packet: this.packet.get(index),
    }
  }

  open(now: SimTime, cause: StallCause, inHand: number, packet: number): void {
    this.start.push(now)
    this.end.push(Number.NaN)
    this.cause.push(cause)
    this.inHand.push(inHand)
    this.packet.push(packet)
  }

  close(now: SimTime): void {
    const length = this.lengthSoFar(now)
    this.end.set(this.count - 1, now)
    this.ended += length
    if (length >= INTERRUPTION) this.long += 1
  }

  /** All stalled time up to `now`, the stall that is on included. */
  timeUntil(now: SimTime): SimTime {
    return this.ended + (this.isOn ? this.lengthSoFar(now) : 0)
  }

  /** How many lasted for 150 ms and more, the one that is on included. */
  interruptions(now: SimTime): number {
    return this.long + (this.isOn && this.lengthSoFar(now) >= INTERRUPTION ? 1 : 0)
  }

  save(): SavedStalls {
    const { ended, long } = this
    return { columns: saveColumns(this.columns()), ended, long }
  }

  restore(saved: SavedStalls): void {
    restoreColumns(this.columns(), saved.columns)
    this.ended = saved.ended
    this.long = saved.long
  }

  private lengthSoFar(now: SimTime): SimTime {
    return now - this.start.get(this.count - 1)
  }

  private columns(): PagedColumn[] {
    return [this.start, this.end, this.cause, this.inHand, this.packet]
  }
}
