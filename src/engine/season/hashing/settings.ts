import type { ParamSpec, ValuesOf } from '../../../shared/params.ts'

const SERVERS = 'Servers'
const KEYS = 'Keys'
const RING = 'Rings'

export const MOST_SERVERS = 26

/** The most lookups of a run: all of it is done anew whenever someone goes back. */
export const MOST_LOOKUPS = 2_000

/** Everything that can be set about a run of consistent hashing. */
export const HASHING_SETTINGS = [
  {
    kind: 'number',
    key: 'servers',
    label: 'Servers',
    unit: 'servers',
    help: 'How many servers share the keys at the beginning.',
    group: SERVERS,
    live: false,
    min: 1,
    max: 20,
    step: 1,
    default: 4,
    usual: [3, 4, 12],
  },
  {
    kind: 'choice',
    key: 'plan',
    label: 'What happens',
    help: 'What happens to the servers by itself: nothing, one more, one less, one that fails and comes back, or one or the other by chance.',
    group: SERVERS,
    live: false,
    options: [
      { value: 'none', label: 'Nothing' },
      { value: 'grow', label: 'One more' },
      { value: 'shrink', label: 'One less' },
      { value: 'fail', label: 'One fails, and is back' },
      { value: 'churn', label: 'Any of these' },
    ],
    default: 'grow',
  },
  {
    kind: 'number',
    key: 'every',
    label: 'It happens every',
    unit: 's',
    help: 'How long it is from one such change to the next.',
    group: SERVERS,
    live: false,
    when: { key: 'plan', is: ['grow', 'shrink', 'fail', 'churn'] },
    min: 1,
    max: 120,
    step: 1,
    default: 5,
  },
  {
    kind: 'number',
    key: 'keys',
    label: 'Keys',
    unit: 'keys',
    help: 'How many keys there are. All lanes have the same ones.',
    group: KEYS,
    live: false,
    min: 1,
    max: 4_000,
    step: 1,
    default: 1_000,
    usual: [100, 1_000, 4_000],
  },
  {
    kind: 'number',
    key: 'rate',
    label: 'Lookups a second',
    unit: '/s',
    help: 'How many keys a second are looked up, each as likely as any other.',
    group: KEYS,
    live: false,
    min: 1,
    max: 50,
    step: 1,
    default: 10,
    usual: [2, 10, 50],
  },
  {
    kind: 'number',
    key: 'for',
    label: 'Length',
    unit: 's',
    help: `How long the run goes on; it also ends at ${MOST_LOOKUPS.toLocaleString('en')} lookups.`,
    group: KEYS,
    live: false,
    min: 1,
    max: 600,
    step: 1,
    default: 30,
  },
  {
    kind: 'number',
    key: 'points',
    label: 'Points drawn by hand',
    unit: 'a server',
    help: 'How many points a server has on the circle of the whiteboard. The idea is told with one.',
    group: RING,
    live: true,
    min: 1,
    max: 8,
    step: 1,
    default: 1,
  },
  {
    kind: 'number',
    key: 'virtual',
    label: 'Virtual nodes',
    unit: 'a server',
    help: 'How many points a server has on the ring of production. The more, the more even the shares, and the longer the table.',
    group: RING,
    live: true,
    min: 1,
    max: 256,
    step: 1,
    default: 100,
    usual: [1, 4, 16, 100, 256],
  },
] as const satisfies readonly ParamSpec[]

export type HashingSettings = ValuesOf<typeof HASHING_SETTINGS>
