import { plural } from '../../../shared/words.ts'
import { fromMs, type SimTime } from '../../kernel/time.ts'
import { endOf } from './block.ts'
import type { LaneContext } from './context.ts'
import type { Answer } from './messages.ts'
import type { Replica } from './replica.ts'

/** How long a follower waits after a fetch that failed (replica.fetch.backoff.ms; Kafka's default is 1,000). */
const FETCH_BACKOFF: SimTime = fromMs(200)
/** How long it waits for an answer (replica.socket.timeout.ms; Kafka's default is 30,000). */
const FETCH_TIMEOUT: SimTime = fromMs(1_000)

type Fetched = Extract<Answer, { kind: 'fetched' }>
type EpochAnswer = Extract<Answer, { kind: 'epoch-end' }>

/** The replica follows its leader from now on: first it finds out where the two logs part. */
export function beginFollowing(ctx: LaneContext, me: number, replica: Replica): void {
  const { state, log } = replica
  state.role = 'follower'
  state.isWriting = false
  state.phase = ctx.policy.isKafka && log.lastEpoch >= 0 ? 'truncating' : 'fetching'
  ask(ctx, me, replica)
}

/** Asks the leader the next thing. Earlier questions no longer count. */
export function ask(ctx: LaneContext, me: number, replica: Replica): void {
  const { state, log, partition } = replica
  if (state.role !== 'follower') return
  state.generation += 1
  const { leader, leaderEpoch, generation } = state
  if (state.phase === 'truncating')
    ctx.send(me, leader, { kind: 'epoch-ask', partition, generation, leaderEpoch, epoch: log.lastEpoch })
  else ctx.send(me, leader, { kind: 'fetch', partition, generation, leaderEpoch, offset: log.end })
  ctx.after(FETCH_TIMEOUT, me, 'fetch-timeout', partition, generation)
}

/** Something went wrong with a question: asks again a little later. */
export function backOff(ctx: LaneContext, me: number, replica: Replica): void {
  replica.state.generation += 1
  ctx.after(FETCH_BACKOFF, me, 'fetch-retry', replica.partition, replica.state.generation)
}

/** Where the leader's log has the end of our last epoch: everything beyond is not in it, and goes. */
export function onEpochEnd(ctx: LaneContext, me: number, replica: Replica, answer: EpochAnswer): void {
  const { state, log } = replica
  if (state.role !== 'follower' || answer.generation !== state.generation) return
  if (answer.error !== 'None') return backOff(ctx, me, replica)
  const { offset, done } =
    answer.end === null ? { offset: log.highWatermark, done: true } : log.cutFor(answer.end)
  truncate(ctx, me, replica, offset)
  if (done) state.phase = 'fetching'
  ask(ctx, me, replica)
}

function truncate(ctx: LaneContext, me: number, { log }: Replica, offset: number): void {
  const gone = log.truncateTo(offset, ctx.now)
  const records = gone.reduce((sum, { count }) => sum + count, 0)
  const [first] = gone
  const last = gone.at(-1)
  if (first === undefined || last === undefined) return
  ctx.counters.truncated += records
  const epochs = [...new Set(gone.map(({ epoch }) => epoch))].join(', ')
  ctx.journal.add(
    ctx.now,
    'truncated',
    me,
    `truncated to offset ${log.end}: ${plural(records, 'record')} of epoch ${epochs} cut off (offsets ${first.base}–${endOf(last) - 1})`,
  )
}

/** What the leader had behind our end. */
export function onFetched(ctx: LaneContext, me: number, replica: Replica, answer: Fetched): void {
  const { state, log } = replica
  state.isWriting = false
  if (state.role !== 'follower' || answer.generation !== state.generation) return
  if (answer.error === 'OffsetOutOfRange') {
    truncate(ctx, me, replica, answer.logEnd)
    return ask(ctx, me, replica)
  }
  if (answer.error !== 'None') return backOff(ctx, me, replica)
  const [first] = answer.blocks
  if (first !== undefined) {
    // Only logs that no epoch keeps in step can lie across each other; the whiteboard takes the leader's batch.
    if (first.base < log.end) truncate(ctx, me, replica, first.base)
    // A cut takes whole batches: it may have reached below, and then there is more to fetch first.
    if (first.base > log.end) return ask(ctx, me, replica)
    log.appendFetched(answer.bytes, answer.blocks, ctx.now)
  }
  log.advanceHighWatermark(Math.min(answer.highWatermark, log.end), ctx.now)
  ask(ctx, me, replica)
}
