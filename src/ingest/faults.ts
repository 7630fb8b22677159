import { TICK_MS, type Faults } from '../engine/ingest/config.ts'
import { REGIONS } from '../engine/ingest/codes.ts'
import type { IngestCommand } from '../engine/ingest/command.ts'
import { BOTS, SPELLS, type Fault } from './protocol.ts'

const SECOND_MS = 1_000
const VIRAL_SHARE = 0.1
const RELEASE_SHARE = 0.25
const OUTAGE_REGION = REGIONS.indexOf('eu')
const COLLECTORS = 100

/** Whether a fault with a spell, or the bots, are on at `tick`. */
export function isOn(fault: Exclude<Fault, 'crash'>, faults: Faults, tick: number): boolean {
  if (fault === 'bots') return faults.bots > 0
  const spell = faults[fault]
  const now = tick * TICK_MS
  return spell !== null && spell.fromMs <= now && now < spell.untilMs
}

/** What pressing a fault's button asks for at `tick`: it begins, or ends if it is on. */
export function commandOf(fault: Fault, faults: Faults, tick: number): IngestCommand {
  if (fault === 'crash') return { kind: 'crash', collector: tick % COLLECTORS }
  const ends = isOn(fault, faults, tick)
  if (fault === 'bots') return { kind: 'faults', faults: { bots: ends ? 0 : BOTS } }
  if (ends) return { kind: 'faults', faults: { [fault]: null } }
  const fromMs = tick * TICK_MS
  const spell = { fromMs, untilMs: fromMs + SPELLS[fault] * SECOND_MS }
  switch (fault) {
    case 'viral':
      return { kind: 'faults', faults: { viral: { ...spell, share: VIRAL_SHARE } } }
    case 'release':
      return { kind: 'faults', faults: { release: { ...spell, share: RELEASE_SHARE } } }
    case 'outage':
      return { kind: 'faults', faults: { outage: { ...spell, region: OUTAGE_REGION } } }
    case 'landing':
      return { kind: 'faults', faults: { landing: spell } }
  }
}
