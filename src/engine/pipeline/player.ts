import type { Alarm } from '../kernel/alarms.ts'
import type { SimTime } from '../kernel/time.ts'
import { FATE, type RingId, type Waiter } from './codes.ts'
import { Decoder, type SavedDecoder } from './decoder.ts'
import { RANK, type Lane, type LaneId, type LaneParts } from './lane.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import { Renderer, type SavedRenderer } from './renderer.ts'
import { Screen, type SavedScreen } from './screen.ts'
import type { PipelineSettings } from './settings.ts'
import type { FullPolicy } from './settings/rings.ts'
import { StageRing } from './stage-ring.ts'
import type { SwapChain } from './swap-chain.ts'
import type { Vsync } from './vsync.ts'
import { WaitLog, type SavedWaits } from './wait-log.ts'

export interface SavedPlayer {
  readonly ledger: SavedLedger
  readonly screen: SavedScreen
  readonly decoder: SavedDecoder
  readonly renderer: SavedRenderer
  readonly network: ReturnType<StageRing['save']>
  readonly decoded: ReturnType<StageRing['save']>
  readonly waits: readonly SavedWaits[]
  readonly socket: readonly number[]
}

/**
 * What both wirings have in common: frames go from the network ring through the decoder into the decode ring. What
 * comes then, and what a full ring does, is the wiring's affair.
 */
export abstract class Player implements Lane {
  abstract readonly id: LaneId
  abstract readonly chain: SwapChain | null
  abstract readonly rings: Lane['rings']
  abstract readonly drift: Lane['drift']
  abstract readonly sleepsUntil: SimTime | null
  readonly ledger = new Ledger()
  readonly screen: Screen
  readonly decoder: Decoder
  readonly renderer: Renderer
  readonly waits: Record<Waiter, WaitLog> = {
    network: new WaitLog(),
    decoder: new WaitLog(),
    renderer: new WaitLog(),
  }
  readonly timers: readonly Alarm[]
  protected readonly network: StageRing
  protected readonly decoded: StageRing
  protected readonly vsync: Vsync
  protected settings: PipelineSettings
  /** Frames that have arrived while the network ring makes the network wait. */
  private socket: number[] = []

  constructor({ settings, draws, vsync }: LaneParts) {
    this.settings = settings
    this.vsync = vsync
    this.screen = new Screen(vsync)
    this.decoder = new Decoder(draws.decode, settings)
    this.renderer = new Renderer(draws.render, settings)
    this.network = new StageRing('network', settings.networkSlots, this.policyOf('network', settings))
    this.decoded = new StageRing('decoded', settings.decodedSlots, this.policyOf('decoded', settings))
    this.timers = [
      { rank: RANK.decoded, due: () => this.decoder.due, ring: (now) => this.finishDecoding(now) },
      { rank: RANK.drawn, due: () => this.loopDue, ring: (now) => this.turn(now) },
    ]
  }

  get outside(): number {
    return this.socket.length
  }

  open(): void {
    this.ledger.open()
  }

  receive(frame: number, now: SimTime): void {
    this.ledger.receive(frame, now)
    this.socket.push(frame)
    this.settle(now)
  }

  settle(now: SimTime): void {
    while (this.admit(now) || this.handOver(now) || this.startDecoding(now) || this.startDrawing(now));
    this.waits.network.set(this.socket.length > 0, now)
    this.waits.decoder.set(this.decoder.inHand !== null, now)
    this.waits.renderer.set(this.rendererWaits(now), now)
  }

  reconfigure(settings: PipelineSettings): void {
    this.settings = settings
    this.decoder.reconfigure(settings)
    this.renderer.reconfigure(settings)
    this.network.change(this.policyOf('network', settings))
    this.decoded.change(this.policyOf('decoded', settings))
  }

  save(): SavedPlayer {
    return {
      ledger: this.ledger.save(),
      screen: this.screen.save(),
      decoder: this.decoder.save(),
      renderer: this.renderer.save(),
      network: this.network.save(),
      decoded: this.decoded.save(),
      waits: [this.waits.network, this.waits.decoder, this.waits.renderer].map((log) => log.save()),
      socket: this.socket.slice(),
    }
  }

  restore(saved: unknown): void {
    const player = saved as SavedPlayer // the engine hands back what `save` gave it
    this.ledger.restore(player.ledger)
    this.screen.restore(player.screen)
    this.decoder.restore(player.decoder)
    this.renderer.restore(player.renderer)
    this.network.restore(player.network)
    this.decoded.restore(player.decoded)
    ;[this.waits.network, this.waits.decoder, this.waits.renderer].forEach((log, i) => {
      const waits = player.waits[i]
      if (waits !== undefined) log.restore(waits)
    })
    this.socket = player.socket.slice()
  }

  abstract dueAt(frame: number): SimTime | null
  abstract tick(refresh: number, now: SimTime): void
  /** When the renderer, or the loop around it, is done with what it does. */
  protected abstract get loopDue(): SimTime | null
  protected abstract turn(now: SimTime): void
  /** Begins to draw a frame if it can; false when it can't. */
  protected abstract startDrawing(now: SimTime): boolean
  protected abstract rendererWaits(now: SimTime): boolean
  /** What a ring of this wiring does when it is full. */
  protected abstract policyOf(ring: RingId, settings: PipelineSettings): FullPolicy
  /** Leaves frames out before the decoder takes one. */
  protected abstract catchUp(now: SimTime): void
  /** The decoder begins with this frame. */
  protected abstract noteDecoding(frame: number): void

  /** A frame that has arrived goes into the network ring, if that lets it. */
  private admit(now: SimTime): boolean {
    if (!this.network.takesMore) return false
    const frame = this.socket.shift()
    if (frame === undefined) return false
    const lost = this.network.push(frame, now)
    if (lost !== frame) this.ledger.queuedAt.set(frame, now)
    if (lost !== null) this.ledger.end(lost, FATE.droppedNetwork, now)
    return true
  }

  private startDecoding(now: SimTime): boolean {
    if (!this.decoder.isFree) return false
    this.catchUp(now)
    const frame = this.network.pop(now)
    if (frame === undefined) return false
    if (!this.decoder.canDecode(frame)) {
      this.ledger.end(frame, FATE.undecodable, now)
      return true
    }
    this.ledger.decodeAt.set(frame, now)
    this.noteDecoding(frame)
    this.decoder.begin(frame, now)
    return true
  }

  private finishDecoding(now: SimTime): void {
    this.decoder.finish()
    this.settle(now)
  }

  /** The decoded frame goes into the decode ring, if that lets it; otherwise the decoder waits with it in hand. */
  private handOver(now: SimTime): boolean {
    const frame = this.decoder.inHand
    if (frame === null || !this.decoded.takesMore) return false
    this.decoder.handOver()
    const lost = this.decoded.push(frame, now)
    if (lost !== frame) this.ledger.decodedAt.set(frame, now)
    if (lost !== null) this.ledger.end(lost, FATE.droppedDecoded, now)
    return true
  }
}
