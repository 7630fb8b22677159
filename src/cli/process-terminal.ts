import { createReadStream } from 'node:fs'
import { access, open, stat, unlink } from 'node:fs/promises'
import type { WriteStream } from 'node:tty'
import { lockFolder } from './log/disk-folder.ts'
import type { Files, FileSource, NewFile, Output, ReadableFile, Terminal } from './terminal.ts'

/** A chunk is the most of a file that is in memory at once. */
const CHUNK = 256 * 1024

/** The terminal of a Node process. */
export const processTerminal = (
  { stdout, stderr, env }: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'>,
  interrupted: AbortSignal,
): Terminal => ({ stdout: outputOf(stdout), stderr: outputOf(stderr), files: diskFiles, env, interrupted })

const outputOf = (stream: WriteStream): Output => ({
  // Node leaves `isTTY` undefined on anything but a terminal.
  isTTY: stream.isTTY ?? false,
  columns: stream.columns,
  write: (text) => void stream.write(text),
})

/** The files on the disk. */
export const diskFiles: Files = {
  async open(path, signal): Promise<ReadableFile> {
    const status = await stat(path)
    if (status.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
    const chunks = createReadStream(path, { highWaterMark: CHUNK, signal })
    return { size: status.isFile() ? status.size : null, chunks }
  },
  lockFolder,
  async source(path): Promise<FileSource> {
    const status = await stat(path)
    if (status.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
    if (!status.isFile()) throw Object.assign(new Error('no plain file'), { code: 'ESPIPE' })
    const file = await open(path, 'r')
    return {
      size: status.size,
      async read(from, to) {
        const bytes = new Uint8Array(to - from)
        let done = 0
        while (done < bytes.length) {
          const { bytesRead } = await file.read(bytes, done, bytes.length - done, from + done)
          // It was cut while we read it: zeros take the place of what is gone.
          if (bytesRead === 0) break
          done += bytesRead
        }
        return bytes
      },
      close: () => file.close(),
    }
  },
  async exists(path) {
    try {
      await access(path)
      return true
    } catch {
      return false
    }
  },
  async create(path): Promise<NewFile> {
    const file = await open(path, 'wx')
    return {
      write: async (piece) =>
        void (await (typeof piece === 'string' ? file.write(piece) : file.write(piece))),
      close: () => file.close(),
      async discard() {
        await file.close()
        await unlink(path)
      },
    }
  },
}
