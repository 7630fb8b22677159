import type { SimTime } from '../kernel/time.ts'

export interface SavedJitter {
  readonly jitter: number
  readonly lastTransit: number | null
}

/** J after a packet whose transit time differs by `change` from that of the packet that arrived before it. */
export const nextJitter = (jitter: number, change: number): number =>
  jitter + (Math.abs(change) - jitter) / 16

/**
 * The interarrival jitter of RFC 3550: J += (|D| - J) / 16, where D is the change of transit time from the packet
 * that arrived before. Every packet counts, in the order of arrival. In microseconds, kept as a fraction.
 * Source: RFC 3550 section 6.4.1 and appendix A.8.
 */
export class InterarrivalJitter {
  private jitter = 0
  private lastTransit: number | null = null

  get value(): number {
    return this.jitter
  }

  add(sent: SimTime, arrived: SimTime): void {
    const transit = arrived - sent
    if (this.lastTransit !== null) this.jitter = nextJitter(this.jitter, transit - this.lastTransit)
    this.lastTransit = transit
  }

  save(): SavedJitter {
    return { jitter: this.jitter, lastTransit: this.lastTransit }
  }

  restore(saved: SavedJitter): void {
    this.jitter = saved.jitter
    this.lastTransit = saved.lastTransit
  }
}
