import type { ParamSpec, ValuesOf } from '../../../shared/params.ts'
import {
  CLOCK,
  DEDUPE_MB,
  DRAWN_FAULTS,
  FAULTS,
  GUARD,
  KEYING,
  LATENESS,
  LENGTH,
  PIPELINE,
  PRECISION,
  SHRINK,
  START_HOUR,
  TITLES,
  VIEWERS,
  WATERMARK,
} from '../settings/rows.ts'

const SCORE = 'Score'

/** The trending lab's settings: a small audience, so that a run of hours can be wound back and forth. */
export const TRENDING_SETTINGS = [
  { ...VIEWERS, min: 1000, max: 100000, step: 100, default: 10000 },
  { ...TITLES, min: 100, max: 5000, step: 50, default: 500 },
  START_HOUR,
  { ...LENGTH, min: 60, max: 14400, default: 1800 },
  ...DRAWN_FAULTS,
  {
    kind: 'number',
    key: 'botAccounts',
    label: 'Bot accounts',
    unit: '',
    help: 'How many accounts start and stop one title for ever once the button “Bots” is pressed.',
    group: FAULTS,
    live: false,
    min: 10,
    max: 20000,
    step: 10,
    default: 2000,
  },
  {
    kind: 'choice',
    key: 'dedupe',
    label: 'Duplicates',
    help: 'How events that came before are known: by their producers’ sequence numbers, by their ids over a horizon, or not at all.',
    group: PIPELINE,
    live: false,
    options: [
      { value: 'sequence', label: 'By producer and sequence number' },
      { value: 'fingerprint', label: 'By fingerprint' },
      { value: 'id', label: 'By whole id' },
      { value: 'off', label: 'Not at all, as drawn' },
    ],
    default: 'sequence',
  },
  { ...DEDUPE_MB, max: 8, default: 4, when: { key: 'dedupe', is: ['fingerprint', 'id'] } },
  KEYING,
  WATERMARK,
  LATENESS,
  CLOCK,
  { ...PRECISION, group: SCORE, min: 8, max: 12, default: 10 },
  {
    kind: 'switch',
    key: 'exact',
    label: 'Exact sets beside',
    help: 'Keeps the names of all viewers beside the sketches, to see how far off these are. It takes much memory.',
    group: SCORE,
    live: false,
    default: false,
  },
  { ...SHRINK, group: SCORE, max: 5000, default: 250, usual: [0, 100, 250, 500] },
  { ...GUARD, group: SCORE },
] as const satisfies readonly ParamSpec[]

export type TrendingSettings = ValuesOf<typeof TRENDING_SETTINGS>
