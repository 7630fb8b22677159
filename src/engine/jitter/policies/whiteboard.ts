import { gatePolicy } from './policy.ts'

// #region whiteboard-gate
const GATE_FRAMES = 3

/** Asked for at every frame, not only at the start. */
const framesNeeded = (): number => GATE_FRAMES
// #endregion whiteboard-gate

/** Slide 4's buffer. Its target latency is stored and never read; what holds frames back is the gate. */
export const whiteboard = gatePolicy({
  kind: 'gate',
  start: () => ({}),
  observe: () => {},
  framesNeeded,
  target: (_, { interval }) => GATE_FRAMES * interval,
})
