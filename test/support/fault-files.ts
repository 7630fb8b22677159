import type { LogFile, LogFolder } from '../../src/storage/files.ts'
import type { LogRoot } from '../../src/storage/kept-logs.ts'

/** The machine stopped: from here on nothing does anything any more. */
class Crash extends Error {}

/** What a crash leaves of what was written but not flushed. */
export type Survives = 'all' | 'flushed' | 'zeros'
export const SURVIVES: readonly Survives[] = ['all', 'flushed', 'zeros']

interface Stored {
  bytes: Uint8Array
  flushed: Uint8Array
  isOpen: boolean
}

export interface Faults {
  /** After so many bytes and other steps the machine stops; a write is cut short there. */
  readonly crashAfter?: number
  /** So many bytes fit in all; what goes beyond is refused, after as much as fits was written. */
  readonly capacity?: number
  /** No room to make a file whose name this fits. */
  readonly cannotMake?: RegExp
}

/**
 * A disk in memory that can stop at any byte and be full at any byte. Making and removing a file lasts at once; what
 * was written lasts only once it was flushed.
 */
export class FaultRoot implements LogRoot {
  readonly isInMemory = false
  readonly folders: Map<string, Map<string, Stored>>
  steps = 0
  private faults: Faults

  constructor(faults: Faults = {}, folders = new Map<string, Map<string, Stored>>()) {
    this.faults = faults
    this.folders = folders
  }

  set limits(faults: Faults) {
    this.faults = faults
    this.steps = 0
  }

  get hasStopped(): boolean {
    return this.steps >= (this.faults.crashAfter ?? Infinity)
  }

  /** The disk as the next start finds it. */
  afterCrash(survives: Survives, faults: Faults = {}): FaultRoot {
    const left = (file: Stored): Stored => {
      const { bytes, flushed } = file
      const found = survives === 'all' ? bytes : survives === 'flushed' ? flushed : zeroed(bytes, flushed)
      return { bytes: found.slice(), flushed: found.slice(), isOpen: false }
    }
    const folders = new Map(
      [...this.folders].map(([id, files]) => [
        id,
        new Map([...files].map(([name, file]) => [name, left(file)])),
      ]),
    )
    return new FaultRoot(faults, folders)
  }

  /** All that is on it, as a text to compare. */
  picture(): string {
    const lines = [...this.folders].map(([id, files]) =>
      [...files]
        .map(([name, { bytes }]) => `${id}/${name} ${Buffer.from(bytes).toString('base64')}`)
        .join('\n'),
    )
    return lines.join('\n\n')
  }

  /** Changes a file behind everybody's back. */
  change(id: string, name: string, change: (bytes: Uint8Array) => Uint8Array): void {
    const file = this.folders.get(id)?.get(name)
    if (file === undefined) throw new Error(`no file ${name}`)
    file.bytes = change(file.bytes.slice())
    file.flushed = file.bytes.slice()
  }

  list(): Promise<readonly string[]> {
    return Promise.resolve([...this.folders.keys()])
  }

  folder(id: string): Promise<LogFolder> {
    const files = this.folders.get(id) ?? new Map<string, Stored>()
    this.folders.set(id, files)
    return Promise.resolve(this.folderOf(files))
  }

  async remove(id: string): Promise<void> {
    const files = this.folders.get(id)
    for (const name of files?.keys() ?? []) {
      this.step(1)
      files?.delete(name)
    }
    this.folders.delete(id)
    await Promise.resolve()
  }

  lock(): Promise<() => void> {
    return Promise.resolve(() => {})
  }

  /** Takes up to `wanted` steps and returns how many could be taken; throws where none can. */
  private step(wanted: number): number {
    const left = (this.faults.crashAfter ?? Infinity) - this.steps
    if (left <= 0) throw new Crash('the machine stopped')
    this.steps += Math.min(left, wanted)
    return Math.min(left, wanted)
  }

  private used(): number {
    let used = 0
    for (const files of this.folders.values()) for (const { bytes } of files.values()) used += bytes.length
    return used
  }

  private folderOf(files: Map<string, Stored>): LogFolder {
    return {
      list: () => Promise.resolve([...files.keys()]),
      read: (name) => Promise.resolve(files.get(name)?.bytes.slice() ?? null),
      open: async (name) => {
        this.step(1)
        if (!files.has(name) && this.faults.cannotMake?.test(name) === true) throw full()
        const file = files.get(name) ?? {
          bytes: new Uint8Array(0),
          flushed: new Uint8Array(0),
          isOpen: false,
        }
        if (file.isOpen) throw new Error(`${name} is open already`)
        files.set(name, file)
        file.isOpen = true
        return Promise.resolve(this.fileOf(file))
      },
      remove: async (name) => {
        this.step(1)
        if (files.get(name)?.isOpen === true) throw new Error(`${name} is still open`)
        files.delete(name)
        await Promise.resolve()
      },
    }
  }

  private fileOf(file: Stored): LogFile {
    return {
      size: () => file.bytes.length,
      write: (bytes, at) => {
        const growth = Math.max(0, at + bytes.length - file.bytes.length)
        const room = (this.faults.capacity ?? Infinity) - this.used()
        const fits = growth <= room ? bytes.length : Math.max(0, bytes.length - growth + Math.max(0, room))
        const count = this.step(fits)
        const after = new Uint8Array(Math.max(file.bytes.length, at + count))
        after.set(file.bytes)
        after.set(bytes.subarray(0, count), at)
        file.bytes = after
        if (count < fits) throw new Crash('the machine stopped while writing')
        if (count < bytes.length) throw full()
        return count
      },
      truncate: (size) => {
        this.step(1)
        const after = new Uint8Array(size)
        after.set(file.bytes.subarray(0, size))
        file.bytes = after
      },
      flush: () => {
        this.step(1)
        file.flushed = file.bytes.slice()
      },
      close: () => {
        file.isOpen = false
      },
    }
  }
}

const full = (): Error => Object.assign(new Error('full'), { name: 'QuotaExceededError' })

/** The file has its new size, and nothing of what was not flushed: as some file systems leave it. */
function zeroed(bytes: Uint8Array, flushed: Uint8Array): Uint8Array {
  const after = new Uint8Array(bytes.length)
  after.set(flushed.subarray(0, bytes.length))
  return after
}
