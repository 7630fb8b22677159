import { tickTime, fromMs, type SimTime } from '../kernel/time.ts'
import { FATE, type RingId } from './codes.ts'
import type { LaneParts } from './lane.ts'
import { Player, type SavedPlayer } from './player.ts'
import type { PipelineSettings } from './settings.ts'
import type { FullPolicy } from './settings/rings.ts'
import { isKeyFrame } from './sizes.ts'
import type { StageRing } from './stage-ring.ts'
import { SwapChain, type SavedChain, type Swapped } from './swap-chain.ts'

/** The player's clock: this frame is shown at this moment, the others by their timestamps from there. */
interface Anchor {
  readonly frame: number
  readonly at: SimTime
}

interface SavedVsyncPlayer extends SavedPlayer {
  readonly chain: SavedChain
  readonly anchor: Anchor | null
}

const POLICY = { network: 'networkFull', decoded: 'decodedFull', render: 'renderFull' } as const

/**
 * The corrected wiring. Every frame has its moment; the renderer looks at the screen's clock for what to draw, and
 * what it has drawn waits in the render ring for its refresh. Full rings do what is set for each.
 */
export class VsyncPlayer extends Player {
  readonly id = 'production'
  readonly chain: SwapChain
  readonly rings: { network: StageRing; decoded: StageRing; render: null }
  readonly drift = null
  readonly sleepsUntil = null
  private anchor: Anchor | null = null

  constructor(parts: LaneParts) {
    super(parts)
    const { renderSlots, renderFull } = parts.settings
    this.chain = new SwapChain(renderSlots, renderFull, this.screen, parts.vsync)
    this.rings = { network: this.network, decoded: this.decoded, render: null }
  }

  dueAt(frame: number): SimTime | null {
    if (this.anchor === null) return null
    const { fps } = this.settings
    return this.anchor.at + tickTime(frame, fps) - tickTime(this.anchor.frame, fps)
  }

  tick(refresh: number, now: SimTime): void {
    this.chain.tick(refresh)
    this.present(this.chain.swap(now, this.settings.skip ? 'newest' : 'oldest'), now)
    this.settle(now)
  }

  override reconfigure(settings: PipelineSettings): void {
    this.chain.change(settings.renderFull)
    super.reconfigure(settings)
  }

  override save(): SavedVsyncPlayer {
    return { ...super.save(), chain: this.chain.save(), anchor: this.anchor }
  }

  override restore(saved: unknown): void {
    super.restore(saved)
    const own = saved as SavedVsyncPlayer // the engine hands back what `save` gave it
    this.chain.restore(own.chain)
    this.anchor = own.anchor
  }

  protected get loopDue(): SimTime | null {
    return this.renderer.due
  }

  protected turn(now: SimTime): void {
    const frame = this.renderer.finish()
    this.ledger.drawnAt.set(frame, now)
    this.present(this.chain.finish(now, this.settings.vsync), now)
    this.settle(now)
  }

  // #region draw-for-the-refresh
  protected startDrawing(now: SimTime): boolean {
    const frame = this.decoded.peek()
    if (!this.mayDraw(frame, now)) return false // too early for it
    const seen = this.vsync.next(now + this.renderer.timeFor(frame))
    const isLate = this.isDue(this.decoded.ahead(1), seen)
    if (isLate && this.settings.skip) return this.skip(frame, now)
    return this.chain.mayBegin && this.draw(frame, now)
  }
  // #endregion draw-for-the-refresh

  protected rendererWaits(now: SimTime): boolean {
    return !this.chain.mayBegin && this.mayDraw(this.decoded.peek(), now)
  }

  protected policyOf(ring: RingId, settings: PipelineSettings): FullPolicy {
    return settings[POLICY[ring]]
  }

  /**
   * Behind by a whole key frame: if the time of a key frame in the ring has come, nothing before it can be shown in
   * time, and decoding can begin there.
   */
  protected catchUp(now: SimTime): void {
    if (!this.settings.skip) return
    let before = this.decoder.last
    for (let left = this.framesBeforeDueKey(now); left > 0; left--) {
      const frame = this.network.pop(now)
      if (frame === undefined) return
      const couldDecode = this.decoder.canDecode(frame, before)
      if (couldDecode) before = frame
      this.ledger.end(frame, couldDecode ? FATE.skipped : FATE.undecodable, now)
    }
  }

  /** The clock starts with the first frame: halfway between two refreshes, so that no rounding moves a frame. */
  protected noteDecoding(frame: number): void {
    if (this.anchor !== null) return
    const earliest = this.ledger.arrivedAt.get(frame) + fromMs(this.settings.playout)
    const refresh = this.vsync.from(earliest)
    const half = Math.floor(tickTime(1, this.vsync.hz) / 2)
    this.anchor = { frame, at: this.vsync.timeOf(refresh) - half }
  }

  /** Whether its time comes by the refresh that a picture begun with the present one would be seen at. */
  private mayDraw(frame: number | undefined, now: SimTime): frame is number {
    if (!this.renderer.isFree || frame === undefined) return false
    const begun = this.vsync.timeOf(this.vsync.at(now))
    return this.isDue(frame, this.vsync.next(begun + this.renderer.timeFor(frame)))
  }

  private isDue(frame: number | undefined, time: SimTime): boolean {
    const due = frame === undefined ? null : this.dueAt(frame)
    return due !== null && due <= time
  }

  private draw(frame: number, now: SimTime): true {
    this.decoded.pop(now)
    this.ledger.drawAt.set(frame, now)
    const lost = this.chain.begin(frame, now)
    if (lost !== null) this.ledger.end(lost, FATE.droppedRender, now)
    this.renderer.begin(frame, now)
    return true
  }

  /** The oldest decoded frame is not drawn. */
  private skip(frame: number, now: SimTime): true {
    this.decoded.pop(now)
    this.ledger.end(frame, FATE.skipped, now)
    return true
  }

  /** How many frames of the network ring stand before its newest key frame whose time has come. */
  private framesBeforeDueKey(now: SimTime): number {
    for (let index = this.network.size - 1; index > 0; index--) {
      const frame = this.network.ahead(index)
      if (frame !== undefined && isKeyFrame(frame, this.settings.gop) && this.isDue(frame, now)) return index
    }
    return 0
  }

  private present({ shown, lost }: Swapped, now: SimTime): void {
    const fate = this.settings.skip ? FATE.skipped : FATE.droppedRender
    for (const frame of lost) this.ledger.end(frame, fate, now)
    if (shown === null) return
    this.ledger.end(shown, FATE.shown, now)
    this.screen.show(shown, now)
  }
}
