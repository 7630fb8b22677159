import { parentPort, workerData } from 'node:worker_threads'
import type { Contestant, Input, Part } from './contest.ts'
import { OURS } from './ours.ts'
import { columnsOf, generation, type memoryOf } from './record.ts'
import { clocked } from './run.ts'

/** What a contestant's thread is given. */
export interface ThreadData {
  readonly name: string
  readonly input: Omit<Input, 'columns'>
  readonly memory: ReturnType<typeof memoryOf>
}

const duckdb = async (dedupes: boolean): Promise<Contestant> => {
  const { openInNode } = await import('../peers/duckdb-node.ts')
  return (await import('../peers/duckdb.ts')).duckdb(openInNode, dedupes)
}

/** Who there is in node beside ours. Peers are loaded when they run: their packages are there on demand. */
const CONTESTANTS: Readonly<Record<string, () => Promise<Contestant>>> = {
  generation: async () => generation,
  'plain objects': async () => (await import('../peers/objects.ts')).objects,
  RxJS: async () => (await import('../peers/rxjs.ts')).rxjs,
  'DuckDB-WASM with dedupe': async () => duckdb(true),
  'DuckDB-WASM without dedupe': async () => duckdb(false),
  Perspective: async () => (await import('../peers/perspective.ts')).perspectives,
}

const { name, input, memory } = workerData as ThreadData // what NodeArena gives it
const contestant = OURS[name] ?? (await CONTESTANTS[name]?.())
if (contestant === undefined) throw new Error(`there is no contestant ${name}`)
const run = await contestant.begin({ ...input, columns: columnsOf(memory) })

parentPort?.on('message', (part: Part) => {
  void clocked(run, part, cpuSeconds).then((result) => parentPort?.postMessage(result))
})

/** Of the whole process, collectors of garbage included; nobody else is busy in it. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
