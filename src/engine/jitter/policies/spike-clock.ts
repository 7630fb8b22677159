import { at } from '../../../shared/assert.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import type { PolicyContext } from './policy.ts'
import { latePriceOf, playShadows, startShadows, type ShadowPlayers } from './shadow-players.ts'

/** Spikes remembered, and how far apart those of one period may be. */
const REMEMBERED = 12
const SHORTEST: SimTime = SECOND
const LONGEST: SimTime = 70 * SECOND
/** Packets that are this much later than usual are a spike, and all within this time are one spike. */
const EXCESS: SimTime = 20 * MILLISECOND
const ONE_SPIKE: SimTime = 0.5 * SECOND
/** How exactly a spike keeps time. */
const TOLERANCE: SimTime = 100 * MILLISECOND
/** How long the rehearsed gain of waiting for spikes is remembered. */
const MEMORY: SimTime = 60 * SECOND

/** Spikes that keep time, such as those of satellite links every 15 s. Plain data. */
export interface SpikeClock {
  /** When the latest spikes began, on the sender's clock, and how high they were; oldest first. */
  readonly times: SimTime[]
  readonly heights: SimTime[]
  lastExcess: SimTime
  /** When the next one is expected, how high, and after what period; null where none keep time. */
  next: { readonly time: SimTime; readonly height: SimTime; readonly period: SimTime } | null
  /** Two shadows, without and with expectation, and how much more the second has paid of late. */
  readonly shadows: ShadowPlayers
  regret: number
}

export const startSpikeClock = (): SpikeClock => ({
  times: [],
  heights: [],
  lastExcess: -Infinity,
  next: null,
  shadows: startShadows([0, 0]),
  regret: 0,
})

/** A packet: how much longer it took than the fastest, and the delay that is usual now. */
export interface Sighting {
  readonly sent: SimTime
  readonly took: SimTime
  readonly usual: SimTime
  readonly spacing: SimTime | null
}

/** Watches a packet: is it part of a spike, did a spike keep time, and did it pay to have expected it? */
export function noteSpike(clock: SpikeClock, sighting: Sighting, context: PolicyContext): void {
  const { sent, took, usual, spacing } = sighting
  playShadows(clock.shadows, { took, spacing, missedAfter: Infinity }, context)
  const [without, withIt] = [at(clock.shadows.losses, 0), at(clock.shadows.losses, 1)]
  clock.regret = (clock.regret * MEMORY) / (MEMORY + (spacing ?? 0)) + withIt - without
  if (took > usual + EXCESS) {
    if (sent - clock.lastExcess > ONE_SPIKE) beginSpike(clock, sent)
    clock.lastExcess = Math.max(clock.lastExcess, sent)
    const last = clock.heights.length - 1
    clock.heights[last] = Math.max(at(clock.heights, last), took)
  }
  const { next } = clock
  if (next !== null) {
    const came = isKept(clock, next.time)
    if (came && took <= usual) clock.next = later(clock)
    else if (!came && sent > next.time + TOLERANCE) clock.next = null
  }
  clock.shadows.aims[0] = usual
  clock.shadows.aims[1] = Math.max(usual, pulse(clock, sent, usual, context))
}

/** The delay to aim at for a spike to come; 0 where none is expected, or expecting them has not paid. */
export const expectSpike = (
  clock: SpikeClock,
  sent: SimTime,
  usual: SimTime,
  context: PolicyContext,
): SimTime => (clock.regret > latePriceOf(context) ? 0 : pulse(clock, sent, usual, context))

/**
 * The delay to aim at, from so long before the next spike that the clock can get there until the spike is past. No
 * higher than pays: a millisecond more saves 1 / T late packets (or waiting), and is paid for on the way up and down.
 */
function pulse({ next }: SpikeClock, sent: SimTime, usual: SimTime, context: PolicyContext): SimTime {
  const { stretch, whenLate } = context.options
  if (next === null || stretch === 0) return 0
  const worth = (latePriceOf(context) * stretch) / (whenLate === 'stall' ? 1 : 2)
  const excess = Math.max(0, Math.min(next.height - usual, worth))
  return sent >= next.time - TOLERANCE - excess / stretch ? usual + excess : 0
}

function beginSpike(clock: SpikeClock, sent: SimTime): void {
  clock.times.push(sent)
  clock.heights.push(0)
  if (clock.times.length > REMEMBERED) {
    clock.times.shift()
    clock.heights.shift()
  }
  if (clock.next === null) clock.next = foresee(clock, sent)
}

/** The period on which the spike at `sent` and two before it lie, if there is one. */
function foresee(clock: SpikeClock, sent: SimTime): SpikeClock['next'] {
  for (let i = clock.times.length - 2; i >= 0; i--) {
    const period = sent - at(clock.times, i)
    if (period < SHORTEST) continue
    if (period > LONGEST) break
    if (isKept(clock, sent - 2 * period))
      return { time: sent + period, height: heightNear(clock, sent - period), period }
  }
  return null
}

const isKept = (clock: SpikeClock, time: SimTime): boolean => indexNear(clock, time) >= 0

const indexNear = ({ times }: SpikeClock, time: SimTime): number =>
  times.findIndex((one) => Math.abs(one - time) <= TOLERANCE)

const heightNear = (clock: SpikeClock, time: SimTime): SimTime => clock.heights[indexNear(clock, time)] ?? 0

/** The spike came: the next one is a period after it, and as high. */
function later(clock: SpikeClock): SpikeClock['next'] {
  const { next, times } = clock
  if (next === null) return null
  const index = indexNear(clock, next.time)
  return { time: at(times, index) + next.period, height: at(clock.heights, index), period: next.period }
}
