import type { JitterEngine } from '../jitter-engine.ts'
import { playoutOf } from '../config-of.ts'
import type { Rules } from './point.ts'
import { tabulateTurns, type TurnTable } from './turn-table.ts'

/** What the network has asked of the players of a run so far: up to the newest packet that has arrived. */
export function turnsOf({ passage, source }: JitterEngine): TurnTable {
  const { arrivals, arrivalOrder, sentTimes } = passage
  let newest = -1
  for (let i = 0; i < arrivalOrder.length; i++) newest = Math.max(newest, arrivalOrder.get(i))
  const isOver = passage.packets === source.packetCount && passage.inNetwork === 0
  const length = isOver ? passage.packets : newest + 1
  const sent = new Float64Array(length)
  const arrived = new Float64Array(length)
  sentTimes.copy(0, length, sent)
  arrivals.copy(0, length, arrived)
  const stamps = sent.map((_, packet) => source.stampOf(packet))
  return tabulateTurns(sent, arrived, source.interval, stamps)
}

/**
 * The rules the players of a run play by now. Where the sender's clock drifts, playing at its pace moves the delay by
 * as much, so a clairvoyant may move it by that too.
 */
export function rulesOf({ present, config }: JitterEngine): Rules {
  const { whenLate, stretch, price } = playoutOf(present)
  const drift = config.trace === null && config.row === null ? Math.abs(present.drift) / 1e6 : 0
  return { whenLate, stretch: stretch + drift, price }
}
