import { at } from '../../../../shared/assert.ts'
import { fromMs, MILLISECOND, type SimTime } from '../../../kernel/time.ts'
import {
  fastestTransit,
  isForgotten,
  relativeDelay,
  startHistory,
  type ArrivalHistory,
} from '../arrival-history.ts'
import type { ArrivedPacket } from '../policy.ts'
import { constrainDelay } from './delay-constraints.ts'
import { startReorderOptimizer, updateReorderOptimizer, type ReorderOptimizer } from './reorder-optimizer.ts'
import {
  startUnderrunOptimizer,
  updateUnderrunOptimizer,
  type UnderrunOptimizer,
} from './underrun-optimizer.ts'

const START_TARGET_MS = 80

/** NetEq's idea of how long to wait, from every packet that came in. Plain data. */
export interface DelayManager {
  readonly history: ArrivalHistory
  readonly underrun: UnderrunOptimizer
  readonly reorder: ReorderOptimizer
  /** The packets of the window by number, in order, and when they were sent: a second copy of one is refused. */
  readonly seen: { readonly sequence: number[]; readonly sent: SimTime[] }
  newest: number
  targetMs: number
}

export const startDelayManager = (): DelayManager => ({
  history: startHistory(),
  underrun: startUnderrunOptimizer(),
  reorder: startReorderOptimizer(),
  seen: { sequence: [], sent: [] },
  newest: -1,
  targetMs: START_TARGET_MS,
})

/**
 * Takes a packet that came in. One that was overtaken says nothing of underruns, but what it would take to wait for
 * such as it. Source: WebRTC modules/audio_coding/neteq/{decision_logic,delay_manager}.cc.
 */
export function hearPacket(manager: DelayManager, { sequence, sent, arrived }: ArrivedPacket): void {
  const isFirst = manager.newest < 0
  const isReordered = sequence <= manager.newest
  if (isReordered && isForgotten(manager.history, sent)) return
  if (!enroll(manager, sequence, sent)) return
  const delayMs = relativeDelay(manager.history, sent, arrived) / MILLISECOND
  manager.newest = Math.max(manager.newest, sequence)
  if (isFirst) return // one packet has nothing to be late against
  if (!isReordered) updateUnderrunOptimizer(manager.underrun, delayMs, arrived / MILLISECOND)
  const base = manager.underrun.optimalMs ?? START_TARGET_MS
  updateReorderOptimizer(manager.reorder, delayMs, isReordered, base)
  manager.targetMs = Math.max(base, manager.reorder.optimalMs ?? 0)
}

/** The target within its bounds, for packets of `interval`. */
export const targetDelay = ({ targetMs }: DelayManager, interval: SimTime): SimTime =>
  fromMs(constrainDelay(targetMs, { minimumMs: 0, maximumMs: 0, packetMs: interval / MILLISECOND }))

/** Playout minus timestamp for a packet that is to wait for the target. */
export const targetOffset = (manager: DelayManager, interval: SimTime): SimTime =>
  fastestTransit(manager.history) + targetDelay(manager, interval)

/** Notes the packet's number; false for one that is there already. */
function enroll({ seen, history }: DelayManager, sequence: number, sent: SimTime): boolean {
  let place = seen.sequence.length
  while (place > 0 && at(seen.sequence, place - 1) > sequence) place -= 1
  if (place > 0 && at(seen.sequence, place - 1) === sequence) return false
  seen.sequence.splice(place, 0, sequence)
  seen.sent.splice(place, 0, sent)
  while (isForgotten(history, at(seen.sent, 0))) {
    seen.sequence.shift()
    seen.sent.shift()
  }
  return true
}
