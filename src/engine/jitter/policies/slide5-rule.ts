import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'

export const RULE_FLOOR: SimTime = 50 * MILLISECOND
export const RULE_CEILING: SimTime = 500 * MILLISECOND
const RULE_START: SimTime = 100 * MILLISECOND
const HIGH_JITTER: SimTime = 50 * MILLISECOND
const LOW_JITTER: SimTime = 10 * MILLISECOND

/** Slide 5's rule: the next target delay, from the present one and the measured jitter (microseconds). */
export function adjustTarget(target: SimTime, jitter: number): SimTime {
  // #region adjust-target
  const longer = Math.round(target * 1.2) // smoother, but later
  const shorter = Math.round(target * 0.9) // sooner, but riskier
  if (jitter > HIGH_JITTER) return Math.min(RULE_CEILING, longer)
  if (jitter < LOW_JITTER) return Math.max(RULE_FLOOR, shorter)
  return target // between 10 and 50 ms nothing ever changes
  // #endregion adjust-target
}

export interface RuleState {
  target: SimTime
  nextRun: SimTime | null
}

export const startRule = (): RuleState => ({ target: RULE_START, nextRun: null })

/**
 * The slide gives the rule no clock. Run at every packet, 100 ms becomes 500 ms in nine packets; we run it once
 * a second of the player's time.
 */
export function runRule(state: RuleState, now: SimTime, jitter: number): void {
  state.nextRun ??= now + SECOND
  while (now >= state.nextRun) {
    state.target = adjustTarget(state.target, jitter)
    state.nextRun += SECOND
  }
}
