import type { ParamSpec } from '../../../shared/params.ts'
import { PLAYER } from './scope.ts'

const RINGS = 'Rings'

const FULL_OPTIONS = [
  { value: 'drop-oldest', label: 'Drop the oldest' },
  { value: 'drop-newest', label: 'Drop the new one' },
  { value: 'block', label: 'Make the stage before it wait' },
] as const

/** What the sizes of the rings have in common, and what the choices for a full one. */
const SLOTS = {
  kind: 'number',
  group: RINGS,
  unit: 'slots',
  live: false,
  when: PLAYER,
  min: 1,
  step: 1,
} as const
const FULL = {
  kind: 'choice',
  group: RINGS,
  live: true,
  when: PLAYER,
  help: 'What becomes of one more frame. The whiteboard does not say; its rings overwrite their oldest, as in episode 7.',
  options: FULL_OPTIONS,
} as const

/** The rings between the stages, and what each does when it is full. */
export const RING_SETTINGS = [
  {
    ...SLOTS,
    key: 'networkSlots',
    label: 'Network ring',
    help: 'Room for compressed frames that have arrived. The number of slots is fixed from the start.',
    max: 400,
    default: 100,
  },
  { ...FULL, key: 'networkFull', label: 'When it is full (network)', default: 'drop-oldest' },
  {
    ...SLOTS,
    key: 'decodedSlots',
    label: 'Decode ring',
    help: 'Room for decoded frames that wait to be drawn. The number of slots is fixed from the start.',
    max: 120,
    default: 30,
  },
  { ...FULL, key: 'decodedFull', label: 'When it is full (decode)', default: 'block' },
  {
    ...SLOTS,
    key: 'renderSlots',
    label: 'Render ring',
    help: 'Room for drawn pictures, the one on the screen included: a swap chain.',
    max: 8,
    default: 3,
  },
  {
    kind: 'choice',
    key: 'renderFull',
    label: 'When it is full (render)',
    help: 'What becomes of one more picture when no buffer is free. Of three swap buffers: waiting in line is Vulkan’s FIFO, giving up the older picture its mailbox. With two the renderer can only wait.',
    group: RINGS,
    live: true,
    options: FULL_OPTIONS,
    default: 'block',
  },
] as const satisfies readonly ParamSpec[]

/** What a full ring does with one more frame. */
export type FullPolicy = (typeof FULL_OPTIONS)[number]['value']
