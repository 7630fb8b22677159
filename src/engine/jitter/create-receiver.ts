import { unreachable } from '../../shared/assert.ts'
import { FrameQueue } from './frame-queue.ts'
import { PlayoutClock } from './playout-clock.ts'
import type { AnyPolicy, PolicyContext } from './policies/policy.ts'
import type { Receiver } from './receiver.ts'

/** The player that a policy needs. */
export function createReceiver(policy: AnyPolicy, context: PolicyContext, perSecond: number): Receiver {
  switch (policy.kind) {
    case 'gate':
      return new FrameQueue(policy, context, perSecond)
    case 'delay':
      return new PlayoutClock(policy, context)
    case 'player':
      return policy.create(context)
    default:
      return unreachable(policy)
  }
}
