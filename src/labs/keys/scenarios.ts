import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false } as const

export const KEYS_SCENARIOS = [
  {
    ...plain,
    id: 'grow',
    label: 'One partition more',
    summary:
      'After ten seconds the topic gets a thirteenth partition. Under “mod n” nearly all of 10,000 keys go elsewhere; a ring or a table of slots moves the new node’s share and no more.',
    main: true,
    seed: 1,
    params: { keys: 10_000, write: 200, read: 280, addAt: 10 },
  },
  {
    ...plain,
    id: 'order',
    label: 'A key’s order',
    summary:
      'A hundred keys, readers of different speeds, and one partition more after ten seconds. In Kafka no data moves, so a key lies in two partitions, and its newer records may be read before the older ones.',
    main: true,
    seed: 2,
    params: { keys: 100, skew: 0, keyless: 0, spread: 0.9, read: 110, addAt: 10 },
  },
  {
    ...plain,
    id: 'restart',
    label: 'A restart',
    summary:
      'After ten seconds producer 1 restarts. The whiteboard’s hash is salted anew in each process, so its keys jump, and the two producers never agreed in the first place; murmur2 gives the same everywhere.',
    main: true,
    seed: 1,
    params: { restartAt: 10 },
  },
  {
    ...plain,
    id: 'keyless',
    label: 'No key at all',
    summary:
      'Records without a key. The whiteboard hashes “nothing”, and all of them go to one partition; Kafka stays with one until a batch is full and then draws another.',
    main: true,
    seed: 1,
    params: { keyless: 100, write: 150, read: 300, batch: 16_384 },
  },
  {
    ...plain,
    id: 'hot',
    label: 'A hot key',
    summary:
      'Keys used by Zipf’s law and steeper: the partition of the most used key is the fullest under every rule, for a key must stay in one piece.',
    seed: 1,
    params: { skew: 1.3, keyless: 0, keys: 1_000 },
  },
  {
    ...plain,
    id: 'small',
    label: 'Three become four',
    summary:
      'With three partitions a fourth moves three quarters of the keys under “mod n” and a quarter on a ring: the fewer, the smaller the difference.',
    seed: 1,
    params: { partitions: 3, keys: 5_000, addAt: 10 },
  },
] as const satisfies readonly Scenario[]
