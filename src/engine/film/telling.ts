import type { Explanation } from '../kernel/engine.ts'
import { explainRows } from '../kernel/explain.ts'
import { SECOND, type SimTime } from '../kernel/time.ts'
import type { Stretches } from './stretches.ts'

export const seconds = (time: SimTime): string => `${(time / SECOND).toFixed(2)} s`

/** Stretches in which nothing moved, longest first. */
export function explainStretches(stretches: Stretches, now: SimTime, did: string): Explanation {
  const lengthOf = (i: number): SimTime => {
    const { start, end } = stretches.get(i)
    return (Number.isNaN(end) ? now : end) - start
  }
  return explainRows({
    text: 'Each time it stood still, longest first.',
    none: 'It never stood still.',
    rows: stretches.count,
    weigh: lengthOf,
    tell: (i) => ({
      time: stretches.get(i).start,
      text: `${did} for ${seconds(lengthOf(i))}${Number.isNaN(stretches.get(i).end) ? ' so far' : ''}`,
    }),
  })
}
