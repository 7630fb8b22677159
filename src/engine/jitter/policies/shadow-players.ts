import { at, outside } from '../../../shared/assert.ts'
import { clamp } from '../../../shared/clamp.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { PolicyContext } from './policy.ts'

/** Players that exist in a policy's mind only: each aims at a delay, with the real player's rules. Plain data. */
export interface ShadowPlayers {
  /** What each aims at, and the delay each is at, above the fastest packet. */
  readonly aims: Float64Array
  readonly delays: Float64Array
  /** 1 where a player's last packet was late: it follows, and is later for the next one. */
  readonly follows: Uint8Array
  /** What the last packet cost each of them, and the least of that. */
  readonly losses: Float64Array
  leastLoss: number
}

/** A packet as a shadow player meets it. */
export interface Step {
  /** How much longer it took than the fastest. */
  readonly took: SimTime
  /** The sender's time since the newest packet before it; null for one that was overtaken. */
  readonly spacing: SimTime | null
  /** A player misses the next packet once it is this much later than the fastest would be; Infinity: not before its turn. */
  readonly missedAfter: SimTime
}

export const startShadows = (aims: readonly SimTime[]): ShadowPlayers => ({
  aims: Float64Array.from(aims),
  delays: Float64Array.from(aims),
  follows: new Uint8Array(aims.length),
  losses: new Float64Array(aims.length),
  leastLoss: 0,
})

/** What a late packet costs: the price of 1 % late, a hundred times. Never nothing, for it is divided by. */
export const latePriceOf = ({ options }: PolicyContext): SimTime => Math.max(1_000, 100 * options.price)

/**
 * Every shadow plays one packet and pays for it: the delay it is at; and for a late packet its price or, where
 * playout stalls, the price of the time it waits. Its delay moves as the playout clock's would, and it slows down
 * where this packet was not there when the one before it was played, though it should have been.
 */
export function playShadows(
  players: ShadowPlayers,
  { took, spacing, missedAfter }: Step,
  context: PolicyContext,
): void {
  const { aims, delays, follows, losses } = players
  const stalls = context.options.whenLate === 'stall'
  const latePrice = latePriceOf(context)
  const waitPrice = 1 + latePrice / context.interval
  const limit = (spacing ?? 0) * context.options.stretch
  const slowing = Math.min(limit, context.interval * context.options.stretch)
  const awaited = spacing === null ? 0 : took + spacing
  let least = Infinity
  for (let k = 0; k < aims.length; k++) {
    const before = delays[k] ?? outside(k)
    let step = follows[k] === 1 ? limit : clamp((aims[k] ?? outside(k)) - before, -limit, limit)
    if (before < awaited && before - context.interval > missedAfter) step = Math.max(step, slowing)
    const delay = before + step
    const isLate = took > delay
    let loss = spacing === null ? 0 : delay
    if (isLate) loss += stalls ? (took - delay) * waitPrice : latePrice
    if (spacing !== null) follows[k] = isLate && !stalls ? 1 : 0
    delays[k] = isLate && stalls ? took : delay
    losses[k] = loss
    least = Math.min(least, loss)
  }
  players.leastLoss = least
}

/** A packet was faster than all before by `by`: everybody is that much further above the fastest. */
export function raiseShadows({ delays }: ShadowPlayers, by: SimTime): void {
  for (let k = 0; k < delays.length; k++) delays[k] = at(delays, k) + by
}
