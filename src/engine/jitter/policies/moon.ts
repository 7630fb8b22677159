import { at } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import { delayPolicy } from './policy.ts'

const WINDOW = 10_000
const QUANTILE = 0.99
/** A spike begins when a packet takes this many times the playout delay, and ends at that many times the old one. */
const HEAD = 4
const TAIL = 2

/** All network delays in microseconds on the receiver's clock. */
interface MoonState {
  /** The last delays in the order they came, as a ring: `oldest` is overwritten next once it is full. */
  recent: number[]
  oldest: number
  /** The same delays from small to large: a histogram with bins of a microsecond. */
  sorted: number[]
  fastest: number
  /** The playout delay above the fastest packet that held when the spike began; null outside of one. */
  beforeSpike: number | null
  latest: number
}

/** The first index of `sorted` whose value is not below `value`. */
function placeOf(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(sorted, middle) < value) low = middle + 1
    else high = middle
  }
  return low
}

function remember(state: MoonState, delay: number): void {
  if (state.recent.length < WINDOW) state.recent.push(delay)
  else {
    state.sorted.splice(placeOf(state.sorted, at(state.recent, state.oldest)), 1)
    state.recent[state.oldest] = delay
    state.oldest = (state.oldest + 1) % WINDOW
  }
  state.sorted.splice(placeOf(state.sorted, delay), 0, delay)
}

/** The smallest delay that at least the wanted share of the window does not exceed. */
const quantile = ({ sorted }: MoonState): number =>
  at(sorted, Math.max(0, Math.ceil(QUANTILE * sorted.length) - 1))

const offsetOf = (state: MoonState): SimTime => (state.beforeSpike === null ? quantile(state) : state.latest)

/**
 * Moon, Kurose and Towsley, "Packet audio playout delay adjustment: performance bounds and algorithms" (1998), packet
 * by packet instead of between talkspurts. The paper's delays are absolute; ours are counted above the fastest packet,
 * as the clocks' offset is unknown, and a spike is measured against no less than a frame.
 */
export const moon = delayPolicy<MoonState>({
  kind: 'delay',
  start: () => ({ recent: [], oldest: 0, sorted: [], fastest: Infinity, beforeSpike: null, latest: 0 }),
  observe(state, { sent, arrived }, { interval }) {
    const delay = arrived - sent
    const isFirst = state.sorted.length === 0
    state.fastest = Math.min(state.fastest, delay)
    state.latest = delay
    const above = delay - state.fastest
    if (state.beforeSpike !== null) {
      if (above <= TAIL * state.beforeSpike) state.beforeSpike = null
    } else if (!isFirst) {
      const playout = Math.max(interval, quantile(state) - state.fastest)
      if (above > HEAD * playout) state.beforeSpike = playout
    }
    if (state.beforeSpike === null) remember(state, delay)
  },
  offset: offsetOf,
  target: (state) => (state.sorted.length === 0 ? 0 : offsetOf(state) - state.fastest),
})
