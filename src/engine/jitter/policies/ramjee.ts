import { fromMs, MILLISECOND, type SimTime } from '../../kernel/time.ts'

/**
 * The estimates of Ramjee, Kurose, Towsley and Schulzrinne, "Adaptive playout mechanisms for packetized audio
 * applications in wide-area networks" (INFOCOM 1994): `delay` and `deviation` of what the network takes, in
 * milliseconds on the receiver's clock. Playout is `delay` + 4 `deviation` after the timestamp.
 */
export interface RamjeeState {
  delay: number
  deviation: number
  /** The last two network delays, the later one first; null before the first packet. */
  history: [number, number] | null
  /** The fastest packet so far. */
  fastest: number
  inSpike: boolean
  /** How steep the spike still is. */
  slope: number
}

export const startRamjee = (): RamjeeState => ({
  delay: 0,
  deviation: 0,
  history: null,
  fastest: Infinity,
  inSpike: false,
  slope: 0,
})

const SLOW = 0.998002
const FAST = 0.875
/** Algorithm 2's weight of the past while delays rise. */
const RISING = 0.75
// The paper counts samples at 8 kHz: 800 and 63 of them. In milliseconds both must be converted.
const SPIKE_MS = 800 / 8
const SPIKE_OVER_MS = 63 / 8
const DEVIATIONS = 4

/** The first packet sets the estimates; true when it did. */
function takeFirst(state: RamjeeState, n: number): boolean {
  state.fastest = Math.min(state.fastest, n)
  if (state.history !== null) return false
  state.delay = n
  state.history = [n, n]
  return true
}

function remember(state: RamjeeState, n: number): void {
  state.history = [n, state.history?.[0] ?? n]
}

function average(state: RamjeeState, n: number, keep: number): void {
  state.delay = keep * state.delay + (1 - keep) * n
}

function averageDeviation(state: RamjeeState, n: number, keep: number): void {
  state.deviation = keep * state.deviation + (1 - keep) * Math.abs(n - state.delay)
}

/** Algorithm 1: two slow averages. `n` is the packet's network delay in milliseconds. */
export function ramjeeOne(state: RamjeeState, n: number): void {
  if (takeFirst(state, n)) return
  average(state, n, SLOW)
  averageDeviation(state, n, SLOW)
}

/** Algorithm 2: the average goes up quickly with a packet that takes longer than it, and down slowly. */
export function ramjeeTwo(state: RamjeeState, n: number): void {
  if (takeFirst(state, n)) return
  average(state, n, n > state.delay ? RISING : SLOW)
  averageDeviation(state, n, SLOW)
}

/** Algorithm 4: quicker averages, and a mode for spikes in which the delay follows each packet. */
export function ramjeeFour(state: RamjeeState, n: number): void {
  if (takeFirst(state, n)) return
  const [last, beforeLast] = state.history ?? [n, n]
  if (state.inSpike) {
    state.slope = state.slope / 2 + Math.abs(2 * n - last - beforeLast) / 8
    if (state.slope <= SPIKE_OVER_MS) {
      state.inSpike = false
      remember(state, n)
      return
    }
  } else if (Math.abs(n - last) > 2 * Math.abs(state.deviation) + SPIKE_MS) {
    state.inSpike = true
    state.slope = 0
  }
  if (state.inSpike) state.delay += n - last
  else average(state, n, FAST)
  averageDeviation(state, n, FAST)
  remember(state, n)
}

/**
 * Playout minus timestamp, continuously: the paper changes it only between talkspurts. After a spike the estimate may
 * come out below the fastest packet, where none could be played.
 */
export const ramjeeOffset = ({ delay, deviation, fastest }: RamjeeState): SimTime =>
  fromMs(Math.max(fastest, delay + DEVIATIONS * deviation))

export const ramjeeTarget = (state: RamjeeState): SimTime =>
  state.history === null ? 0 : ramjeeOffset(state) - fromMs(state.fastest)

export const networkDelayMs = ({ sent, arrived }: { sent: SimTime; arrived: SimTime }): number =>
  (arrived - sent) / MILLISECOND
