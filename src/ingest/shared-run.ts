import { addLedgers, ledgerOf } from '../engine/ingest/ledger.ts'
import { Leader } from '../engine/ingest/shards/leader.ts'
import { Shard } from '../engine/ingest/shards/shard.ts'
import type { KernelModule } from '../engine/ingest/wasm/open-store.ts'
import { addMemory, memoryOf, type Memory } from './memory.ts'
import type { RunSettings } from './protocol.ts'
import { configOf, shareOf, type Run } from './run.ts'
import { linkTo, ShardHost, type Delivery, type ShardApi } from './shard-worker.ts'
import type { StageTimes } from './stage-times.ts'

/** How long an order keeps the others busy, in ms. They have the next ones by then. */
const STEP_MS = 30
const GUESS_MS = 25

/** A run that this worker shares with others: it leads, and has the first share. */
export function sharedRun(
  settings: RunSettings,
  times: StageTimes,
  others: readonly ShardApi[],
  kernels: KernelModule | undefined,
): Run {
  const config = configOf(settings)
  const workers = others.length + 1
  const shard = new Shard(config, shareOf(config, workers, 0), kernels)
  const costs = new Map<number, Delivery>()
  const links = others.map((api, i) => linkTo(api, (delivery) => costs.set(i, delivery)))
  const own = linkTo(new ShardHost(shard, times), () => {})
  const leader = new Leader(config, links, kernels, own)
  leader.pipeline.watch = (stage) => times.tell(stage)
  let tickMs = GUESS_MS
  const ledger = () => leader.ledger ?? addLedgers([ledgerOf(shard.engine)])
  return {
    get tick() {
      return leader.tick
    },
    get received() {
      return ledger().counts.received
    },
    workers,
    catalogue: leader.catalogue,
    get faults() {
      return leader.faults
    },
    get isHit() {
      return leader.isHit
    },
    pipeline: leader.pipeline,
    get memory(): Memory {
      const leads = { viewers: 0, dedupe: 0, windows: leader.pipeline.memory.windows, other: 0 }
      return [...costs.values()].reduce(
        (sum, { memory }) => addMemory(sum, memory),
        addMemory(memoryOf(shard.engine, shard.bytes), leads),
      )
    },
    get dedupe() {
      const { dedupe } = shard.engine.pipeline
      const exact = settings.dedupe === 'sequence'
      return { exact, capacity: exact ? dedupe.capacity : workers * dedupe.capacity }
    },
    get spent() {
      const sum = times.spent.slice()
      for (const { spent } of costs.values())
        spent.forEach((ms, stage) => (sum[stage] = (sum[stage] ?? 0) + ms))
      return sum
    },
    get isWasm() {
      return shard.engine.pipeline.store.kernels !== null
    },
    ledger,
    async step(most) {
      const start = times.now()
      const from = leader.tick
      const ticks = Math.max(1, Math.min(most, Math.floor(STEP_MS / tickMs)))
      await leader.step(ticks, most - ticks)
      tickMs = (tickMs + (times.now() - start) / (leader.tick - from)) / 2
    },
    reset() {
      times.reset()
      costs.clear()
      for (const api of others) void api.reset()
    },
    apply: (command) => leader.apply(command),
  }
}
