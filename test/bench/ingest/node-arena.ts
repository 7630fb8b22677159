import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Input } from './contest.ts'
import { memoryOf } from './record.ts'
import type { Arena } from './rounds.ts'
import type { Result } from './run.ts'
import type { ThreadData } from './thread.ts'

/** tsx, which runs the bench, does not reach threads by itself. */
const SCRIPT = new URL('./thread.ts', import.meta.url).href
const START = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(SCRIPT)})))`

/** Plain objects need room: a gigabyte for each million or two. */
const HEAP_MB = 12_000

/** Each contestant in a thread of its own, with a heap of its own; they share the events' memory. */
export function nodeArena({ columns, ...input }: Input): Arena {
  const threads = new Map<string, Worker>()
  const memory = memoryOf(columns)
  return {
    name: 'node',
    async run(name, part) {
      let thread = threads.get(name)
      if (thread === undefined) {
        const workerData: ThreadData = { name, input, memory }
        thread = new Worker(START, {
          eval: true,
          workerData,
          resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
        })
        threads.set(name, thread)
      }
      thread.postMessage(part)
      const [result] = (await once(thread, 'message')) as [Result] // what thread.ts answers
      return result
    },
    async close() {
      await Promise.all([...threads.values()].map(async (thread) => thread.terminate()))
    },
  }
}
