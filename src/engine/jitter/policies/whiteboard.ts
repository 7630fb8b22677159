import type { SimTime } from '../../kernel/time.ts'
import { gatePolicy, type PolicyContext } from './policy.ts'

/** Slide 4's constant: the player gets nothing while fewer frames wait. */
const GATE_FRAMES = 3

/** The target that slide 4 stores and never reads. It drives nothing here either. */
const targetOf = ({ interval }: PolicyContext): SimTime => GATE_FRAMES * interval

// #region whiteboard-gate
export const whiteboard = gatePolicy({
  kind: 'gate',
  origin: 'whiteboard',
  name: 'Whiteboard buffer',
  summary:
    'Slide 4 as drawn: frames leave in the order they came, and none while fewer than three wait. The test is made at every request, so two frames are always held back.',
  start: () => ({}),
  observe: () => {},
  framesNeeded: () => GATE_FRAMES, // asked for at every frame, not only at the start
  target: (_, context) => targetOf(context),
})
// #endregion whiteboard-gate
