import { gatePolicy } from './policy.ts'
import { runRule, startRule } from './slide5-rule.ts'

/** Slide 5's rule with its target wired to the gate, as the slide must have meant it. */
export const slide5Wired = gatePolicy({
  kind: 'gate',
  start: startRule,
  observe: runRule,
  framesNeeded: (state, { interval, options }) =>
    Math.min(options.capacity, Math.max(1, Math.round(state.target / interval))),
  target: (state) => state.target,
})
