import { MILLISECOND } from '../../kernel/time.ts'
import { disturbance } from './disturbance.ts'

const SLOT = MILLISECOND
const REPEAT = 7.5 * MILLISECOND
const MEAN_SLOTS = 1
const MEAN_REPEATS = 12

/**
 * A Wi-Fi cell that others use too, as C. Huitema's congestion control C4 models it for its tests ("bad Wi-Fi",
 * draft-huitema-ccwg-c4-test, section "Handling of High Jitter Environments"; private-octopus/c4, MIT): N1 slots of
 * 1 ms, Poisson of mean 1, the first of them begun somewhere within, and for a share of the packets N2 repeats of
 * 7.5 ms, Poisson of mean 12. The model is theirs; no measurement of it is published.
 */
export const contention = disturbance<object>({
  concern: 'network.contention',
  start: () => ({}),

  meet(_state, _sent, { contention: { share } }, { packets }) {
    const slots = poissonQuantile(packets.uniform(), MEAN_SLOTS)
    const begun = packets.uniform()
    const isRepeated = packets.chance(share)
    const repeats = poissonQuantile(packets.uniform(), MEAN_REPEATS)
    return Math.round(SLOT * (slots - (slots >= 1 ? begun : 0)) + (isRepeated ? REPEAT * repeats : 0))
  },
})

/** The share of repeated packets that gives an average jitter of `ms`: none at 1 ms or less, all at 91 and more. */
export const repeatedShare = (ms: number): number => Math.min(1, Math.max(0, (ms - 1) / 90))

/** The smallest count that a Poisson variate of mean `mean` does not exceed with probability `p`. */
function poissonQuantile(p: number, mean: number): number {
  let count = 0
  let term = Math.exp(-mean)
  for (let below = term; below < p && term > 0; below += term) {
    count += 1
    term *= mean / count
  }
  return count
}
