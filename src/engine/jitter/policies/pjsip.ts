import { SECOND, type SimTime } from '../../kernel/time.ts'
import { gatePolicy } from './policy.ts'

const START_FRAMES = 15
/** Changes between putting and getting before the buffer trusts what it counts. */
const START_SWITCHES = 10
/** Lower bursts in a row before the level comes down. */
const PATIENCE = 20
const LONGEST_BURST: SimTime = SECOND
/** How long it takes to drop what is too much: from the first for single frames to the second for bursts of 100. */
const QUICK: SimTime = 2 * SECOND
const SLOW: SimTime = 10 * SECOND
const SLOW_BURST = 100
const LEAST_GAP: SimTime = SECOND / 5

interface BurstState {
  readonly interval: SimTime
  readonly capacity: number
  /** Frames put, or got, since the other last happened. */
  run: number
  lastWas: 'put' | 'get' | null
  switches: number
  isStarting: boolean
  /** The burst it is prepared for, in frames, and the longest since that came down. */
  level: number
  longest: number
  calm: number
  /** Frames wanted before the first is handed out, after the start and whenever the buffer ran empty. */
  prefetch: number
  isFilling: boolean
  puts: number
  /** The put from which the next drop is counted, and how many puts after it; null while none is planned. */
  dropFrom: number
  dropAfter: number | null
}

const mostFrames = (capacity: number): number => Math.floor((capacity * 4) / 5)

/** A burst of puts has ended: up at once, down after patience by a third of the difference. */
function learn(state: BurstState): void {
  state.longest = Math.max(state.longest, state.run)
  if (state.run < state.level) {
    state.calm += 1
    if (state.calm <= PATIENCE) return
    state.level -= Math.max(1, Math.trunc((state.level - state.longest) / 3))
    state.prefetch = state.level
    state.longest = 0
  } else if (state.run > state.level) {
    state.level = Math.min(state.longest, mostFrames(state.capacity))
    state.prefetch = state.level
  }
  state.calm = 0
}

function note(state: BurstState, operation: 'put' | 'get'): void {
  state.run += 1
  if (state.lastWas === operation) return
  state.lastWas = operation
  const longestBurst = Math.max(
    Math.floor(LONGEST_BURST / state.interval),
    Math.floor((state.capacity * 3) / 4),
  )
  if (state.isStarting) {
    state.switches += 1
    if (state.switches < START_SWITCHES || operation === 'put') {
      state.run = 0
      return
    }
    state.isStarting = false
    state.run = Math.min(state.run, longestBurst)
  }
  if (operation === 'get' && state.run <= longestBurst) learn(state)
  state.run = 0
}

/** True when it is time to drop a frame, because more wait than a burst is long. */
function dropsNow(state: BurstState, waiting: number): boolean {
  const burst = Math.max(state.level, state.run)
  if (state.isStarting || waiting <= burst) {
    state.dropAfter = null
    return false
  }
  const share = Math.min(1, Math.max(0, (burst - 1) / (SLOW_BURST - 1)))
  const duration = QUICK + (SLOW - QUICK) * share
  if (state.dropAfter === null) state.dropFrom = state.puts
  const gap = Math.max(LEAST_GAP, duration / (waiting - burst))
  state.dropAfter = Math.max(1, Math.floor(gap / state.interval))
  if (state.puts < state.dropFrom + state.dropAfter) return false
  state.dropFrom += state.dropAfter
  return true
}

/**
 * PJSIP's buffer (pjmedia/jbuf.c): no clock, no timestamps, only how many frames come between two requests. Here it
 * keeps frames in the order they came and drops the one that comes in; PJSIP puts them in order by number, and shows
 * a concealed frame after each drop.
 */
export const pjsip = gatePolicy<BurstState>({
  kind: 'gate',
  start: ({ interval, options }) => ({
    interval,
    capacity: options.capacity,
    run: 0,
    lastWas: null,
    switches: 0,
    isStarting: true,
    level: 0,
    longest: 0,
    calm: 0,
    prefetch: Math.min(START_FRAMES, mostFrames(options.capacity)),
    isFilling: mostFrames(options.capacity) > 0,
    puts: 0,
    dropFrom: 0,
    dropAfter: null,
  }),
  put(state, waiting) {
    state.puts += 1
    if (waiting >= state.prefetch) state.isFilling = false
    note(state, 'put')
    return dropsNow(state, waiting)
  },
  observe(state, _now, _jitter, waiting) {
    if (waiting === 0 && state.prefetch > 0) state.isFilling = true
    note(state, 'get')
  },
  framesNeeded: ({ isFilling }) => (isFilling ? Infinity : 1),
  target: ({ prefetch, interval }) => prefetch * interval,
})
