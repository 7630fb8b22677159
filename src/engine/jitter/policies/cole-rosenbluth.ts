import { fromMs, toMs, type SimTime } from '../../kernel/time.ts'
import { addTransit, cheapestBy, keepOver, startTransits, type TransitHistogram } from './cost-histogram.ts'
import { delayPolicy } from './policy.ts'

/** A codec's curve: points of R without losses, and `steepness` and `scale` of the logarithm that losses add. */
export interface LossCurve {
  readonly base: number
  readonly steepness: number
  readonly scale: number
}

const G711: LossCurve = { base: 0, steepness: 30, scale: 15 }

/** From here on people talk into each other, and delay costs more than five times as much. Milliseconds, one way. */
const KNEE_MS = 177.3

/** What a one-way delay takes off R, in points. */
export const delayPoints = (ms: number): number => 0.024 * ms + 0.11 * Math.max(0, ms - KNEE_MS)

/** What losing `share` of the packets, 0 .. 1, takes off R, in points. */
export const lossPoints = (share: number, { base, steepness, scale }: LossCurve = G711): number =>
  base + steepness * Math.log(1 + scale * share)

/** What lies before the buffer, and no receiver can measure: a frame, and the fastest packet's way. */
const BEFORE_BUFFER: SimTime = fromMs(50)

interface OpinionState {
  readonly histogram: TransitHistogram
  target: SimTime
}

/**
 * The delay at which a call of late would have been rated best: Cole and Rosenbluth, "Voice over IP performance
 * monitoring", ACM SIGCOMM Computer Communication Review 31(2), 2001, reduced the E-model to the two terms above, for
 * G.711 here. They monitored with it; to choose the delay by it is Fujimoto, Ata and Murata's idea (2002). The price
 * set for late packets has no say, and packets that never come are not counted.
 */
export const coleRosenbluth = delayPolicy<OpinionState>({
  kind: 'delay',
  start: () => ({ histogram: startTransits(), target: 0 }),
  observe(state, { sent, arrived }, { interval }) {
    const { histogram } = state
    addTransit(histogram, arrived - sent, keepOver(interval))
    state.target = cheapestBy(histogram, (delay, beyond) =>
      rounded(delayPoints(toMs(BEFORE_BUFFER + delay)) + lossPoints(beyond / histogram.total)),
    )
  },
  offset: (state) => (state.histogram.origin ?? 0) + state.target,
  target: (state) => state.target,
})

/** The last bits of a logarithm differ from machine to machine; the choice must not. */
const rounded = (points: number): number => Math.round(points * 1e9) / 1e9
