/** A problem to practise on: its number and its name on leetcode.com. The season names none; these are our choice. */
export interface Practice {
  readonly number: number
  readonly name: string
  readonly slug: string
  /** What it has to do with the episode. */
  readonly why: string
}

/** A way into the product: `lab/keys?scenario=grow`, without the `#/` before it. */
export interface Door {
  readonly title: string
  readonly route: string
}

/** A moment of a lab: which, how it is set, and how far it has gone, in seconds. */
export interface LabMoment {
  readonly id: string
  readonly scenario: string
  readonly at: number
}

export interface Episode {
  readonly number: number
  /** A sign of 24 x 24, as the path of its strokes. */
  readonly icon: string
  readonly question: string
  readonly structure: string
  readonly product: string
  /** In two or three words, for the quick reference. */
  readonly insight: string
  readonly summary: string
  readonly keeps: string
  readonly discards: string
  /** What systems really do (errata X41, X29, X14). */
  readonly production: string
  readonly practice: Practice
  /** Its own lab, as its panel shows it at first; null where it has none, or more than one. */
  readonly lab: LabMoment | null
  /** Other labs that run its structure. */
  readonly doors: readonly Door[]
}

/** The eight episodes of the season, in their order. */
export const EPISODES: readonly Episode[] = [
  {
    number: 1,
    icon: 'M6 12a2.500 2.500 0 1 0-5 0 2.500 2.500 0 1 0 5 0M14.500 12a2.500 2.500 0 1 0-5 0 2.500 2.500 0 1 0 5 0M23 12a2.500 2.500 0 1 0-5 0 2.500 2.500 0 1 0 5 0M9.500 12H6M18 12h-3.500',
    question: 'How is history stored?',
    structure: 'Singly linked list',
    product: 'Git commits',
    insight: 'Time in a line',
    summary:
      'Every commit points to the one before it. To read the history, start at the newest and follow the pointers back.',
    keeps: 'Every commit that something still points to, in order.',
    discards: 'The way forward: no commit knows what came after it. What nothing points to is removed later.',
    production:
      'Git’s history is a graph without cycles (a DAG): a merge commit has two parents or more. A chain is what is left when nobody merges.',
    practice: {
      number: 206,
      name: 'Reverse Linked List',
      slug: 'reverse-linked-list',
      why: 'The pointers go one way: turn them round.',
    },
    lab: { id: 'commits', scenario: 'merges', at: 9 },
    doors: [],
  },
  {
    number: 2,
    icon: 'M2 3.500l8 7M2 20.500l8-7M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 1 0 0-5M14.500 12H22',
    question: 'Where do two histories meet?',
    structure: 'List intersection',
    product: 'git merge-base',
    insight: 'Where they meet',
    summary:
      'Two branches share their past. Two pointers, each of which starts over on the other list when its own ends, meet at the first commit they share.',
    keeps: 'One point: where the two went apart.',
    discards: 'All before it. It is the same on both sides, so nobody needs to compare it.',
    production:
      'With merges there can be several best common ancestors, none of them an ancestor of another: git merge-base --all lists them. Two pointers find one, and only where there are no merges.',
    practice: {
      number: 160,
      name: 'Intersection of Two Linked Lists',
      slug: 'intersection-of-two-linked-lists',
      why: 'merge-base on a history without merges.',
    },
    lab: { id: 'ancestors', scenario: 'crossed', at: 6 },
    doors: [],
  },
  {
    number: 3,
    icon: 'M3 8h15l-4-4M21 16H6l4 4',
    question: 'How does one go both ways?',
    structure: 'Doubly linked list',
    product: 'Browser history',
    insight: 'Both ways',
    summary: 'Each page knows the one before it and the one after it: Back and Forward cost one step each.',
    keeps: 'The way back, and the way forward for as long as you only look.',
    discards: 'The pages ahead, as soon as you go somewhere new.',
    production:
      'Chromium keeps a list and an index into it, and no links between pages. A new page cuts off what lies ahead of the index.',
    practice: {
      number: 1472,
      name: 'Design Browser History',
      slug: 'design-browser-history',
      why: 'Do it with links, then with a list and an index.',
    },
    lab: { id: 'history', scenario: 'new', at: 12 },
    doors: [],
  },
  {
    number: 4,
    icon: 'M4 8h11v12H4zM7 8V5.500h11v12h-3M10 5.500V3h11v12h-3',
    question: 'How is every state preserved?',
    structure: 'Immutable structure',
    product: 'Redux, undo and redo',
    insight: 'All of it stays',
    summary:
      'No state is ever changed. A change makes a new one, which shares with the old one all that stayed the same.',
    keeps: 'Every state as a whole, for the price of what changed.',
    discards: 'Nothing, until someone sets a limit. And what was undone, once something new is done.',
    production:
      'Redux keeps one state, the present one. Undo is a reducer around it, with a past, a present and a future; what makes that cheap is structural sharing.',
    practice: {
      number: 1146,
      name: 'Snapshot Array',
      slug: 'snapshot-array',
      why: 'Every version can be read, and only changes are kept.',
    },
    lab: { id: 'undo', scenario: 'undo', at: 6 },
    doors: [],
  },
  {
    number: 5,
    icon: 'M3 5h18M3 10h18M3 15h11M15.500 18.500l5 3M20.500 18.500l-5 3',
    question: 'What is kept, what forgotten?',
    structure: 'LRU cache',
    product: 'Browser cache, Redis',
    insight: 'Recent wins',
    summary:
      'A map finds an entry, a list keeps the order of use. When there is no room, the one that was not used for longest goes.',
    keeps: 'What was used lately, as much as there is room for.',
    discards: 'What was not used for longest. It may be asked for next.',
    production:
      'Redis keeps no such order: it looks at a few keys at random, five unless told otherwise, and evicts the one idle for longest. By default it evicts nothing, and refuses writes when memory is full (noeviction).',
    practice: { number: 146, name: 'LRU Cache', slug: 'lru-cache', why: 'The map and the list, together.' },
    lab: { id: 'cache', scenario: 'scan', at: 23 },
    doors: [],
  },
  {
    number: 6,
    icon: 'M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M12 1v4M19.800 7.500l-3.400 2M16.500 19l-2-3.400M4.200 16.500l3.400-2',
    question: 'How is it spread over the globe?',
    structure: 'Consistent hashing',
    product: 'CDNs, Cassandra',
    insight: 'Little moves',
    summary:
      'Servers and keys lie on one ring, and a key belongs to the next server along it. One more server takes over its share, and the rest stays.',
    keeps: 'Nearly every key where it was: when 12 servers become 13, twelve keys in thirteen.',
    discards: 'The order of keys. Neighbours are scattered, so ranges can’t be read in one place.',
    production:
      'Redis Cluster, often named here, does not use it: CRC16 of the key, modulo 16,384, names a slot, and a table says who has that slot. Kafka takes murmur2 of the key modulo the number of partitions.',
    practice: {
      number: 706,
      name: 'Design HashMap',
      slug: 'design-hashmap',
      why: 'LeetCode has none for the ring. Here: add a bucket, and count the keys that move.',
    },
    lab: { id: 'hashing', scenario: 'grow', at: 6 },
    doors: [{ title: 'Which partition?', route: 'lab/keys?scenario=grow' }],
  },
  {
    number: 7,
    icon: 'M12 2.500a9.500 9.500 0 1 0 0 19 9.500 9.500 0 1 0 0-19M12 8a4 4 0 1 0 0 8 4 4 0 1 0 0-8M12 2.500V8M21.500 12H16M12 16v5.500M8 12H2.500',
    question: 'How does the endless fit?',
    structure: 'Ring buffer',
    product: 'Logging, metrics',
    insight: 'Bounded',
    summary: 'A fixed number of slots, and two ends that go round. Memory never grows, and nothing is moved.',
    keeps: 'As many of the latest as there are slots.',
    discards: 'The oldest if it overwrites, the newest if it refuses. Or, if it blocks, the producer’s time.',
    production:
      'The LMAX Disruptor’s ring has many readers, and its producer waits for the slowest of them. The Linux kernel’s message buffer overwrites.',
    practice: {
      number: 622,
      name: 'Design Circular Queue',
      slug: 'design-circular-queue',
      why: 'Then decide what a full queue does.',
    },
    lab: { id: 'ring', scenario: 'too-fast', at: 3 },
    doors: [{ title: 'In batches', route: 'lab/ring?scenario=batch' }],
  },
  {
    number: 8,
    icon: 'M2 4h5v4H2zM9.500 4h5v4h-5zM17 4h5v4h-5zM2 10h5v4H2zM9.500 10h5v4h-5zM2 16h5v4H2zM9.500 16h5v4h-5zM17 16h5v4h-5z',
    question: 'And for a whole planet?',
    structure: 'Distributed log',
    product: 'Kafka, video',
    insight: 'Rings, scaled out',
    summary:
      'Buffers even out what a network delivers in fits. Logs on many machines keep what many readers read, each at its own pace.',
    keeps: 'Everything up to its retention, whoever has read it.',
    discards: 'Whole segments, by age or by size: also those that nobody has read.',
    production:
      'A log is no ring. A reader’s offset frees nothing and stops nobody, offsets never wrap, and one reads up to the high watermark: what all in-sync replicas have.',
    practice: {
      number: 981,
      name: 'Time Based Key-Value Store',
      slug: 'time-based-key-value-store',
      why: 'Append, and find the last entry before a time: a log and its time index.',
    },
    lab: null,
    doors: [
      { title: 'Jitter buffer', route: 'lab/jitter?scenario=high' },
      { title: 'Ring or log', route: 'lab/reveal?scenario=stall' },
      { title: 'Backpressure', route: 'lab/pressure?scenario=adaptive' },
    ],
  },
]

/** The address of a problem. */
export const practiceUrl = ({ slug }: Practice): string => `https://leetcode.com/problems/${slug}/`
