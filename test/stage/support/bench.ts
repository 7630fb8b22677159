import { StageController, type Start } from '../../../src/stage/controller.ts'
import type { AnyLab } from '../../../src/stage/define-lab.ts'
import type { Ticker } from '../../../src/stage/frame-loop.ts'
import type { Shown } from '../../../src/stage/frame-store.ts'
import type { LoadSimulation } from '../../../src/session/run-file.ts'
import { readLabAddress } from '../../../src/state/lab-address.ts'
import type { LabState } from '../../../src/state/lab-store.ts'
import { lab as jitter } from '../../../src/labs/jitter/lab.ts'
import { at } from '../../../src/shared/assert.ts'
import { PortWorker } from '../../session/support/port-worker.ts'
import { loadSimulation } from '../../session/support/simulations.ts'

/** Animation frames that come when a test says so, and the wall clock that goes with them. */
export class FakeTicker implements Ticker {
  now = 0
  private readonly waiting = new Map<number, (wallMs: number) => void>()
  private next = 1

  get isWaiting(): boolean {
    return this.waiting.size > 0
  }

  request(callback: (wallMs: number) => void): number {
    this.waiting.set(this.next, callback)
    return this.next++
  }

  cancel(handle: number): void {
    this.waiting.delete(handle)
  }

  /** Lets `ms` pass, and then one frame come. */
  tick(ms: number): void {
    this.now += ms
    const callbacks = [...this.waiting.values()]
    this.waiting.clear()
    for (const callback of callbacks) callback(this.now)
  }
}

const FRAME_MS = 1000 / 60

export interface BenchOptions {
  readonly lab?: AnyLab
  readonly load?: LoadSimulation
  /** Wall time as the sessions' hosts read it; without it their budgets never run out. */
  readonly hostClock?: () => number
  readonly autoplay?: boolean
}

/** A stage without a page: the real controller and the real session, with a ticker and a clock of our own. */
export class Bench {
  readonly ticker = new FakeTicker()
  readonly workers: PortWorker[] = []
  readonly controller: StageController
  /** What was on the screen, frame by frame. */
  readonly shown: Shown[] = []
  isCalm = false

  /** Opens the address with this query. */
  constructor(
    query = '',
    { lab = jitter, load = loadSimulation, hostClock, autoplay = false }: BenchOptions = {},
  ) {
    const start: Start = { address: readLabAddress(query, lab).address, autoplay }
    this.controller = new StageController(lab, start, {
      spawn: () => {
        const worker = new PortWorker(load, hostClock)
        this.workers.push(worker)
        return worker
      },
      ticker: this.ticker,
      clock: () => this.ticker.now,
      prefersCalm: () => this.isCalm,
    })
    this.controller.frames.subscribe(() => {
      const shown = this.controller.frames.get()
      if (shown !== null) this.shown.push(shown)
    })
  }

  get state(): LabState {
    return this.controller.store.getState()
  }

  get worker(): PortWorker {
    return at(this.workers, this.workers.length - 1)
  }

  get pulls(): number {
    return this.worker.count('pull')
  }

  get hash(): string {
    return this.state.details?.hash ?? 'unknown'
  }

  get branches(): readonly string[] {
    return (this.state.log?.branches ?? []).map(({ id }) => id)
  }

  /** Everything told to the person. */
  get notices(): string {
    return this.state.notices.map(({ text }) => text).join('\n')
  }

  /** One frame after `ms` of wall time, and all that follows from it. */
  async tick(ms: number = FRAME_MS): Promise<void> {
    this.ticker.tick(ms)
    await this.worker.quiet()
  }

  /** Many frames, `ms` of wall time in all. */
  async pass(ms: number, frames = Math.ceil(ms / FRAME_MS)): Promise<void> {
    const start = this.ticker.now
    for (let i = 1; i <= frames; i++) await this.tick(start + (ms * i) / frames - this.ticker.now)
  }

  /** Waits until everything asked for has been answered and drawn; a run that plays must be paused first. */
  async settle(): Promise<void> {
    await this.worker.quiet()
    while (this.ticker.isWaiting && !this.state.playing) await this.tick()
  }

  /** Does something and waits until it is done and drawn. */
  async after(action: (controller: StageController) => unknown): Promise<void> {
    await action(this.controller)
    await this.settle()
  }

  async seek(seconds: number): Promise<void> {
    await this.after((controller) => controller.seek(seconds * 1e6))
  }
}

const benches: Bench[] = []

/** A bench with its first frame on the screen. */
export async function setUp(query = '', options: BenchOptions = {}): Promise<Bench> {
  const bench = new Bench(query, options)
  benches.push(bench)
  await bench.settle()
  return bench
}

/** Ends every bench; for `afterEach`. Returns the most pulls that any session had under way at once. */
export function tearDown(): number {
  let most = 0
  for (const { controller, workers } of benches.splice(0)) {
    controller.dispose()
    for (const { mostPulls } of workers) most = Math.max(most, mostPulls)
  }
  return most
}
