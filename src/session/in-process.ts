import type { WorkerLike } from './client.ts'
import { loadSimulation } from './load-simulation.ts'
import { serveSession } from './serve.ts'

/**
 * A session without a worker: for a picture that is drawn once, where many workers would be started for nothing
 * (print, the speaker's preview). The same protocol, over a channel within this thread.
 */
export function spawnInProcess(): WorkerLike {
  const { port1, port2 } = new MessageChannel()
  serveSession(port2, loadSimulation, () => performance.now())
  port2.start()
  return {
    endpoint: port1,
    onError: () => {},
    terminate() {
      port1.close()
      port2.close()
    },
  }
}
