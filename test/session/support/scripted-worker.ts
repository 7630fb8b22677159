import type { Endpoint } from 'comlink'
import type { WorkerLike } from '../../../src/session/client.ts'
import { READY } from '../../../src/session/ready.ts'

/** A call as Comlink sends it. */
interface Call {
  readonly id: string
  readonly type: string
  readonly path: readonly string[]
}

/** A worker that does nothing by itself: a test says what it answers, and when it dies. */
export class ScriptedWorker implements WorkerLike {
  readonly endpoint: Endpoint
  readonly calls: Call[] = []
  terminations = 0
  /** How often it was told that nobody will call it any more. */
  releases = 0
  private readonly target = new EventTarget()
  private listeners: ((message: string) => void)[] = []

  constructor() {
    this.endpoint = {
      postMessage: (message: Call) => {
        if (message.type === 'RELEASE') this.releases += 1
        else this.calls.push(message)
      },
      addEventListener: (type, listener) => this.target.addEventListener(type, listener),
      removeEventListener: (type, listener) => this.target.removeEventListener(type, listener),
    }
  }

  onError(listener: (message: string) => void): void {
    this.listeners.push(listener)
  }

  terminate(): void {
    this.terminations += 1
  }

  /** Says that it can be called. */
  getReady(): void {
    this.emit(READY)
  }

  /** The error event of a worker that fails to load, or throws where nobody catches. */
  die(message: string): void {
    for (const listener of this.listeners) listener(message)
  }

  emit(data: unknown): void {
    this.target.dispatchEvent(new MessageEvent('message', { data }))
  }

  /** Answers the call number `index`. */
  answer(index: number, value: unknown): void {
    this.emit({ id: this.calls[index]?.id, type: 'RAW', value })
  }
}
