import type { LogRoot } from './kept-logs.ts'
import { MemoryFolder } from './memory-folder.ts'

/** Logs in memory: for a browser that keeps no files, and for tests. */
export class MemoryRoot implements LogRoot {
  readonly isInMemory = true
  readonly folders = new Map<string, MemoryFolder>()

  list(): Promise<readonly string[]> {
    return Promise.resolve([...this.folders.keys()])
  }

  folder(id: string): Promise<MemoryFolder> {
    const folder = this.folders.get(id) ?? new MemoryFolder()
    this.folders.set(id, folder)
    return Promise.resolve(folder)
  }

  remove(id: string): Promise<void> {
    this.folders.delete(id)
    return Promise.resolve()
  }

  lock(): Promise<() => void> {
    return Promise.resolve(() => {})
  }
}
