import type { SimTime } from '../../kernel/time.ts'
import { delayPolicy } from './policy.ts'

interface FixedState {
  fastest: SimTime | null
}

/** The simplest honest player: every packet is played the same time after the fastest one would have been. */
export const fixed = delayPolicy<FixedState>({
  kind: 'delay',
  origin: 'production',
  family: 'From textbooks and papers',
  name: 'Fixed delay',
  short: 'Fixed',
  summary:
    'Plays by timestamp, a set time after the fastest packet seen so far. A packet that comes after its turn is discarded; the order is always right.',
  start: () => ({ fastest: null }),
  observe(state, { sent, arrived }) {
    state.fastest = Math.min(state.fastest ?? Infinity, arrived - sent)
  },
  offset: (state, { options }) => (state.fastest ?? 0) + options.fixedDelay,
  target: (_, { options }) => options.fixedDelay,
})
