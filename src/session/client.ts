import { proxy, releaseProxy, transfer, wrap, type Endpoint, type Remote } from 'comlink'
import { refuse, type Outcome } from '../shared/outcome.ts'
import type { Span } from '../engine/kernel/engine.ts'
import type { PartitionFiles, Wish } from '../engine/kernel/simulation.ts'
import type { TimelineLog } from '../engine/kernel/timeline.ts'
import type { SimTime } from '../engine/kernel/time.ts'
import type { Host } from './host.ts'
import type {
  ComparedSeries,
  Explained,
  Imported,
  OpenRequest,
  Progress,
  Pulled,
  PullRequest,
  Studied,
  Variant,
} from './protocol.ts'
import { READY } from './ready.ts'

/** A worker, or in tests anything that behaves like one. */
export interface WorkerLike {
  readonly endpoint: Endpoint
  /** Calls back when the worker fails to load or throws where nobody catches. */
  onError(listener: (message: string) => void): void
  terminate(): void
}

/** Why a session is over, in words. `asked`: its owner closed it. */
export interface Ending {
  readonly kind: 'failed' | 'silent' | 'closed'
  readonly what: string
}

export interface Patience {
  /** How long a worker may take to load, and to answer a call, in milliseconds. */
  readonly load: number
  readonly answer: number
}

// Work comes in slices of 8 ms: whoever is silent for longer is likelier out of a core than hung.
const PATIENCE: Patience = { load: 30_000, answer: 12_000 }

type Answer<T> = Promise<Outcome<T>>

/** Signs of life during a long call. */
interface Heard {
  signs: number
}

const TICKS = 4

/**
 * The page's end of a session. Comlink's calls stay pending for ever when a worker dies; these never do: each is
 * raced with the worker's death, its silence and its closing, and answers with an Outcome. A session that is over
 * stays over; its owner opens a new one from the last request and log.
 */
export class SessionClient {
  private readonly worker: WorkerLike
  private readonly remote: Remote<Host>
  private readonly patience: Patience
  private readonly ready: Promise<void>
  private ending: Ending | null = null
  private readonly over: Promise<Ending>
  private settleOver: (ending: Ending) => void = () => {}
  /** Calls in flight. Not reactions of `over`: that would keep one for every frame ever pulled. */
  private readonly inFlight = new Set<(refusal: Outcome<never>) => void>()

  constructor(worker: WorkerLike, patience: Patience = PATIENCE) {
    this.worker = worker
    this.patience = patience
    this.over = new Promise((resolve) => (this.settleOver = resolve))
    worker.onError((message) => this.end({ kind: 'failed', what: `the simulation stopped: ${message}` }))
    this.remote = wrap<Host>(worker.endpoint)
    this.ready = this.waitUntilReady()
  }

  /** Resolves when the session is over, with the reason. */
  get whenOver(): Promise<Ending> {
    return this.over
  }

  /** Opens a run; the session must be open before it is asked anything else. */
  open(request: OpenRequest): Answer<null> {
    return this.refusable(() => this.remote.open(request))
  }

  /** One frame. `spare` is handed over and may be used no more. */
  pull(request: PullRequest, spare: ArrayBuffer | null): Answer<Pulled> {
    return this.plain(() => this.remote.pull(request, spare === null ? null : transfer(spare, [spare])))
  }

  apply(command: unknown, time: SimTime | null, gesture: string | null): Answer<string> {
    return this.refusable(() => this.remote.apply(command, time, gesture))
  }

  seek(time: SimTime): Answer<void> {
    return this.plain(() => this.remote.seek(time))
  }

  stepForward(): Answer<boolean> {
    return this.plain(() => this.remote.stepForward())
  }

  stepBack(): Answer<void> {
    return this.plain(() => this.remote.stepBack())
  }

  switchTo(branch: string): Answer<null> {
    return this.refusable(() => this.remote.switchTo(branch))
  }

  removeBranch(branch: string): Answer<null> {
    return this.refusable(() => this.remote.removeBranch(branch))
  }

  renameBranch(branch: string, name: string): Answer<null> {
    return this.refusable(() => this.remote.renameBranch(branch, name))
  }

  compare(variant: Variant | null): Answer<null> {
    return this.refusable(() => this.remote.compare(variant))
  }

  series(): Answer<ComparedSeries> {
    return this.plain(() => this.remote.series())
  }

  explain(lane: string, measure: string): Answer<Explained | null> {
    return this.plain(() => this.remote.explain(lane, measure))
  }

  study(part: number): Answer<Studied | null> {
    return this.plain(() => this.remote.study(part))
  }

  /** Everything that happens in `span`, as the lab's engine tells it; refused by labs that have no excerpts. */
  excerpt(span: Span): Answer<unknown> {
    return this.refusable(() => this.remote.excerpt(span))
  }

  /** One partition of the run as it stands now, as files; refused where the lab has no such partition. */
  partitionFiles(partition: number): Answer<PartitionFiles> {
    return this.refusable(() => this.remote.partitionFiles(partition))
  }

  link(): Answer<readonly string[]> {
    return this.plain(() => this.remote.link())
  }

  readLink(lab: string, scenario: string, tokens: readonly string[]): Answer<TimelineLog<unknown>> {
    return this.refusable(() => this.remote.readLink(lab, scenario, tokens))
  }

  exportRun(): Answer<string> {
    return this.plain(() => this.remote.exportRun())
  }

  exportRows(): Answer<string> {
    return this.plain(() => this.remote.exportRows())
  }

  /** Reads a file in the worker. `signal` cancels; `progress` hears of the bytes read. */
  async importFile(
    file: Blob,
    name: string,
    progress: Progress,
    signal: AbortSignal,
    wish: Wish | null = null,
  ): Answer<Imported> {
    const heard: Heard = { signs: 0 }
    const hear = proxy((done: number, total: number) => {
      heard.signs += 1
      progress(done, total)
    })
    const cancel = (): void => void this.plain(() => this.remote.cancelImport())
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return await this.refusable(() => this.remote.importFile(file, name, hear, wish), heard)
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  /** Ends the session: the worker goes, calls in flight are refused. */
  close(): void {
    this.end({ kind: 'closed', what: 'the simulation was closed' })
  }

  private waitUntilReady(): Promise<void> {
    return new Promise((resolve) => {
      const { endpoint } = this.worker
      const timer = setTimeout(
        () => this.end({ kind: 'silent', what: 'the simulation did not start' }),
        this.patience.load,
      )
      const listener = (event: Event): void => {
        if (!(event instanceof MessageEvent) || event.data !== READY) return
        clearTimeout(timer)
        endpoint.removeEventListener('message', listener)
        resolve()
      }
      endpoint.addEventListener('message', listener)
      endpoint.start?.()
      void this.over.then(() => {
        clearTimeout(timer)
        endpoint.removeEventListener('message', listener)
      })
    })
  }

  private plain<T>(call: () => Promise<T>): Answer<T> {
    return this.race(async () => ({ ok: true, value: await call() }))
  }

  private refusable<T>(call: () => Promise<Outcome<T>>, heard?: Heard): Answer<T> {
    return this.race(call, heard)
  }

  /** The call's answer, or a refusal when the session ends first. */
  private async race<T>(call: () => Promise<Outcome<T>>, heard: Heard = { signs: 0 }): Answer<T> {
    if (this.ending !== null) return refuse(this.ending.what)
    let stopWatching = (): void => {}
    let giveUp: (refusal: Outcome<never>) => void = () => {}
    const ended = new Promise<Outcome<never>>((resolve) => (giveUp = resolve))
    this.inFlight.add(giveUp)
    const answered = this.ready
      .then(() => {
        stopWatching = this.watch(heard)
        return call()
      })
      .catch((error: unknown) => {
        // The host refuses with values; what it throws is a bug, and its state can't be trusted any more.
        const what = error instanceof Error ? error.message : String(error)
        this.end({ kind: 'failed', what: `the simulation stopped: ${what}` })
        return refuse(what)
      })
    try {
      return await Promise.race([answered, ended])
    } finally {
      stopWatching()
      this.inFlight.delete(giveUp)
    }
  }

  /**
   * Ends the session when nothing is heard for too long; returns what stops the watch. It counts its own ticks
   * rather than reading a clock: a computer that slept has heard nothing either, and nobody is to blame.
   */
  private watch(heard: Heard): () => void {
    let signs = heard.signs
    let quietTicks = 0
    const timer = setInterval(() => {
      quietTicks = heard.signs === signs ? quietTicks + 1 : 0
      signs = heard.signs
      if (quietTicks >= TICKS)
        this.end({ kind: 'silent', what: 'the simulation has not answered for a while and was stopped' })
    }, this.patience.answer / TICKS)
    return () => clearInterval(timer)
  }

  private end(ending: Ending): void {
    if (this.ending !== null) return
    this.ending = ending
    // Comlink's registry keeps the worker for as long as this client has its proxy, and the worker's listeners keep
    // this client: neither would ever be collected.
    this.remote[releaseProxy]()
    this.worker.terminate()
    for (const giveUp of this.inFlight) giveUp(refuse(ending.what))
    this.settleOver(ending)
  }
}
