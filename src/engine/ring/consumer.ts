import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { RandomStream } from '../kernel/random.ts'
import type { SimTime } from '../kernel/time.ts'
import type { RingConfig } from './config.ts'
import { Pacer, type Pace, type SavedPacer } from '../kernel/pacer.ts'
import type { RingSettings } from './settings.ts'

export interface SavedConsumer {
  readonly pacer: SavedPacer
  readonly stalled: boolean
  readonly lastTurn: SimTime | null
}

/** The consumer's clock. It comes to every lane at the same moments; what it takes there is the lane's affair. */
export class Consumer {
  private readonly pacer: Pacer
  private isStalled = false
  private turnedAt: SimTime | null = null

  constructor({ seed, settings }: RingConfig) {
    this.pacer = new Pacer(RandomStream.of(seed, 'consumer.gaps'), paceOf(settings), 'after-a-gap')
  }

  /** When it comes next; null while it does not come. */
  get due(): SimTime | null {
    return this.pacer.due
  }

  get stalled(): boolean {
    return this.isStalled
  }

  /** When it came last; null before its first turn. */
  get lastTurn(): SimTime | null {
    return this.turnedAt
  }

  /** The turn that was due begins. */
  turn(now: SimTime): void {
    this.turnedAt = now
    this.pacer.next()
  }

  /** Stalls or goes on; the value says which. */
  stall(stalled: boolean, now: SimTime): Outcome<string> {
    if (stalled === this.isStalled)
      return refuse(stalled ? 'the consumer is stalled already' : 'the consumer is not stalled')
    this.isStalled = stalled
    if (stalled) this.pacer.stop(now)
    else this.pacer.goOn(now)
    return accept(stalled ? 'consumer stalled' : 'consumer goes on')
  }

  reconfigure(settings: RingSettings, now: SimTime): void {
    this.pacer.change(paceOf(settings), now)
  }

  save(): SavedConsumer {
    return { pacer: this.pacer.save(), stalled: this.isStalled, lastTurn: this.turnedAt }
  }

  restore(saved: SavedConsumer): void {
    this.pacer.restore(saved.pacer)
    this.isStalled = saved.stalled
    this.turnedAt = saved.lastTurn
  }
}

const paceOf = ({ consume, consumeUneven }: RingSettings): Pace => ({
  rate: consume,
  unevenness: consumeUneven,
})
