import { proxy, releaseProxy, transfer, wrap, type Remote } from 'comlink'
import { accept, refuse, type Outcome } from '../shared/outcome.ts'

/**
 * The page's end of a worker. Comlink's calls stay pending for ever when a worker dies; these are answered with a
 * refusal. A link that is over stays over.
 */
export class Link<Api> {
  private readonly remote: Remote<Api>
  private readonly end: (what: string) => void
  /** Calls in flight, each with what refuses it. */
  private readonly inFlight = new Set<(refusal: Outcome<never>) => void>()
  private ending: string | null = null

  constructor(worker: Worker) {
    this.remote = wrap<Api>(worker)
    this.end = (what) => {
      if (this.ending !== null) return
      this.ending = what
      // Comlink's registry keeps the worker for as long as this link has its proxy: see session/client.ts.
      this.remote[releaseProxy]()
      worker.terminate()
      for (const giveUp of this.inFlight) giveUp(refuse(what))
    }
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      this.end(`the worker stopped: ${event.message || 'it could not be loaded'}`)
    })
  }

  get isOver(): boolean {
    return this.ending !== null
  }

  /** Has the worker do something; refused when it dies first. What it throws is a bug, and ends the link. */
  async call<T>(run: (remote: Remote<Api>) => Promise<T>): Promise<Outcome<T>> {
    if (this.ending !== null) return refuse(this.ending)
    const answer = run(this.remote)
      .then(accept)
      .catch((error: unknown) => {
        this.end(`the worker stopped: ${error instanceof Error ? error.message : String(error)}`)
        return refuse(this.ending ?? '')
      })
    let giveUp: (refusal: Outcome<never>) => void = () => {}
    const ended = new Promise<Outcome<never>>((resolve) => (giveUp = resolve))
    this.inFlight.add(giveUp)
    try {
      return await Promise.race([answer, ended])
    } finally {
      this.inFlight.delete(giveUp)
    }
  }

  /** Likewise, for what may be refused by the worker itself. */
  async ask<T>(run: (remote: Remote<Api>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const answer = await this.call(run)
    return answer.ok ? answer.value : answer
  }

  close(reason = 'it was closed'): void {
    this.end(reason)
  }
}

/** A function of the page that the worker may call. */
export const callback = <Args extends readonly unknown[], Result>(
  run: (...args: Args) => Result,
): ((...args: Args) => Result) => proxy(run)

/** Something that goes to the other thread instead of being copied, or has such parts; the page has it no more. */
export const handOver = <T extends object>(value: T, parts: Transferable[] = [value as Transferable]): T =>
  transfer(value, parts)
