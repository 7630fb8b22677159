import { fromMs, tickTime, type SimTime } from '../kernel/time.ts'
import { FATE } from './codes.ts'
import type { LaneParts } from './lane.ts'
import { Player, type SavedPlayer } from './player.ts'
import type { FullPolicy } from './settings/rings.ts'
import { StageRing } from './stage-ring.ts'

/** The sketch's `sleep(1/60)`. */
export const SIXTIETH: SimTime = tickTime(1, 60)
const SIXTEEN: SimTime = fromMs(16)

interface SavedWhiteboard extends SavedPlayer {
  readonly wakesAt: SimTime | null
  readonly drawnFor: SimTime
  readonly late: SimTime
  readonly active: SimTime
}

/**
 * Slide 6 literally: three rings are made and two are used. The loop takes a decoded frame, draws it straight onto
 * the screen, sleeps, and begins again. Its rings are episode 7's: full, they overwrite their oldest.
 */
export class WhiteboardPlayer extends Player {
  readonly id = 'whiteboard'
  readonly chain = null
  readonly rings: { network: StageRing; decoded: StageRing; render: StageRing }
  private wakesAt: SimTime | null = null
  private drawnFor: SimTime = 0
  private late: SimTime = 0
  private active: SimTime = 0

  constructor(parts: LaneParts) {
    super(parts)
    const render = new StageRing('render', parts.settings.renderSlots, 'drop-oldest')
    this.rings = { network: this.network, decoded: this.decoded, render }
  }

  /** How much longer its turns took than a refresh; waits for a frame are left out. */
  get drift(): { late: SimTime; active: SimTime } {
    return { late: this.late, active: this.active }
  }

  get sleepsUntil(): SimTime | null {
    return this.wakesAt
  }

  dueAt(): null {
    return null // it knows no timestamps
  }

  /** What it draws into is on the screen all the while. */
  tick(refresh: number): void {
    if (!this.renderer.isFree) this.screen.tear(refresh)
  }

  override save(): SavedWhiteboard {
    const { wakesAt, drawnFor, late, active } = this
    return { ...super.save(), wakesAt, drawnFor, late, active }
  }

  override restore(saved: unknown): void {
    super.restore(saved)
    const own = saved as SavedWhiteboard // the engine hands back what `save` gave it
    this.wakesAt = own.wakesAt
    this.drawnFor = own.drawnFor
    this.late = own.late
    this.active = own.active
  }

  protected get loopDue(): SimTime | null {
    return this.renderer.due ?? this.wakesAt
  }

  // #region draw-and-sleep
  protected startDrawing(now: SimTime): boolean {
    if (!this.renderer.isFree || this.wakesAt !== null) return false
    return this.draw(this.decoded.pop(now), now) // no render ring
  }

  protected turn(now: SimTime): void {
    if (this.wakesAt === now) this.wakesAt = null
    else this.wakesAt = this.show(now) + this.pauseLength()
    this.settle(now)
  }
  // #endregion draw-and-sleep

  protected rendererWaits(): boolean {
    return false
  }

  protected policyOf(): FullPolicy {
    return 'drop-oldest'
  }

  protected catchUp(): void {
    // It never leaves anything out.
  }

  protected noteDecoding(): void {
    // It keeps no clock.
  }

  private draw(frame: number | undefined, now: SimTime): boolean {
    if (frame === undefined) return false
    this.ledger.drawAt.set(frame, now)
    this.renderer.begin(frame, now)
    this.drawnFor = (this.renderer.due ?? now) - now
    this.screen.tear(this.vsync.at(now))
    return true
  }

  /** The picture is complete; returns when. */
  private show(now: SimTime): SimTime {
    const frame = this.renderer.finish()
    this.ledger.drawnAt.set(frame, now)
    this.ledger.end(frame, FATE.shown, now)
    this.screen.show(frame, now)
    const turn = this.drawnFor + this.pauseLength()
    this.active += turn
    this.late += turn - tickTime(1, this.vsync.hz)
    return now
  }

  private pauseLength(): SimTime {
    switch (this.settings.pause) {
      case 'sixtieth':
        return SIXTIETH
      case 'sixteen':
        return SIXTEEN
      case 'rest':
        return Math.max(1, SIXTIETH - this.drawnFor)
    }
  }
}
