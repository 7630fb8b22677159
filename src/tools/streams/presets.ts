import type { StreamSettings } from '../../engine/flow/streams/settings.ts'

export interface Preset {
  readonly id: string
  readonly label: string
  readonly about: string
  readonly settings: StreamSettings
}

const USUAL: StreamSettings = {
  items: 120,
  produce: 60,
  consume: 20,
  measure: 'count',
  sourceMark: 8,
  writableMark: 4,
  readableMark: 4,
  sinkMark: 4,
  tee: false,
  slow: 5,
}

export const FIRST: Preset = {
  id: 'slow',
  label: 'A slow sink',
  about:
    'The source could make three times what the sink can write. One source asks how much is wanted; the other does not.',
  settings: USUAL,
}

export const PRESETS: readonly Preset[] = [
  FIRST,
  {
    id: 'quick',
    label: 'A quick sink',
    about:
      'The sink writes faster than chunks are made. Nothing queues, and nobody need ask: the two sources look alike.',
    settings: { ...USUAL, items: 100, produce: 20, consume: 50 },
  },
  {
    id: 'defaults',
    label: 'Nothing set',
    about:
      'The standard’s own marks: 1 for a source, 1 and 0 for the two sides of a transform, 1 for a sink. Three chunks are on their way, and no more.',
    settings: { ...USUAL, sourceMark: 1, writableMark: 1, readableMark: 0, sinkMark: 1 },
  },
  {
    id: 'bytes',
    label: 'Counted in bytes',
    about:
      'Chunks of 1 to 4 KiB, and marks in KiB. A stream wants more while there is any room at all, so the last chunk in may be too large for it: desiredSize goes below 0, by less than one chunk, even though everyone asks.',
    settings: { ...USUAL, measure: 'bytes', sourceMark: 16, writableMark: 8, readableMark: 8, sinkMark: 8 },
  },
  {
    id: 'tee',
    label: 'tee() and a slow branch',
    about:
      'tee() makes two streams out of one, and reads for whichever branch wants more. What the slow one has not read yet waits in memory, without any bound: asking does not help here.',
    settings: { ...USUAL, consume: 40, tee: true, slow: 5 },
  },
]
