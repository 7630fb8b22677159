import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { GroupsConfig } from './config.ts'
import type { GroupSettings } from './settings.ts'

export interface SavedProducer {
  readonly gaps: RandomState
  readonly keys: RandomState
  readonly since: number
  readonly left: number
}

/** The producer's clock and its choice of keys: a stream of chance for each. */
export class Producer {
  private readonly gaps: RandomStream
  private readonly keys: RandomStream
  private settings: GroupSettings
  /** The moment `left` counts from, not rounded; and how many mean gaps are left until the next record. */
  private since = 0
  private left: number

  constructor({ seed, settings }: GroupsConfig) {
    this.settings = settings
    this.gaps = RandomStream.of(seed, 'producer.gaps')
    this.keys = RandomStream.of(seed, 'producer.keys')
    this.left = this.drawGap()
  }

  /** When it appends its next record. */
  get due(): SimTime {
    return Math.round(this.exactDue)
  }

  /** The key of the next record. */
  key(): number {
    return this.keys.below(this.settings.keys)
  }

  /** The record that was due is appended: the next gap begins. */
  next(): void {
    this.since = this.exactDue
    this.left = this.drawGap()
  }

  /** Another pace from `now` on: what is left of the gap stretches or shrinks. */
  change(settings: GroupSettings, now: SimTime): void {
    if (settings.produce !== this.settings.produce) {
      this.left = Math.max(0, this.left - ((now - this.since) * this.settings.produce) / SECOND)
      this.since = now
    }
    this.settings = settings
  }

  save(): SavedProducer {
    return { gaps: this.gaps.save(), keys: this.keys.save(), since: this.since, left: this.left }
  }

  restore(saved: SavedProducer): void {
    this.gaps.restore(saved.gaps)
    this.keys.restore(saved.keys)
    this.since = saved.since
    this.left = saved.left
  }

  private get exactDue(): number {
    return this.since + (this.left * SECOND) / this.settings.produce
  }

  /** A constant part and an exponential one: mean 1, standard deviation as set. Always takes one draw. */
  private drawGap(): number {
    const uneven = this.settings.produceUneven
    return 1 - uneven + uneven * this.gaps.exponential()
  }
}
