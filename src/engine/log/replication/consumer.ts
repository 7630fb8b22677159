import { at } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { fromMs } from '../../kernel/time.ts'
import { endOf } from './block.ts'
import { CONSUMER_CLIENT, NO_LEADER } from './codes.ts'
import type { LaneContext } from './context.ts'
import type { Answer, Payload, Timer } from './messages.ts'
import { MetadataClient, RETRY_BACKOFF, type SavedMetadata } from './metadata-client.ts'

/** How long a consumer waits for an answer before it looks for the leader anew. */
const READ_TIMEOUT = fromMs(1_500)

interface Cursor {
  /** The next offset to read. */
  position: number
  /** The epoch of the last record read; -1 for none. */
  lastEpoch: number
  /** The highest record number read so far. */
  lastId: number
  generation: number
}

export interface SavedConsumer {
  readonly cursors: readonly Cursor[]
  readonly metadata: SavedMetadata
}

type Records = Extract<Answer, { kind: 'records' }>

/** A consumer that reads every partition from its beginning, as far as it is let. */
export class Consumer {
  private cursors: Cursor[]
  private readonly metadata: MetadataClient

  constructor(brokers: number, leaders: readonly number[]) {
    this.metadata = new MetadataClient(CONSUMER_CLIENT, brokers, leaders)
    this.cursors = leaders.map(() => ({ position: 0, lastEpoch: -1, lastId: -1, generation: 0 }))
  }

  positionOf(partition: number): number {
    return at(this.cursors, partition).position
  }

  start(ctx: LaneContext): void {
    this.cursors.forEach((_, p) => this.ask(ctx, p))
  }

  receive(ctx: LaneContext, from: number, payload: Payload): void {
    if (payload.kind === 'reset') this.onReset(ctx, from)
    if (payload.kind === 'records') this.onRecords(ctx, payload)
    if (payload.kind === 'client-metadata') this.metadata.learn(payload.generation, payload.leaders)
    if (payload.kind !== 'refused') return
    if (payload.what.kind === 'ask-metadata') this.metadata.gaveUp(ctx, payload.what.generation)
    if (payload.what.kind === 'read') this.lookAround(ctx, payload.what.partition, payload.what.generation)
  }

  ring(ctx: LaneContext, { name, key, stamp }: Timer): void {
    if (name === 'metadata-timeout') this.metadata.gaveUp(ctx, stamp)
    if (name === 'metadata-retry') this.metadata.request(ctx)
    if (name === 'read-timeout') {
      const broker = this.metadata.leaderOf(key)
      if (at(this.cursors, key).generation === stamp && broker !== NO_LEADER) this.metadata.suspect(broker)
      this.lookAround(ctx, key, stamp)
    }
    if (name === 'read-retry' && at(this.cursors, key).generation === stamp) this.ask(ctx, key)
  }

  save(): SavedConsumer {
    return { cursors: copyState(this.cursors), metadata: this.metadata.save() }
  }

  restore(saved: SavedConsumer): void {
    this.cursors = copyState([...saved.cursors])
    this.metadata.restore(saved.metadata)
  }

  private onReset(ctx: LaneContext, from: number): void {
    this.metadata.brokenOff(ctx, from)
    this.cursors.forEach(({ generation }, p) => {
      if (this.metadata.leaderOf(p) === from) this.lookAround(ctx, p, generation)
    })
  }

  private ask(ctx: LaneContext, partition: number): void {
    const cursor = at(this.cursors, partition)
    cursor.generation += 1
    const { generation, position: offset, lastEpoch } = cursor
    const leader = this.metadata.leaderOf(partition)
    if (leader === NO_LEADER) return this.lookAround(ctx, partition, generation)
    ctx.send(CONSUMER_CLIENT, leader, { kind: 'read', partition, generation, offset, lastEpoch })
    ctx.after(READ_TIMEOUT, CONSUMER_CLIENT, 'read-timeout', partition, generation)
  }

  /** Asks who leads now, and reads on a little later. */
  private lookAround(ctx: LaneContext, partition: number, generation: number): void {
    const cursor = at(this.cursors, partition)
    if (cursor.generation !== generation) return
    cursor.generation += 1
    this.metadata.request(ctx)
    ctx.after(RETRY_BACKOFF, CONSUMER_CLIENT, 'read-retry', partition, cursor.generation)
  }

  private onRecords(ctx: LaneContext, { partition, generation, error, blocks, resetTo }: Records): void {
    const cursor = at(this.cursors, partition)
    if (cursor.generation !== generation) return
    if (error === 'OffsetOutOfRange') {
      const to = resetTo ?? 0
      const why = ctx.policy.isKafka ? 'the log was cut below it' : 'the new leader’s log ends before it'
      ctx.journal.add(
        ctx.now,
        'consumer',
        CONSUMER_CLIENT,
        `the consumer stood at offset ${cursor.position}; ${why}: it goes back to ${to}`,
      )
      cursor.position = to
      cursor.lastEpoch = -1
      return this.ask(ctx, partition)
    }
    if (error !== 'None') return this.lookAround(ctx, partition, generation)
    for (const block of blocks) {
      block.ids.forEach((id, i) => {
        const offset = block.base + i
        if (offset < cursor.position) return
        ctx.ledger.read(id, offset, id < cursor.lastId, ctx.now)
        cursor.lastId = Math.max(cursor.lastId, id)
      })
      cursor.position = endOf(block)
      cursor.lastEpoch = block.epoch
    }
    this.ask(ctx, partition)
  }
}
