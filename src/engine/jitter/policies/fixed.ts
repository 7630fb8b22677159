import type { SimTime } from '../../kernel/time.ts'
import { delayPolicy } from './policy.ts'

interface FixedState {
  fastest: SimTime | null
}

/** The simplest honest player: every packet is played the same time after the fastest one would have been. */
export const fixed = delayPolicy<FixedState>({
  kind: 'delay',
  start: () => ({ fastest: null }),
  observe(state, { sent, arrived }) {
    state.fastest = Math.min(state.fastest ?? Infinity, arrived - sent)
  },
  offset: (state, { options }) => (state.fastest ?? 0) + options.fixedDelay,
  target: (_, { options }) => options.fixedDelay,
})
