import type { Door } from './episodes.ts'

/** What an earlier episode has become in this one, and how far that goes. */
export interface Connection {
  readonly from: number
  readonly idea: string
  readonly holds: string
  readonly breaks: string
}

/** From each of the earlier episodes to the eighth. The source has none for episode 2: that one is ours. */
export const CONNECTIONS: readonly Connection[] = [
  {
    from: 1,
    idea: 'append-only log',
    holds: 'A commit is added at the end and never changed. So is a record.',
    breaks: 'A log is cut off at its old end, by retention.',
  },
  {
    from: 2,
    idea: 'common prefix',
    holds: 'After a failover, a follower goes back to where its log and the leader’s last agree.',
    breaks: 'What comes after that on its own side is thrown away, not merged.',
  },
  {
    from: 3,
    idea: 'consumer offsets',
    holds: 'An offset is a place in a line: on by reading, back by seeking.',
    breaks: 'Every group has its own, and going back cuts nothing off.',
  },
  {
    from: 4,
    idea: 'never mutate',
    holds: 'A record is written once; a new value is a new record.',
    breaks: 'A compacted log drops a key’s older values.',
  },
  {
    from: 5,
    idea: 'retention',
    holds: 'There is no room for everything, so something goes.',
    breaks: 'It goes by age and size, not by use, even if it is read all day.',
  },
  {
    from: 6,
    idea: 'partition assignment',
    holds: 'A key’s hash says where it belongs; nobody needs to be asked.',
    breaks: 'Kafka’s is modulo n: with a 13th partition, 12 of 13 keys change theirs.',
  },
  {
    from: 7,
    idea: 'bounded buffers',
    holds: 'Between any two stages of a stream stands a buffer of fixed size.',
    breaks: 'The log itself has no slots, and never wraps.',
  },
]

/** What the season does with time, in one word. */
export interface Verb {
  readonly id: string
  readonly name: string
  /** The first and the last of its episodes. */
  readonly episodes: readonly [number, number]
  readonly what: string
}

export const VERBS: readonly Verb[] = [
  { id: 'store', name: 'Store', episodes: [1, 2], what: 'Keep what happened, in order.' },
  { id: 'navigate', name: 'Navigate', episodes: [3, 3], what: 'Go back in it, and forth.' },
  { id: 'preserve', name: 'Preserve', episodes: [4, 4], what: 'Keep every state it ever had.' },
  { id: 'forget', name: 'Forget', episodes: [5, 5], what: 'Let go of what nobody asks for.' },
  { id: 'distribute', name: 'Distribute', episodes: [6, 6], what: 'Spread it over machines, by key.' },
  { id: 'bound', name: 'Bound', episodes: [7, 8], what: 'Give the endless a fixed room.' },
]

export const THEME = 'Time as a data structure'

export interface Principle {
  readonly name: string
  /** The episodes it comes from, in words. */
  readonly from: string
  readonly points: readonly string[]
  /** The lab that shows it, at the moment where it does. */
  readonly shown: Door & { readonly what: string }
}

export const PRINCIPLES: readonly Principle[] = [
  {
    name: 'Choose the representation of time that fits',
    // Its source says 1 to 3, and lists rings, which are episode 7 (erratum X43).
    from: 'episodes 1 to 3, and 7',
    points: [
      'One link back for a history that only grows.',
      'Two links, or an index, to go both ways.',
      'A ring where only the latest counts.',
    ],
    shown: {
      title: 'Ring or log',
      route: 'lab/reveal?scenario=stall&t=20',
      what: 'one stream, one reader that stalls, three ways to keep it',
    },
  },
  {
    name: 'Weigh memory against completeness',
    from: 'episodes 5 and 7',
    points: [
      'You can’t keep everything: say what goes.',
      'LRU goes by use, a ring by age.',
      'Count what you drop; what isn’t counted looks kept.',
    ],
    shown: {
      title: 'Three deaths',
      route: 'lab/deaths?scenario=mismatch&t=600',
      what: 'a list, a ring and a log, each out of room in its own way',
    },
  },
  {
    name: 'Know how it will be read',
    from: 'episodes 3 and 4',
    points: [
      'In order, at random, or both ways: ask before you choose.',
      'What is cheap to write may be dear to find.',
      'An index pays for the reads that jump.',
    ],
    shown: {
      title: 'The log',
      route: 'lab/log?scenario=slow-reader&t=20',
      what: 'readers at their own places, and what a jump by offset costs',
    },
  },
  {
    name: 'Plan for more machines from day one',
    from: 'episodes 6 and 8',
    points: [
      'Partition by a key that will still make sense later.',
      'Order holds within a partition, not across.',
      'Ask what moves when one machine is added.',
    ],
    shown: {
      title: 'Which partition?',
      route: 'lab/keys?scenario=grow&t=15',
      what: 'from 12 to 13: most keys move, or one in thirteen',
    },
  },
  {
    name: 'Meet infinity with a bound',
    from: 'episodes 7 and 8',
    points: [
      'A stream without an end needs a buffer with one.',
      'Backpressure is a choice, made for each kind of data.',
      'What does not fit is lost, late, or never sent.',
    ],
    shown: {
      title: 'Backpressure',
      route: 'lab/pressure?scenario=adaptive&t=8',
      what: 'a fifth too much comes in; each policy pays in its own coin',
    },
  },
]
