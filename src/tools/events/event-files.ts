import { sentence, type Outcome } from '../../shared/outcome.ts'
import { startEvents } from '../../events/client.ts'
import type { Probe, ReadProgress, SampleKind, Summary } from '../../events/protocol.ts'
import { callback } from '../../threads/link.ts'

export type EventsLink = ReturnType<typeof startEvents>

/** A file whose columns are being mapped. */
export interface Mapped {
  readonly link: EventsLink
  readonly file: File
  readonly probe: Probe
}

/** A file that was run, and the worker that holds the run. */
export interface Result {
  /** No two runs have the same. */
  readonly id: number
  readonly link: EventsLink
  readonly file: File
  readonly probe: Probe
  /** A JSON text; null: the file is in the envelope. */
  readonly mapping: string | null
}

export interface Reading {
  readonly name: string
  readonly total: number
  readonly done: ReadProgress
}

export interface EventsState {
  readonly result: Result | null
  readonly summary: Summary | null
  readonly reading: Reading | null
  readonly mapped: Mapped | null
  readonly problem: string | null
}

const NOTHING: EventsState = { result: null, summary: null, reading: null, mapped: null, problem: null }
const SAMPLE_NAMES: Readonly<Record<SampleKind, string>> = {
  envelope: 'sample-events.ndjson',
  clicks: 'sample-clicks.csv',
}

/** The files of a page: one that was run and, beside it, one that is on its way. Each has a worker of its own. */
export class EventFiles {
  state: EventsState = NOTHING
  private listener: () => void = () => {}
  /** What is under way; a newer one takes its place. */
  private current: EventsLink | null = null

  /** For `useSyncExternalStore`. Whoever stops listening ends all workers. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listener = listener
    return () => {
      this.listener = () => {}
      this.current?.close()
      this.state.result?.link.close()
      this.current = null
      this.state = NOTHING
    }
  }

  readonly snapshot = (): EventsState => this.state

  /** Opens a file; one of another form asks for a mapping first. What was there stays until the new one has been run. */
  readonly open = (file: File): void => void this.look(this.begin(), file)

  readonly openSample = async (kind: SampleKind): Promise<void> => {
    const link = this.begin()
    const made = await link.call((remote) => remote.sample(kind))
    if (this.takes(link, made)) await this.look(link, new File([made.value], SAMPLE_NAMES[kind]))
  }

  /** Runs the file that is being mapped. */
  readonly run = (mapping: string | null): void => {
    const { mapped } = this.state
    if (mapped !== null) void this.start(mapped, mapping)
  }

  /** Maps the columns of the file that was run anew. */
  readonly mapAgain = (): void => {
    const { result } = this.state
    if (result !== null) this.set({ mapped: { link: this.begin(), file: result.file, probe: result.probe } })
  }

  /** Runs the file again, with the lines that were mended in their place. */
  readonly runAgain = async (): Promise<void> => {
    const { result } = this.state
    if (result === null) return
    this.end()
    this.current = result.link
    const hear = this.hear(result.link, result.file)
    const ran = await result.link.ask((remote) => remote.runAgain(hear))
    if (this.current === result.link) {
      this.current = null
      this.set({ reading: null })
    }
    // Something else may have been begun meanwhile; what the worker holds is shown all the same.
    if (this.state.result?.link !== result.link) return
    if (ran.ok) this.set({ summary: ran.value, result: { ...result, id: result.id + 1 } })
    else this.set({ problem: sentence(ran.problem) })
  }

  readonly closeMapping = (): void => {
    this.end()
    this.set({ mapped: null })
  }

  /** Reads no further: what was read counts. */
  readonly stop = (): void => {
    void this.current?.call((remote) => remote.stop())
  }

  readonly setSummary = (summary: Summary): void => this.set({ summary })

  /** Ends what is under way; a run that is being shown stays. */
  private end(): void {
    if (this.current !== this.state.result?.link) this.current?.close()
    else this.stop()
    this.current = null
  }

  private set(part: Partial<EventsState>): void {
    this.state = { ...this.state, ...part }
    this.listener()
  }

  private begin(): EventsLink {
    this.end()
    this.current = startEvents()
    this.set({ reading: null, mapped: null, problem: null })
    return this.current
  }

  /** Whether `answer` is wanted and good; says why not, and ends the worker. */
  private takes<T>(link: EventsLink, answer: Outcome<T>): answer is Outcome<T> & { ok: true } {
    if (this.current !== link) return false
    if (answer.ok) return true
    this.current = null
    link.close()
    this.set({ problem: sentence(answer.problem), reading: null })
    return false
  }

  private async look(link: EventsLink, file: File): Promise<void> {
    const probe = await link.ask((remote) => remote.probe(file, null))
    if (!this.takes(link, probe)) return
    const chosen = { link, file, probe: probe.value }
    if (probe.value.kind === 'envelope') await this.start(chosen, null)
    else this.set({ mapped: chosen })
  }

  /** Shows that a file is being read, and how far. */
  private hear(link: EventsLink, { name, size: total }: File): (done: ReadProgress) => void {
    this.set({ mapped: null, reading: { name, total, done: { bytes: 0, accepted: 0, rejected: 0 } } })
    return callback((done: ReadProgress) => {
      if (this.current === link) this.set({ reading: { name, total, done } })
    })
  }

  private async start({ link, file, probe }: Mapped, mapping: string | null): Promise<void> {
    const hear = this.hear(link, file)
    const ran = await link.ask((remote) => remote.run(file, mapping, hear))
    if (!this.takes(link, ran)) return
    const { result: before } = this.state
    this.current = null
    before?.link.close()
    const result = { id: (before?.id ?? 0) + 1, link, file, probe, mapping }
    this.set({ reading: null, summary: ran.value, result })
  }
}
