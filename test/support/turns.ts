import * as fc from 'fast-check'
import { tabulateTurns, type TurnTable } from '../../src/engine/jitter/bounds/turn-table.ts'
import { at } from '../../src/shared/assert.ts'
import { fromMs, type SimTime } from '../../src/engine/kernel/time.ts'

export const INTERVAL = fromMs(20)

/** Packets every 20 ms, or with these gaps between them; their delays are in milliseconds, null for a lost one. */
export function tableOf(delays: readonly (number | null)[], gaps: readonly SimTime[] = []): TurnTable {
  let now = 0
  const sent = delays.map((_, i) => (now += i === 0 ? 0 : (gaps[i - 1] ?? INTERVAL)))
  const arrived = delays.map((delay, i) => (delay === null ? Number.NaN : at(sent, i) + fromMs(delay)))
  return tabulateTurns(sent, arrived, INTERVAL)
}

/** A few packets, so that every way to play them can be tried. */
export const fewDelays = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.nat(7) }, { weight: 1, arbitrary: fc.constant(null) }), {
    minLength: 1,
    maxLength: 5,
  })
  .filter((delays) => delays.some((delay) => delay !== null))

/** Gaps between them: even mostly, and some silences. */
export const fewGaps = fc.array(
  fc.constantFrom(1, 1, 2, 3, 4).map((turns) => turns * INTERVAL),
  { maxLength: 4 },
)
