import { at } from '../../../shared/assert.ts'
import { clamp } from '../../../shared/clamp.ts'
import { MILLISECOND, type SimTime } from '../../kernel/time.ts'
import { delayPolicy } from './policy.ts'

/** The latest packets each of the parts of the window keeps, and how many candidates a decision weighs. */
const TOP = 40
const PARTS = 3
const MOST_LATE_PERCENT = 4
const WINDOW = (100 * TOP) / MOST_LATE_PERCENT
const PART = Math.floor(WINDOW / PARTS)
/** Later packets a shorter delay is charged with at once, so that it does not change for nothing. */
const HYSTERESIS = 4
const START_TRADEOFF = 32_000
/** Speex counts in samples at 8 kHz. */
const SAMPLE: SimTime = MILLISECOND / 8
const MOST_SAMPLES = 32_767

/** Network delays of one part of the window: how many there were, and the longest of them, longest first. */
interface Part {
  count: number
  longest: SimTime[]
}

interface SpeexState {
  /** The newest part first. */
  parts: Part[]
  /** Playout minus timestamp; null before the first packet. */
  playout: SimTime | null
  /** What a late packet is worth, in samples for a window full of them. */
  tradeoff: number
  fastest: SimTime
}

function remember(state: SpeexState, delay: SimTime): void {
  if (at(state.parts, 0).count >= PART) state.parts = [{ count: 0, longest: [] }, ...state.parts.slice(0, -1)]
  const part = at(state.parts, 0)
  part.count += 1
  const place = part.longest.findLastIndex((other) => other >= delay) + 1
  if (place < TOP) part.longest.splice(place, 0, delay)
  if (part.longest.length > TOP) part.longest.pop()
}

/** The longest delays of all parts, longest first: a merge, as each part's are sorted. */
function longestOf(parts: readonly Part[]): SimTime[] {
  const next = parts.map(() => 0)
  const merged: SimTime[] = []
  while (merged.length < TOP) {
    let from = -1
    let longest = -Infinity
    parts.forEach((part, i) => {
      const delay = part.longest[at(next, i)] ?? -Infinity
      if (delay <= longest) return
      from = i
      longest = delay
    })
    if (from < 0) break
    next[from] = at(next, from) + 1
    merged.push(longest)
  }
  return merged
}

/**
 * How much shorter the delay should become, in microseconds and whole steps; below 0: longer. Each of the latest
 * packets is a candidate, the one that would then be just in time: its price is the delay, and the packets later than
 * it that would be lost.
 */
function bestChange(state: SpeexState, playout: SimTime, step: SimTime): SimTime {
  const count = state.parts.reduce((sum, part) => sum + part.count, 0)
  const price = Math.floor((state.tradeoff * WINDOW) / count)
  const delays = longestOf(state.parts)
  let late = 0
  let isCharged = false
  let best = 0
  let leastCost = Infinity
  for (const delay of delays) {
    const early =
      Math.floor(clamp(playout - delay, -MOST_SAMPLES * SAMPLE, MOST_SAMPLES * SAMPLE) / step) * step
    const cost = -early / SAMPLE + price * late
    if (cost < leastCost) {
      leastCost = cost
      best = early
    }
    late += 1
    if (early >= 0 && !isCharged) {
      isCharged = true
      late += HYSTERESIS
    }
  }
  const range = at(delays, 0) - at(delays, delays.length - 1)
  state.tradeoff = 1 + Math.floor(range / SAMPLE / TOP)
  return count < TOP && best > 0 ? 0 : best
}

/** Speex's own buffer (libspeexdsp/jitter.c), with steps of a frame. There each step is made at once. */
export const speex = delayPolicy<SpeexState>({
  kind: 'delay',
  start: () => ({
    parts: Array.from({ length: PARTS }, () => ({ count: 0, longest: [] })),
    playout: null,
    tradeoff: START_TRADEOFF,
    fastest: Infinity,
  }),
  observe(state, { sent, arrived }, { interval }) {
    const delay = arrived - sent
    state.fastest = Math.min(state.fastest, delay)
    state.playout ??= delay
    remember(state, delay)
    state.playout -= bestChange(state, state.playout, interval)
  },
  offset: (state) => state.playout ?? 0,
  target: (state) => (state.playout === null ? 0 : Math.max(0, state.playout - state.fastest)),
})
