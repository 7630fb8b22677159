import { sentence } from '../shared/outcome.ts'
import type { Wish } from '../engine/kernel/simulation.ts'
import type { Imported, LoadedRun } from '../session/protocol.ts'
import { notify, type LabStore } from '../state/lab-store.ts'
import type { AnyLab } from './define-lab.ts'
import type { RunLink } from './run-link.ts'

/** What came of an import: something to be opened, by whoever owns the run. */
export type Taken =
  { readonly kind: 'run'; readonly run: LoadedRun } | Extract<Imported, { readonly kind: 'attachment' }>

/** Takes files in: reads them in the worker with progress, can be stopped, and never touches the run itself. */
export class FileDesk {
  private readonly lab: AnyLab
  private readonly store: LabStore
  private readonly link: RunLink
  private task: AbortController | null = null

  constructor(lab: AnyLab, store: LabStore, link: RunLink) {
    this.lab = lab
    this.store = store
    this.link = link
    store.subscribe(({ attachment, notices }, before) => {
      const left = before.attachment?.id
      if (left === undefined || attachment?.id === left) return
      if (notices.some(({ of }) => of === left))
        store.setState({ notices: notices.filter(({ of }) => of !== left) })
    })
  }

  /** Reads `file`; null when it was refused or cancelled, and then the lab keeps what it had. */
  async take(file: File, wish: Wish | null): Promise<Taken | null> {
    this.cancel()
    const task = new AbortController()
    this.task = task
    const progress = (done: number, total: number): void => {
      if (this.task === task) this.store.setState({ importing: { name: file.name, done, total } })
    }
    progress(0, file.size)
    const outcome = await this.link.client.importFile(file, file.name, progress, task.signal, wish)
    if (this.task === task) {
      this.task = null
      this.store.setState({ importing: null })
    }
    if (!outcome.ok) {
      notify(this.store, 'problem', `${sentence(outcome.problem)}. The lab keeps what it had.`)
      return null
    }
    this.forget(file.name)
    const { notices } = outcome.value
    const about = outcome.value.kind === 'attachment' ? outcome.value.attachment.id : null
    if (notices.length > 0)
      notify(this.store, 'info', `${file.name}: ${notices.map(asSentence).join('\n')}`, about)
    if (outcome.value.kind === 'attachment') return outcome.value
    const { run } = outcome.value
    if (run.request.lab === this.lab.id) return { kind: 'run', run }
    notify(this.store, 'problem', `${file.name} is a run of the lab "${run.request.lab}"; open it there.`)
    return null
  }

  cancel(): void {
    this.task?.abort()
  }

  /** Runs to where a run file was saved and says whether the same things happened on the way. */
  async confirm(hash: string): Promise<void> {
    const reached = (await this.link.arrive())?.details?.hash
    if (reached === hash) notify(this.store, 'info', `The run is back, event for event (trace hash ${hash}).`)
    else
      notify(
        this.store,
        'problem',
        `The run is back, but not the same: its trace hash is ${reached ?? 'unknown'}, the file says ${hash}.`,
      )
  }

  /** What was told of a file before holds no more once it is read anew, perhaps another stream of it. */
  private forget(name: string): void {
    this.store.setState(({ notices }) => ({
      notices: notices.filter(({ text }) => !text.startsWith(`${name}: `)),
    }))
  }
}

/** The first one goes on after the file's name. */
const asSentence = (notice: string, i: number): string =>
  `${i === 0 ? notice : notice.charAt(0).toUpperCase() + notice.slice(1)}.`
