import type { Explanation } from '../kernel/engine.ts'
import { foremost } from '../kernel/foremost.ts'
import { SECOND, type SimTime } from '../kernel/time.ts'
import type { Stretches } from './stretches.ts'

/** The most events listed behind a number. */
export const MOST = 60

export const seconds = (time: SimTime): string => `${(time / SECOND).toFixed(2)} s`
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** An explanation without events. */
export const told = (text: string): Explanation => ({ text, events: [], total: 0 })

/** Stretches in which nothing moved, longest first. */
export function explainStretches(stretches: Stretches, now: SimTime, did: string): Explanation {
  const lengthOf = (i: number): SimTime => {
    const { start, end } = stretches.get(i)
    return (Number.isNaN(end) ? now : end) - start
  }
  const rows = foremost(stretches.count, MOST, lengthOf)
  return {
    text: stretches.count === 0 ? 'It never stood still.' : 'Each time it stood still, longest first.',
    events: rows.map((i) => ({
      time: stretches.get(i).start,
      text: `${did} for ${seconds(lengthOf(i))}${Number.isNaN(stretches.get(i).end) ? ' so far' : ''}`,
      thing: null,
    })),
    total: stretches.count,
  }
}
