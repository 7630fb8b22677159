import { fromMs, type SimTime } from '../../kernel/time.ts'
import { CONSUMER_CLIENT, CONTROLLER, PRODUCER_CLIENT, type ErrorName } from './codes.ts'
import type { LaneContext } from './context.ts'
import type { FetchRequest, PartitionState, ProduceRequest, ReadRequest } from './messages.ts'
import type { FollowerView, Replica } from './replica.ts'
import { judgeSequence } from './sequence.ts'

/** How long a leader keeps a fetch that it has nothing for (replica.fetch.wait.max.ms, fetch.max.wait.ms). */
const FETCH_WAIT: SimTime = fromMs(500)
/** How long until a question to the controller is asked again. */
const ALTER_RETRY: SimTime = fromMs(500)

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
  ctx.tookOver(partition, me, known.leaderEpoch, log)
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
    if (acks === '0') ctx.dropped(message.partition, batch.ids)
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
  ctx.stored(message.partition, me, batch.ids)
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

function fail(ctx: LaneContext, me: number, request: number, error: ErrorName): void {
  ctx.counters.FailedProduceRequests += 1
  ctx.send(me, PRODUCER_CLIENT, { kind: 'produced', request, error, base: -1 })
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

const readableEnd = (ctx: LaneContext, { log }: Replica): number =>
  ctx.policy.readsCommitted ? log.highWatermark : log.end

function giveConsumer(
  ctx: LaneContext,
  me: number,
  replica: Replica,
  generation: number,
  offset: number,
): void {
  const blocks = replica.log.blocksFrom(offset, readableEnd(ctx, replica))
  const { partition } = replica
  ctx.send(me, CONSUMER_CLIENT, {
    kind: 'records',
    partition,
    generation,
    error: 'None',
    blocks,
    resetTo: null,
  })
}

function giveFollower(
  ctx: LaneContext,
  me: number,
  replica: Replica,
  to: number,
  generation: number,
  offset: number,
): void {
  const { log, partition } = replica
  const { bytes, blocks } = log.read(offset)
  ctx.send(me, to, {
    kind: 'fetched',
    partition,
    generation,
    error: 'None',
    bytes,
    blocks,
    highWatermark: log.highWatermark,
    logEnd: log.end,
  })
}

function answerNothing(
  ctx: LaneContext,
  me: number,
  { log, partition }: Replica,
  to: number,
  generation: number,
  error: ErrorName,
): void {
  if (to === CONSUMER_CLIENT)
    ctx.send(me, to, { kind: 'records', partition, generation, error, blocks: [], resetTo: null })
  else
    ctx.send(me, to, {
      kind: 'fetched',
      partition,
      generation,
      error,
      bytes: new Uint8Array(0),
      blocks: [],
      highWatermark: log.highWatermark,
      logEnd: log.end,
    })
}

function park(
  ctx: LaneContext,
  me: number,
  replica: Replica,
  from: number,
  generation: number,
  offset: number,
): void {
  const { state } = replica
  const id = state.nextParked++
  // One fetch a follower: an older one was given up by whoever asked.
  state.parked = [...state.parked.filter((other) => other.from !== from), { id, from, generation, offset }]
  ctx.after(FETCH_WAIT, me, 'parked', replica.partition, id)
}

/** A parked fetch has waited long enough: it is answered with nothing but the high watermark. */
export function releaseParked(ctx: LaneContext, me: number, replica: Replica, id: number): void {
  const parked = replica.state.parked.find((candidate) => candidate.id === id)
  if (parked === undefined) return
  replica.state.parked = replica.state.parked.filter((other) => other !== parked)
  answerNothing(ctx, me, replica, parked.from, parked.generation, 'None')
}

/** Something may be there now for those who wait. */
function serveParked(ctx: LaneContext, me: number, replica: Replica): void {
  const { state, log } = replica
  const still: typeof state.parked = []
  for (const parked of state.parked) {
    const { from, generation, offset } = parked
    const end = from === CONSUMER_CLIENT ? readableEnd(ctx, replica) : log.end
    if (offset >= end) still.push(parked)
    else if (from === CONSUMER_CLIENT) giveConsumer(ctx, me, replica, generation, offset)
    else giveFollower(ctx, me, replica, from, generation, offset)
  }
  state.parked = still
}

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

function planIsrCheck(ctx: LaneContext, me: number, replica: Replica): void {
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
function maybeExpandIsr(ctx: LaneContext, me: number, replica: Replica, follower: FollowerView): void {
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
