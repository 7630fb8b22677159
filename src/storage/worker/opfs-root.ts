import type { LogFile, LogFolder } from '../files.ts'
import type { LogRoot } from '../kept-logs.ts'

const FOLDER = 'millrace-logs'
/** A handle may still be held for a moment by a page that is going: a reload, a tab that was closed. */
const TRIES = 6
const FIRST_PAUSE_MS = 40

/** Logs in the browser's private file system, through handles that only a worker can have. */
export class OpfsRoot implements LogRoot {
  readonly isInMemory = false
  private readonly directory: FileSystemDirectoryHandle

  private constructor(directory: FileSystemDirectoryHandle) {
    this.directory = directory
  }

  /** Why it can't be had, in a sentence; or the root. */
  static async find(): Promise<OpfsRoot | string> {
    const { storage } = navigator as { readonly storage?: StorageManager }
    if (typeof storage?.getDirectory !== 'function' || typeof FileSystemFileHandle !== 'function')
      return 'this browser keeps no files for a page'
    if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype))
      return 'this browser has no way to write files safely (sync access handles)'
    if (!('locks' in navigator))
      return 'this browser has no locks between tabs (the page is not served securely)'
    try {
      const top = await storage.getDirectory()
      return new OpfsRoot(await top.getDirectoryHandle(FOLDER, { create: true }))
    } catch (error) {
      return `the browser refuses to keep files here, as it does in some private windows (${messageOf(error)})`
    }
  }

  async list(): Promise<readonly string[]> {
    const ids: string[] = []
    for await (const [name, handle] of this.directory.entries())
      if (handle.kind === 'directory') ids.push(name)
    return ids
  }

  async folder(id: string): Promise<LogFolder> {
    return new OpfsFolder(await this.directory.getDirectoryHandle(id, { create: true }))
  }

  async remove(id: string): Promise<void> {
    await unlessMissing(() => this.directory.removeEntry(id, { recursive: true }))
  }

  /** A lock between tabs. Whoever just went lets go a moment later, so it is asked for a few times. */
  async lock(id: string): Promise<(() => void) | null> {
    for (let tries = 1; ; tries++) {
      const release = await tryLock(`${FOLDER}/${id}`)
      if (release !== null || tries === TRIES) return release
      await pause(tries)
    }
  }
}

class OpfsFolder implements LogFolder {
  private readonly directory: FileSystemDirectoryHandle

  constructor(directory: FileSystemDirectoryHandle) {
    this.directory = directory
  }

  async list(): Promise<readonly string[]> {
    const names: string[] = []
    for await (const [name, handle] of this.directory.entries()) if (handle.kind === 'file') names.push(name)
    return names
  }

  async read(name: string): Promise<Uint8Array | null> {
    const handle = await unlessMissing(() => this.directory.getFileHandle(name))
    if (handle === null) return null
    return new Uint8Array(await (await handle.getFile()).arrayBuffer())
  }

  async open(name: string): Promise<LogFile> {
    const handle = await this.directory.getFileHandle(name, { create: true })
    for (let tries = 1; ; tries++) {
      try {
        return fileOf(await handle.createSyncAccessHandle())
      } catch (error) {
        if (tries === TRIES || nameOf(error) !== 'NoModificationAllowedError') throw error
        await pause(tries)
      }
    }
  }

  async remove(name: string): Promise<void> {
    await unlessMissing(() => this.directory.removeEntry(name))
  }
}

const fileOf = (handle: FileSystemSyncAccessHandle): LogFile => ({
  size: () => handle.getSize(),
  write: (bytes, at) => handle.write(bytes, { at }),
  truncate: (size) => handle.truncate(size),
  flush: () => handle.flush(),
  close: () => handle.close(),
})

/** Takes a lock if it is free. It is held until what is returned is called, or the worker ends. */
function tryLock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(null)
        return new Promise<void>((release) => resolve(() => release()))
      })
      .catch(reject)
  })
}

const pause = (tries: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (tries - 1))
  })

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function unlessMissing<T>(run: () => Promise<T>): Promise<T | null> {
  try {
    return await run()
  } catch (error) {
    if (nameOf(error) === 'NotFoundError') return null
    throw error
  }
}
