import type { Landmark } from '../../kernel/engine.ts'
import type { Happened } from './codes.ts'
import type { Lane } from './lane.ts'
import { laneName } from './policy.ts'
import type { ReplicationSettings } from './settings.ts'

const MOST = 60

const KINDS: Partial<Record<Happened, Landmark['kind']>> = {
  fault: 'turn',
  repair: 'turn',
  leader: 'turn',
  unclean: 'trouble',
  offline: 'trouble',
  lost: 'trouble',
  truncated: 'trouble',
  duplicate: 'trouble',
  failed: 'trouble',
}

/** Faults, elections and losses of every lane; what happens in all lanes alike is told once. Oldest first. */
export function landmarksOf(lanes: readonly Lane[], settings: ReplicationSettings): Landmark[] {
  const seen = new Set<string>()
  const found = lanes.flatMap((lane) =>
    lane.journal.rows
      .flatMap(({ time, kind, text, node }): Landmark[] => {
        const mark = KINDS[kind]
        const isEverywhere = (kind === 'fault' || kind === 'repair') && node !== 0
        const name = isEverywhere ? `${time} ${text}` : `${lane.id} ${time} ${text}`
        if (mark === undefined || seen.has(name)) return []
        seen.add(name)
        const label = isEverywhere ? text : `${laneName(lane.id, settings).name}: ${text}`
        return [{ time, kind: mark, label }]
      })
      .slice(0, MOST),
  )
  return found.sort((a, b) => a.time - b.time)
}
