import type { WorkerLike } from './client.ts'

/** Starts the session's worker. One per live stage. */
export function spawnSession(): WorkerLike {
  const worker = new Worker(new URL('./session.worker.ts', import.meta.url), { type: 'module' })
  return {
    endpoint: worker,
    onError(listener) {
      worker.addEventListener('error', (event) => {
        event.preventDefault()
        listener(event.message || 'it could not be loaded')
      })
      worker.addEventListener('messageerror', () => listener('a message could not be read'))
    },
    terminate: () => worker.terminate(),
  }
}
