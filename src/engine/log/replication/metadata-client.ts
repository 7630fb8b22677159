import { copyState } from '../../kernel/copy-state.ts'
import { fromMs } from '../../kernel/time.ts'
import { NO_LEADER } from './codes.ts'
import type { LaneContext } from './context.ts'

/** How long a client waits before it tries something again (retry.backoff.ms). */
export const RETRY_BACKOFF = fromMs(100)

interface MetadataState {
  leaders: { leader: number; epoch: number }[]
  isAsking: boolean
  generation: number
  /** The broker asked last. */
  asked: number
  /** Brokers that did not answer: asked last of all. */
  suspects: number[]
}

export type SavedMetadata = MetadataState

/** What a client knows of who leads, by asking one broker after another. A broker may be behind; the newest epoch holds. */
export class MetadataClient {
  private readonly node: number
  private readonly brokers: number
  private state: MetadataState

  constructor(node: number, brokers: number, leaders: readonly number[]) {
    this.node = node
    this.brokers = brokers
    this.state = {
      leaders: leaders.map((leader) => ({ leader, epoch: 0 })),
      isAsking: false,
      generation: 0,
      asked: 0,
      suspects: [],
    }
  }

  leaderOf(partition: number): number {
    return this.state.leaders[partition]?.leader ?? NO_LEADER
  }

  /** Asks a broker who leads, unless a question is open. */
  request(ctx: LaneContext): void {
    const { state } = this
    if (state.isAsking) return
    state.isAsking = true
    state.generation += 1
    state.asked = this.next()
    ctx.send(this.node, state.asked, { kind: 'ask-metadata', generation: state.generation })
    ctx.after(fromMs(ctx.settings.requestTimeout), this.node, 'metadata-timeout', 0, state.generation)
  }

  /** Takes in an answer; true when it was waited for. */
  learn(
    generation: number,
    leaders: readonly { readonly leader: number; readonly epoch: number }[],
  ): boolean {
    const { state } = this
    if (generation !== state.generation || !state.isAsking) return false
    state.isAsking = false
    state.suspects = state.suspects.filter((id) => id !== state.asked)
    leaders.forEach(({ leader, epoch }, p) => {
      const known = state.leaders[p]
      if (known === undefined || epoch >= known.epoch) state.leaders[p] = { leader, epoch }
    })
    return true
  }

  /** The open question was refused, or no answer came: another broker is asked a little later. */
  gaveUp(ctx: LaneContext, generation: number): void {
    const { state } = this
    if (generation !== state.generation || !state.isAsking) return
    state.isAsking = false
    this.suspect(state.asked)
    ctx.after(RETRY_BACKOFF, this.node, 'metadata-retry', 0, generation)
  }

  /** The connection to `broker` broke: a question that it was asked is as good as refused. */
  brokenOff(ctx: LaneContext, broker: number): void {
    if (this.state.isAsking && this.state.asked === broker) this.gaveUp(ctx, this.state.generation)
  }

  /** This broker did not answer: others are asked first. */
  suspect(broker: number): void {
    if (!this.state.suspects.includes(broker)) this.state.suspects.push(broker)
    if (this.state.suspects.length >= this.brokers) this.state.suspects = [broker]
  }

  save(): SavedMetadata {
    return copyState(this.state)
  }

  restore(saved: SavedMetadata): void {
    this.state = copyState(saved)
  }

  private next(): number {
    const { asked, suspects } = this.state
    for (let i = 0; i < this.brokers; i++) {
      const id = ((asked + i) % this.brokers) + 1
      if (!suspects.includes(id)) return id
    }
    return (asked % this.brokers) + 1
  }
}
