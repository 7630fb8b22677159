import type { LogFile, LogFolder } from './files.ts'

/** A folder in memory: where nothing else is to be had, it lasts as long as its thread. */
export class MemoryFolder implements LogFolder {
  readonly files = new Map<string, Uint8Array>()

  constructor(files: Iterable<readonly [string, Uint8Array]> = []) {
    for (const [name, bytes] of files) this.files.set(name, bytes)
  }

  list(): Promise<readonly string[]> {
    return Promise.resolve([...this.files.keys()])
  }

  read(name: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.files.get(name)?.slice() ?? null)
  }

  open(name: string): Promise<LogFile> {
    if (!this.files.has(name)) this.files.set(name, new Uint8Array(0))
    const { files } = this
    const bytes = (): Uint8Array => files.get(name) ?? new Uint8Array(0)
    return Promise.resolve({
      size: () => bytes().length,
      write(part: Uint8Array, at: number) {
        const before = bytes()
        const after = new Uint8Array(Math.max(before.length, at + part.length))
        after.set(before)
        after.set(part, at)
        files.set(name, after)
        return part.length
      },
      truncate(size: number) {
        const before = bytes()
        const after = new Uint8Array(size)
        after.set(before.subarray(0, size))
        files.set(name, after)
      },
      flush() {},
      close() {},
    })
  }

  remove(name: string): Promise<void> {
    this.files.delete(name)
    return Promise.resolve()
  }
}
