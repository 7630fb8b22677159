/** The unit in which an interface tells time: a second divided by `base` to the power of `exponent`. */
export interface TimeUnit {
  readonly base: 2 | 10
  readonly exponent: number
  /** Seconds to be added. */
  readonly offset: bigint
}

const BILLION = 1_000_000_000n

/** Where an interface's own count stood at the capture's first packet. */
interface Origin {
  readonly high: number
  readonly low: number
  readonly perSecond: number
  /** What that count leaves out, being whole, in microseconds. */
  readonly rest: number
}

/**
 * Times of a capture in microseconds since its first packet. The counts have 64 bits, more than a number holds: what
 * is subtracted are their halves, so nothing is lost.
 */
export class CaptureClock {
  /** The first packet's time, in nanoseconds. */
  private first: bigint | null = null
  private readonly origins = new Map<TimeUnit, Origin>()

  microseconds(high: number, low: number, unit: TimeUnit): number {
    const origin = this.origins.get(unit) ?? this.originOf(high, low, unit)
    const count = (high - origin.high) * 0x1_0000_0000 + (low - origin.low)
    return (count / origin.perSecond) * 1e6 - origin.rest
  }

  private originOf(high: number, low: number, unit: TimeUnit): Origin {
    const perSecond = BigInt(unit.base) ** BigInt(unit.exponent)
    const count = (BigInt(high) << 32n) | BigInt(low)
    this.first ??= (count * BILLION) / perSecond + unit.offset * BILLION
    const since = this.first - unit.offset * BILLION
    const whole = (since * perSecond) / BILLION
    const origin = {
      high: Number(whole >> 32n),
      low: Number(whole & 0xffff_ffffn),
      perSecond: Number(perSecond),
      rest: Number(since - (whole * BILLION) / perSecond) / 1_000,
    }
    this.origins.set(unit, origin)
    return origin
  }
}
