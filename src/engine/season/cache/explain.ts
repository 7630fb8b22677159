import { at } from '../../../shared/assert.ts'
import { plural } from '../../../shared/words.ts'
import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainList, explainRows, inWords } from '../../kernel/explain.ts'
import type { CacheModel } from './cache-model.ts'
import { keyThing, nameKey } from './codes.ts'
import { LANES, type Lane } from './lane.ts'
import { RECENT } from './measures.ts'

/** The requests behind a lane's measure, named as the lab names its measures; null for another name. */
export function explainMeasure(model: CacheModel, lane: Lane, measure: string): Explanation | null {
  const requests = (text: string, counts: (request: number) => boolean): Explanation =>
    explainRows({
      text,
      rows: lane.requests,
      weigh: (request) => (counts(request) ? request : Number.NaN),
      tell: (request) => tell(model, lane, request),
    })
  const served = (request: number) => at(lane.served, request)
  switch (measure) {
    case 'requests':
      return requests('Newest first.', () => true)
    case 'hits':
      return requests('Requests for a key that was there, newest first.', (i) => served(i).hit)
    case 'misses':
      return requests('Requests for a key that was not there, newest first.', (i) => !served(i).hit)
    case 'rate':
      return requests(
        `${lane.hits} hits of ${lane.requests} requests. The hits, newest first.`,
        (i) => served(i).hit,
      )
    case 'recent':
      return requests(
        `The hits of the last ${Math.min(RECENT, lane.requests)} requests, newest first.`,
        (i) => served(i).hit && i >= lane.requests - RECENT,
      )
    case 'held':
      return explainHeld(model, lane)
    case 'evicted':
      return requests('Keys thrown away to make room, newest first.', (i) => served(i).evicted >= 0)
    case 'early':
      return requests(
        `Keys asked for again no more than ${model.settings.size} requests after they were thrown away, newest first.`,
        (i) => at(lane.early, i),
      )
    case 'refused':
      return requests('Misses that were not taken in, newest first.', (i) => !served(i).kept)
    case 'order':
      return inWords(ORDER[lane.id])
    default:
      return null
  }
}

const ORDER: Record<Lane['id'], string> = {
  lru: 'Two pointers of eight bytes an entry, to the one used after it and the one used before it.',
  redis: 'Twenty-four bits in the header of each object: when it was last asked for, in seconds.',
  lfu: 'Twenty-four bits in the header of each object: sixteen for a minute, eight for a counter.',
  belady: 'It would need to know the future: no size is enough.',
}

/** "key 7: not there; key 3 was thrown away" */
function tell({ asked, askedAt, settings }: CacheModel, lane: Lane, request: number): Happening {
  const key = at(asked, request)
  const { hit, evicted, kept } = at(lane.served, request)
  const name = (one: number): string => nameKey(one, settings.keys)
  const ago = at(lane.early, request) ? request - lane.lastGone(key, request) : 0
  const words = [
    `key ${name(key)}: ${hit ? 'there' : 'not there'}`,
    ...(ago > 0 ? [`thrown away ${plural(ago, 'request')} before`] : []),
    ...(evicted >= 0 ? [`key ${name(evicted)} was thrown away for it`] : []),
    ...(kept ? [] : [lane.id === 'belady' ? 'not worth keeping' : 'the write was refused']),
  ]
  return { time: at(askedAt, request), text: words.join('; '), thing: keyThing(key) }
}

const NOTES: Record<Lane['id'], (note: number) => string> = {
  lru: (note) => `number ${note} by last use`,
  redis: (note) => `asked for ${plural(note, 'request')} ago`,
  lfu: (note) => `its counter stands at ${note}`,
  belady: (note) => (note === 0 ? 'never asked for again' : `asked for again in ${note}`),
}

function explainHeld({ asked, askedAt, settings, minute }: CacheModel, lane: Lane): Explanation {
  const entries = lane.cache.entries(lane.requests, minute)
  return explainList(
    entries.length === 0 ? 'Nothing yet.' : `What is in “${LANES[lane.id].name}” now.`,
    entries.map(({ key, note }) => ({
      time: at(askedAt, asked.lastIndexOf(key)),
      text: `key ${nameKey(key, settings.keys)}: ${NOTES[lane.id](note)}`,
      thing: keyThing(key),
    })),
  )
}
