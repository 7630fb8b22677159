import { zipSync } from 'fflate'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { isFull } from '../files.ts'
import { KeptLogs, type LogRoot } from '../kept-logs.ts'
import type { StoredBatch } from '../log-store.ts'
import { MemoryRoot } from '../memory-root.ts'
import type {
  Kept,
  KeepRequest,
  KeptSummary,
  NamedFile,
  OpenLog,
  StorageStatus,
  TypedRecord,
} from '../protocol.ts'

const IN_MEMORY = 'memory-'

/** What the page can ask of kept logs. One thing at a time: what comes meanwhile waits. */
export class StorageHost {
  private readonly memory = new KeptLogs(new MemoryRoot(), () => Date.now())
  private readonly disk: Promise<KeptLogs | string>
  private last: Promise<unknown> = Promise.resolve()
  private made = 0

  /** `findRoot` finds where logs lie on disk, or says in a sentence why there is no such place. */
  constructor(findRoot: () => Promise<LogRoot | string>) {
    this.disk = findRoot().then((root) =>
      typeof root === 'string' ? root : new KeptLogs(root, () => Date.now()),
    )
  }

  async status(): Promise<StorageStatus> {
    const disk = await this.disk
    const { storage } = navigator as { readonly storage?: StorageManager }
    const estimate = await storage?.estimate?.().catch(() => null)
    return {
      why: typeof disk === 'string' ? disk : null,
      usedBytes: estimate?.usage ?? null,
      quotaBytes: estimate?.quota ?? null,
      isPersistent: (await storage?.persisted?.().catch(() => false)) ?? false,
    }
  }

  list(): Promise<Outcome<readonly KeptSummary[]>> {
    return this.inTurn(async () => {
      const disk = await this.disk
      const kept = typeof disk === 'string' ? [] : await disk.list()
      return accept([...(await this.memory.list()), ...kept])
    })
  }

  /** Keeps a log on disk; where that can't be done, in memory, and says why. */
  keep(request: KeepRequest): Promise<Outcome<Kept>> {
    return this.inTurn(async () => {
      const disk = await this.disk
      if (typeof disk === 'string') return this.keepInMemory(request, disk)
      try {
        return accept({ log: await disk.keep(this.newId(''), request), why: null })
      } catch (error) {
        return this.keepInMemory(request, reasonOf(error))
      }
    })
  }

  open(id: string): Promise<Outcome<OpenLog>> {
    return this.inTurn(async () => (await this.logsOf(id)).open(id))
  }

  /** Opens a copy in memory of a log that another tab has open; the log itself stays as it is. */
  openCopy(log: KeptSummary): Promise<Outcome<OpenLog>> {
    return this.inTurn(async () => {
      const files = await (await this.logsOf(log.id)).files(log.id)
      const id = this.newId(IN_MEMORY)
      await this.memory.adopt(id, `${log.name} (a copy)`, files)
      return this.memory.open(id)
    })
  }

  append(id: string, records: readonly TypedRecord[]): Promise<Outcome<StoredBatch>> {
    return this.inTurn(async () => (await this.logsOf(id)).append(id, records))
  }

  now(id: string): Promise<Outcome<OpenLog>> {
    return this.inTurn(async () => (await this.logsOf(id)).now(id))
  }

  files(id: string): Promise<Outcome<readonly NamedFile[]>> {
    return this.inTurn(async () => accept(await (await this.logsOf(id)).files(id)))
  }

  /** All files of a log in one archive, for a download. */
  archive(id: string): Promise<Outcome<Uint8Array>> {
    return this.inTurn(async () => {
      const files = await (await this.logsOf(id)).files(id)
      return accept(zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])), { level: 6 }))
    })
  }

  remove(id: string): Promise<Outcome<null>> {
    return this.inTurn(async () => (await this.logsOf(id)).remove(id))
  }

  close(id: string): Promise<Outcome<null>> {
    return this.inTurn(async () => {
      await (await this.logsOf(id)).close(id)
      return accept(null)
    })
  }

  private async keepInMemory(request: KeepRequest, why: string): Promise<Outcome<Kept>> {
    return accept({ log: await this.memory.keep(this.newId(IN_MEMORY), request), why })
  }

  private async logsOf(id: string): Promise<KeptLogs> {
    if (id.startsWith(IN_MEMORY)) return this.memory
    const disk = await this.disk
    if (typeof disk === 'string') throw new Error(disk)
    return disk
  }

  private newId(prefix: string): string {
    this.made += 1
    return `${prefix}${Date.now().toString(36)}-${this.made}-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? ''}`
  }

  /** What a file system throws is no bug of ours: it is told as a refusal. */
  private inTurn<T>(run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const result = this.last.then(run).catch((error: unknown) => refuse(reasonOf(error)))
    this.last = result
    return result
  }
}

function reasonOf(error: unknown): string {
  if (isFull(error)) return 'the browser has no room left for this page'
  const name = error instanceof Error ? error.name : ''
  if (name === 'NoModificationAllowedError') return 'another tab of this browser has its files open'
  return `its files can't be used: ${error instanceof Error ? error.message : String(error)}`
}
