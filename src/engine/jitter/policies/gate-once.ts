import { gatePolicy } from './policy.ts'

const START_FRAMES = 3

/** Slide 4 with its gate corrected: a state machine that fills up, plays until it is empty, and fills up again. */
export const gateOnce = gatePolicy({
  kind: 'gate',
  origin: 'whiteboard',
  family: 'On the whiteboard',
  name: 'Gate at the start only',
  short: 'Gate',
  summary:
    'The whiteboard buffer with one fault mended: it waits for three frames before it starts, then lets the reserve be spent. It fills up again only after it ran empty.',
  start: () => ({}),
  observe: () => {},
  framesNeeded: (_, __, playing) => (playing ? 1 : START_FRAMES),
  target: (_, { interval }) => START_FRAMES * interval,
})
