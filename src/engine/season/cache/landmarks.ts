import { at } from '../../../shared/assert.ts'
import type { Landmark } from '../../kernel/engine.ts'
import type { CacheModel } from './cache-model.ts'
import { LANES, type Lane } from './lane.ts'

const MOST = 200

/** Where a scan begins or ends, or popularity shifts; and, as trouble, each row of misses as long as a cache is large. */
export function landmarksOf(model: CacheModel): Landmark[] {
  const now = model.askedAt.at(-1) ?? 0
  const turns = model.log.turns.map(({ request, label }): Landmark => ({
    time: (request + 1) * model.pace,
    kind: 'turn',
    label,
  }))
  const [lru, redis, lfu] = model.lanes()
  return [
    ...turns.filter(({ time }) => time <= now),
    ...[lru, redis, lfu].flatMap((lane) => misses(model, lane)),
  ]
    .sort((a, b) => a.time - b.time)
    .slice(0, MOST)
}

/** Rows of misses once the cache was full, each told when it has become as long as the cache is large. */
function misses({ askedAt, settings: { size } }: CacheModel, { id, served }: Lane): Landmark[] {
  const found: Landmark[] = []
  const least = Math.max(4, size)
  let inRow = 0
  let full = 0
  served.forEach(({ hit }, i) => {
    if (!hit) full += 1
    inRow = hit || full <= size ? 0 : inRow + 1
    if (inRow !== least) return
    found.push({
      time: at(askedAt, i),
      kind: 'trouble',
      label: `${LANES[id].name}: ${least} misses in a row`,
    })
  })
  return found
}
