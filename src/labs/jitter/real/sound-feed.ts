import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { SECOND, type SimTime } from '../../../engine/kernel/time.ts'
import type { Span } from '../../../engine/kernel/engine.ts'
import type { JitterExcerpt } from '../../../engine/jitter/excerpt.ts'
import {
  createRenderer,
  type SoundCounts,
  type SoundRenderer,
} from '../../../engine/jitter/sound/renderer.ts'
import { Schedule, type Segment } from '../../../engine/jitter/sound/schedule.ts'
import type { SoundSource } from '../../../engine/jitter/sound/source.ts'

/** Asks the session for a passage of the run. */
export type AskExcerpt = (span: Span) => Promise<Outcome<unknown>>

/** The next piece of what a player sounds like. */
export interface Fed {
  readonly sound: Float32Array
  readonly segments: readonly Segment[]
  readonly interval: SimTime
  readonly kind: 'gate' | 'delay'
  /** Nothing follows. */
  readonly isOver: boolean
}

/** A piece asked for at a time: the less, the sooner the first sound. */
const PIECE: SimTime = 0.5 * SECOND

/** The sound of one lane from a moment on, made piece by piece from excerpts of the run. */
export class SoundFeed {
  private readonly ask: AskExcerpt
  private readonly policy: string
  private readonly source: SoundSource
  private readonly from: SimTime
  private known: SimTime
  private making: { readonly schedule: Schedule; readonly renderer: SoundRenderer } | null = null

  constructor(ask: AskExcerpt, policy: string, source: SoundSource, from: SimTime) {
    this.ask = ask
    this.policy = policy
    this.source = source
    this.from = from
    this.known = from - 1
  }

  /** How far the run's story is told. */
  get until(): SimTime {
    return this.known
  }

  get counts(): Readonly<SoundCounts> {
    return this.making?.renderer.counts ?? { concealed: 0, inserted: 0, removed: 0, silent: 0 }
  }

  /** The next piece, which reaches to `to` if it is given. */
  async more(to: SimTime = this.known + PIECE): Promise<Outcome<Fed>> {
    const span = { from: this.known + 1, to }
    const answer = await this.ask(span)
    if (!answer.ok) return answer
    const { lanes, interval } = answer.value as JitterExcerpt // this lab's engine made it
    const lane = lanes.find(({ policy }) => policy === this.policy)
    if (lane === undefined) return refuse('this run has no such player any more')
    const { source, from } = this
    this.making ??= {
      schedule: new Schedule(from, interval),
      renderer: createRenderer(lane.kind, { source, interval, from }),
    }
    const { schedule, renderer } = this.making
    this.known = to
    const segments = schedule.take(lane, to)
    renderer.take(segments)
    const isOver = schedule.isOver
    const sound = isOver ? renderer.finish() : renderer.render()
    return accept({ sound, segments, interval, kind: lane.kind, isOver })
  }
}
