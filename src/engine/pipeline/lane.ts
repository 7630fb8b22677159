import type { Alarm } from '../kernel/alarms.ts'
import type { SimTime } from '../kernel/time.ts'
import type { RingId, Waiter } from './codes.ts'
import type { Decoder } from './decoder.ts'
import type { Ledger } from './ledger.ts'
import type { Renderer } from './renderer.ts'
import type { Screen } from './screen.ts'
import type { PipelineSettings } from './settings.ts'
import type { StageRing } from './stage-ring.ts'
import type { SwapChain } from './swap-chain.ts'
import type { UnitDraws } from './unit-draws.ts'
import type { Vsync } from './vsync.ts'
import type { WaitLog } from './wait-log.ts'

export type LaneId = 'whiteboard' | 'production' | 'one' | 'two' | 'three'

export const LANES: Record<LaneId, { readonly name: string; readonly origin: 'whiteboard' | 'production' }> =
  {
    whiteboard: { name: 'Whiteboard player', origin: 'whiteboard' },
    production: { name: 'Vsync player', origin: 'production' },
    one: { name: 'One buffer', origin: 'whiteboard' },
    two: { name: 'Two buffers', origin: 'production' },
    three: { name: 'Three buffers', origin: 'production' },
  }

/** One instant's order: what is drawn at the very beginning of a refresh is in time for it. */
export const RANK = { send: 0, arrive: 1, decoded: 2, drawn: 3, refresh: 4 } as const

/** What the frames of a run need, the same in every lane. */
export interface Draws {
  readonly decode: UnitDraws
  readonly render: UnitDraws
}

/** One way to bring frames to the screen. */
export interface Lane {
  readonly id: LaneId
  readonly ledger: Ledger
  readonly screen: Screen
  readonly waits: Readonly<Record<Waiter, WaitLog>>
  /** Its rings between stages; the render ring is null where drawn pictures go into a swap chain. */
  readonly rings: { readonly [Id in RingId]: StageRing | null }
  readonly chain: SwapChain | null
  readonly decoder: Decoder | null
  readonly renderer: Renderer
  readonly timers: readonly Alarm[]
  /** Frames that arrived and found no way into the network ring. */
  readonly outside: number
  /** How much later its loop's turns come than one a refresh, in all; null where it has no clock of its own. */
  readonly drift: { readonly late: SimTime; readonly active: SimTime } | null
  /** When this frame is to be shown; null where frames have no time of their own, or it is not known yet. */
  dueAt(frame: number): SimTime | null
  /** Until when its loop sleeps; null while it does not. */
  readonly sleepsUntil: SimTime | null
  /** The sender has sent a frame: there is a row for it from now on. */
  open(): void
  /** The network has brought a frame. */
  receive(frame: number, now: SimTime): void
  /** A refresh begins. */
  tick(refresh: number, now: SimTime): void
  /** Moves on whatever can move at this instant. */
  settle(now: SimTime): void
  /** From now on these settings hold; whatever can move then, moves with `settle`. */
  reconfigure(settings: PipelineSettings): void
  save(): unknown
  restore(saved: unknown): void
}

/** What every lane is built from. */
export interface LaneParts {
  readonly settings: PipelineSettings
  readonly draws: Draws
  readonly vsync: Vsync
}
