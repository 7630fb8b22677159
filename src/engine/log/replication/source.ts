import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { ReplicationSettings } from './settings.ts'

export interface SavedSource {
  readonly random: RandomState
  readonly next: SimTime
  readonly made: number
}

/** The application: when each record is handed to the producers of all lanes. */
export class Source {
  private readonly random: RandomStream
  private next: SimTime
  private made = 0

  constructor(seed: number, settings: ReplicationSettings) {
    this.random = RandomStream.of(seed, 'replication.records')
    this.next = this.gap(settings)
  }

  get due(): SimTime {
    return this.next
  }

  /** The partition of the record that is due; the next one comes a gap later. */
  take(settings: ReplicationSettings): number {
    this.next += this.gap(settings)
    return this.made++ % settings.partitions
  }

  /** From now on records come at another pace. */
  reconfigure(settings: ReplicationSettings, now: SimTime): void {
    this.next = now + this.gap(settings)
  }

  save(): SavedSource {
    return { random: this.random.save(), next: this.next, made: this.made }
  }

  restore(saved: SavedSource): void {
    this.random.restore(saved.random)
    this.next = saved.next
    this.made = saved.made
  }

  /** A mixture of clockwork and a Poisson process, with the same mean. */
  private gap({ rate, uneven }: ReplicationSettings): SimTime {
    const exponential = this.random.exponential()
    return Math.max(1, Math.round((SECOND / rate) * (1 - uneven + uneven * exponential)))
  }
}
