/** What the player did last. A stretch counts only where it came off. */
export type Mode = 'normal' | 'accelerate' | 'preemptive' | 'expand' | 'merge'

/** What the player is to do for the next 10 ms. */
export type Operation = 'normal' | 'accelerate' | 'fast-accelerate' | 'preemptive' | 'expand' | 'merge'

/** What NetEq knows when it decides. Times in milliseconds. */
export interface Situation {
  readonly lastMode: Mode
  /** The first packet in the buffer: none, the one whose turn it is, or one of a later timestamp. */
  readonly next: 'none' | 'expected' | 'future'
  /** How far the timestamp of that packet lies beyond the one whose turn it is. */
  readonly leap: number
  /** For how long there has been made-up sound. */
  readonly concealed: number
  /** How loud made-up sound still is, 1 .. 0. */
  readonly loudness: number
  /** From the first packet in the buffer to the last by their timestamps, and how long the last has waited. */
  readonly buffered: number
  /** How much later than the fastest packet of the window the next sound is played. */
  readonly playoutDelay: number
  readonly target: number
  /** How much longer the slowest packet of the window took than the fastest. */
  readonly slowest: number
  /** The last stretch is long enough ago. */
  readonly mayStretch: boolean
}

/** Stretches come in steps of 15 ms at most, and ticks in steps of 10. */
const GRANULARITY = 20
const FAST_FACTOR = 4
/** After made-up sound that was heard to fade, this share of the target must be there to go on. */
const ENOUGH_TO_RESUME = 0.5
const FADED = 0.5
const TOO_FULL = 50

/** Source: WebRTC modules/audio_coding/neteq/decision_logic.cc, without comfort noise, tones and codec changes. */
export function decide(now: Situation): Operation {
  if (now.next === 'none' || isTooSoonToResume(now)) return 'expand'
  return now.next === 'expected' ? decideExpected(now) : decideFuture(now)
}

const isTooSoonToResume = ({ lastMode, loudness, buffered, target }: Situation): boolean =>
  lastMode === 'expand' && loudness < FADED && buffered < ENOUGH_TO_RESUME * target

function decideExpected({ lastMode, playoutDelay, target, slowest, mayStretch }: Situation): Operation {
  if (lastMode === 'expand') return 'normal'
  const high = target + slowest + GRANULARITY
  if (playoutDelay >= FAST_FACTOR * high) return 'fast-accelerate'
  if (!mayStretch) return 'normal'
  if (playoutDelay >= high) return 'accelerate'
  return playoutDelay < target ? 'preemptive' : 'normal'
}

/** The packet whose turn it is has not come, but a later one has: when is it time to give up waiting? */
function decideFuture({ lastMode, leap, concealed, buffered, target }: Situation): Operation {
  const isTooEarly = leap > concealed
  if (isTooEarly && buffered <= target + TOO_FULL) return 'expand'
  return lastMode === 'expand' ? 'merge' : 'expand'
}
