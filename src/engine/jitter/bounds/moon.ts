import { at } from '../../../shared/assert.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { PlayoutOptions } from '../config.ts'
import type { JitterEngine } from '../jitter-engine.ts'
import type { Ledger } from '../ledger.ts'
import { isSilence } from '../pace.ts'
import { leastTalkspurtDelays } from './talkspurt.ts'

/** A player held against those with one delay a talkspurt that play as many packets as it does. */
export interface TalkspurtBound {
  readonly talkspurts: number
  /** The packets played, and their mean delay above the fastest. */
  readonly played: number
  readonly delay: SimTime
  /** The least mean delay above the fastest with one delay a talkspurt. */
  readonly least: SimTime
  /** The player itself keeps one delay a talkspurt, so it cannot be below. */
  readonly holds: boolean
}

/** Steps of the dynamic program that take a tenth of a second. */
const MOST_WORK = 20_000_000

/**
 * Moon's bound for a player of a run that has played by `options` so far. Null where it has had no turn, where the
 * sender's clock drifts (then no delay stays the same), and where there are too many talkspurts to work it out.
 */
export function moonBound(
  engine: JitterEngine,
  ledger: Ledger,
  options: PlayoutOptions,
): TalkspurtBound | null {
  const { turns, counts } = ledger
  if (turns.count === 0 || counts.played === 0 || engine.source.lagOf(SECOND) !== 0) return null
  const talkspurts = talkspurtsOf(engine, turns.count)
  if (workOf(talkspurts) > MOST_WORK) return null
  return {
    talkspurts: talkspurts.length,
    played: counts.played,
    delay: ledger.delays.mean() - engine.passage.transits.fastest,
    least: at(leastTalkspurtDelays(talkspurts), counts.played),
    holds: options.pace === 'silence' && options.whenLate === 'skip',
  }
}

/** How much longer than the fastest each packet took that arrived, of the first `turns` turns, by talkspurt. */
function talkspurtsOf({ passage, source }: JitterEngine, turns: number): number[][] {
  const { arrivals, arrivalOrder, transits } = passage
  const first = arrivalOrder.get(0)
  const talkspurts: number[][] = []
  for (let packet = first; packet < first + turns; packet++) {
    const stamp = source.stampOf(packet)
    if (packet === first || isSilence(stamp - source.stampOf(packet - 1), source.interval))
      talkspurts.push([])
    const took = arrivals.get(packet) - stamp - transits.fastest
    if (!Number.isNaN(took)) talkspurts.at(-1)?.push(took)
  }
  return talkspurts
}

function workOf(talkspurts: readonly (readonly number[])[]): number {
  let [before, work] = [0, 0]
  for (const { length } of talkspurts) {
    work += (before + 1) * (length + 1)
    before += length
  }
  return work
}
