import { at } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { fromMs, type SimTime } from '../../kernel/time.ts'
import { NO_LEADER, PRODUCER_CLIENT, type ErrorName } from './codes.ts'
import type { LaneContext } from './context.ts'
import type { Payload, Timer } from './messages.ts'
import { MetadataClient, RETRY_BACKOFF, type SavedMetadata } from './metadata-client.ts'

/** A batch on the producer's side. */
export interface OpenBatch {
  readonly id: number
  readonly partition: number
  ids: number[]
  bytes: number
  /** Full, or has lingered long enough. */
  isReady: boolean
  /** How often it was sent. A batch that was sent takes no more records. */
  sends: number
  retryAt: SimTime
  /** -1 each until it is sent, and without idempotence. */
  producerEpoch: number
  sequence: number
}

export interface InFlight {
  readonly request: number
  readonly broker: number
  readonly sentAt: SimTime
  readonly batch: OpenBatch
}

/** Where a producer stands with a partition. */
interface Course {
  queue: OpenBatch[]
  epoch: number
  nextSequence: number
  /** The sequence number behind the last batch answered with "ok". */
  acknowledged: number
  /** A batch was given up: the next ones need another epoch, to begin at 0. */
  needsNewEpoch: boolean
}

interface ProducerState {
  courses: Course[]
  inFlight: InFlight[]
  nextBatch: number
  nextRequest: number
}

export interface SavedProducer {
  readonly state: ProducerState
  readonly metadata: SavedMetadata
}

const BATCH_OVERHEAD = 61
/** What a record takes beside its value: length, attributes, two deltas, key and value lengths, header count. */
const RECORD_OVERHEAD = 8

/** Errors that a producer takes for final; after all others it tries again. */
const FINAL: ReadonlySet<ErrorName> = new Set(['InvalidProducerEpoch'])

/** A producer: gathers records into batches, sends them to whoever leads, and tries again until it gives up. */
export class Producer {
  readonly metadata: MetadataClient
  private state: ProducerState

  constructor(brokers: number, leaders: readonly number[]) {
    this.metadata = new MetadataClient(PRODUCER_CLIENT, brokers, leaders)
    this.state = {
      courses: leaders.map(() => ({
        queue: [],
        epoch: 0,
        nextSequence: 0,
        acknowledged: 0,
        needsNewEpoch: false,
      })),
      inFlight: [],
      nextBatch: 0,
      nextRequest: 0,
    }
  }

  get inFlight(): readonly InFlight[] {
    return this.state.inFlight
  }

  get queued(): readonly OpenBatch[] {
    return this.state.courses.flatMap(({ queue }) => queue)
  }

  /** The application hands over a record. */
  add(ctx: LaneContext, id: number, partition: number): void {
    const { queue } = at(this.state.courses, partition)
    const bytes = ctx.settings.recordBytes + RECORD_OVERHEAD
    const last = queue.at(-1)
    const fits = last !== undefined && last.sends === 0 && last.bytes + bytes <= ctx.settings.batchSize
    if (last !== undefined && last.sends === 0 && !fits) last.isReady = true
    const batch = fits ? last : this.open(ctx, partition, queue)
    batch.ids.push(id)
    batch.bytes += bytes
    if (batch.bytes >= ctx.settings.batchSize) batch.isReady = true
    this.drain(ctx)
  }

  receive(ctx: LaneContext, from: number, payload: Payload): void {
    if (payload.kind === 'produced') this.onAnswer(ctx, payload.request, payload.error, payload.base)
    if (payload.kind === 'client-metadata' && this.metadata.learn(payload.generation, payload.leaders)) {
      if (this.lacksLeader()) this.comeBack(ctx)
      this.drain(ctx)
    }
    if (payload.kind === 'reset') this.onReset(ctx, from)
    if (payload.kind !== 'refused') return
    if (payload.what.kind === 'ask-metadata') this.metadata.gaveUp(ctx, payload.what.generation)
    if (payload.what.kind !== 'produce') return
    this.metadata.suspect(from)
    this.metadata.request(ctx)
    const { request } = payload.what
    if (this.state.inFlight.some((entry) => entry.request === request)) this.disconnect(ctx, from)
  }

  ring(ctx: LaneContext, { name, key, stamp }: Timer): void {
    if (name === 'linger') this.onLinger(ctx, key, stamp)
    if (name === 'delivery') this.onDeliveryTimeout(ctx, stamp)
    if (name === 'request') this.onRequestTimeout(ctx, stamp)
    if (name === 'retry') this.drain(ctx)
    if (name === 'metadata-timeout') this.metadata.gaveUp(ctx, stamp)
    if (name === 'metadata-retry') this.metadata.request(ctx)
  }

  private onReset(ctx: LaneContext, from: number): void {
    this.metadata.brokenOff(ctx, from)
    if (!this.state.inFlight.some(({ broker }) => broker === from)) return
    this.metadata.suspect(from)
    this.disconnect(ctx, from)
    this.metadata.request(ctx)
  }

  /** The connections to all brokers break. */
  disconnectAll(ctx: LaneContext): void {
    for (const broker of new Set(this.state.inFlight.map((entry) => entry.broker)))
      this.disconnect(ctx, broker)
  }

  save(): SavedProducer {
    return { state: copyState(this.state), metadata: this.metadata.save() }
  }

  restore(saved: SavedProducer): void {
    this.state = copyState(saved.state)
    this.metadata.restore(saved.metadata)
  }

  private open(ctx: LaneContext, partition: number, queue: OpenBatch[]): OpenBatch {
    const id = this.state.nextBatch++
    const batch: OpenBatch = {
      id,
      partition,
      ids: [],
      bytes: BATCH_OVERHEAD,
      isReady: ctx.settings.linger === 0,
      sends: 0,
      retryAt: 0,
      producerEpoch: -1,
      sequence: -1,
    }
    queue.push(batch)
    ctx.after(fromMs(ctx.settings.linger), PRODUCER_CLIENT, 'linger', partition, id)
    ctx.after(fromMs(ctx.settings.deliveryTimeout), PRODUCER_CLIENT, 'delivery', partition, id)
    return batch
  }

  private onLinger(ctx: LaneContext, partition: number, id: number): void {
    const batch = at(this.state.courses, partition).queue.find((candidate) => candidate.id === id)
    if (batch === undefined) return
    batch.isReady = true
    this.drain(ctx)
  }

  /** Sends whatever may be sent now. */
  private drain(ctx: LaneContext): void {
    this.state.courses.forEach((course, partition) => {
      for (;;) {
        const [batch] = course.queue
        if (batch === undefined || !batch.isReady || batch.retryAt > ctx.now) return
        if (ctx.policy.idempotent && !this.mayGo(course, partition, batch)) return
        const broker = this.metadata.leaderOf(partition)
        if (broker === NO_LEADER) return this.metadata.request(ctx)
        const busy = this.state.inFlight.filter((entry) => entry.broker === broker).length
        if (busy >= ctx.settings.inFlight) return
        course.queue.shift()
        this.send(ctx, course, batch, broker)
      }
    })
  }

  /** With idempotence a retry goes only as the first of those still open, and a new epoch only once nothing is open. */
  private mayGo(course: Course, partition: number, batch: OpenBatch): boolean {
    const open = this.state.inFlight.filter((entry) => entry.batch.partition === partition)
    if (course.needsNewEpoch) {
      if (open.length > 0) return false
      course.needsNewEpoch = false
      course.epoch += 1
      course.nextSequence = 0
      course.acknowledged = 0
      for (const queued of course.queue) queued.sequence = -1
    }
    return batch.sequence < 0 || open.every((entry) => entry.batch.sequence > batch.sequence)
  }

  private send(ctx: LaneContext, course: Course, batch: OpenBatch, broker: number): void {
    const { state } = this
    const { acks, idempotent } = ctx.policy
    if (idempotent && batch.sequence < 0) {
      batch.producerEpoch = course.epoch
      batch.sequence = course.nextSequence
      course.nextSequence += batch.ids.length
    }
    batch.sends += 1
    const request = state.nextRequest++
    const { partition, ids, producerEpoch, sequence } = batch
    ctx.counters.ProduceRequests += 1
    ctx.counters.requestRecords += ids.length
    ctx.counters.requestBytes += batch.bytes
    if (batch.sends > 1) ctx.counters.retries += 1
    const sent = { ids: ids.slice(), producerEpoch, sequence }
    if (acks === '0') for (const id of ids) ctx.ledger.ok(id, -1, broker, ctx.now)
    else {
      state.inFlight.push({ request, broker, sentAt: ctx.now, batch })
      ctx.after(fromMs(ctx.settings.requestTimeout), PRODUCER_CLIENT, 'request', partition, request)
    }
    ctx.send(PRODUCER_CLIENT, broker, { kind: 'produce', request, partition, acks, batch: sent })
  }

  private onAnswer(ctx: LaneContext, request: number, error: ErrorName, base: number): void {
    const entry = this.take((candidate) => candidate.request === request)
    if (error === 'NotLeaderOrFollower') this.metadata.request(ctx)
    if (entry === undefined) return
    const { batch, broker, sentAt } = entry
    if (error !== 'None') this.retryOrFail(ctx, batch, error)
    else {
      const course = at(this.state.courses, batch.partition)
      course.acknowledged = Math.max(course.acknowledged, batch.sequence + batch.ids.length)
      batch.ids.forEach((id, i) => ctx.ledger.ok(id, base + i, broker, ctx.now))
      ctx.authorities.toldOk(batch.partition, broker, sentAt)
    }
    this.drain(ctx)
  }

  private retryOrFail(ctx: LaneContext, batch: OpenBatch, error: ErrorName): void {
    const course = at(this.state.courses, batch.partition)
    // Its predecessor is stored and gone again: no waiting will bring the number that is due.
    const isHopeless = error === 'OutOfOrderSequence' && batch.sequence === course.acknowledged
    if (FINAL.has(error) || isHopeless || batch.sends > ctx.settings.retries)
      return this.giveUp(ctx, batch, error)
    ctx.journal.add(ctx.now, 'retry', PRODUCER_CLIENT, `${error}: the producer will send the batch again`)
    batch.retryAt = ctx.now + RETRY_BACKOFF
    const { queue } = course
    const place = ctx.policy.idempotent
      ? queue.findIndex((other) => other.sequence < 0 || other.sequence > batch.sequence)
      : 0
    queue.splice(place < 0 ? queue.length : place, 0, batch)
    ctx.after(RETRY_BACKOFF, PRODUCER_CLIENT, 'retry', batch.partition, batch.id)
  }

  private giveUp(ctx: LaneContext, batch: OpenBatch, error: ErrorName): void {
    const { ids, partition } = batch
    for (const id of ids) ctx.ledger.fail(id, error, ctx.now)
    if (ctx.policy.idempotent && batch.sequence >= 0) at(this.state.courses, partition).needsNewEpoch = true
    ctx.journal.add(
      ctx.now,
      'failed',
      PRODUCER_CLIENT,
      `${error}: the producer gives up; the application is told that its records failed`,
    )
  }

  private onDeliveryTimeout(ctx: LaneContext, id: number): void {
    for (const { queue } of this.state.courses) {
      const index = queue.findIndex((batch) => batch.id === id)
      const [batch] = index < 0 ? [] : queue.splice(index, 1)
      if (batch !== undefined) this.giveUp(ctx, batch, 'TimeoutException')
    }
    const entry = this.take(({ batch }) => batch.id === id)
    if (entry !== undefined) this.giveUp(ctx, entry.batch, 'TimeoutException')
    this.drain(ctx)
  }

  private onRequestTimeout(ctx: LaneContext, request: number): void {
    const entry = this.state.inFlight.find((candidate) => candidate.request === request)
    if (entry === undefined) return
    ctx.journal.add(
      ctx.now,
      'error',
      PRODUCER_CLIENT,
      `no answer from broker ${entry.broker} for ${ctx.settings.requestTimeout} ms: the producer closes the connection`,
    )
    this.metadata.suspect(entry.broker)
    this.disconnect(ctx, entry.broker)
    this.metadata.request(ctx)
    this.drain(ctx)
  }

  /** Everything that waits for this broker's answer is taken for failed, and may be sent again. */
  private disconnect(ctx: LaneContext, broker: number): void {
    const lost = this.state.inFlight.filter((entry) => entry.broker === broker)
    this.state.inFlight = this.state.inFlight.filter((entry) => entry.broker !== broker)
    // From the last: each goes to the front of its queue, so that they end in their order.
    for (const { batch } of lost.toReversed()) this.retryOrFail(ctx, batch, 'NetworkException')
  }

  private take(isIt: (entry: InFlight) => boolean): InFlight | undefined {
    const entry = this.state.inFlight.find(isIt)
    if (entry !== undefined) this.state.inFlight = this.state.inFlight.filter((other) => other !== entry)
    return entry
  }

  private lacksLeader(): boolean {
    return this.state.courses.some(
      ({ queue }, p) => queue.length > 0 && this.metadata.leaderOf(p) === NO_LEADER,
    )
  }

  private comeBack(ctx: LaneContext): void {
    ctx.after(RETRY_BACKOFF, PRODUCER_CLIENT, 'metadata-retry', 0, 0)
  }
}
