/** What drives the loop: the browser's animation frames, or a test's own. */
export interface Ticker {
  request(callback: (wallMs: number) => void): number
  cancel(handle: number): void
}

export const animationFrames: Ticker = {
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => cancelAnimationFrame(handle),
}

/** Between two frames no more than this counts as passed: a page that slept does not come back with a leap. */
const LONGEST_STEP_MS = 250

/** With reduced motion the picture goes on in steps of this length. */
const CALM_STEP_MS = 500

/**
 * Asks for frames, one at a time: the next request goes out only when the last answer was drawn, so a slow
 * engine or a slow page never piles up work. Nobody asks while nothing moves, or while the stage is out of sight,
 * and then the worker sleeps.
 */
export class FrameLoop {
  private readonly pull: (elapsedMs: number) => Promise<boolean>
  private readonly ticker: Ticker
  private readonly isCalm: () => boolean
  private handle: number | null = null
  private inFlight = false
  private wanted = false
  private active = true
  private lastWall: number | null = null

  /** `pull` is given the wall time since the last one, and answers whether it wants to be called again. */
  constructor(pull: (elapsedMs: number) => Promise<boolean>, ticker: Ticker, isCalm: () => boolean) {
    this.pull = pull
    this.ticker = ticker
    this.isCalm = isCalm
  }

  /** Something changed: a frame is wanted. */
  wake(): void {
    this.wanted = true
    this.schedule()
  }

  /** Out of sight nothing is asked for; back in sight one frame is. */
  setActive(active: boolean): void {
    this.active = active
    this.lastWall = null
    if (active) this.wake()
    else this.stop()
  }

  stop(): void {
    if (this.handle !== null) this.ticker.cancel(this.handle)
    this.handle = null
    this.lastWall = null
  }

  private schedule(): void {
    if (!this.active || this.inFlight || this.handle !== null || !this.wanted) return
    this.handle = this.ticker.request((wall) => {
      this.handle = null
      this.tick(wall)
    })
  }

  private tick(wall: number): void {
    const elapsed = this.lastWall === null ? 0 : wall - this.lastWall
    if (this.isCalm() && this.lastWall !== null && elapsed < CALM_STEP_MS) return this.schedule()
    this.lastWall = wall
    this.wanted = false
    this.inFlight = true
    const longest = this.isCalm() ? 2 * CALM_STEP_MS : LONGEST_STEP_MS
    void this.pull(Math.min(elapsed, longest)).then((again) => {
      this.inFlight = false
      if (again) this.wanted = true
      else if (!this.wanted) this.lastWall = null
      this.schedule()
    })
  }
}
