/** How a codec takes losses: `Ie` is what it costs without any, `Bpl` how well it hides them. */
export interface Codec {
  readonly impairment: number
  readonly robustness: number
}

/** G.711 with packet loss concealment: ITU-T G.113 appendix I, as tabled there for random loss. */
export const G711_WITH_PLC: Codec = { impairment: 0, robustness: 25.1 }

/** R of a connection without delay and loss, all other parameters at their defaults: G.107's R0 - Is + A. */
const BEST = 93.2

/** What a one-way delay costs, in points of R (G.107's Idd): nothing up to 100 ms. */
export function delayImpairment(ms: number): number {
  if (!(ms > 100)) return 0
  const x = Math.log2(ms / 100)
  const root = (base: number): number => (1 + base ** 6) ** (1 / 6)
  return 25 * (root(x) - 3 * root(x / 3) + 2)
}

/**
 * What missing packets cost, in points of R (G.107's Ie,eff): `lossPercent` of them, in bursts `burstRatio` times as
 * long as those that independent losses would come in.
 */
export const lossImpairment = (
  lossPercent: number,
  burstRatio: number,
  { impairment, robustness }: Codec = G711_WITH_PLC,
): number =>
  lossPercent === 0
    ? impairment
    : impairment + ((95 - impairment) * lossPercent) / (lossPercent / burstRatio + robustness)

/**
 * The rating R of a call, 0 .. 93.2: ITU-T G.107, with the delay and the losses that a jitter buffer leaves, and no
 * echo or noise. Above 80 people are satisfied, below 50 nearly all are not.
 */
export const rating = (delayMs: number, lossPercent: number, burstRatio: number): number =>
  Math.max(0, BEST - delayImpairment(delayMs) - lossImpairment(lossPercent, burstRatio))

/** The mean opinion, 1 .. 4.5, that a rating stands for: G.107 annex B. */
export function opinionOf(r: number): number {
  if (r <= 0) return 1
  if (r >= 100) return 4.5
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6)
}
