import { at } from '../../../shared/assert.ts'
import type { Check } from '../../kernel/engine.ts'
import type { CacheModel } from './cache-model.ts'
import { LANES, type Lane } from './lane.ts'
import { cheApproximation, hitsByStackDistance, hitsInLoop, zipfShares } from './theory.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(model: CacheModel): Check[] {
  const [lru, , , belady] = model.lanes()
  const every = model.lanes().flatMap((lane) => [checkHeld(lane), ...checkBound(lane, belady)])
  return [...every, checkStackDistance(model, lru), ...checkLoop(model, lru, belady), ...checkChe(model, lru)]
}

function checkHeld(lane: Lane): Check {
  return {
    id: `held.${lane.id}`,
    label: `${LANES[lane.id].name}: entries held`,
    predicted: lane.held,
    measured: lane.cache.entries(lane.requests, 0).length,
    tolerance: 0,
    unit: 'entries',
    source:
      'misses − evicted − refused, counted request by request; the entries themselves are counted beside it',
  }
}

function checkBound(lane: Lane, belady: Lane): Check[] {
  if (lane === belady) return []
  return [
    {
      id: `bound.${lane.id}`,
      label: `${LANES[lane.id].name}: hits beyond Belady’s bound`,
      predicted: 0,
      measured: Math.max(0, ...lane.hitsAt.map((hits, i) => hits - at(belady.hitsAt, i))),
      tolerance: 0,
      unit: 'hits',
      source:
        'Belady 1966: letting go of what is asked for again last is optimal, at every moment of the log',
    },
  ]
}

function checkStackDistance({ asked, settings }: CacheModel, lru: Lane): Check {
  return {
    id: 'stack-distance',
    label: 'LRU, exact: hits',
    predicted: hitsByStackDistance(asked, settings.size),
    measured: lru.hits,
    tolerance: 0,
    unit: 'hits',
    source:
      'stack distances (Mattson et al. 1970): a request hits if fewer other keys than there are entries came since the last one for its key',
  }
}

/** A loop that nobody put a request of their own into. */
function checkLoop({ settings, isTouched, asked }: CacheModel, lru: Lane, belady: Lane): Check[] {
  const { pattern, keys, size } = settings
  if (pattern !== 'loop' || isTouched) return []
  return [
    {
      id: 'loop.lru',
      label: 'LRU, exact: hits in a loop',
      predicted: keys > size ? 0 : Math.max(0, asked.length - keys),
      measured: lru.hits,
      tolerance: 0,
      unit: 'hits',
      source: 'a loop longer than the cache asks for each key just after it was thrown away',
    },
    {
      id: 'loop.belady',
      label: 'Belady’s bound: hits in a loop',
      predicted: hitsInLoop(asked.length, keys, size),
      measured: belady.hits,
      tolerance: 0,
      unit: 'hits',
      source: 'keeping the first keys for good is best: as many hits each round as there are entries',
    },
  ]
}

/** Requests enough to compare with a long run. */
const ENOUGH = 400
const SIGMAS = 5
/** What the approximation itself may be off, small caches included. */
const CHE_ITSELF = 1.5

/** LRU on keys drawn independently, once it has warmed up: what theory says in the long run. */
function checkChe({ settings, isTouched }: CacheModel, { hitsAt }: Lane): Check[] {
  const { pattern, keys, skew, size } = settings
  if (pattern !== 'zipf' || isTouched || size >= keys) return []
  const { hitRate, stays } = cheApproximation(zipfShares(keys, skew), size)
  const warm = Math.ceil(3 * stays)
  const counted = hitsAt.length - warm
  if (counted < ENOUGH) return []
  const error = Math.sqrt((hitRate * (1 - hitRate)) / counted)
  return [
    {
      id: 'che',
      label: 'LRU, exact: hit rate once it is warm',
      predicted: 100 * hitRate,
      measured: (100 * ((hitsAt.at(-1) ?? 0) - at(hitsAt, warm - 1))) / counted,
      tolerance: CHE_ITSELF + 100 * SIGMAS * error,
      unit: '%',
      source:
        'Che’s approximation (2002) for keys drawn independently: an entry stays until as many other keys were asked for as there is room',
    },
  ]
}
