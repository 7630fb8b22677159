import { at, outside } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Point, Rules } from './point.ts'
import type { TurnTable } from './turn-table.ts'

/** How fine delays are told apart. */
export interface Fineness {
  /** In how many parts of what the clock may move in a usual turn, */
  readonly parts: number
  /** unless that takes more cells than this, turns times delays. */
  readonly work: number
}

const USUAL: Fineness = { parts: 2, work: 60_000_000 }
/** With no stretch at all delays are told apart by this much. */
const STILL_STEP: SimTime = 500

/** What a player that knows the future would have paid, and how far a real one can be below it. */
export interface Clairvoyant extends Point {
  /**
   * Delays stand on a grid, so the least possible cost may be lower than `cost`, but by no more than this. The
   * bound that no policy can beat is `cost - slack`.
   */
  readonly slack: SimTime
}

/**
 * The least cost at which anybody could have played these arrivals with the playout clock's rules: a dynamic program
 * over turns and delays. Each turn has one delay, counted whether or not its packet is there; from turn to turn the
 * delay moves by at most `stretch` times the sender's spacing, and starts where it likes.
 *
 * - Skipping: a packet that takes longer than its turn's delay is late.
 * - Stalling: a turn ends no sooner than its release (its packet is there, or given up). The delay may also jump up
 *   by more than the stretch allows; the surplus is time stalled. A packet that comes after its turn was given up
 *   is late as well.
 *
 * The comparison with a policy is fair: `measurePoint` counts the same turns, delays, lateness and waiting, and
 * whatever a policy does on the playout clock is one of the paths this program chooses from, but for the grid.
 * For that: let a real path's delays be D, its moves at most r. Where D is below the fastest packet's delay, put it
 * there: that is what is counted, the moves get no longer and no packet gets later. The least path on the grid that
 * lies nowhere below D and keeps to the grid's moves (how many steps of g fit between two turns is rounded up over
 * the whole run) lies at most 2 g above D, and 1 µs where clocks drift, for lags are whole microseconds; a wait,
 * rounded up over the whole run as well, adds at most g more. Hence `slack`.
 */
export function clairvoyant(table: TurnTable, rules: Rules, fineness = USUAL): Clairvoyant {
  const turns = table.transit.length
  if (turns === 0) return { delay: 0, bad: 0, cost: 0, slack: 0 }
  const grid = gridFor(table, rules, fineness)
  const { cost, penalty } = leastCost(table, rules, grid)
  const { price } = rules
  const stalls = rules.whenLate === 'stall'
  const before = (100 * price * table.missedStart) / table.arrived
  const duration = table.spacing.reduce((sum, spacing) => sum + spacing, 0)
  const waitSlack = stalls ? grid.step + (100 * price * grid.step) / Math.max(1, duration) : 0
  return {
    delay: (cost - penalty) / turns,
    bad: price === 0 ? 0 : (penalty / turns + before) / (100 * price),
    cost: cost / turns + before,
    slack: 2 * grid.step + 1 + waitSlack,
  }
}

interface Grid {
  readonly step: SimTime
  readonly size: number
}

function gridFor(table: TurnTable, { stretch, whenLate }: Rules, { parts, work }: Fineness): Grid {
  const { transit, release, spacing } = table
  const most = Math.max(highest(transit), whenLate === 'stall' ? highest(release) : 0)
  const usual = spacing.slice().sort()[spacing.length >> 1] ?? outside(0)
  const move = Math.floor(usual * stretch)
  const wanted = move === 0 ? STILL_STEP : move / parts
  const affordable = (most * transit.length) / work
  const step = wanted >= affordable ? wanted : wanted * Math.ceil(affordable / wanted)
  return { step, size: Math.ceil(most / step) + 2 }
}

const highest = (delays: Float64Array): SimTime =>
  delays.reduce((most, delay) => (delay > most ? delay : most), 0)

/** The cheapest way to every delay of the grid, turn by turn. `penalty` is the part of a cost that is not delay. */
class Paths {
  cost: Float64Array
  penalty: Float64Array
  private spareCost: Float64Array
  private sparePenalty: Float64Array

  constructor(size: number) {
    this.cost = new Float64Array(size)
    this.penalty = new Float64Array(size)
    this.spareCost = new Float64Array(size)
    this.sparePenalty = new Float64Array(size)
  }

  /** The delay moves by up to `most` steps, up or down, at no cost. */
  move(most: number): void {
    const enough = Math.min(most, this.cost.length)
    for (let moved = 0; moved < enough;) {
      // Two passes that reach a and b (no more than 2 a + 1) together reach a + b without a gap; where a pass would
      // leave the grid it stops at its end, or what lies between would be out of reach from there.
      const reach = Math.min(2 * moved + 1, enough - moved)
      this.pass(reach)
      moved += reach
    }
  }

  private pass(reach: number): void {
    const { cost, penalty, spareCost, sparePenalty } = this
    const size = cost.length
    for (let k = 0; k < size; k++) {
      let from = k
      let least = cost[k] ?? outside(k)
      const below = k < reach ? 0 : k - reach
      const costBelow = cost[below] ?? outside(below)
      if (costBelow < least) {
        least = costBelow
        from = below
      }
      const above = k + reach < size ? k + reach : size - 1
      const costAbove = cost[above] ?? outside(above)
      if (costAbove < least) {
        least = costAbove
        from = above
      }
      spareCost[k] = least
      sparePenalty[k] = penalty[from] ?? outside(from)
    }
    this.cost = spareCost
    this.penalty = sparePenalty
    this.spareCost = cost
    this.sparePenalty = penalty
  }

  /** The delay jumps up by any number of steps, at `price` for each. */
  jump(price: number): void {
    const { cost, penalty } = this
    for (let k = 1; k < cost.length; k++) {
      const jumped = at(cost, k - 1) + price
      if (jumped >= at(cost, k)) continue
      cost[k] = jumped
      penalty[k] = at(penalty, k - 1) + price
    }
  }
}

function leastCost(
  table: TurnTable,
  { whenLate, stretch, price }: Rules,
  { step, size }: Grid,
): { cost: number; penalty: number } {
  const { transit, release, spacing, arrived } = table
  const turns = transit.length
  const stalls = whenLate === 'stall'
  const duration = spacing.reduce((sum, one) => sum + one, 0)
  const latePrice = (100 * price * turns) / arrived
  const jumpPrice = (100 * price * turns * step) / Math.max(1, duration)
  const paths = new Paths(size)
  let mayMove = 0
  for (let i = 0; i < turns; i++) {
    if (stalls && i > 0) paths.jump(jumpPrice)
    payTurn(paths, step, stepsTo(at(transit, i), step), stalls ? stepsTo(at(release, i), step) : 0, latePrice)
    const before = stepsTo(mayMove, step)
    mayMove += at(spacing, i) * stretch
    if (i + 1 < turns) paths.move(stepsTo(mayMove, step) - before)
  }
  let best = 0
  for (let k = 1; k < size; k++) if (at(paths.cost, k) < at(paths.cost, best)) best = k
  return { cost: at(paths.cost, best), penalty: at(paths.penalty, best) }
}

/** The least number of steps that reach `delay`; a packet that never came needs none. */
const stepsTo = (delay: SimTime, step: SimTime): number =>
  Number.isNaN(delay) ? 0 : Math.ceil(delay / step - 1e-9)

/** Each delay pays for itself, below `needed` also for a late packet; below `least` there is none. */
function payTurn(
  { cost, penalty }: Paths,
  step: SimTime,
  needed: number,
  least: number,
  price: number,
): void {
  const size = cost.length
  for (let k = Math.min(least, size); k-- > 0;) cost[k] = Infinity
  for (let k = least; k < size; k++) cost[k] = (cost[k] ?? outside(k)) + k * step
  for (let k = least; k < needed && k < size; k++) {
    cost[k] = (cost[k] ?? outside(k)) + price
    penalty[k] = (penalty[k] ?? outside(k)) + price
  }
}
