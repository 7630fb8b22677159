import { at } from '../../../shared/assert.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import { delayPolicy } from './policy.ts'

/** The `latency` that rtpjitterbuffer has if nobody sets it. */
const LATENCY: SimTime = 200 * MILLISECOND
const WINDOW: SimTime = 2 * SECOND
const MOST_PACKETS = 512
const KEEP = 124
const RESYNC: SimTime = SECOND

/** Delays are relative to that of the packet one synchronised with, the base. */
interface SkewState {
  base: { sent: SimTime; delay: SimTime } | null
  /** How far the sender's clock has moved away, smoothed. */
  skew: number
  window: number[]
  /** The least of the window. */
  least: number
  isFilling: boolean
  /** Where the next delay goes, once the window is full. */
  place: number
  expected: number
  fastest: SimTime
}

function synchronise(state: SkewState, sent: SimTime, delay: SimTime): void {
  state.base = { sent, delay }
  state.skew = 0
  state.window = []
  state.least = 0
  state.isFilling = true
  state.place = 0
}

/** While the window fills, its least counts for more with the square of how full it is. */
function fill(state: SkewState, delta: number, elapsed: SimTime): void {
  state.window.push(delta)
  state.least = state.window.length === 1 ? delta : Math.min(state.least, delta)
  const filled = Math.max(elapsed / WINDOW, state.window.length / MOST_PACKETS)
  state.isFilling = filled < 1
  const weight = Math.min(1, filled * filled)
  state.skew = weight * state.least + (1 - weight) * state.skew
}

function slide(state: SkewState, delta: number): void {
  const old = at(state.window, state.place)
  state.window[state.place] = delta
  state.place = (state.place + 1) % state.window.length
  if (delta <= state.least) state.least = delta
  else if (old === state.least)
    state.least = state.window.reduce((least, one) => Math.min(least, one), Infinity)
  state.skew = (state.least + KEEP * state.skew) / (KEEP + 1)
}

const offsetOf = ({ base, skew }: SkewState): SimTime => Math.round((base?.delay ?? 0) + skew) + LATENCY

/**
 * GStreamer's rtpjitterbuffer: a fixed latency on a clock that follows the sender's.
 * Source: gst-plugins-good gst/rtpmanager/rtpjitterbuffer.c, calculate_skew.
 */
export const gstreamer = delayPolicy<SkewState>({
  kind: 'delay',
  start: () => ({
    base: null,
    skew: 0,
    window: [],
    least: 0,
    isFilling: true,
    place: 0,
    expected: 0,
    fastest: Infinity,
  }),
  observe(state, { sequence, sent, arrived }) {
    const delay = arrived - sent
    state.fastest = Math.min(state.fastest, delay)
    const isInTurn = state.base === null || sequence === state.expected
    if (sequence >= state.expected) state.expected = sequence + 1
    if (state.base === null) synchronise(state, sent, delay)
    const { base } = state
    if (base === null) return
    if (Math.abs(delay - base.delay - state.skew) > RESYNC) synchronise(state, sent, delay)
    else if (!isInTurn) return // a gap says nothing of the clocks
    const delta = delay - (state.base?.delay ?? delay)
    if (state.isFilling) fill(state, delta, sent - (state.base?.sent ?? sent))
    else slide(state, delta)
  },
  offset: offsetOf,
  target: (state) => Math.max(0, offsetOf(state) - state.fastest),
})
