import { sentence } from '../../../shared/outcome.ts'
import type { Params } from '../../../shared/params.ts'
import { SECOND, type SimTime } from '../../../engine/kernel/time.ts'
import type { JitterExcerpt } from '../../../engine/jitter/excerpt.ts'
import { RATE, type SoundSource } from '../../../engine/jitter/sound/source.ts'
import type { StageController } from '../../../stage/controller.ts'
import type { Sample } from './agreement.ts'
import type { Call, Inbound, placeCall } from './call.ts'
import { delayPlan } from './delay-plan.ts'
import type { FromDelayLine, OurReading, OurSettings } from './threads/messages.ts'

export interface LoopbackState {
  readonly status: 'off' | 'connecting' | 'running' | 'done'
  readonly problem: string | null
  /** Which part of the run the delays are from. */
  readonly from: SimTime
  /** In packets of 20 ms: how far it is, and how far it goes. */
  readonly done: number
  readonly total: number
  readonly lost: number
  readonly samples: readonly Sample[]
  /** How much later than planned packets went on, in milliseconds: the page's timers and its load. */
  readonly behind: { readonly count: number; readonly sum: number; readonly most: number }
  /** The browser tells what it aims at. */
  readonly tellsTarget: boolean
  /** Our player waits for late packets, as this run is set; else it skips them. */
  readonly waits: boolean
}

const OFF: LoopbackState = {
  status: 'off',
  problem: null,
  from: 0,
  done: 0,
  total: 0,
  lost: 0,
  samples: [],
  behind: { count: 0, sum: 0, most: 0 },
  tellsTarget: true,
  waits: false,
}

const LENGTH: SimTime = 30 * SECOND
/** The delays begin where the run stands, if at least so much of it is left; else at its start. */
const ENOUGH: SimTime = 10 * SECOND

/** What was read of both buffers at one moment. */
interface Reading {
  readonly inbound: Inbound
  readonly ours: OurReading
}

const NOTHING: Reading = {
  inbound: {},
  ours: { target: 0, played: 0, bufferTime: 0, missingTime: 0 },
}

interface Plan {
  readonly plan: Float64Array<ArrayBuffer>
  readonly from: SimTime
  readonly ours: OurSettings
}

/**
 * The browser's own jitter buffer, given the run's delays. Two ends of a call in this very page, no network between
 * them: one sends a sound, a thread holds its packets back, and the other end's buffer does with them what it does in
 * any call. It takes as long as it takes: real time.
 */
export class Loopback {
  private readonly controller: StageController
  private readonly place: typeof placeCall
  private readonly clock: () => number
  private readonly listeners = new Set<() => void>()
  private state = OFF
  private call: Call | null = null
  private began = 0
  private last = NOTHING
  private isAudible = false
  private attempts = 0

  /** `clock` reads wall time in milliseconds. */
  constructor(controller: StageController, place: typeof placeCall, clock: () => number) {
    this.controller = controller
    this.place = place
    this.clock = clock
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly get = (): LoopbackState => this.state

  /** Returns what ends it for good, for a component that goes. */
  attach(): () => void {
    return () => this.stop()
  }

  /** To be called from a press: before one, browsers keep silent. */
  async start(source: SoundSource): Promise<void> {
    this.stop()
    const attempt = this.attempts
    this.change({ ...OFF, status: 'connecting' })
    const planned = await this.plan()
    if (attempt !== this.attempts) return
    if (typeof planned === 'string') return this.change({ ...OFF, problem: planned })
    const { plan, from, ours } = planned
    try {
      const call = await this.place(source, { plan, ours }, (report) => void this.take(report))
      if (attempt !== this.attempts) return call.end()
      call.setAudible(this.isAudible)
      this.call = call
      this.began = this.clock()
      this.last = NOTHING
      this.change({ status: 'running', from, total: plan.length, waits: ours.whenLate === 'stall' })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (attempt === this.attempts) this.change({ ...OFF, problem: `The call did not come about: ${why}.` })
    }
  }

  /** Ends it; what was measured stays. */
  stop(): void {
    this.attempts += 1
    this.call?.end()
    this.call = null
    if (this.state.status === 'running') this.change({ status: 'done' })
    if (this.state.status === 'connecting') this.change({ status: 'off' })
  }

  /** Whether what comes out of the browser's buffer is played aloud. */
  setAudible(audible: boolean): void {
    this.isAudible = audible
    this.call?.setAudible(audible)
  }

  /** The delays, and what part of the run they are from; or why there are none. */
  private async plan(): Promise<Plan | string> {
    const { now, extent, params } = this.controller.store.getState()
    const from = extent - now >= ENOUGH ? now : 0
    const until = from + LENGTH
    const answer = await this.controller.excerpt({ from, to: until })
    if (!answer.ok) return `${sentence(answer.problem)}.`
    const plan = delayPlan(answer.value as JitterExcerpt, from, Math.min(until, extent)) // this lab's engine made it
    if (plan.length === 0) return 'This run has no packets to take delays from.'
    return { plan, from, ours: ourSettings(params) }
  }

  /** One report of the delay line, and what the browser says at the same time. */
  private async take({ done, lost, behind, ours }: FromDelayLine): Promise<void> {
    const { call } = this
    if (call === null) return
    const inbound = await call.read()
    if (call !== this.call) return
    const reading = { inbound, ours }
    const sample = sampleOf((this.clock() - this.began) / 1_000, this.last, reading)
    this.last = reading
    const { samples, behind: before, total } = this.state
    this.change({
      done,
      lost,
      samples: [...samples, sample],
      behind: {
        count: before.count + behind.count,
        sum: before.sum + behind.sum,
        most: Math.max(before.most, behind.most),
      },
      tellsTarget: inbound.jitterBufferDelay === undefined || inbound.jitterBufferTargetDelay !== undefined,
    })
    if (done >= total) this.stop()
  }

  private change(part: Partial<LoopbackState>): void {
    this.state = { ...this.state, ...part }
    for (const listener of this.listeners) listener()
  }
}

const ourSettings = ({ stretch, late }: Params): OurSettings => ({
  stretch: (typeof stretch === 'number' ? stretch : 10) / 100,
  whenLate: late === 'stall' ? 'stall' : 'skip',
})

/** What both buffers did between two readings. */
function sampleOf(time: number, before: Reading, { inbound, ours }: Reading): Sample {
  const since = (key: keyof Inbound): number => (inbound[key] ?? Number.NaN) - (before.inbound[key] ?? 0)
  const emitted = since('jitterBufferEmittedCount')
  const perSample = (key: keyof Inbound): number | null => {
    const mean = (1_000 * since(key)) / emitted
    return emitted > 0 && Number.isFinite(mean) ? mean : null
  }
  const played = ours.played - before.ours.played
  return {
    time,
    browserTarget: perSample('jitterBufferTargetDelay'),
    browserDelay: perSample('jitterBufferDelay'),
    ourTarget: ours.target,
    ourDelay: played > 0 ? (ours.bufferTime - before.ours.bufferTime) / played : null,
    browserConcealed: ((inbound.concealedSamples ?? 0) * 1_000) / RATE,
    ourMissing: ours.missingTime,
  }
}
