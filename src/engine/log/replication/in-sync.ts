import { fromMs, type SimTime } from '../../kernel/time.ts'
import { fail, serveParked } from './answers.ts'
import { CONTROLLER, PRODUCER_CLIENT } from './codes.ts'
import type { LaneContext } from './context.ts'
import type { FollowerView, Replica } from './replica.ts'

/** How long until a question to the controller is asked again. */
const ALTER_RETRY: SimTime = fromMs(500)

/**
 * The high watermark is the smallest log end among the in-sync replicas, those about to join them, and those that keep
 * up and so may join at any moment.
 */
export function advanceHighWatermark(ctx: LaneContext, me: number, replica: Replica): void {
  const { state, log } = replica
  if (!replica.isLeader) return
  const isr = replica.maximalIsr
  const counted = state.followers.filter(
    ({ id, caughtUpAt }) =>
      isr.includes(id) || (state.live.includes(id) && ctx.now - caughtUpAt <= fromMs(ctx.settings.lagMax)),
  )
  const lowest = Math.min(log.end, ...counted.map(({ end }) => end))
  const moved = log.advanceHighWatermark(lowest, ctx.now)
  finishWrites(ctx, me, replica)
  if (moved) serveParked(ctx, me, replica)
}

function finishWrites(ctx: LaneContext, me: number, replica: Replica): void {
  const { state, log } = replica
  const done = state.waiting.filter(({ required }) => required <= log.highWatermark)
  if (done.length === 0) return
  state.waiting = state.waiting.filter(({ required }) => required > log.highWatermark)
  const { minIsr } = ctx.settings
  for (const { request, base } of done)
    if (replica.maximalIsr.length >= minIsr)
      ctx.send(me, PRODUCER_CLIENT, { kind: 'produced', request, error: 'None', base })
    else {
      ctx.journal.add(
        ctx.now,
        'error',
        me,
        `NotEnoughReplicasAfterAppend: written, but only ${replica.maximalIsr.length} in sync of the ${minIsr} needed`,
      )
      fail(ctx, me, request, 'NotEnoughReplicasAfterAppend')
    }
}

/** Has the in-sync replicas looked at after half of replica.lag.time.max.ms. */
export function planIsrCheck(ctx: LaneContext, me: number, replica: Replica): void {
  ctx.after(fromMs(ctx.settings.lagMax / 2), me, 'isr-check', replica.partition, replica.state.leaderEpoch)
}

/** Every half of replica.lag.time.max.ms: who has not caught up for that long leaves the in-sync replicas. */
export function checkIsr(ctx: LaneContext, me: number, replica: Replica, epoch: number): void {
  const { state, log } = replica
  if (!replica.isLeader || state.leaderEpoch !== epoch) return
  planIsrCheck(ctx, me, replica)
  if (state.proposal !== null) return
  const lagMax = fromMs(ctx.settings.lagMax)
  const behind = state.followers.filter(
    ({ id, end, caughtUpAt }) => state.isr.includes(id) && end < log.end && ctx.now - caughtUpAt > lagMax,
  )
  if (behind.length > 0) {
    const gone = new Set(behind.map(({ id }) => id))
    propose(
      ctx,
      me,
      replica,
      state.isr.filter((id) => !gone.has(id)),
    )
  }
  // A replica that fell behind for good no longer holds the high watermark back.
  advanceHighWatermark(ctx, me, replica)
}

/** A follower outside that has reached the high watermark, and this leadership's beginning, may come back. */
export function maybeExpandIsr(ctx: LaneContext, me: number, replica: Replica, follower: FollowerView): void {
  const { state, log } = replica
  if (state.proposal !== null || state.isr.includes(follower.id)) return
  if (!state.live.includes(follower.id)) return
  if (follower.end < Math.max(log.highWatermark, state.epochStart)) return
  propose(ctx, me, replica, [...state.isr, follower.id])
}

function propose(ctx: LaneContext, me: number, replica: Replica, isr: number[]): void {
  replica.state.proposal = isr
  replica.state.proposals += 1
  sendProposal(ctx, me, replica)
}

/** Asks the controller (AlterPartition), again and again until it says how things stand. */
export function sendProposal(ctx: LaneContext, me: number, replica: Replica): void {
  const { state, partition } = replica
  if (!replica.isLeader || state.proposal === null) return
  const { leaderEpoch, partitionEpoch, proposal, proposals } = state
  const request = { kind: 'alter', partition, leaderEpoch, partitionEpoch, isr: proposal } as const
  ctx.send(me, CONTROLLER, { ...request, proposal: proposals })
  ctx.after(ALTER_RETRY, me, 'alter-retry', partition, proposals)
}
