import type { LockedFolder } from './log/disk-folder.ts'

/** Where text goes: standard output or standard error. */
export interface Output {
  readonly isTTY: boolean
  /** Characters a line holds; undefined where nobody knows. */
  readonly columns: number | undefined
  write(text: string): void
}

/** A file opened for reading: its bytes piece by piece, and how many there are (null for a pipe). */
export interface ReadableFile {
  readonly size: number | null
  readonly chunks: AsyncIterable<Uint8Array>
}

/** A file being written. After `discard` it is gone again. */
export interface NewFile {
  write(piece: string | Uint8Array): Promise<void>
  close(): Promise<void>
  discard(): Promise<void>
}

/** A file opened for reading here and there. */
export interface FileSource {
  readonly size: number
  read(from: number, to: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** What a run does with files. All of it rejects with Node's errors, whose `code` says why. */
export interface Files {
  /** Rejects with EISDIR for a folder. Reading ends when `signal` is aborted. */
  open(path: string, signal: AbortSignal): Promise<ReadableFile>
  exists(path: string): Promise<boolean>
  /** Rejects with EISDIR for a folder, and with ESPIPE for what has no size. */
  source(path: string): Promise<FileSource>
  /** Takes a folder for oneself; rejects with FolderInUse when a running process has it. */
  lockFolder(path: string): Promise<LockedFolder>
  /** Rejects with EEXIST when there is one already. */
  create(path: string): Promise<NewFile>
}

/** Everything outside that the command touches, so that tests can stand in for it. */
export interface Terminal {
  readonly stdout: Output
  readonly stderr: Output
  readonly files: Files
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal
}
