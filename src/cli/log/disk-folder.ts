import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { mkdir, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogFile, LogFolder } from '../../storage/files.ts'

/** A folder on the disk that nobody else writes to until it is let go. */
export interface LockedFolder extends LogFolder {
  unlock(): void
}

/** Somebody else writes to the folder: a running process, by its number. */
export class FolderInUse extends Error {
  readonly pid: number
  constructor(pid: number) {
    super(`process ${pid} is writing to it`)
    this.pid = pid
  }
}

const LOCK = '.lock'

/** Takes a folder for oneself, and makes it when there is none. A lock whose process is gone is taken over. */
export async function lockFolder(path: string): Promise<LockedFolder> {
  await mkdir(path, { recursive: true })
  const lock = join(path, LOCK)
  takeLock(lock)
  return { ...diskFolder(path), unlock: () => unlinkSync(lock) }
}

function takeLock(lock: string): void {
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' })
      return
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || tries > 0) throw error
      const pid = Number(readFileSync(lock, 'utf8'))
      if (Number.isInteger(pid) && pid > 0 && isRunning(pid)) throw new FolderInUse(pid)
      unlinkSync(lock)
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** A folder of the disk as the store of logs wants it. */
function diskFolder(path: string): LogFolder {
  return {
    async list() {
      const entries = await readdir(path, { withFileTypes: true })
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
    },
    async read(name) {
      try {
        return new Uint8Array(await readFile(join(path, name)))
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null
        throw error
      }
    },
    open(name) {
      const file = join(path, name)
      const isNew = !existsSync(file)
      const opened = fileOf(openSync(file, constants.O_RDWR | constants.O_CREAT, 0o644))
      if (isNew) flushFolder(path)
      return Promise.resolve(opened)
    },
    async remove(name) {
      await unlink(join(path, name))
      flushFolder(path)
    },
  }
}

const fileOf = (handle: number): LogFile => ({
  size: () => fstatSync(handle).size,
  write: (bytes, at) => writeSync(handle, bytes, 0, bytes.length, at),
  truncate: (size) => ftruncateSync(handle, size),
  flush: () => fsyncSync(handle),
  close: () => closeSync(handle),
})

/** That a file is there, or gone, is written in its folder, which is flushed by itself; some systems can't. */
function flushFolder(path: string): void {
  try {
    const handle = openSync(path, 'r')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch {
    // Windows opens no folders; its own journal has to do.
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null)
