import { EXPERIMENTS, RULES } from '../codes.ts'

/** Longer lines are not held, and are no events. */
export const MOST_LINE_BYTES = 2 ** 20
/** Objects and lists within each other. */
export const MOST_DEPTH = 64
/** A run's times are 32 bits of ms, 24 days: the ends leave room for events that are too old and too far ahead. */
export const DAYS_BEFORE = 2
export const DAYS_AFTER = 16
/** A title's name is not longer than so many bytes. */
export const MOST_TITLE_BYTES = 256

/**
 * What can be wrong with a line before it is an event, in the same form as the rules of validation, whose codes these
 * go on from. Whatever became a record is judged by those.
 */
export const LINE_RULES = [
  { name: 'line-too-long', path: '', says: 'a line has at most 1 MiB' },
  { name: 'not-utf8', path: '', says: 'the line must be UTF-8' },
  { name: 'not-json', path: '', says: 'the line must be JSON' },
  { name: 'not-object', path: '', says: 'the line must be a JSON object' },
  { name: 'too-deep', path: '', says: 'at most 64 levels within each other' },
  { name: 'row-quotes', path: '', says: 'a cell in quotes must end with them' },
  { name: 'row-cells', path: '', says: 'a row must have a cell for each column' },
  {
    name: 'outside-run',
    path: 'received_time',
    says: 'a run covers 2 days before and 16 days after its epoch',
  },
] as const

const FIRST = RULES.length

/** The codes of the line's rules, by name. */
export const LINE_RULE = {
  tooLong: FIRST,
  notUtf8: FIRST + 1,
  notJson: FIRST + 2,
  notObject: FIRST + 3,
  tooDeep: FIRST + 4,
  rowQuotes: FIRST + 5,
  rowCells: FIRST + 6,
  outsideRun: FIRST + 7,
} as const

/** Every reason for a dead letter, by code: the rules of validation, then those of lines. Code 0: nothing is wrong. */
export const DEAD_LETTER_RULES = [...RULES, ...LINE_RULES]

/** What a name that stands for a number begins with: "usr_12345" is user 12345. Any other name is hashed. */
export const PREFIX = { user: 'usr_', device: 'dev_', session: 'sess_', title: 'mov_', id: 'evt_' } as const

/** What an event can be read from: the names in a mapping, in the order of their codes. */
export const TARGETS = [
  'id',
  'type',
  'version',
  'time',
  'sent',
  'received',
  'user',
  'device',
  'session',
  'device_type',
  'region',
  'country',
  'title',
  'position',
  'duration',
  'quality',
  'experiment_1',
  'experiment_2',
] as const

export type Target = (typeof TARGETS)[number]

/** The codes of the targets, by name. */
export const TARGET = {
  id: 0,
  type: 1,
  version: 2,
  time: 3,
  sent: 4,
  received: 5,
  user: 6,
  device: 7,
  session: 8,
  deviceType: 9,
  region: 10,
  country: 11,
  title: 12,
  position: 13,
  duration: 14,
  quality: 15,
  experiment1: 16,
  experiment2: 17,
} as const

/** Where each target stands in the envelope. */
export const ENVELOPE_PATHS: readonly string[] = [
  'event_id',
  'event_type',
  'event_version',
  'event_time',
  'sent_time',
  'received_time',
  'user_id',
  'device_id',
  'session_id',
  'device_type',
  'geo.region',
  'geo.country',
  'payload.content_id',
  'payload.position_seconds',
  'payload.duration_seconds',
  'payload.quality',
  ...EXPERIMENTS.map(({ name }) => `experiments.${name}`),
]
