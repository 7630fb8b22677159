import { SECOND } from '../../engine/kernel/time.ts'
import type { CacheFrame, LaneFrame } from '../../engine/season/cache/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const laneOf = (frame: CacheFrame, lane: LaneFrame['lane']): LaneFrame | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)

const rateOf = (frame: CacheFrame, lane: LaneFrame['lane']): number => laneOf(frame, lane)?.hitRate ?? 0

/** How many of the eight most popular keys a cache holds. */
const popularIn = (frame: CacheFrame, lane: LaneFrame['lane']): number =>
  Array.from(laneOf(frame, lane)?.keys ?? []).filter((key) => key < 8).length

/** How many keys of a scan a cache holds. */
const coldIn = (frame: CacheFrame, lane: LaneFrame['lane']): number =>
  Array.from(laneOf(frame, lane)?.keys ?? []).filter((key) => key >= frame.settings.keys).length

const LESSONS: Readonly<Record<string, Lesson<CacheFrame>>> = {
  popular: {
    prediction: {
      question:
        'Redis keeps no order of use; it looks at five keys. How far is it from the exact LRU after two minutes?',
      options: [
        { id: 'near', label: 'within 5 points of hit rate' },
        { id: 'far', label: 'more than 5 points worse' },
      ],
      at: 120 * SECOND,
      answer: (frame) => (rateOf(frame, 'lru') - rateOf(frame, 'redis') > 5 ? 'far' : 'near'),
      explanation:
        'The oldest of five is nearly always old enough. That saves two pointers a key, and a write to the list at every read.',
    },
    steps: [
      {
        id: 'gone',
        text: 'See a key thrown away, and the place in the list it had.',
        hint: 'Let it run for five seconds: the box with the broken edge is gone.',
        isDone: ({ frame }) => (laneOf(frame, 'lru')?.counts.evicted ?? 0) > 0,
      },
      {
        id: 'ask',
        text: 'Ask for a key yourself, and watch it come to the front of the list.',
        hint: 'The button “Ask for key …” below the picture.',
        isDone: ({ done }) => done.has('ask'),
      },
      {
        id: 'samples',
        text: 'Let Redis look at one key only: it then evicts any key.',
        hint: 'Below the picture: “Redis looks at” 1.',
        isDone: ({ frame }) => frame.settings.samples === 1,
      },
    ],
  },
  scan: {
    prediction: {
      question: 'A scan of sixteen cold keys has just come by. Which cache still has popular keys?',
      options: [
        { id: 'lru', label: 'the LRU' },
        { id: 'lfu', label: 'the LFU' },
        { id: 'both', label: 'both' },
      ],
      at: 23.2 * SECOND,
      answer: (frame) => {
        const [lru, lfu] = [popularIn(frame, 'lru') > 0, popularIn(frame, 'lfu') > 0]
        return lru && lfu ? 'both' : lru ? 'lru' : 'lfu'
      },
      explanation:
        'To an LRU a key asked for once, a moment ago, is worth more than one asked for a hundred times before it. A counter knows better.',
    },
    steps: [
      {
        id: 'flushed',
        text: 'Find the moment at which the LRU holds nothing but keys of the scan.',
        hint: 'Just after 22 s; keys of a scan are called s1, s2 and so on.',
        isDone: ({ frame }) => coldIn(frame, 'lru') === 8,
      },
      {
        id: 'ahead',
        text: 'Compare the hit rates after two minutes: who suffers from the scans?',
        hint: 'Let it run to its end; look at “Hit rate”.',
        isDone: ({ now }) => now >= 119 * SECOND,
      },
    ],
  },
  loop: {
    prediction: {
      question: 'Nine keys in turn, room for eight. How often does the exact LRU have the key asked for?',
      options: [
        { id: 'eight', label: 'eight times in nine' },
        { id: 'half', label: 'about every other time' },
        { id: 'never', label: 'never' },
      ],
      at: 60 * SECOND,
      answer: (frame) => {
        const rate = rateOf(frame, 'lru')
        return rate === 0 ? 'never' : rate > 80 ? 'eight' : 'half'
      },
      explanation:
        'The key used longest ago is the one that comes next. Evicting any key at random is much better here, and Redis’s manual says so.',
    },
    steps: [
      {
        id: 'next',
        text: 'Compare what the LRU has just thrown away with what is asked for next.',
        hint: 'Let it run for five seconds; the requests to come stand at the right of the first line.',
        isDone: ({ frame }) => (laneOf(frame, 'lru')?.counts.early ?? 0) >= 5,
      },
      {
        id: 'random',
        text: 'Let Redis evict any key, and see it overtake the LRU by far.',
        hint: 'Settings, Redis: policy “allkeys-random”. Then let it run for a minute.',
        isDone: ({ frame, now }) =>
          frame.settings.policy === 'allkeys-random' && now >= 60 * SECOND && rateOf(frame, 'redis') > 60,
      },
    ],
  },
  shift: {
    prediction: null,
    steps: [
      {
        id: 'late',
        text: 'Just after the shift at five minutes, see which keys the LFU still holds.',
        hint: 'Go to 310 s. All keys lie side by side; after the shift those from 101 on are popular.',
        isDone: ({ now }) => now > 300 * SECOND && now < 420 * SECOND,
      },
      {
        id: 'never',
        text: 'Let counters never go down. At the end the LFU is behind the LRU.',
        hint: 'Settings, Redis: LFU decay time 0. Then let it run to its end.',
        isDone: ({ frame, now }) =>
          frame.settings.decay === 0 && now >= 590 * SECOND && rateOf(frame, 'lfu') < rateOf(frame, 'lru'),
      },
    ],
  },
  noeviction: {
    prediction: null,
    steps: [
      {
        id: 'refused',
        text: 'See Redis refuse a write.',
        hint: 'Let it run until it is full.',
        isDone: ({ frame }) => (laneOf(frame, 'redis')?.counts.refused ?? 0) > 0,
      },
      {
        id: 'policy',
        text: 'After the shift, give it a policy while it runs: allkeys-lru.',
        hint: 'Go to 80 s, then: Settings, Redis, policy “allkeys-lru”, from now on.',
        isDone: ({ frame }) =>
          frame.settings.policy === 'allkeys-lru' &&
          (laneOf(frame, 'redis')?.counts.refused ?? 0) > 0 &&
          (laneOf(frame, 'redis')?.counts.evicted ?? 0) > 0,
      },
    ],
  },
}

const NONE: Lesson<CacheFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const cacheLesson = (scenario: string): Lesson<CacheFrame> => LESSONS[scenario] ?? NONE
