import { simulate } from '../../engine/flow/streams/run.ts'
import type { ChainRow } from '../../engine/flow/streams/row.ts'
import type { StreamLane, StreamSettings } from '../../engine/flow/streams/settings.ts'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { heardOf, judge } from '../judge.ts'
import type { LaneReport, StreamClock, StreamsApi } from '../protocol.ts'
import { RealChain } from '../real-chain.ts'

const MICROSECONDS = 1_000

/** The browser's clock and timers, in microseconds. */
const CLOCK: StreamClock = {
  now: () => Math.round(performance.now() * MICROSECONDS),
  sleep: (span) => new Promise((resolve) => setTimeout(resolve, span / MICROSECONDS)),
}

const NEEDED = [
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'CountQueuingStrategy',
  'ByteLengthQueuingStrategy',
] as const

type PerLane<T> = Readonly<Record<StreamLane, T>>

const perLane = <T>(of: (lane: StreamLane) => T): PerLane<T> => ({ push: of('push'), pull: of('pull') })

/** Runs real chains in real time, both sources beside each other, and the model of each at once. */
export class StreamsHost implements StreamsApi {
  private run: {
    readonly settings: StreamSettings
    readonly model: PerLane<ChainRow[]>
    readonly real: PerLane<RealChain>
  } | null = null

  async begin(settings: StreamSettings): Promise<Outcome<PerLane<readonly ChainRow[]>>> {
    const lacking = NEEDED.filter((name) => !(name in globalThis))
    if (lacking.length > 0) return refuse(`this browser has no ${lacking.join(', no ')}`)
    const model = perLane((lane) => simulate(settings, lane))
    const real = perLane((lane) => new RealChain(settings, lane, CLOCK))
    this.run = { settings, model, real }
    void real.push.run()
    void real.pull.run()
    return accept(model)
  }

  async look(from: PerLane<number>): Promise<PerLane<LaneReport> | null> {
    if (this.run === null) return null
    const { settings, model, real } = this.run
    return perLane((lane) => {
      const whole = real[lane].report(0)
      return {
        ...whole,
        rows: whole.rows.slice(from[lane]),
        judged: judge(settings, lane, model[lane], whole),
        heard: heardOf(settings, whole),
      }
    })
  }

  async end(how: 'cancel' | 'fail', reason: string): Promise<void> {
    this.run?.real.push.end(how, reason)
    this.run?.real.pull.end(how, reason)
  }
}
