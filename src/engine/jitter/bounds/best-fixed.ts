import { at } from '../../../shared/assert.ts'
import { clamp } from '../../../shared/clamp.ts'
import type { SimTime } from '../../kernel/time.ts'
import { pointOf, type Point, type Rules } from './point.ts'
import type { TurnTable } from './turn-table.ts'

/** Delays tried where each means playing the whole run. */
const TRIED = 160
/** Points of a curve to draw. */
const DRAWN = 40

/** The fixed delay that, looking back, would have cost least, and what it would have cost. */
export interface BestFixed extends Point {
  readonly fixed: SimTime
}

/**
 * The best fixed delay in hindsight. Where late packets are skipped every arrived packet's delay is tried, and the
 * delay holds from the first turn to the last. Where playout stalls, each stall makes the turns after it later, and
 * the delay comes down again as fast as the stretch allows; there it is the best of 160 quantiles.
 */
export function bestFixed(table: TurnTable, rules: Rules): BestFixed {
  return rules.whenLate === 'skip' ? bestSkipping(table, rules) : bestStalling(table, rules)
}

/** What fixed delays from the least to the greatest sensible one would have cost, a few dozen of them. */
export function fixedCurve(table: TurnTable, rules: Rules): Point[] {
  const delays = (rules.whenLate === 'skip' ? table.transit : table.release)
    .filter((delay) => !Number.isNaN(delay))
    .sort()
  if (delays.length === 0) return []
  const chosen = new Set(
    // More of them where few packets are late.
    Array.from({ length: DRAWN + 1 }, (_, i) =>
      at(delays, Math.round((1 - (i / DRAWN) ** 3) * (delays.length - 1))),
    ),
  )
  return [...chosen].map((fixed) =>
    rules.whenLate === 'skip' ? skipFixed(table, fixed, rules) : playFixed(table, fixed, rules),
  )
}

function skipFixed({ transit, arrived, missedStart }: TurnTable, fixed: SimTime, { price }: Rules): Point {
  let late = missedStart
  for (let i = 0; i < transit.length; i++) if (at(transit, i) > fixed) late += 1
  return pointOf(fixed, late / arrived, price)
}

const NOTHING: BestFixed = { fixed: 0, delay: 0, bad: 0, cost: 0 }

function bestSkipping({ transit, arrived, missedStart }: TurnTable, { price }: Rules): BestFixed {
  const delays = transit.filter((delay) => !Number.isNaN(delay)).sort()
  let best: BestFixed | null = null
  for (let i = 0; i < delays.length; i++) {
    if (i + 1 < delays.length && delays[i + 1] === delays[i]) continue
    const late = missedStart + delays.length - 1 - i
    const point = pointOf(at(delays, i), late / arrived, price)
    if (best === null || point.cost < best.cost) best = { fixed: point.delay, ...point }
  }
  return best ?? NOTHING
}

function bestStalling(table: TurnTable, rules: Rules): BestFixed {
  const delays = table.release.slice().sort()
  if (delays.length === 0) return NOTHING
  let best: BestFixed | null = null
  for (let i = 0; i <= TRIED; i++) {
    const fixed = at(delays, Math.round((i / TRIED) * (delays.length - 1)))
    const point = playFixed(table, fixed, rules)
    if (best === null || point.cost < best.cost) best = { fixed, ...point }
  }
  return best ?? NOTHING
}

/** Plays a fixed delay through stalls, as the playout clock would. */
function playFixed(table: TurnTable, fixed: SimTime, { stretch, price }: Rules): Point {
  const { transit, release, spacing, arrived, missedStart } = table
  let delay = Math.max(fixed, at(release, 0))
  let [delays, waited, duration, late] = [0, 0, 0, missedStart]
  for (let i = 0; i < transit.length; i++) {
    const wait = Math.max(0, at(release, i) - delay)
    delay += wait
    delays += delay
    waited += wait
    if (at(transit, i) > delay) late += 1
    duration += at(spacing, i)
    const limit = Math.floor(at(spacing, i) * stretch)
    delay += clamp(fixed - delay, -limit, limit)
  }
  return pointOf(delays / transit.length, late / arrived + waited / duration, price)
}
