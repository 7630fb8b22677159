import type { MeasureSpec } from '../../stage/define-lab.ts'

const frames = { unit: 'frames', digits: 0 } as const
const ms = { unit: 'ms', digits: 1, better: 'less' } as const

/** The pipeline lab's numbers, in the order of the engine's `measuresOf`. */
export const PIPELINE_MEASURES: readonly MeasureSpec[] = [
  {
    ...frames,
    id: 'received',
    label: 'Received',
    better: null,
    definition:
      'Frames that the network has brought. With swap buffers alone: pictures that the renderer has begun.',
  },
  { ...frames, id: 'shown', label: 'Shown', better: 'more', definition: 'Frames that came on the screen.' },
  {
    ...frames,
    id: 'skipped',
    label: 'Skipped',
    better: 'less',
    definition:
      'Frames left out on purpose, because the time of a newer one had come. Skipping is how a player stays on time.',
  },
  {
    ...frames,
    id: 'droppedNetwork',
    label: 'Dropped, network ring',
    better: 'less',
    definition: 'Frames that a full network ring gave up or turned away. Each takes those after it along.',
  },
  {
    ...frames,
    id: 'droppedDecoded',
    label: 'Dropped, decode ring',
    better: 'less',
    definition: 'Decoded frames that a full decode ring gave up or turned away: the work is lost as well.',
  },
  {
    ...frames,
    id: 'droppedRender',
    label: 'Dropped, render ring',
    better: null,
    definition:
      'Drawn pictures that were given up for a newer one before the screen took them. With three buffers and fast drawing that is the plan, not a fault.',
  },
  {
    ...frames,
    id: 'undecodable',
    label: 'Undecodable',
    better: 'less',
    definition:
      'Frames that came but could not be decoded, because one before them is missing. It ends with the next key frame.',
  },
  {
    ...frames,
    id: 'held',
    label: 'Held',
    better: null,
    definition: 'Frames on their way now: in a ring, in the decoder, being drawn, or waiting outside.',
  },
  {
    id: 'fps',
    label: 'New pictures',
    unit: '/s',
    digits: 1,
    better: 'more',
    definition: 'Pictures shown after the first, a second, until the newest one.',
  },
  {
    id: 'drift',
    label: 'Drift',
    unit: 's/min',
    digits: 2,
    better: 'less',
    definition:
      "By how much a loop that sleeps falls behind the screen's clock in a minute: its turns are longer than a refresh. Whoever goes by the screen's clock has none.",
  },
  {
    ...ms,
    id: 'gap',
    label: 'Longest picture',
    definition: 'The longest time one picture stood on the screen, the present one included.',
  },
  {
    id: 'freezes',
    label: 'Freezes',
    unit: '',
    digits: 0,
    better: 'less',
    definition:
      'Pictures that stood three times as long as the thirty before them on average, and 150 ms longer at least: the rule of WebRTC statistics.',
  },
  {
    id: 'torn',
    label: 'Torn',
    unit: 'refreshes',
    digits: 0,
    better: 'less',
    definition: 'Refreshes of the screen that showed parts of two pictures, because one changed meanwhile.',
  },
  {
    ...ms,
    id: 'networkBlocked',
    label: 'Network made to wait',
    definition: 'How long frames stood outside because the network ring had no room and makes one wait.',
  },
  {
    ...ms,
    id: 'blocked',
    label: 'Stages made to wait',
    better: null,
    definition:
      'How long the decoder and the renderer stood still for want of room in the ring behind them. That is back-pressure, and no fault by itself.',
  },
  {
    ...ms,
    id: 'inNetwork',
    label: 'In the network ring',
    definition: 'From arrival to the beginning of decoding, on average over the frames shown.',
  },
  {
    ...ms,
    id: 'inDecoder',
    label: 'In the decoder',
    definition: 'Decoding, and waiting for room behind it, on average over the frames shown.',
  },
  {
    ...ms,
    id: 'inDecoded',
    label: 'In the decode ring',
    definition: 'From decoded to the beginning of drawing, on average over the frames shown.',
  },
  {
    ...ms,
    id: 'inRenderer',
    label: 'In the renderer',
    definition: 'Drawing, on average over the frames shown.',
  },
  {
    ...ms,
    id: 'inRender',
    label: 'In the render ring',
    definition: 'From drawn to shown, on average over the frames shown: the wait for the refresh.',
  },
  {
    ...ms,
    id: 'age',
    label: 'Arrival to screen, mean',
    definition: 'The five stages together, on average over the frames shown.',
  },
  {
    ...ms,
    id: 'ageP99',
    label: 'Arrival to screen, p99',
    definition: '99 of 100 frames shown took no longer than this. Exact, over all of them.',
  },
  {
    id: 'memNetwork',
    label: 'Network ring, memory',
    unit: 'kB',
    digits: 0,
    better: 'less',
    definition: 'Bytes of the compressed frames that are in the network ring now.',
  },
  {
    id: 'memDecoded',
    label: 'Decode ring, memory',
    unit: 'MB',
    digits: 1,
    better: 'less',
    definition: 'All slots of the decode ring, full or not: slots × pixels × bytes a pixel.',
  },
  {
    id: 'memRender',
    label: 'Render ring, memory',
    unit: 'MB',
    digits: 1,
    better: 'less',
    definition: 'All slots of the render ring, or all swap buffers, used or not: RGBA, 4 bytes a pixel.',
  },
]
