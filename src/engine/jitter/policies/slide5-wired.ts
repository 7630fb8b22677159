import { gatePolicy } from './policy.ts'
import { runRule, startRule } from './slide5-rule.ts'

/** Slide 5's rule with its target wired to the gate, as the slide must have meant it. */
export const slide5Wired = gatePolicy({
  kind: 'gate',
  origin: 'whiteboard',
  family: 'On the whiteboard',
  name: 'Adaptive rule, wired',
  short: 'Wired rule',
  summary:
    "Slide 5's rule drives the gate: it asks for as many frames as fill the target delay. Still no timestamps, and still asked at every request.",
  start: startRule,
  observe: runRule,
  framesNeeded: (state, { interval, options }) =>
    Math.min(options.capacity, Math.max(1, Math.round(state.target / interval))),
  target: (state) => state.target,
})
