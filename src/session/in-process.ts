import type { WorkerLike } from './client.ts'

/**
 * A session without a worker: for a picture that is drawn once, where many workers would be started for nothing
 * (print, the speaker's preview). The same protocol, over a channel within this thread. What runs a session comes when
 * it is wanted; until then calls wait in the channel.
 */
export function spawnInProcess(): WorkerLike {
  const { port1, port2 } = new MessageChannel()
  let tell: ((message: string) => void) | null = null
  void Promise.all([import('./serve.ts'), import('./load-simulation.ts')]).then(
    ([{ serveSession }, { loadSimulation }]) => {
      serveSession(port2, loadSimulation, () => performance.now())
      port2.start()
    },
    () => tell?.('it could not be loaded'),
  )
  return {
    endpoint: port1,
    onError: (listener) => void (tell = listener),
    terminate() {
      port1.close()
      port2.close()
    },
  }
}
