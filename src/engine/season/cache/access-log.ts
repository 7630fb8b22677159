import { SECOND } from '../../kernel/time.ts'
import { RandomStream } from '../../kernel/random.ts'
import { ZipfKeys } from '../../flow/load/zipf.ts'
import { MOST_REQUESTS, type CacheSettings } from './settings.ts'

/** Where something changes in what is asked for, by the number of the request. */
export interface Turn {
  readonly request: number
  readonly label: string
}

export interface AccessLog {
  /** The keys in the order in which they are asked for. Key 0 is the most popular one; those of a scan follow the others. */
  readonly keys: readonly number[]
  readonly turns: readonly Turn[]
}

/** How many requests a run has. */
export const requestsOf = (settings: CacheSettings): number =>
  Math.min(MOST_REQUESTS, settings.for * settings.rate)

/** The time between two requests. */
export const paceOf = ({ rate }: CacheSettings): number => Math.round(SECOND / rate)

/** Draws the whole log of a run. Each request takes one draw, whatever the pattern: a scan replaces what was drawn. */
export function drawLog(seed: number, settings: CacheSettings): AccessLog {
  const { pattern, keys, skew, scan, scanEvery, rate } = settings
  const count = requestsOf(settings)
  if (pattern === 'loop') return { keys: Array.from({ length: count }, (_, i) => i % keys), turns: [] }
  const stream = RandomStream.of(seed, 'cache.requests')
  const zipf = new ZipfKeys(keys, skew)
  const half = Math.floor(count / 2)
  const every = scanEvery * rate
  const log = Array.from({ length: count }, (_, i) => {
    const drawn = zipf.draw(stream)
    if (pattern === 'scan' && i >= every && i % every < scan) return keys + (i % every)
    return pattern === 'shift' && i >= half ? (drawn + Math.floor(keys / 2)) % keys : drawn
  })
  if (pattern === 'shift') return { keys: log, turns: [{ request: half, label: 'other keys are popular' }] }
  if (pattern !== 'scan') return { keys: log, turns: [] }
  const turns: Turn[] = []
  for (let start = every; start < count; start += every) {
    turns.push({ request: start, label: 'a scan begins' })
    if (scan < every && start + scan < count) turns.push({ request: start + scan, label: 'the scan is over' })
  }
  return { keys: log, turns }
}
