import type { SimTime } from '../../kernel/time.ts'
import { answerNothing, fail, giveConsumer, giveFollower, park, readableEnd, serveParked } from './answers.ts'
import { CONSUMER_CLIENT, PRODUCER_CLIENT, type ErrorName } from './codes.ts'
import type { LaneContext } from './context.ts'
import { advanceHighWatermark, maybeExpandIsr, planIsrCheck } from './in-sync.ts'
import type { FetchRequest, PartitionState, ProduceRequest, ReadRequest } from './messages.ts'
import type { FollowerView, Replica } from './replica.ts'
import { judgeSequence } from './sequence.ts'

/** The replica takes over as leader. */
export function beginLeading(ctx: LaneContext, me: number, replica: Replica, known: PartitionState): void {
  const { state, log, partition } = replica
  state.role = 'leader'
  log.beginEpoch(known.leaderEpoch)
  state.epochStart = log.end
  state.followers = known.replicas
    .filter((id) => id !== me)
    .map((id) => ({
      id,
      end: -1,
      caughtUpAt: known.isr.includes(id) ? ctx.now : -Infinity,
      lastFetchAt: -Infinity,
      lastFetchEnd: 0,
    }))
  state.proposal = null
  state.proposals = 0
  ctx.authorities.tookOver(partition, me, known.leaderEpoch, log)
  if (ctx.policy.isKafka) {
    planIsrCheck(ctx, me, replica)
    advanceHighWatermark(ctx, me, replica)
  }
}

/** The replica leads no more: whoever waits is told to look elsewhere. */
export function stopLeading(ctx: LaneContext, me: number, replica: Replica): void {
  const { state } = replica
  for (const { request } of state.waiting) fail(ctx, me, request, 'NotLeaderOrFollower')
  for (const { from, generation } of state.parked)
    answerNothing(ctx, me, replica, from, generation, 'NotLeaderOrFollower')
  state.waiting = []
  state.parked = []
  state.proposal = null
  state.followers = []
}

/** A producer's batch: refused, known already, or appended and answered as its acks say. */
export function produce(ctx: LaneContext, me: number, replica: Replica, message: ProduceRequest): void {
  const { state, log } = replica
  const { request, acks, batch } = message
  if (!replica.isLeader) {
    if (acks === '0') ctx.authorities.dropped(message.partition, batch.ids)
    return fail(ctx, me, request, 'NotLeaderOrFollower')
  }
  const waitsForAll = acks === 'all' && ctx.policy.isKafka
  if (waitsForAll && state.isr.length < ctx.settings.minIsr) {
    ctx.journal.add(
      ctx.now,
      'error',
      me,
      `NotEnoughReplicas: acks=all needs ${ctx.settings.minIsr} in-sync replicas, there ${areOnly(state.isr.length)}`,
    )
    return fail(ctx, me, request, 'NotEnoughReplicas')
  }
  if (batch.sequence >= 0) {
    const verdict = judgeSequence(log.blocks, { ...batch, count: batch.ids.length })
    if (verdict.kind === 'fenced') return fail(ctx, me, request, 'InvalidProducerEpoch')
    if (verdict.kind === 'out-of-order') {
      ctx.journal.add(
        ctx.now,
        'error',
        me,
        `OutOfOrderSequence: a batch with sequence ${batch.sequence} where ${verdict.expected} was due`,
      )
      return fail(ctx, me, request, 'OutOfOrderSequence')
    }
    if (verdict.kind === 'duplicate') {
      ctx.counters.deduplicated += 1
      ctx.journal.add(
        ctx.now,
        'deduplicated',
        me,
        `sequence ${batch.sequence} is here already, at offset ${verdict.block.base}: not appended twice`,
      )
      return answerWrite(ctx, me, replica, request, verdict.block.base, batch.ids.length, waitsForAll)
    }
  }
  const block = log.append(batch, state.leaderEpoch, ctx.now, ctx.settings.recordBytes)
  ctx.authorities.stored(message.partition, me, batch.ids)
  if (acks !== '0') answerWrite(ctx, me, replica, request, block.base, block.count, waitsForAll)
  if (ctx.policy.isKafka) advanceHighWatermark(ctx, me, replica)
  serveParked(ctx, me, replica)
}

const areOnly = (count: number): string => (count === 1 ? 'is only 1' : `are only ${count}`)

function answerWrite(
  ctx: LaneContext,
  me: number,
  replica: Replica,
  request: number,
  base: number,
  count: number,
  waitsForAll: boolean,
): void {
  const required = base + count
  if (waitsForAll && replica.log.highWatermark < required)
    replica.state.waiting.push({ request, base, required })
  else ctx.send(me, PRODUCER_CLIENT, { kind: 'produced', request, error: 'None', base })
}

/** A follower's fetch: it tells what the follower has, and is answered when there is more. */
export function fetch(
  ctx: LaneContext,
  me: number,
  replica: Replica,
  from: number,
  request: FetchRequest,
): void {
  const { state, log } = replica
  const { generation, offset, leaderEpoch } = request
  ctx.counters.FetchRequests += 1
  const refuse = (error: ErrorName): void => answerNothing(ctx, me, replica, from, generation, error)
  if (!replica.isLeader) return refuse('NotLeaderOrFollower')
  if (ctx.policy.isKafka && leaderEpoch < state.leaderEpoch) return refuse('FencedLeaderEpoch')
  if (ctx.policy.isKafka && leaderEpoch > state.leaderEpoch) return refuse('UnknownLeaderEpoch')
  if (offset > log.end) return refuse('OffsetOutOfRange')
  const follower = state.followers.find(({ id }) => id === from)
  if (follower !== undefined) {
    noteFetch(follower, offset, log.end, ctx.now)
    if (ctx.policy.isKafka) {
      maybeExpandIsr(ctx, me, replica, follower)
      advanceHighWatermark(ctx, me, replica)
    }
  }
  if (offset < log.end) return giveFollower(ctx, me, replica, from, generation, offset)
  park(ctx, me, replica, from, generation, offset)
}

/** A follower counts as caught up at the time of a fetch if it asks for what was the end then, or the end at the last. */
function noteFetch(follower: FollowerView, offset: number, end: number, now: SimTime): void {
  follower.end = offset
  if (offset >= end) follower.caughtUpAt = Math.max(follower.caughtUpAt, now)
  else if (offset >= follower.lastFetchEnd)
    follower.caughtUpAt = Math.max(follower.caughtUpAt, follower.lastFetchAt)
  follower.lastFetchEnd = end
  follower.lastFetchAt = now
}

/** A consumer's fetch: up to the high watermark, and where the log was cut below what it has read, it learns so. */
export function read(ctx: LaneContext, me: number, replica: Replica, request: ReadRequest): void {
  const { log } = replica
  const { generation, offset, lastEpoch, partition } = request
  const answer = (error: ErrorName, resetTo: number | null): void =>
    ctx.send(me, CONSUMER_CLIENT, { kind: 'records', partition, generation, error, blocks: [], resetTo })
  if (!replica.isLeader) return answer('NotLeaderOrFollower', null)
  if (ctx.policy.isKafka && lastEpoch >= 0) {
    const parted = log.endOfEpoch(lastEpoch)
    if (parted !== null && (parted.epoch < lastEpoch || parted.end < offset))
      return answer('OffsetOutOfRange', Math.min(parted.end, offset))
  }
  if (offset > log.end) return answer('OffsetOutOfRange', log.end)
  const end = readableEnd(ctx, replica)
  if (offset < end) return giveConsumer(ctx, me, replica, generation, offset)
  park(ctx, me, replica, CONSUMER_CLIENT, generation, offset)
}
