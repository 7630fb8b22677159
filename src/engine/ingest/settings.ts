import type { ParamSpec, ValuesOf } from '../../shared/params.ts'
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
} from './settings/rows.ts'

const DAY_S = 86_400

/** When something begins, in seconds of the run; 0: never. */
const moment = {
  kind: 'number',
  unit: 's',
  group: FAULTS,
  live: false,
  min: 0,
  max: DAY_S,
  step: 1,
  default: 0,
} as const

/** Everything that can be set about a run of the ingestion pipeline: names, units, bounds and defaults. */
export const INGEST_SETTINGS = [
  { ...VIEWERS, min: 1000, max: 10000000, step: 1, default: 100000 },
  { ...TITLES, min: 100, max: 500000, step: 1, default: 50000 },
  START_HOUR,
  { ...LENGTH, min: 1, max: DAY_S, default: 300 },
  ...DRAWN_FAULTS,
  {
    kind: 'number',
    key: 'bots',
    label: 'Bots',
    unit: '',
    help: 'Accounts that start and stop one title for ever.',
    group: FAULTS,
    live: false,
    min: 0,
    max: 1000000,
    step: 1,
    default: 0,
  },
  {
    ...moment,
    key: 'viralAt',
    label: 'Viral title at',
    help: 'When a title begins to draw 10 % of all choices; 0: never.',
  },
  {
    ...moment,
    key: 'releaseAt',
    label: 'Release at',
    help: 'When a title comes out, and a quarter of all viewers change to it; 0: never.',
  },
  {
    ...moment,
    key: 'outageAt',
    label: 'Outage at',
    help: 'When a region falls silent for two minutes; 0: never.',
  },
  {
    ...moment,
    key: 'crashAt',
    label: 'Crash at',
    help: 'When a collector crashes; 0: never.',
  },
  { ...DEDUPE_MB, max: 1024, default: 64 },
  KEYING,
  WATERMARK,
  LATENESS,
  { ...PRECISION, group: PIPELINE, min: 10, max: 14, default: 12 },
  { ...SHRINK, group: PIPELINE, max: 100000, default: 500 },
  {
    kind: 'choice',
    key: 'dedupe',
    label: 'Duplicates',
    help: 'How event ids are remembered: by a fingerprint of 32 bits, whole, by their producers’ sequence numbers, or as drawn, not at all.',
    group: PIPELINE,
    live: false,
    options: [
      { value: 'fingerprint', label: 'By fingerprint' },
      { value: 'id', label: 'By whole id' },
      { value: 'sequence', label: 'By producer and sequence number' },
      { value: 'off', label: 'Not at all' },
    ],
    default: 'fingerprint',
  },
  CLOCK,
  { ...GUARD, group: PIPELINE },
  {
    kind: 'switch',
    key: 'whiteboard',
    label: 'Whiteboard beside',
    help: 'Keeps the board as drawn beside the corrected one.',
    group: PIPELINE,
    live: false,
    default: true,
  },
] as const satisfies readonly ParamSpec[]

export type IngestSettings = ValuesOf<typeof INGEST_SETTINGS>
