import { counted } from '../shared/words.ts'
import { moonBound, type TalkspurtBound } from '../engine/jitter/bounds/moon.ts'
import { playoutOf } from '../engine/jitter/config-of.ts'
import type { JitterEngine } from '../engine/jitter/jitter-engine.ts'
import { toMs } from '../engine/kernel/time.ts'
import type { Style } from './style.ts'
import { decimal, roundedMs, wrap } from './words.ts'

const ms = (time: number): string => decimal(toMs(time), 1)

/** Each timestamp player beside those that keep one delay a talkspurt; none where playout waits for late packets. */
function moonOf(engine: JitterEngine): (readonly [policy: string, bound: TalkspurtBound])[] {
  const options = playoutOf(engine.present)
  if (options.whenLate !== 'skip') return []
  return engine.lanes.flatMap(({ policy, ledger }) => {
    const bound = moonBound(engine, ledger, options)
    return bound === null ? [] : [[policy, bound] as const]
  })
}

/** The same for machines. */
export const moonJson = (engine: JitterEngine): Record<string, unknown>[] =>
  moonOf(engine).map(([policy, { talkspurts, played, delay, least, holds }]) => ({
    policy,
    talkspurts,
    played,
    delayMs: roundedMs(toMs(delay)),
    leastDelayMs: roundedMs(toMs(least)),
    holds,
  }))

/** What the terminal says of Moon's bound; nothing where there is none. */
export function moonLines(engine: JitterEngine, { width }: Style): string[] {
  const bounds = moonOf(engine)
  const [first] = bounds
  if (first === undefined) return []
  const [, { talkspurts, holds }] = first
  const pairs = bounds.map(([policy, { delay, least }]) => `${policy} ${ms(delay)} to ${ms(least)} ms`)
  return wrap(
    `mean delay of the packets played, to the least with one delay a talkspurt for as many (Moon's bound` +
      `${holds ? '' : '; a player that changes it at any packet may be below'}), ` +
      `${counted(talkspurts, 'talkspurt')}: ${pairs.join(', ')}`,
    width,
    '  ',
  )
}
