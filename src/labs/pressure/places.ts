import { STRATEGY } from '../../engine/flow/pressure/codes.ts'
import type { LaneFrame } from '../../engine/flow/pressure/frame.ts'
import type { Rates } from './flow.ts'

/** Places along the station, as shares of its width: producer, pipe, gate, queue, pipe, workers. */
export const AT = {
  producer: 0,
  producerEnd: 0.2,
  gate: 0.42,
  queue: 0.445,
  queueEnd: 0.635,
  workers: 0.9,
} as const

const AT_HEAD: ReadonlySet<string> = new Set(['drop-oldest', 'codel', 'retained-log'])

/** Whether what a lane loses falls out of the head of its queue; otherwise it is turned away before it. */
export const losesAtHead = ({ policy, strategy }: LaneFrame): boolean =>
  AT_HEAD.has(policy) || strategy === STRATEGY.droppingOldest

/** What comes to the gate: what is lost before the queue, too; what is lost at its head is in the inflow already. */
export const rateIn = (lane: LaneFrame, { inflow, dropped }: Rates): number =>
  inflow + (losesAtHead(lane) ? 0 : dropped)
