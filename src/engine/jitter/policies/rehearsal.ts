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

/** How far back the adaptive shadows look for the delay that was cheapest. */
const MEMORIES: readonly SimTime[] = [0.1, 0.5, 3, 20].map((seconds) => seconds * SECOND)
/** The share of trust that belongs to delays of the ladder; the rest is the adaptive shadows'. */
const LADDER_SHARE = 0.8
/** After so long somebody else than before may be best. */
const SEGMENT: SimTime = 7 * SECOND
/** Plays the delay below which this much of all trust lies: a little under the median, for low delays cost less to be wrong. */
const QUORUM = 0.4
/** Shadows hear of every packet as if it had come this much later: the next ones will not be quite like the last. */
const MARGIN: SimTime = MILLISECOND

const STEPS = DELAY_LADDER.length
const SHADOWS = STEPS + MEMORIES.length
const PRIOR = Float64Array.from({ length: SHADOWS }, (_, k) =>
  k < STEPS ? LADDER_SHARE / STEPS : (1 - LADDER_SHARE) / MEMORIES.length,
)

interface RehearsalState {
  /** The fastest transit so far, clock offset included; null before the first packet. */
  fastest: SimTime | null
  newest: number
  newestSent: SimTime
  readonly shadows: ShadowPlayers
  readonly trust: Float64Array
  /** For each memory, what each delay of the ladder has cost within it. */
  readonly costs: readonly Float64Array[]
  readonly spikes: SpikeClock
  /** The delay agreed on, and that with an expected spike in mind. */
  agreed: SimTime
  target: SimTime
  /** The packet of the last turn was not there, nor any sent after it. */
  isOverdue: boolean
}

/**
 * Our own. It rehearses: a hundred shadow players, each with the real player's rules, play every packet that
 * arrives, each aiming at one delay of a ladder; four more aim at whatever was cheapest over the last 0.1 to 20 s.
 * Trust in them is kept by fixed-share Hedge over what they paid, and the delay is the one that the trusted agree
 * on. Three things it knows of networks: while the next packet is overdue every frame shown later saves a late one,
 * so it slows down as fast as it may, and comes back as fast as soon as something arrives; spikes that keep time
 * are awaited; and whether late packets are skipped or waited for, and at what price, it reads from its context.
 */
export const rehearsal = delayPolicy<RehearsalState>({
  kind: 'delay',
  origin: 'production',
  name: 'Rehearsal',
  summary:
    'Ours. A hundred players in its mind rehearse each packet, every one with a delay of its own, and it plays the delay that those which paid least agree on. It follows a packet that is overdue, and waits for spikes that keep time.',
  start: () => ({
    fastest: null,
    newest: -1,
    newestSent: 0,
    shadows: startShadows([...DELAY_LADDER, ...MEMORIES.map(() => 0)]),
    trust: PRIOR.slice(),
    costs: MEMORIES.map(() => new Float64Array(STEPS)),
    spikes: startSpikeClock(),
    agreed: 0,
    target: 0,
    isOverdue: false,
  }),
  observe(state, { sequence, sent, arrived }, context) {
    const step = meet(state, sequence, sent, arrived - sent)
    const took = step.took + MARGIN
    playShadows(state.shadows, { took, spacing: step.spacing }, context)
    rememberCosts(state, step)
    shareTrust(state, step, context)
    state.agreed = agreement(state)
    noteSpike(state.spikes, { sent, took: step.took, usual: state.agreed, spacing: step.spacing }, context)
    state.target = Math.max(state.agreed, expectSpike(state.spikes, sent, state.agreed, context))
  },
  overdue(state, { sequence }) {
    state.isOverdue = state.newest < sequence
  },
  offset: (state) => (state.fastest ?? 0) + (state.isOverdue ? Infinity : state.target),
  target: (state) => state.target,
})

/** What a packet means to the shadows, and the notes on the newest and the fastest one brought up to date. */
function meet(state: RehearsalState, sequence: number, sent: SimTime, transit: SimTime): Step {
  const fastest = Math.min(state.fastest ?? transit, transit)
  if (state.fastest !== null && fastest < state.fastest) raiseShadows(state.shadows, state.fastest - fastest)
  state.fastest = fastest
  const took = transit - fastest
  if (sequence <= state.newest) return { took, spacing: null }
  const spacing = state.newest < 0 ? 0 : sent - state.newestSent
  state.newest = sequence
  state.newestSent = sent
  return { took, spacing }
}

/** The adaptive shadows aim anew. */
function rememberCosts({ costs, shadows }: RehearsalState, { spacing }: Step): void {
  MEMORIES.forEach((memory, m) => {
    const own = at(costs, m)
    const keep = memory / (memory + (spacing ?? 0))
    let best = 0
    for (let k = 0; k < STEPS; k++) {
      const cost = (own[k] ?? outside(k)) * keep + (shadows.losses[k] ?? outside(k))
      own[k] = cost
      if (cost < (own[best] ?? outside(best))) best = k
    }
    shadows.aims[STEPS + m] = at(DELAY_LADDER, best)
  })
}

/** Fixed-share Hedge: trust falls with what was lost beyond the least, and a little of it is dealt out anew. */
function shareTrust({ trust, shadows }: RehearsalState, { spacing }: Step, context: PolicyContext): void {
  const { losses, leastLoss } = shadows
  const latePrice = latePriceOf(context)
  let sum = 0
  for (let k = 0; k < SHADOWS; k++) {
    // Close to exp(-loss), and the same on every machine.
    const left = (trust[k] ?? outside(k)) / (1 + ((losses[k] ?? outside(k)) - leastLoss) / latePrice)
    trust[k] = left
    sum += left
  }
  const share = spacing === null ? 0 : context.interval / (SEGMENT + context.interval)
  for (let k = 0; k < SHADOWS; k++)
    trust[k] = ((1 - share) * (trust[k] ?? outside(k))) / sum + share * (PRIOR[k] ?? outside(k))
}

/** The least delay such that shadows with `QUORUM` of all trust aim no higher. */
function agreement({ trust, shadows }: RehearsalState): SimTime {
  const adaptive = MEMORIES.map((_, m) => ({
    aim: at(shadows.aims, STEPS + m),
    trust: at(trust, STEPS + m),
  })).sort((a, b) => a.aim - b.aim)
  let below = 0
  let next = 0
  for (let k = 0; k < STEPS; k++) {
    const delay = at(DELAY_LADDER, k)
    below += at(trust, k)
    for (let one = adaptive[next]; one !== undefined && one.aim <= delay; one = adaptive[++next])
      below += one.trust
    if (below >= QUORUM) return delay
  }
  return at(DELAY_LADDER, STEPS - 1)
}
