import { at, outside } from '../../../shared/assert.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import { DELAY_LADDER } from './delay-ladder.ts'
import { delayPolicy, type PolicyContext } from './policy.ts'
import {
  latePriceOf,
  playShadows,
  raiseShadows,
  startShadows,
  type ShadowPlayers,
  type Step,
} from './shadow-players.ts'
import { expectSpike, noteSpike, startSpikeClock, type SpikeClock } from './spike-clock.ts'
import { agreement, learn, type Trust } from './trust.ts'

/** How far back shadows look for the delay that was cheapest. */
const MEMORIES: readonly SimTime[] = [0.1, 0.5, 3, 20].map((seconds) => seconds * SECOND)
/** What shadows that follow the network aim at, above the slowest packet of late. */
const ABOVE: readonly SimTime[] = DELAY_LADDER.filter((delay) => delay < 200 * MILLISECOND)
/** How fast that packet is forgotten. */
const SLOWEST_MEMORY: SimTime = 0.1 * SECOND
/** After so long another shadow may be best: how fast the quick trust turns to others. */
const SEGMENT: SimTime = 15 * SECOND
/** The steady trust remembers everything; this only keeps it above nothing. */
const HARDLY_ANY = 1e-11
/** Shadows hear of every packet as if it had come this much later: the next ones will not be quite like the last. */
const MARGIN: SimTime = MILLISECOND

// The shadows, in this order: one for each rung of the ladder, for each memory, for each step above the slowest
// packet; and one that plays what the quick trust says of all those.
const FIRST_MEMORY = DELAY_LADDER.length
const FIRST_FOLLOWER = FIRST_MEMORY + MEMORIES.length
const QUICK = FIRST_FOLLOWER + ABOVE.length
const AIMS: readonly SimTime[] = [...DELAY_LADDER, ...MEMORIES.map(() => 0), ...ABOVE, 0]

const shares = (share: number, among: number): number[] => Array.from({ length: among }, () => share / among)
const QUICK_PRIOR = Float64Array.from([
  ...shares(0.5, DELAY_LADDER.length),
  ...shares(0.2, MEMORIES.length),
  ...shares(0.3, ABOVE.length),
])
const STEADY_PRIOR = Float64Array.from([...QUICK_PRIOR.map((share) => share / 2), 0.5])

interface RehearsalState {
  /** The fastest transit so far, clock offset included; null before the first packet. */
  fastest: SimTime | null
  newest: number
  newestSent: SimTime
  readonly shadows: ShadowPlayers
  readonly quick: Trust
  readonly steady: Trust
  /** For each memory, what each delay of the ladder has cost within it. */
  readonly costs: readonly Float64Array[]
  /** How much longer the slowest packet of late took than the fastest. */
  slowest: SimTime
  /** How late packets usually are, as it looks before they are there: half of them later, half sooner. */
  usual: SimTime
  readonly spikes: SpikeClock
  target: SimTime
  /** The packets whose turn is yet to come, and what was aimed at when each came in. */
  readonly waiting: number[]
  readonly targets: number[]
  /** The least it asks for because a packet is missing, clock offset included; -Infinity where none is. */
  slowing: SimTime
}

/**
 * Our own. It rehearses: some hundred and forty shadow players, each with the real player's rules, play every packet
 * that arrives. Most aim at one delay of a ladder each; some stay a little above the slowest packet of the last 0.1 s;
 * four aim at whatever was cheapest over the last 0.1 to 20 s. Trust in them is kept by fixed-share Hedge over what
 * they paid, twice: quick to turn to others, and steady. What the quick trust says is played by one more shadow,
 * so the steady trust learns whether it pays to turn. The delay is the one that the steadily trusted agree on.
 *
 * Two things it knows of networks: a packet that should be there and is not will probably be late, and every
 * millisecond won before its turn is one less to wait, so it slows down at once; and spikes that keep time are awaited.
 * Whether late packets are skipped or waited for, and at what price, it reads from its context.
 */
export const rehearsal = delayPolicy<RehearsalState>({
  kind: 'delay',
  start: () => ({
    fastest: null,
    newest: -1,
    newestSent: 0,
    shadows: startShadows(AIMS),
    quick: QUICK_PRIOR.slice(),
    steady: STEADY_PRIOR.slice(),
    costs: MEMORIES.map(() => new Float64Array(DELAY_LADDER.length)),
    slowest: 0,
    usual: 0,
    spikes: startSpikeClock(),
    target: 0,
    waiting: [],
    targets: [],
    slowing: -Infinity,
  }),
  observe(state, { sequence, sent, arrived }, context) {
    const step = meet(state, sequence, sent, arrived - sent)
    const { took, spacing } = step
    playShadows(state.shadows, { ...step, took: took + MARGIN }, context)
    noteLateness(state, step, context)
    aimAnew(state, step)
    const agreed = settle(state, step, context)
    noteSpike(state.spikes, { sent, took, usual: agreed, spacing }, context)
    state.target = Math.max(agreed, expectSpike(state.spikes, sent, agreed, context))
    if (spacing === null) return
    state.waiting.push(sequence)
    state.targets.push(state.target)
  },
  overdue(state, { sequence, sent, now }, { interval, options }) {
    const { fastest, newest, waiting, targets, usual } = state
    while (waiting.length > 0 && at(waiting, 0) < sequence) {
      waiting.shift()
      targets.shift()
    }
    const delay = now - sent
    const isMissing = newest === sequence && delay - (fastest ?? 0) - interval > usual
    state.slowing = newest < sequence ? Infinity : isMissing ? delay + interval * options.stretch : -Infinity
  },
  // As the shadows do, it moves by what was known when the packet on turn came in.
  offset: ({ fastest, targets, target, slowing }) =>
    Math.max(slowing, (fastest ?? 0) + (targets[0] ?? target)),
  target: (state) => state.target,
})

/** What a packet means to the shadows, and the notes on the newest and the fastest one brought up to date. */
function meet(state: RehearsalState, sequence: number, sent: SimTime, transit: SimTime): Step {
  const fastest = Math.min(state.fastest ?? transit, transit)
  if (state.fastest !== null && fastest < state.fastest) {
    const by = state.fastest - fastest
    raiseShadows(state.shadows, by)
    state.slowest += by
    state.usual += by
  }
  state.fastest = fastest
  const took = transit - fastest
  if (sequence <= state.newest) return { took, spacing: null, missedAfter: Infinity }
  const spacing = state.newest < 0 ? 0 : sent - state.newestSent
  state.newest = sequence
  state.newestSent = sent
  return { took, spacing, missedAfter: state.usual }
}

/** A packet after a gap in the sending looked late while it was awaited, and counts as that. */
function noteLateness(state: RehearsalState, { took, spacing }: Step, { interval }: PolicyContext): void {
  state.slowest = Math.max(took, (state.slowest * SLOWEST_MEMORY) / (SLOWEST_MEMORY + (spacing ?? 0)))
  if (spacing === null) return
  const step = Math.max(40, state.usual / 50)
  state.usual = Math.max(0, state.usual + (took + spacing - interval > state.usual ? step : -step))
}

/** The shadows that do not stay at one delay choose theirs. */
function aimAnew({ costs, shadows, slowest }: RehearsalState, { spacing }: Step): void {
  MEMORIES.forEach((memory, m) => {
    const own = at(costs, m)
    const keep = memory / (memory + (spacing ?? 0))
    let best = 0
    for (let k = 0; k < own.length; k++) {
      const cost = (own[k] ?? outside(k)) * keep + (shadows.losses[k] ?? outside(k))
      own[k] = cost
      if (cost < (own[best] ?? outside(best))) best = k
    }
    shadows.aims[FIRST_MEMORY + m] = at(DELAY_LADDER, best)
  })
  for (let k = 0; k < ABOVE.length; k++) shadows.aims[FIRST_FOLLOWER + k] = slowest + at(ABOVE, k)
}

/** Both trusts learn from what the shadows paid; returns the delay agreed on. */
function settle(
  { shadows, quick, steady }: RehearsalState,
  { spacing }: Step,
  context: PolicyContext,
): SimTime {
  const latePrice = latePriceOf(context)
  const turning = spacing === null ? 0 : context.interval / (SEGMENT + context.interval)
  learn(quick, shadows, latePrice, { prior: QUICK_PRIOR, dealt: turning })
  learn(steady, shadows, latePrice, { prior: STEADY_PRIOR, dealt: HARDLY_ANY })
  shadows.aims[QUICK] = agreement(quick, shadows.aims)
  return agreement(steady, shadows.aims)
}
