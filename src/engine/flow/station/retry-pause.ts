import { fromMs, MILLISECOND, type SimTime } from '../../kernel/time.ts'
import { hashUniform } from '../load/hash.ts'

/** How long a client pauses before it tries again; `backoff` has no jitter. */
export type PauseKind = 'at-once' | 'backoff' | 'equal' | 'full' | 'decorrelated'

/** "At once" is not no time at all: a round trip. */
const AT_ONCE = MILLISECOND
/** Messages of the salt that pauses are drawn with. */
const PAUSES = 0x52455452

/**
 * The pause in microseconds before request `item` is tried again after it failed for the (`tries` + 1)-th time; the same
 * in every lane, whatever happened before. `backoffMs` is the base. Without jitter it doubles each time; full jitter is
 * drawn evenly from none to that, equal jitter from one half to that, decorrelated jitter from the base to three times
 * the pause before. After: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. Its cap is left
 * out: retries end before it would matter.
 */
export function pauseBefore(
  kind: PauseKind,
  backoffMs: number,
  seed: number,
  item: number,
  tries: number,
): SimTime {
  if (kind === 'at-once') return AT_ONCE
  const base = fromMs(backoffMs)
  const longest = base * 2 ** tries
  const draw = (n: number): number => hashUniform(seed ^ PAUSES, item, n)
  switch (kind) {
    case 'backoff':
      return longest
    case 'equal':
      return atLeastOne((longest * (1 + draw(tries))) / 2)
    case 'full':
      return atLeastOne(longest * draw(tries))
    case 'decorrelated': {
      let pause = base
      for (let n = 0; n <= tries; n++) pause = base + (3 * pause - base) * draw(n)
      return atLeastOne(pause)
    }
  }
}

const atLeastOne = (pause: number): SimTime => Math.max(1, Math.round(pause))
