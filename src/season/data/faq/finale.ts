import { SOURCES } from '../sources.ts'
import type { Question } from './question.ts'

/** Act 4. */
export const FINALE: readonly Question[] = [
  {
    id: 'episodes',
    asks: 'How do the episodes connect?',
    answer:
      'Each gives this one a part: episode 1 the list one only adds to, 2 the prefix that replicas share, 3 the cursor, 4 the record that is never changed, 5 the forgetting, 6 the spreading by key, 7 the buffer of fixed size. One question runs through all: what is kept, and what is thrown away? No parallel holds to its end; each episode’s card says where it breaks.',
    shown: [
      {
        title: 'The season: episode 1',
        route: 'season?episode=1',
        what: 'the time line with its lines, and a card for each episode',
      },
      {
        title: 'The season: one stream',
        route: 'season?part=theme',
        what: 'the same events through all six structures at once',
      },
    ],
    sources: [],
    slides: [19, 20],
  },
  {
    id: 'redis-cluster',
    asks: 'Does Redis Cluster use consistent hashing?',
    answer:
      'No. CRC16 of the key, modulo 16,384, names a slot, and a table says which node has that slot. Little moves all the same when a node comes, because it is given some slots of each other node: 7.6 % of the keys here, where a ring moves 8.4 % and the ideal is 7.7. Consistent hashing is in Dynamo and Cassandra.',
    shown: [
      {
        title: 'Which partition?: One partition more',
        route: 'lab/keys?scenario=grow&t=20',
        what: 'the last two lanes: a ring, and fixed slots',
      },
    ],
    sources: [SOURCES.redisCluster],
    slides: [13, 19, 22],
  },
  {
    id: 'redis-lru',
    asks: 'Is Redis’s LRU an LRU?',
    answer:
      'Nearly. It keeps no order of use: when it needs room it looks at a few keys at random, five unless told otherwise, and evicts the one idle for longest. After 300 requests here it has had 51.0 % of them at hand, the exact LRU 50.7 %; that one’s list takes 16 bytes an entry, Redis’s clock 3. By default Redis evicts 0, and refuses writes when memory is full: 323 in the other run.',
    shown: [
      {
        title: 'Keep or forget: Popular keys',
        route: 'lab/cache?scenario=popular&t=60',
        what: 'an exact LRU, Redis’s, an LFU, and the bound that nobody beats',
      },
      {
        title: 'Keep or forget: noeviction',
        route: 'lab/cache?scenario=noeviction&t=120',
        what: 'Redis as it is when nobody sets a policy',
      },
    ],
    sources: [SOURCES.redisEviction],
    slides: [19],
  },
  {
    id: 'bloom',
    asks: 'May a Bloom filter drop duplicates?',
    answer:
      'Not alone. It never calls an event new that it has seen, but it may call one seen that never came, and to drop that one is to lose it. So it is good for a first look, with an exact check behind it. The last step of its picture is such a false alarm. It is no tree either, and neither is an inverted index.',
    shown: [
      {
        title: 'The season: season 2',
        route: 'season?part=next',
        what: 'seven small pictures; the Bloom filter’s ends with a false alarm',
      },
      {
        title: 'The trending board: Counted twice',
        route: 'lab/trending?scenario=twice&dedupe=sequence&t=300',
        what: 'duplicates found by producer and sequence number instead',
      },
    ],
    sources: [SOURCES.bloom],
    slides: [24],
  },
]
