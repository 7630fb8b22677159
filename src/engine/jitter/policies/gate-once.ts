import { gatePolicy } from './policy.ts'

const START_FRAMES = 3

/** Slide 4 with its gate corrected: a state machine that fills up, plays until it is empty, and fills up again. */
export const gateOnce = gatePolicy({
  kind: 'gate',
  start: () => ({}),
  observe: () => {},
  framesNeeded: (_, __, playing) => (playing ? 1 : START_FRAMES),
  target: (_, { interval }) => START_FRAMES * interval,
})
