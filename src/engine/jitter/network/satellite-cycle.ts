import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import { disturbance } from './disturbance.ts'

interface Slot {
  /** Slots begun so far. */
  begun: number
  /** How much longer the way by this slot's satellite is, as a share of the largest difference. */
  way: number
}

const CYCLE = 15 * SECOND
/** The first change comes here: late enough for a player to have found its feet. */
const PHASE = 5 * SECOND
const AFTER = 140 * MILLISECOND
const BEFORE = 75 * MILLISECOND

/**
 * A satellite network that deals its paths anew every 15 seconds, as Starlink does: delays are raised for the 75 ms
 * before each change and the 140 ms after it, and each slot has a way of its own. The one common spike that can be
 * foreseen. Cycle and durations are those of Casparsen et al., "Statistical Characterization and Prediction of E2E
 * Latency over LEO Satellite Networks" (arXiv 2601.08439, abstract); how high the spikes are and how far the ways
 * differ it does not say there, so both are settings.
 */
export const satelliteCycle = disturbance<Slot>({
  concern: 'network.satellite',
  start: () => ({ begun: 0, way: 0 }),

  meet(state, sent, { satellite: { spike, step } }, { times }) {
    const passed: SimTime = sent + CYCLE - PHASE
    for (const slot = Math.floor(passed / CYCLE); state.begun < slot; state.begun += 1)
      state.way = times.uniform()
    const within = passed % CYCLE
    const isChanging = within < AFTER || within >= CYCLE - BEFORE
    return (isChanging ? spike : 0) + Math.round(state.way * step)
  },
})
