import { fromMs, type SimTime } from '../kernel/time.ts'
import type { PipelineSettings } from './settings.ts'
import type { UnitDraws } from './unit-draws.ts'

export interface SavedRenderer {
  readonly frame: number
  readonly since: SimTime
  readonly until: SimTime | null
  readonly extra: SimTime
}

/** How much longer a picture takes after a hiccup. */
const HICCUP: SimTime = fromMs(50)

/** The renderer's own time: what it draws, and until when. */
export class Renderer {
  private readonly draws: UnitDraws
  private settings: PipelineSettings
  private current = -1
  private startedAt: SimTime = 0
  private finishesAt: SimTime | null = null
  private extra: SimTime = 0

  constructor(draws: UnitDraws, settings: PipelineSettings) {
    this.draws = draws
    this.settings = settings
  }

  /** The picture it draws; -1 while it draws none. */
  get frame(): number {
    return this.current
  }

  get since(): SimTime {
    return this.startedAt
  }

  /** When the picture is drawn; null while it draws none. */
  get due(): SimTime | null {
    return this.finishesAt
  }

  get isFree(): boolean {
    return this.finishesAt === null
  }

  /** How long this frame would take if it were begun now. */
  timeFor(frame: number): SimTime {
    const { render, renderUneven } = this.settings
    return Math.max(1, fromMs(render * this.draws.factor(frame, renderUneven))) + this.extra
  }

  begin(frame: number, now: SimTime): void {
    this.finishesAt = now + this.timeFor(frame)
    this.current = frame
    this.startedAt = now
    this.extra = 0
  }

  /** The picture is drawn; returns its number. */
  finish(): number {
    const frame = this.current
    this.current = -1
    this.finishesAt = null
    return frame
  }

  /** The next picture takes longer. */
  hiccup(): void {
    this.extra = HICCUP
  }

  reconfigure(settings: PipelineSettings): void {
    this.settings = settings
  }

  save(): SavedRenderer {
    return { frame: this.current, since: this.startedAt, until: this.finishesAt, extra: this.extra }
  }

  restore(saved: SavedRenderer): void {
    this.current = saved.frame
    this.startedAt = saved.since
    this.finishesAt = saved.until
    this.extra = saved.extra
  }
}
