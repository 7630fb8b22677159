import type { JitterEngine } from '../jitter-engine.ts'
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
  return tabulateTurns(sent, arrived, source.interval)
}
