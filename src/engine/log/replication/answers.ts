import { fromMs, type SimTime } from '../../kernel/time.ts'
import { CONSUMER_CLIENT, PRODUCER_CLIENT, type ErrorName } from './codes.ts'
import type { LaneContext } from './context.ts'
import type { Replica } from './replica.ts'

/** How long a leader keeps a fetch that it has nothing for (replica.fetch.wait.max.ms, fetch.max.wait.ms). */
const FETCH_WAIT: SimTime = fromMs(500)

/** A producer's request has failed, and the producer is told why. */
export function fail(ctx: LaneContext, me: number, request: number, error: ErrorName): void {
  ctx.counters.FailedProduceRequests += 1
  ctx.send(me, PRODUCER_CLIENT, { kind: 'produced', request, error, base: -1 })
}

/** The offset up to which consumers are given records. */
export const readableEnd = (ctx: LaneContext, { log }: Replica): number =>
  ctx.policy.readsCommitted ? log.highWatermark : log.end

/** Answers a consumer with what it may read from `offset` on. */
export function giveConsumer(
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

/** Answers a follower with what the log holds from `offset` on. */
export function giveFollower(
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

/** Answers a fetch without any records: with an error, or because none came for long enough. */
export function answerNothing(
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

/** There is nothing to answer with yet: the fetch is kept for a while. */
export function park(
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
export function serveParked(ctx: LaneContext, me: number, replica: Replica): void {
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
