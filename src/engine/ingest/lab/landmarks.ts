import type { Landmark } from '../../kernel/engine.ts'
import type { TrendingEngine } from './trending-engine.ts'

const MOST = 200

/** What was done, and who came to lead either board. Oldest first. */
export function landmarksOf({ journal }: TrendingEngine): Landmark[] {
  return journal.entries
    .map(({ time, text, kind }): Landmark => ({
      time,
      label: text,
      kind: kind === 'drawn' || kind === 'corrected' ? 'turn' : 'trouble',
    }))
    .slice(-MOST)
}
