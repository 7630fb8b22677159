import { FATE, STALL_CAUSE } from './fate.ts'
import type { JitterEngine, Lane } from './jitter-engine.ts'
import type { Stall } from './quality/stalls.ts'
import { POLICIES } from './policies/index.ts'
import { POLICY_WORDS, type PolicyId } from './settings/policies.ts'
import type { SimTime } from '../kernel/time.ts'

/** What a viewer of one receiver sees of one packet. */
export type Sight =
  | { readonly kind: 'on-time' }
  | { readonly kind: 'after-stall'; readonly stall: Stall }
  | { readonly kind: 'discarded' }
  /** Lost by the network; the player leaves its turn empty. */
  | { readonly kind: 'gap' }
  /** Lost by the network; the player never knew and closes ranks. */
  | { readonly kind: 'closed-up' }
  | { readonly kind: 'overwritten' }
  /** Dropped on arrival to shorten the queue. */
  | { readonly kind: 'dropped' }

/** The first packet of which two viewers see something else. */
export interface Divergence {
  readonly time: SimTime
  readonly packet: number
  readonly whiteboard: { readonly policy: PolicyId; readonly sight: Sight }
  readonly production: { readonly policy: PolicyId; readonly sight: Sight }
}

/** How far the search has come; part of the engine's state. */
export interface DivergenceCursor {
  readonly next: number
  readonly found: Divergence | null
}

/**
 * Goes on from `cursor` over the packets whose end both receivers know. A copy still under way may change an end,
 * so those packets are waited for: what is found does not depend on when one asks.
 */
export function findDivergence(engine: JitterEngine, cursor: DivergenceCursor): DivergenceCursor {
  const pair = findPair(engine.lanes)
  if (cursor.found !== null || pair === null) return cursor
  const [a, b] = pair
  let packet = cursor.next
  for (; packet < engine.passage.sentTimes.length && !engine.passage.isUnderWay(packet); packet++) {
    const seenA = sightOf(a, packet)
    const seenB = sightOf(b, packet)
    if (seenA === null || seenB === null) break
    if (seenA.kind === seenB.kind) continue
    const time = Math.min(momentOf(engine, a, packet, seenA), momentOf(engine, b, packet, seenB))
    const whiteboard = { policy: a.policy, sight: seenA }
    const production = { policy: b.policy, sight: seenB }
    return { next: packet, found: { time, packet, whiteboard, production } }
  }
  return { next: packet, found: null }
}

/** The first whiteboard lane and the first production lane, or null when there are not both. */
function findPair(lanes: readonly Lane[]): readonly [Lane, Lane] | null {
  const a = lanes.find(({ policy }) => POLICY_WORDS[policy].origin === 'whiteboard')
  const b = lanes.find(({ policy }) => POLICY_WORDS[policy].origin === 'production')
  return a !== undefined && b !== undefined ? [a, b] : null
}

function sightOf({ policy, ledger }: Lane, packet: number): Sight | null {
  switch (ledger.fateOf(packet)) {
    case FATE.travelling:
    case FATE.waiting:
      return null
    case FATE.late:
      return { kind: 'discarded' }
    case FATE.overwritten:
      return { kind: 'overwritten' }
    case FATE.dropped:
      return { kind: 'dropped' }
    case FATE.lost:
      return { kind: POLICIES[policy].kind === 'gate' ? 'closed-up' : 'gap' }
    case FATE.played: {
      const stall = stallEndingAt({ ledger }, ledger.shownAt.get(packet))
      // The empty turn of a lost or late packet is told with that packet, not with the next one.
      if (stall === null || stall.cause === STALL_CAUSE.missing) return { kind: 'on-time' }
      return { kind: 'after-stall', stall }
    }
  }
}

/** The stall that the frame shown at `time` ended; null when none did. Stalls are in order of their ends. */
function stallEndingAt({ ledger }: Pick<Lane, 'ledger'>, time: SimTime): Stall | null {
  let low = 0
  let high = ledger.stallCount - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const stall = ledger.stall(middle)
    if (stall.end === time) return stall
    if (stall.end < time) low = middle + 1
    else high = middle - 1
  }
  return null
}

function momentOf(engine: JitterEngine, { ledger }: Lane, packet: number, sight: Sight): SimTime {
  if (sight.kind === 'after-stall') return sight.stall.start
  const shown = ledger.shownAt.get(packet)
  if (!Number.isNaN(shown)) return shown
  const arrived = engine.passage.arrivals.get(packet)
  return Number.isNaN(arrived) ? engine.passage.sentTimes.get(packet) : arrived
}
