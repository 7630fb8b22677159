import * as fc from 'fast-check'
import { tabulateTurns, type TurnTable } from '../../src/engine/jitter/bounds/turn-table.ts'
import { fromMs } from '../../src/engine/kernel/time.ts'

export const INTERVAL = fromMs(20)

/** Packets every 20 ms with these delays, in milliseconds; null for a lost one. */
export function tableOf(delays: readonly (number | null)[]): TurnTable {
  const sent = delays.map((_, i) => i * INTERVAL)
  const arrived = delays.map((delay, i) => (delay === null ? Number.NaN : i * INTERVAL + fromMs(delay)))
  return tabulateTurns(sent, arrived, INTERVAL)
}

/** A few packets, so that every way to play them can be tried. */
export const fewDelays = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.nat(7) }, { weight: 1, arbitrary: fc.constant(null) }), {
    minLength: 1,
    maxLength: 5,
  })
  .filter((delays) => delays.some((delay) => delay !== null))
