import type { Endpoint } from 'comlink'
import type { WorkerLike } from '../../../src/session/client.ts'
import type { LoadSimulation } from '../../../src/session/run-file.ts'
import { serveSession } from '../../../src/session/serve.ts'

/** One turn of the event loop: whatever was posted before has been delivered, or is about to be. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** What a message on its way to a session asks for; null for anything but a call. */
function readCall(message: unknown): { id: string; method: string } | null {
  const { id, path } = (message ?? {}) as { id?: unknown; path?: unknown }
  return typeof id === 'string' && Array.isArray(path) ? { id, method: String(path[0]) } : null
}

/**
 * A session's worker without a thread: the real serving code on the other end of a MessageChannel. It keeps count
 * of what it is asked, and fails the moment a second pull is sent before the first was answered.
 */
export class PortWorker implements WorkerLike {
  readonly endpoint: Endpoint
  /** How often each method was called. */
  readonly calls = new Map<string, number>()
  /** How many buffers each pull handed back. */
  readonly handedBack: number[] = []
  /** The most pulls that were ever under way at once. */
  mostPulls = 0
  terminations = 0
  private readonly pending = new Map<string, string>()
  private readonly near: MessagePort
  private readonly far: MessagePort
  private listeners: ((message: string) => void)[] = []

  constructor(load: LoadSimulation, clock: () => number = () => 0) {
    const { port1, port2 } = new MessageChannel()
    this.near = port1
    this.far = port2
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const { id } = (data ?? {}) as { id?: unknown }
      if (typeof id === 'string') this.pending.delete(id)
    })
    this.endpoint = {
      postMessage: (message: unknown, transferred: Transferable[] = []) => {
        this.note(message, transferred)
        port1.postMessage(message, transferred)
      },
      addEventListener: (type, listener) => port1.addEventListener(type, listener),
      removeEventListener: (type, listener) => port1.removeEventListener(type, listener),
      start: () => port1.start(),
    }
    serveSession(port2, load, clock)
  }

  onError(listener: (message: string) => void): void {
    this.listeners.push(listener)
  }

  terminate(): void {
    this.terminations += 1
    this.near.close()
    this.far.close()
    this.pending.clear()
  }

  /** Dies as a worker does whose script throws where nobody catches. */
  crash(message: string): void {
    this.far.close()
    for (const listener of this.listeners) listener(message)
  }

  count(method: string): number {
    return this.calls.get(method) ?? 0
  }

  /** Resolves once no call is under way and none has followed from the last answer. */
  async quiet(): Promise<void> {
    for (let calm = 0; calm < 3; calm++) {
      await turn()
      if (this.pending.size > 0) calm = -1
    }
  }

  private note(message: unknown, transferred: readonly Transferable[]): void {
    const call = readCall(message)
    if (call === null || this.terminations > 0) return
    this.calls.set(call.method, this.count(call.method) + 1)
    this.pending.set(call.id, call.method)
    if (call.method === 'pull') this.handedBack.push(transferred.length)
    const pulls = [...this.pending.values()].filter((method) => method === 'pull').length
    this.mostPulls = Math.max(this.mostPulls, pulls)
  }
}
