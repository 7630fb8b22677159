import { proxy, transfer, wrap, type Remote } from 'comlink'
import { accept, refuse, type Outcome } from '../shared/outcome.ts'

/**
 * The page's end of a worker. Comlink's calls stay pending for ever when a worker dies; these are answered with a
 * refusal. A link that is over stays over.
 */
export class Link<Api> {
  private readonly remote: Remote<Api>
  private readonly over: Promise<string>
  private readonly end: (what: string) => void
  private ending: string | null = null

  constructor(worker: Worker) {
    this.remote = wrap<Api>(worker)
    let settle: (what: string) => void = () => {}
    this.over = new Promise((resolve) => (settle = resolve))
    this.end = (what) => {
      this.ending ??= what
      settle(this.ending)
      worker.terminate()
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
    return Promise.race([answer, this.over.then((what) => refuse(what))])
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
