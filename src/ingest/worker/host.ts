import { expose, transfer, wrap } from 'comlink'
import { TICK_MS } from '../../engine/ingest/config.ts'
import { Shard } from '../../engine/ingest/shards/shard.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { describe } from '../describe.ts'
import { commandOf } from '../faults.ts'
import { loadKernels } from '../load-kernels.ts'
import { Meter } from '../meter.ts'
import type { Fault, MillionApi, Pace, RunSettings } from '../protocol.ts'
import { configOf, shareOf, soloRun, type Run } from '../run.ts'
import { ShardHost, type ShardApi } from '../shard-worker.ts'
import { sharedRun } from '../shared-run.ts'
import { StageTimes } from '../stage-times.ts'
import { WallClock } from '../wall-clock.ts'

/** How long it works before it listens to the page, in ms. */
const SLICE_MS = 40
const LOOK_BACK_MS = 5_000
const MOST_TICKS = 64

const clock = (): number => performance.now()

/** Runs the pipeline in this worker, by the clock or flat out, and tells how it stands when it is asked. */
export class MillionHost implements MillionApi {
  private run: Run | null = null
  private pace: Pace | null = null
  private isLooping = false
  private readonly meter = new Meter(LOOK_BACK_MS)
  private readonly times = new StageTimes(clock)
  private wall = new WallClock(TICK_MS)
  private wentMs = 0
  private ranMs = 0
  private wentEvents = 0
  /** The tick at which it stands still by itself. */
  private lastTick = Number.POSITIVE_INFINITY

  async open(settings: RunSettings, ports: readonly MessagePort[]): Promise<Outcome<null>> {
    const kernels = await loadKernels()
    if (settings.seconds > 0) this.lastTick = (settings.seconds * 1_000) / TICK_MS
    return withMemory(settings, () => {
      const others = ports.map((port) => wrap<ShardApi>(port))
      this.run =
        others.length === 0
          ? soloRun(settings, this.times, kernels)
          : sharedRun(settings, this.times, others, kernels)
    })
  }

  async join(settings: RunSettings, index: number, port: MessagePort): Promise<Outcome<null>> {
    const kernels = await loadKernels()
    return withMemory(settings, () => {
      const config = configOf(settings)
      const shard = new Shard(config, shareOf(config, settings.workers, index), kernels)
      expose(new ShardHost(shard, this.times), port)
    })
  }

  async live(): Promise<never> {
    return new Promise(() => {})
  }

  async go(pace: Pace): Promise<void> {
    const { run } = this
    if (run === null) return
    const now = clock()
    if (run.tick >= this.lastTick) this.lastTick = Number.POSITIVE_INFINITY
    this.pace = pace
    this.meter.reset(now)
    run.reset()
    this.wall = new WallClock(TICK_MS)
    this.wall.start(now, run.tick)
    this.wentMs = now
    this.wentEvents = run.received
    if (!this.isLooping) void this.loop(run)
  }

  async pause(): Promise<void> {
    if (this.pace !== null) this.ranMs = clock() - this.wentMs
    this.pace = null
  }

  async press(fault: Fault): Promise<Outcome<string>> {
    const { run } = this
    if (run === null) return refuse('nothing runs yet')
    return run.apply(commandOf(fault, run.faults, run.tick))
  }

  async look(spent: ArrayBuffer | null): Promise<ArrayBuffer> {
    const { run, pace, meter, wall, times } = this
    if (run === null) throw new Error('looked at before it was opened')
    const nowMs = clock()
    const isRunning = pace !== null
    const ranMs = isRunning ? nowMs - this.wentMs : this.ranMs
    const ranEvents = run.received - this.wentEvents
    const isDone = run.tick >= this.lastTick
    const drive = { isRunning, isDone, isFlat: pace === 'flat', nowMs, ranMs, ranEvents, meter, wall, times }
    const buffer = describe(run, drive, spent)
    return transfer(buffer, [buffer])
  }

  private async loop(run: Run): Promise<void> {
    this.isLooping = true
    while (this.pace !== null) {
      await this.slice(run, this.pace)
      if (run.tick >= this.lastTick) await this.pause()
      const rest = this.pace === 'clock' ? this.wall.untilMs(clock(), run.tick) : 0
      await (rest > 0 ? sleep(rest) : nextTask())
    }
    this.isLooping = false
  }

  /** Works for a while: until the tick that is due, or as long as a slice may take. */
  private async slice(run: Run, pace: Pace): Promise<void> {
    const start = clock()
    const before = run.received
    const due = Math.min(this.lastTick, pace === 'flat' ? this.lastTick : this.wall.due(start, run.tick))
    this.times.begin()
    while (run.tick < due && clock() - start < SLICE_MS) await run.step(Math.min(MOST_TICKS, due - run.tick))
    const now = clock()
    this.meter.add(now, run.received - before, now - start)
  }
}

/** Makes something large; refused where there is no room for it. */
function withMemory(settings: RunSettings, make: () => void): Outcome<null> {
  try {
    make()
    return accept(null)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const viewers = (10 * settings.rate).toLocaleString('en')
    return refuse(`there is not enough memory here for ${viewers} viewers (${error.message})`)
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Lets messages that have come be heard; a timer would wait for milliseconds. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
