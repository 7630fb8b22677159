import { normalQuantile } from '../../kernel/normal.ts'
import { disturbance } from './disturbance.ts'
import { endOf, passTime, waitAgain, type Wait } from './wait.ts'

interface Spell {
  readonly wait: Wait
  bad: boolean
  /** The last packet's deviate, for correlation. */
  deviate: number
}

/**
 * A path that changes between two moods, each of random length (a Markov chain in continuous time): calm, when it
 * adds nothing, and bad, when it adds a delay of its own that wanders with a spread of its own.
 */
export const spells = disturbance<Spell>({
  concern: 'network.spells',
  start: ({ times }) => ({ wait: { since: 0, left: times.exponential() }, bad: false, deviate: 0 }),

  meet(state, sent, { spells: { calm, bad, delay, deviation }, correlation }, { times, packets }) {
    const mean = (): number => (state.bad ? bad : calm)
    for (let end = endOf(state.wait, mean()); end <= sent; end = endOf(state.wait, mean())) {
      state.bad = !state.bad
      waitAgain(state.wait, end, times.exponential())
    }
    passTime(state.wait, sent, mean())
    const fresh = normalQuantile(packets.uniform())
    state.deviate = correlation * state.deviate + Math.sqrt(1 - correlation * correlation) * fresh
    if (!state.bad) return 0
    return Math.max(0, delay + Math.round(deviation * state.deviate))
  },
})
