import type { Landmark } from '../../kernel/engine.ts'
import type { KeysEngine } from './keys-engine.ts'
import { LANES } from './placement.ts'

const MOST = 200

/** Every change, and in each lane the first record that was delivered too late for its key. Oldest first. */
export function landmarksOf({ lanes }: KeysEngine): Landmark[] {
  const changes = (lanes[0]?.changes ?? [])
    .slice(0, MOST)
    .map(({ time, kind, after, producer }): Landmark => ({
      time,
      kind: 'turn',
      label: kind === 'add' ? `${after} partitions` : `producer ${producer + 1} restarted`,
    }))
  const late = lanes.flatMap(({ id, firstOutOfOrderAt: time }): Landmark[] =>
    Number.isNaN(time) ? [] : [{ time, kind: 'trouble', label: `${LANES[id].name}: a key’s order breaks` }],
  )
  return [...changes, ...late].sort((a, b) => a.time - b.time)
}
