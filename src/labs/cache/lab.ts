import { plural } from '../../shared/words.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { CacheFrame, LaneFrame } from '../../engine/season/cache/frame.ts'
import { CACHE_SETTINGS } from '../../engine/season/cache/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { cacheLesson } from './lesson.ts'
import { CACHE_MEASURES } from './measures.ts'
import { CACHE_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<CacheFrame>({
  ...card,
  params: CACHE_SETTINGS,
  scenarios: CACHE_SCENARIOS,
  scenarioLabel: 'What is asked for',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: CACHE_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: cacheLesson,
  byHand:
    'Press a key to follow it through all caches, ask for it with the button below, and change how many keys Redis looks at while it runs.',
  leavesOut: [
    'Entries are of one size, and a miss is filled at once. Redis counts bytes, and its memory may exceed the limit for a moment.',
    'Redis’s clock for LRU ticks once a second, in 24 bits; here age is counted in requests, so that no two keys are of one age.',
    'Redis takes its samples from neighbouring buckets of its hash table, which is quicker and a little less random than the even draw here.',
    'Expiry times, and the policies that look at nothing else (the volatile ones).',
    'The bound is the best that is possible, not a cache one could build: after a request by hand it is worked out anew, with that request foreseen.',
  ],
  view: {
    before: 60 * SECOND,
    narrow: 40 * SECOND,
    after: 2 * SECOND,
    choices: [10, 40, 60, 120, 300, 600, 1_200].map((seconds) => seconds * SECOND),
  },
  speed: 1,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const SUMMARIES: Readonly<Record<LaneFrame['lane'], string>> = {
  lru: 'A map finds an entry, a doubly linked list keeps the order of use. The one that was not used for longest goes.',
  redis:
    'No list: 24 bits a key say when it was last asked for. When room is needed, a few keys are looked at, and the oldest goes. It can also evict any key, or refuse to write.',
  lfu: 'The same 24 bits hold a counter of eight bits that rarely goes up and falls with the minutes. Of the keys looked at, the one with the lowest goes.',
  belady:
    'It knows every request to come, and lets go of the key asked for again last, or does not keep the new one. Nobody can do better.',
}

const readLane = ({ lane, name, origin, values, counts }: LaneFrame): LaneReadout => ({
  id: lane,
  name,
  origin,
  summary: SUMMARIES[lane],
  values,
  conservation: [
    { label: 'requests', count: counts.requests },
    { label: 'hits', count: counts.hits },
    { label: 'misses: held', count: counts.held },
    { label: 'evicted since', count: counts.evicted },
    { label: 'not taken in', count: counts.refused },
  ],
})

function describe({ asked, lanes, settings }: CacheFrame): string {
  const rates = lanes.map(({ name, hitRate }) => `${name}: ${hitRate.toFixed(0)} %`)
  return `${plural(asked, 'request')} to caches of ${settings.size}. Hit rates: ${rates.join(', ')}.`
}

/** What happened since the last announcement. */
function news(before: CacheFrame, after: CacheFrame): string[] {
  if (after.now < before.now || after.scanning === before.scanning) return []
  return [after.scanning ? 'A scan begins.' : 'The scan is over.']
}
