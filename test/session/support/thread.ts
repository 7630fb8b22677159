import { workerData } from 'node:worker_threads'
import { serveSession } from '../../../src/session/serve.ts'
import { loadSimulation } from './simulations.ts'

/** A session in a thread of its own; beside the real labs it knows one that never ends and one that dies. */
const { port } = workerData as { port: MessagePort } // what ThreadWorker gives it

serveSession(
  port,
  async (lab) => {
    if (lab === 'endless') for (;;);
    if (lab === 'deadly')
      setImmediate(() => {
        throw new Error('nobody catches this')
      })
    return loadSimulation(lab)
  },
  () => performance.now(),
)
