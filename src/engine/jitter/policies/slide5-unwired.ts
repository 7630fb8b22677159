import { gatePolicy } from './policy.ts'
import { runRule, startRule } from './slide5-rule.ts'

/** Slides 4 and 5 together, literally: the rule sets a number that the buffer never reads. */
export const slide5Unwired = gatePolicy({
  kind: 'gate',
  start: startRule,
  observe: runRule,
  framesNeeded: () => 3,
  target: (state) => state.target,
})
