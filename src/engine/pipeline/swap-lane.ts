import type { Alarm } from '../kernel/alarms.ts'
import type { SimTime } from '../kernel/time.ts'
import { FATE } from './codes.ts'
import { RANK, type Lane, type LaneId, type LaneParts } from './lane.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import { Renderer, type SavedRenderer } from './renderer.ts'
import { Screen, type SavedScreen } from './screen.ts'
import type { PipelineSettings } from './settings.ts'
import type { FullPolicy } from './settings/rings.ts'
import { SwapChain, type SavedChain, type Swapped } from './swap-chain.ts'
import { WaitLog, type SavedWaits } from './wait-log.ts'

interface SavedSwapLane {
  readonly ledger: SavedLedger
  readonly screen: SavedScreen
  readonly renderer: SavedRenderer
  readonly chain: SavedChain
  readonly waits: SavedWaits
}

const SLOTS = { one: 1, two: 2, three: 3 } as const

/** A renderer that always has something to draw, as in a game, and its swap buffers. Its frames are pictures begun. */
export class SwapLane implements Lane {
  readonly id: LaneId
  readonly ledger = new Ledger()
  readonly screen: Screen
  readonly chain: SwapChain
  readonly renderer: Renderer
  readonly waits = { network: new WaitLog(), decoder: new WaitLog(), renderer: new WaitLog() }
  readonly rings = { network: null, decoded: null, render: null }
  readonly decoder = null
  readonly drift = null
  readonly sleepsUntil = null
  readonly outside = 0
  readonly timers: readonly Alarm[]
  private settings: PipelineSettings

  constructor(id: keyof typeof SLOTS, { settings, draws, vsync }: LaneParts) {
    this.id = id
    this.settings = settings
    this.screen = new Screen(vsync)
    this.renderer = new Renderer(draws.render, settings)
    this.chain = new SwapChain(SLOTS[id], this.policyIn(settings), this.screen, vsync)
    this.timers = [{ rank: RANK.drawn, due: () => this.renderer.due, ring: (now) => this.finish(now) }]
    this.settle(0)
  }

  dueAt(): null {
    return null
  }

  open(): void {
    // Nobody sends it anything.
  }

  receive(): void {
    // Nobody sends it anything.
  }

  tick(refresh: number, now: SimTime): void {
    this.chain.tick(refresh)
    this.present(this.chain.swap(now, this.policyIn(this.settings) === 'block' ? 'oldest' : 'newest'), now)
    this.settle(now)
  }

  /** Begins the next picture as soon as it may. */
  settle(now: SimTime): void {
    if (this.renderer.isFree && this.chain.mayBegin) {
      const picture = this.ledger.open()
      this.ledger.receive(picture, now)
      for (const column of ['queuedAt', 'decodeAt', 'decodedAt', 'drawAt'] as const)
        this.ledger[column].set(picture, now)
      const lost = this.chain.begin(picture, now)
      if (lost !== null) this.ledger.end(lost, FATE.droppedRender, now)
      this.renderer.begin(picture, now)
    }
    this.waits.renderer.set(this.renderer.isFree, now)
  }

  reconfigure(settings: PipelineSettings): void {
    this.settings = settings
    this.renderer.reconfigure(settings)
    this.chain.change(this.policyIn(settings))
  }

  save(): SavedSwapLane {
    return {
      ledger: this.ledger.save(),
      screen: this.screen.save(),
      renderer: this.renderer.save(),
      chain: this.chain.save(),
      waits: this.waits.renderer.save(),
    }
  }

  restore(saved: unknown): void {
    const { ledger, screen, renderer, chain, waits } = saved as SavedSwapLane // the engine hands back what `save` gave
    this.ledger.restore(ledger)
    this.screen.restore(screen)
    this.renderer.restore(renderer)
    this.chain.restore(chain)
    this.waits.renderer.restore(waits)
  }

  private finish(now: SimTime): void {
    const picture = this.renderer.finish()
    this.ledger.drawnAt.set(picture, now)
    this.present(this.chain.finish(now, this.settings.vsync), now)
    this.settle(now)
  }

  private present({ shown, lost }: Swapped, now: SimTime): void {
    for (const picture of lost) this.ledger.end(picture, FATE.droppedRender, now)
    if (shown === null) return
    this.ledger.end(shown, FATE.shown, now)
    this.screen.show(shown, now)
  }

  /** Two buffers can only wait: the picture that is drawn would have to be given up for the next one. */
  private policyIn({ renderFull }: PipelineSettings): FullPolicy {
    return this.id === 'two' ? 'block' : renderFull
  }
}
