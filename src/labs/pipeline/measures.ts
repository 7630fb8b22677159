import type { MeasureSpec } from '../../stage/define-lab.ts'

const FRAMES = 'Frames'
const PICTURE = 'Picture'
const WAITING = 'Waiting for room'
const STAGES = 'Time in each stage'
const MEMORY = 'Memory'

const frames = { unit: 'frames', digits: 0 } as const
const ms = { unit: 'ms', digits: 1, better: 'less' } as const

/** The pipeline lab's numbers, in the order of the engine's `measuresOf`. */
export const PIPELINE_MEASURES: readonly MeasureSpec[] = [
  {
    ...frames,
    id: 'received',
    group: FRAMES,
    label: 'Received',
    better: null,
    definition:
      'Frames that the network has brought. With swap buffers alone: pictures that the renderer has begun.',
  },
  {
    ...frames,
    id: 'shown',
    group: FRAMES,
    label: 'Shown',
    better: 'more',
    definition: 'Frames that came on the screen.',
  },
  {
    ...frames,
    id: 'skipped',
    group: FRAMES,
    label: 'Skipped',
    better: 'less',
    definition:
      'Frames left out on purpose, because the time of a newer one had come. Skipping is how a player stays on time.',
  },
  {
    ...frames,
    id: 'droppedNetwork',
    group: FRAMES,
    label: 'Dropped, network ring',
    better: 'less',
    definition: 'Frames that a full network ring gave up or turned away. Each takes those after it along.',
  },
  {
    ...frames,
    id: 'droppedDecoded',
    group: FRAMES,
    label: 'Dropped, decode ring',
    better: 'less',
    definition: 'Decoded frames that a full decode ring gave up or turned away: the work is lost as well.',
  },
  {
    ...frames,
    id: 'droppedRender',
    group: FRAMES,
    label: 'Dropped, render ring',
    better: null,
    definition:
      'Drawn pictures that were given up for a newer one before the screen took them. With three buffers and fast drawing that is the plan, not a fault.',
  },
  {
    ...frames,
    id: 'undecodable',
    group: FRAMES,
    essential: true,
    label: 'Undecodable',
    better: 'less',
    definition:
      'Frames that came but could not be decoded, because one before them is missing. It ends with the next key frame.',
  },
  {
    ...frames,
    id: 'held',
    group: FRAMES,
    label: 'Held',
    better: null,
    definition: 'Frames on their way now: in a ring, in the decoder, being drawn, or waiting outside.',
  },
  {
    id: 'fps',
    group: PICTURE,
    essential: true,
    label: 'New pictures',
    unit: '/s',
    digits: 1,
    better: 'more',
    definition: 'Pictures shown after the first, a second, until the newest one.',
  },
  {
    id: 'drift',
    group: PICTURE,
    essential: true,
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
    group: PICTURE,
    label: 'Longest picture',
    definition: 'The longest time one picture stood on the screen, the present one included.',
  },
  {
    id: 'freezes',
    group: PICTURE,
    label: 'Freezes',
    unit: '',
    digits: 0,
    better: 'less',
    definition:
      'Pictures that stood three times as long as the thirty before them on average, and 150 ms longer at least: the rule of WebRTC statistics.',
  },
  {
    id: 'torn',
    group: PICTURE,
    essential: true,
    label: 'Torn',
    unit: 'refreshes',
    digits: 0,
    better: 'less',
    definition: 'Refreshes of the screen that showed parts of two pictures, because one changed meanwhile.',
  },
  {
    ...ms,
    id: 'networkBlocked',
    group: WAITING,
    essential: true,
    label: 'Network made to wait',
    definition: 'How long frames stood outside because the network ring had no room and makes one wait.',
  },
  {
    ...ms,
    id: 'blocked',
    group: WAITING,
    label: 'Stages made to wait',
    better: null,
    definition:
      'How long the decoder and the renderer stood still for want of room in the ring behind them. That is back-pressure, and no fault by itself.',
  },
  {
    ...ms,
    id: 'inNetwork',
    group: STAGES,
    essential: true,
    label: 'In the network ring',
    definition: 'From arrival to the beginning of decoding, on average over the frames shown.',
  },
  {
    ...ms,
    id: 'inDecoder',
    group: STAGES,
    essential: true,
    label: 'In the decoder',
    definition: 'Decoding, and waiting for room behind it, on average over the frames shown.',
  },
  {
    ...ms,
    id: 'inDecoded',
    group: STAGES,
    essential: true,
    label: 'In the decode ring',
    definition: 'From decoded to the beginning of drawing, on average over the frames shown.',
  },
  {
    ...ms,
    id: 'inRenderer',
    group: STAGES,
    essential: true,
    label: 'In the renderer',
    definition: 'Drawing, on average over the frames shown.',
  },
  {
    ...ms,
    id: 'inRender',
    group: STAGES,
    essential: true,
    label: 'In the render ring',
    definition: 'From drawn to shown, on average over the frames shown: the wait for the refresh.',
  },
  {
    ...ms,
    id: 'age',
    group: STAGES,
    essential: true,
    label: 'Arrival to screen, mean',
    definition: 'The five stages together, on average over the frames shown.',
  },
  {
    ...ms,
    id: 'ageP99',
    group: STAGES,
    label: 'Arrival to screen, p99',
    definition: '99 of 100 frames shown took no longer than this. Exact, over all of them.',
  },
  {
    id: 'memNetwork',
    group: MEMORY,
    label: 'Network ring, memory',
    unit: 'kB',
    digits: 0,
    better: 'less',
    definition: 'Bytes of the compressed frames that are in the network ring now.',
  },
  {
    id: 'memDecoded',
    group: MEMORY,
    essential: true,
    label: 'Decode ring, memory',
    unit: 'MB',
    digits: 1,
    better: 'less',
    definition: 'All slots of the decode ring, full or not: slots × pixels × bytes a pixel.',
  },
  {
    id: 'memRender',
    group: MEMORY,
    essential: true,
    label: 'Render ring, memory',
    unit: 'MB',
    digits: 1,
    better: 'less',
    definition: 'All slots of the render ring, or all swap buffers, used or not: RGBA, 4 bytes a pixel.',
  },
]
