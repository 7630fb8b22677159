import type { MeasureSpec } from '../../stage/define-lab.ts'

/** The cache lab's numbers, in the order of the engine's `measuresOf`. */
export const CACHE_MEASURES: readonly MeasureSpec[] = [
  {
    id: 'requests',
    label: 'Requests',
    unit: '',
    digits: 0,
    better: null,
    definition: 'How often a key was asked for; the same requests for each of the caches.',
  },
  {
    id: 'hits',
    label: 'Hits',
    unit: '',
    digits: 0,
    better: 'more',
    definition: 'Requests for a key that was in the cache.',
  },
  {
    id: 'misses',
    label: 'Misses',
    unit: '',
    digits: 0,
    better: 'less',
    definition: 'Requests for a key that was not there: it had to be fetched from somewhere slower.',
  },
  {
    id: 'rate',
    label: 'Hit rate',
    unit: '%',
    digits: 1,
    better: 'more',
    definition: 'Hits in all requests since the beginning. This is the number a cache is judged by.',
  },
  {
    id: 'recent',
    label: 'Hit rate of the last 100',
    unit: '%',
    digits: 0,
    better: 'more',
    definition: 'Hits in the last hundred requests. It shows at once what a scan or a shift does.',
  },
  {
    id: 'held',
    label: 'Held',
    unit: 'entries',
    digits: 0,
    better: null,
    definition: 'Entries in the cache now: what it keeps.',
  },
  {
    id: 'evicted',
    label: 'Evicted',
    unit: 'entries',
    digits: 0,
    better: 'less',
    definition: 'Entries thrown away to make room for another one.',
  },
  {
    id: 'early',
    label: 'Evicted too early',
    unit: '',
    digits: 0,
    better: 'less',
    definition:
      'Keys asked for again after they were thrown away, within no more requests than the cache has entries.',
  },
  {
    id: 'refused',
    label: 'Not taken in',
    unit: '',
    digits: 0,
    better: null,
    definition:
      'Misses whose key was not kept. With noeviction a full Redis refuses the write; the bound passes over keys not worth their place.',
  },
  {
    id: 'order',
    label: 'Order kept',
    unit: 'bytes an entry',
    digits: 0,
    better: 'less',
    definition:
      'What it costs to know which entry to throw away: two pointers of a doubly linked list, or the 24 bits Redis has for it in each object.',
  },
]
