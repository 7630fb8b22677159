import { transfer } from 'comlink'
import type { CrashFate } from '../engine/ingest/crash.ts'
import type { Order, PanePart, ShardLink, TicksPart } from '../engine/ingest/shards/messages.ts'
import type { Shard } from '../engine/ingest/shards/shard.ts'
import { memoryOf, type Memory } from './memory.ts'
import type { StageTimes } from './stage-times.ts'

/** What a worker's ticks came to, and what they cost it. */
export interface Delivery {
  readonly part: TicksPart
  /** Ms by stage since the run went on. */
  readonly spent: Float64Array
  readonly memory: Memory
}

/** What a worker with a share of a run does for the one that leads. */
export interface ShardApi {
  run(order: Order): Promise<Delivery>
  panes(): Promise<readonly PanePart[]>
  gatherCrash(order: Order): Promise<Uint32Array>
  settleCrash(fate: CrashFate): Promise<Delivery>
  /** Times are told from here on. */
  reset(): Promise<void>
}

/** Does it here. Large columns are handed over. */
export class ShardHost implements ShardApi {
  private readonly shard: Shard
  private readonly times: StageTimes

  constructor(shard: Shard, times: StageTimes) {
    this.shard = shard
    this.times = times
    shard.engine.pipeline.watch = (stage) => times.tell(stage)
  }

  async run(order: Order): Promise<Delivery> {
    return this.deliver(() => this.shard.run(order))
  }

  async panes(): Promise<readonly PanePart[]> {
    const parts = this.shard.panes()
    const buffers = parts.flatMap(({ rows, registers, raises }) => [
      rows.buffer,
      registers.buffer,
      raises.buffer,
    ])
    return transfer(parts, buffers)
  }

  async gatherCrash(order: Order): Promise<Uint32Array> {
    this.times.begin()
    const rows = this.shard.gatherCrash(order)
    return transfer(rows, [rows.buffer])
  }

  async settleCrash(fate: CrashFate): Promise<Delivery> {
    return this.deliver(() => this.shard.settleCrash(fate))
  }

  async reset(): Promise<void> {
    this.times.reset()
  }

  private deliver(take: () => TicksPart): Delivery {
    this.times.begin()
    const part = take()
    const buffers = [
      part.gathered.buffer,
      ...part.tallies.flatMap(({ cells, events }) =>
        cells === null ? [events.buffer] : [cells.buffer, events.buffer],
      ),
    ]
    return transfer(
      { part, spent: this.times.spent.slice(), memory: memoryOf(this.shard.engine, this.shard.bytes) },
      buffers,
    )
  }
}

/** A worker as the leader knows it; `told` hears what its ticks cost. */
export function linkTo(api: ShardApi, told: (delivery: Delivery) => void): ShardLink {
  const take = (delivery: Delivery): TicksPart => {
    told(delivery)
    return delivery.part
  }
  return {
    run: (order) => api.run(order).then(take),
    panes: () => api.panes(),
    gatherCrash: (order) => api.gatherCrash(order),
    settleCrash: (fate) => api.settleCrash(fate).then(take),
  }
}
