import type { Landmark } from '../kernel/engine.ts'
import type { JitterEngine } from './jitter-engine.ts'
import { POLICY_WORDS } from './settings/policies.ts'

const MAX_LANDMARKS = 300

/** Where players stall, and where whiteboard and production first differ; oldest first. */
export function landmarksOf({ lanes, divergence }: Pick<JitterEngine, 'lanes' | 'divergence'>): Landmark[] {
  const marks: Landmark[] = []
  for (const { policy, ledger } of lanes)
    for (let i = 0; i < ledger.stallCount && marks.length < MAX_LANDMARKS; i++)
      marks.push({
        time: ledger.stall(i).start,
        kind: 'trouble',
        label: `${POLICY_WORDS[policy].name} stalls`,
      })
  if (divergence !== null) marks.push({ time: divergence.time, kind: 'turn', label: 'first difference' })
  return marks.sort((a, b) => a.time - b.time)
}
