/** A file that is open for writing, by one alone. Any of it may throw: a full disk, a handle that is gone. */
export interface LogFile {
  size(): number
  /** Returns how many bytes were written, which may be fewer than given. */
  write(bytes: Uint8Array, at: number): number
  truncate(size: number): void
  /** When it returns, what was written survives a crash of the machine. */
  flush(): void
  close(): void
}

/** A folder of files: the browser's, the disk's, or one in memory. */
export interface LogFolder {
  list(): Promise<readonly string[]>
  /** A file's bytes, whoever has it open; null when there is none. */
  read(name: string): Promise<Uint8Array | null>
  /**
   * Opens a file, and makes it when there is none; that it is there then survives a crash. Rejects when somebody else
   * has it open.
   */
  open(name: string): Promise<LogFile>
  /** When it resolves, the file is gone for good. */
  remove(name: string): Promise<void>
}

/** Writes all of `bytes` at `at`, in as many steps as it takes; throws when the file takes no more. */
export function writeAll(file: LogFile, bytes: Uint8Array, at: number): void {
  let done = 0
  while (done < bytes.length) {
    const written = file.write(bytes.subarray(done), at + done)
    if (written <= 0) throw new NoRoom()
    done += written
  }
}

/** A file took fewer bytes than it was given, and no more. */
export class NoRoom extends Error {
  constructor() {
    super('the file takes no more bytes')
    this.name = 'QuotaExceededError'
  }
}

const FULL = new Set(['QuotaExceededError', 'ENOSPC', 'EDQUOT'])

/** Whether an exception says that there is no room left: the browser's by its name, the disk's by its code. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error && (FULL.has(error.name) || ('code' in error && FULL.has(String(error.code))))

/** Replaces what is in a file and flushes it. Not atomic: see `manifest.ts` for what must be. */
export async function replaceFile(folder: LogFolder, name: string, bytes: Uint8Array): Promise<void> {
  const file = await folder.open(name)
  try {
    writeAll(file, bytes, 0)
    file.truncate(bytes.length)
    file.flush()
  } finally {
    file.close()
  }
}
