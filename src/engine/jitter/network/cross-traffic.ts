import type { SimTime } from '../../kernel/time.ts'
import { disturbance } from './disturbance.ts'
import { endOf, passTime, waitAgain, type Wait } from './wait.ts'

interface SharedQueue {
  readonly wait: Wait
  /** A burst of other traffic is coming in. */
  bursting: boolean
  /** What is queued, as the time the link needs for it. */
  backlog: SimTime
}

/**
 * A drop-tail queue shared with bursts of other traffic. A burst comes in `load` times as fast as the link takes it
 * out, so the queue grows until the burst ends or the queue is full, and then drains at a slope of -1. While it is
 * full, the share of packets that find no room is what the link cannot carry, 1 - 1 / load. Our own packets are
 * small beside it and add nothing. Bursts come at random moments and last for a random time, both exponential.
 */
export const crossTraffic = disturbance<SharedQueue>({
  concern: 'network.cross',
  start: ({ times }) => ({ wait: { since: 0, left: times.exponential() }, bursting: false, backlog: 0 }),

  meet(state, sent, { cross: { every, lasts, load, limit } }, { times, packets }) {
    const flow = (passed: SimTime): void => {
      const change = state.bursting ? (load - 1) * passed : -passed
      state.backlog = Math.min(limit, Math.max(0, Math.round(state.backlog + change)))
    }
    const mean = (): number => (state.bursting ? lasts : every)
    for (let end = endOf(state.wait, mean()); end <= sent; end = endOf(state.wait, mean())) {
      flow(end - state.wait.since)
      state.bursting = !state.bursting
      waitAgain(state.wait, end, times.exponential())
    }
    flow(sent - state.wait.since)
    passTime(state.wait, sent, mean())
    const findsNoRoom = packets.chance(1 - 1 / load) && state.bursting && state.backlog >= limit
    return findsNoRoom ? null : state.backlog
  },
})
