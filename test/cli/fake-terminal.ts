import { main } from '../../src/cli/main.ts'
import type { Files, Terminal } from '../../src/cli/terminal.ts'

/** What stands on a made-up disk: a file's text, a file that comes in pieces, a folder, or why it cannot be had. */
export type Entry = string | Iterable<string> | { readonly folder: true } | { readonly code: string }

export interface Sim {
  readonly code: number
  readonly out: string
  readonly err: string
  /** The files written and kept. */
  readonly written: ReadonlyMap<string, string>
  /** Those begun and thrown away again. */
  readonly discarded: readonly string[]
}

export interface Surroundings {
  readonly disk?: Readonly<Record<string, Entry>>
  readonly files?: Files
  readonly screen?: { readonly columns: number }
  readonly watched?: boolean
  readonly env?: Readonly<Record<string, string>>
  readonly interrupted?: AbortSignal
  /** Called for every text that goes to standard error. */
  readonly onError?: (text: string) => void
}

/** Runs the command in this process, with `around` in the place of the world. */
export async function sim(argv: readonly string[], around: Surroundings = {}): Promise<Sim> {
  let out = ''
  let err = ''
  const written = new Map<string, string>()
  const discarded: string[] = []
  const terminal: Terminal = {
    stdout: {
      isTTY: around.screen !== undefined,
      columns: around.screen?.columns,
      write: (text) => void (out += text),
    },
    stderr: {
      isTTY: around.watched ?? false,
      columns: undefined,
      write(text) {
        err += text
        around.onError?.(text)
      },
    },
    files: around.files ?? fakeFiles(around.disk ?? {}, written, discarded),
    env: around.env ?? {},
    interrupted: around.interrupted ?? new AbortController().signal,
  }
  const code = await main(argv, terminal)
  return { code, out, err, written, discarded }
}

const failure = (code: string): Error => Object.assign(new Error(code), { code })

function fakeFiles(
  disk: Readonly<Record<string, Entry>>,
  written: Map<string, string>,
  discarded: string[],
): Files {
  const find = (path: string): Entry | undefined => (Object.hasOwn(disk, path) ? disk[path] : undefined)
  return {
    open(path) {
      const entry = find(path)
      if (entry === undefined) return Promise.reject(failure('ENOENT'))
      if (typeof entry === 'string')
        return Promise.resolve({ size: Buffer.byteLength(entry), chunks: bytesOf([entry]) })
      if ('folder' in entry) return Promise.reject(failure('EISDIR'))
      if ('code' in entry) return Promise.reject(failure(entry.code))
      return Promise.resolve({ size: null, chunks: bytesOf(entry) })
    },
    source: async (path) => {
      const entry = find(path)
      if (typeof entry !== 'string') throw failure(entry === undefined ? 'ENOENT' : 'EISDIR')
      const bytes = new Uint8Array(Buffer.from(entry, 'latin1'))
      return Promise.resolve({
        size: bytes.length,
        read: (from: number, to: number) => Promise.resolve(bytes.slice(from, to)),
        close: () => Promise.resolve(),
      })
    },
    lockFolder: () => Promise.reject(failure('EROFS')),
    exists: (path) =>
      Promise.resolve(path === '.' || path === '/' || find(path) !== undefined || written.has(path)),
    create(path) {
      const entry = find(path)
      if (entry !== undefined || written.has(path)) return Promise.reject(failure('EEXIST'))
      written.set(path, '')
      return Promise.resolve({
        write(piece: string | Uint8Array) {
          // Bytes are kept as characters up to 255.
          const text = typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1')
          written.set(path, (written.get(path) ?? '') + text)
          return Promise.resolve()
        },
        close: () => Promise.resolve(),
        discard() {
          written.delete(path)
          discarded.push(path)
          return Promise.resolve()
        },
      })
    },
  }
}

async function* bytesOf(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece))
}
