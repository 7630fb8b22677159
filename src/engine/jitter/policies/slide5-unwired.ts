import { gatePolicy } from './policy.ts'
import { runRule, startRule } from './slide5-rule.ts'

/** Slides 4 and 5 together, literally: the rule sets a number that the buffer never reads. */
export const slide5Unwired = gatePolicy({
  kind: 'gate',
  origin: 'whiteboard',
  family: 'On the whiteboard',
  name: 'Adaptive rule, not wired',
  short: 'Unwired rule',
  summary:
    "Slide 5's rule beside slide 4's buffer, as the two slides stand: the target moves, but the gate still counts three frames, so nothing changes.",
  start: startRule,
  observe: runRule,
  framesNeeded: () => 3,
  target: (state) => state.target,
})
