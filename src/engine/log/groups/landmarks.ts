import type { Landmark } from '../../kernel/engine.ts'
import { MARK } from './codes.ts'
import type { GroupsEngine } from './groups-engine.ts'
import type { Lane } from './lane.ts'

const MOST = 60

/** What was done to members, and each moment at which a lane lost something or did it twice. Oldest first. */
export function landmarksOf({ done, lanes }: GroupsEngine): Landmark[] {
  const turns = done
    .filter(({ time }) => time > 0)
    .slice(0, MOST)
    .map(({ time, text }): Landmark => ({ time, kind: 'turn', label: text }))
  return [...turns, ...lanes.flatMap(troublesOf)].sort((a, b) => a.time - b.time)
}

/** A second or more between them: a batch is one trouble. */
const APART = 1_000_000

function troublesOf({ spec, ledger, history }: Lane): Landmark[] {
  const found: Landmark[] = []
  let last = -Infinity
  for (let row = 0; row < ledger.markAt.length && found.length < MOST; row++) {
    const kind = ledger.markKind.get(row)
    const time = ledger.markAt.get(row)
    if (kind !== MARK.lost && kind !== MARK.duplicate) continue
    if (time - last >= APART)
      found.push({
        time,
        kind: 'trouble',
        label: `${spec.name}: ${kind === MARK.lost ? 'records lost' : 'processed once more'}`,
      })
    last = time
  }
  const refusals = history.notes
    .slice(0, MOST)
    .map(({ time, text }): Landmark => ({ time, kind: 'trouble', label: `${spec.name}: ${text}` }))
  return [...found, ...refusals]
}
