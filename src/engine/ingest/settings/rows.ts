import type { NumberParam, ParamSpec } from '../../../shared/params.ts'

/**
 * Rows that the tables of the pipeline have in common: of the terminal and the million a second, and of the lab. What differs
 * are bounds, defaults and, in places, words: a row is spread into a table with them.
 */

export const AUDIENCE = 'Audience'
export const FAULTS = 'What goes wrong'
export const PIPELINE = 'Pipeline'

/** A row whose bounds are still to be said. */
type Open = Omit<NumberParam, 'min' | 'max' | 'step' | 'default'>

const share = (most: number, usual: number) => ({ min: 0, max: most, step: 0.1, default: usual }) as const

export const VIEWERS = {
  kind: 'number',
  key: 'viewers',
  label: 'Viewers',
  unit: '',
  help: 'Concurrent viewers; each makes an event every ten seconds, so a tenth of them is the events a second.',
  group: AUDIENCE,
  live: false,
} as const satisfies Open

export const TITLES = {
  kind: 'number',
  key: 'titles',
  label: 'Titles',
  unit: '',
  help: 'How many titles the catalogue has; their popularity follows Zipf’s law.',
  group: AUDIENCE,
  live: false,
} as const satisfies Open

export const START_HOUR = {
  kind: 'number',
  key: 'startHour',
  label: 'Hour',
  unit: 'h UTC',
  help: 'The hour of the day at which the run begins; each region watches most in its own evening.',
  group: AUDIENCE,
  live: false,
  min: 0,
  max: 23,
  step: 1,
  default: 2,
} as const satisfies ParamSpec

export const LENGTH = {
  kind: 'number',
  key: 'for',
  label: 'Length',
  unit: 's',
  help: 'How long the run goes on.',
  group: AUDIENCE,
  live: false,
  step: 1,
} as const

/** What is drawn event by event, or device by device. */
export const DRAWN_FAULTS = [
  {
    kind: 'number',
    key: 'offline',
    label: 'Out of reach',
    unit: '%',
    help: 'The share of mobile players that are in a subway, on a flight or killed at any time, and deliver late.',
    group: FAULTS,
    live: true,
    ...share(20, 2),
  },
  {
    kind: 'number',
    key: 'replays',
    label: 'Sent again',
    unit: '%',
    help: 'The share of events that arrive a second time with the same id, a second to ten minutes later.',
    group: FAULTS,
    live: true,
    ...share(20, 1),
  },
  {
    kind: 'number',
    key: 'malformed',
    label: 'Malformed',
    unit: '%',
    help: 'The share of events that break one of the rules.',
    group: FAULTS,
    live: true,
    ...share(20, 0.5),
  },
  {
    kind: 'number',
    key: 'skew',
    label: 'Wrong clocks',
    unit: '%',
    help: 'The share of devices whose clock is wrong: half of them by seconds, most others by minutes, some by hours.',
    group: FAULTS,
    live: true,
    ...share(50, 1),
  },
] as const satisfies readonly ParamSpec[]

export const DEDUPE_MB = {
  kind: 'number',
  key: 'dedupeMB',
  label: 'Memory for ids',
  unit: 'MB',
  help: 'Size of the table of event ids, a power of two: 4.3 bytes an id by fingerprint, 9.1 by the whole id.',
  group: PIPELINE,
  live: false,
  min: 1,
  step: 1,
} as const

export const KEYING = {
  kind: 'choice',
  key: 'keying',
  label: 'Key of the topics',
  help: 'What decides which partition an event goes to: its user; its user, but that hot titles have a partition of their own, as drawn; its title; or its title and one of 16 numbers drawn by the user.',
  group: PIPELINE,
  live: true,
  options: [
    { value: 'user', label: 'The user' },
    { value: 'dedicated', label: 'The user, but for hot titles' },
    { value: 'title', label: 'The title' },
    { value: 'salted', label: 'The title in 16 parts' },
  ],
  default: 'user',
} as const satisfies ParamSpec

export const WATERMARK = {
  kind: 'number',
  key: 'watermark',
  label: 'Watermark',
  unit: 's',
  help: 'How far the watermark stays behind the newest event: it postpones every result.',
  group: PIPELINE,
  live: true,
  min: 0,
  max: 600,
  step: 0.1,
  default: 10,
  usual: [10, 60, 300],
} as const satisfies ParamSpec

export const LATENESS = {
  kind: 'number',
  key: 'lateness',
  label: 'Allowed lateness',
  unit: 's',
  help: 'How long after the watermark has passed it a minute still takes events, and is told again.',
  group: PIPELINE,
  live: true,
  min: 0,
  max: 3600,
  step: 1,
  default: 300,
  usual: [0, 60, 300],
} as const satisfies ParamSpec

export const CLOCK = {
  kind: 'choice',
  key: 'clock',
  label: 'Clocks',
  help: 'Whether event times are taken as devices tell them, or put right by when each says it sends.',
  group: PIPELINE,
  live: false,
  options: [
    { value: 'correct', label: 'Put right' },
    { value: 'trust', label: 'Trusted' },
  ],
  default: 'correct',
} as const satisfies ParamSpec

export const PRECISION = {
  kind: 'number',
  key: 'precision',
  label: 'Precision',
  unit: 'bits',
  help: 'log2 of the registers of each title of the head: with 10 a count is 3.25 % off as a rule, with 12 1.6 %, with 14 0.8 %.',
  live: false,
  step: 1,
} as const

export const SHRINK = {
  kind: 'number',
  key: 'shrink',
  label: 'Shrink K',
  unit: 'viewers',
  help: 'Viewers added above and below the line of a score: small titles need more than noise.',
  live: false,
  min: 0,
  step: 1,
} as const

export const GUARD = {
  kind: 'switch',
  key: 'guard',
  label: 'Bot guard',
  help: 'An account counts as a viewer once a heartbeat proves that it watches.',
  live: false,
  default: true,
} as const
