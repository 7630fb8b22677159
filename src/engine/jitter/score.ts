import type { SimTime } from '../kernel/time.ts'
import { pointOf, type Point } from './bounds/point.ts'
import type { JitterEngine, Lane } from './jitter-engine.ts'
import type { Ledger } from './ledger.ts'
import { playoutOf } from './config-of.ts'

/** What a receiver is scored against: the network's fastest transit and how many packets have arrived. */
export interface Scored {
  readonly fastest: SimTime
  readonly arrived: number
  readonly now: SimTime
  readonly price: SimTime
}

/**
 * What a receiver has paid so far: J = mean delay above the fastest packet + price for each 1 % late or waiting.
 * With turns, the delay is that of every turn, its packet there or not: a bound has nothing else to go by; a turn that
 * comes before even the fastest packet could be there has shown nothing, and counts as if it had come then. Without
 * turns it is the mean of what was shown, all stalled time counts as waiting, and a frame shown after one that was
 * sent later counts as late. Null before the first turn.
 */
export function measurePoint(ledger: Ledger, { fastest, arrived, now, price }: Scored): Point | null {
  const { turns, counts } = ledger
  const late = (counts.late + counts.outOfOrder) / arrived
  if (turns.count > 0)
    return pointOf(
      turns.delaySum / turns.count - fastest,
      late + share(turns.waited, turns.spacingSum),
      price,
    )
  if (counts.played === 0) return null
  const stalled = share(ledger.stalledTime(now), ledger.playingTime(now))
  return pointOf(ledger.delays.mean() - fastest, late + stalled, price)
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)

/** What the receivers of a run are scored against now. */
export const scoredAs = ({ passage, now, present }: JitterEngine): Scored => ({
  fastest: passage.transits.fastest,
  arrived: passage.arrivalOrder.length,
  now,
  price: playoutOf(present).price,
})

/** What a lane of a run has paid so far. */
export const pointOfLane = (engine: JitterEngine, { ledger }: Lane): Point | null =>
  measurePoint(ledger, scoredAs(engine))
