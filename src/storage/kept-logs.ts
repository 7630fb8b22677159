import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import { scanBatches } from '../engine/log/bytes/scan.ts'
import { encodeUtf8 } from '../engine/kernel/utf8.ts'
import type { NewRecord } from '../engine/log/bytes/record.ts'
import { KAFKA_DEFAULTS, type PartitionSettings } from '../engine/log/partition/settings.ts'
import { fileName, parseFileName, type SegmentFiles } from '../engine/log/segment/segment-files.ts'
import { describeRecovery } from './describe-recovery.ts'
import { replaceFile, type LogFolder } from './files.ts'
import { LogStore, type StoredBatch } from './log-store.ts'
import { manifestOf, readManifest, writeManifest, type Manifest } from './manifest.ts'
import {
  HELD_ELSEWHERE,
  type KeepRequest,
  type KeptSummary,
  type NamedFile,
  type OpenLog,
  type TypedRecord,
} from './protocol.ts'

/** Where kept logs lie: a folder each. */
export interface LogRoot {
  readonly isInMemory: boolean
  list(): Promise<readonly string[]>
  /** Makes the folder when there is none. */
  folder(id: string): Promise<LogFolder>
  remove(id: string): Promise<void>
  /** Takes a log for oneself; what it gives lets go again. Null when somebody else has it. */
  lock(id: string): Promise<(() => void) | null>
}

/** A topic without limits: what a person keeps, nothing deletes. */
export const keptSettings = (segmentBytes: number): PartitionSettings => ({
  ...KAFKA_DEFAULTS,
  segmentBytes,
  maxMessageBytes: Math.min(KAFKA_DEFAULTS.maxMessageBytes, segmentBytes),
  retentionMs: -1,
  messageTimestampAfterMaxMs: Number.MAX_SAFE_INTEGER,
})

interface Held {
  readonly store: LogStore
  readonly folder: LogFolder
  readonly manifest: Manifest
  readonly done: readonly string[]
  readonly release: () => void
}

/** The logs that a person keeps. One call at a time: whoever serves it to others sees to that. */
export class KeptLogs {
  private readonly root: LogRoot
  private readonly clock: () => number
  private readonly held = new Map<string, Held>()

  constructor(root: LogRoot, clock: () => number) {
    this.root = root
    this.clock = clock
  }

  /** Newest first. What an interrupted keeping or removal left behind is cleared away on the way. */
  async list(): Promise<readonly KeptSummary[]> {
    const found: KeptSummary[] = []
    for (const id of await this.root.list()) {
      const manifest = await manifestOf(await this.root.folder(id))
      if (manifest?.state === 'kept') found.push(this.summary(id, manifest))
      else if (!this.held.has(id)) await this.sweep(id)
    }
    return found.sort((a, b) => b.created - a.created)
  }

  /**
   * Keeps a log. It is there once this resolves, and not before: the manifest is written last. Rejects when it can't be
   * written; then nothing of it stays.
   */
  async keep(id: string, { name, files, logStartOffset, segmentBytes }: KeepRequest): Promise<KeptSummary> {
    const release = await this.root.lock(id)
    try {
      const folder = await this.root.folder(id)
      for (const { baseOffset, log, index, timeIndex } of files) {
        await replaceFile(folder, fileName(baseOffset, 'log'), log)
        if (index !== null) await replaceFile(folder, fileName(baseOffset, 'index'), index)
        if (timeIndex !== null) await replaceFile(folder, fileName(baseOffset, 'timeindex'), timeIndex)
      }
      const created = this.clock()
      const endOffset = endOf(files, logStartOffset)
      const manifest = { state: 'kept', name, created, logStartOffset, endOffset, segmentBytes } as const
      // To both files: a byte that is flipped in one later does no harm.
      await writeManifest(folder, manifest)
      await writeManifest(folder, manifest)
      return this.summary(id, manifest)
    } catch (error) {
      await this.root.remove(id).catch(() => {})
      throw error
    } finally {
      release?.()
    }
  }

  /** Keeps files as they are found, damaged or not: opening them recovers. */
  async adopt(id: string, name: string, files: readonly NamedFile[]): Promise<void> {
    const folder = await this.root.folder(id)
    for (const file of files) await replaceFile(folder, file.name, file.bytes)
    const { segmentBytes } = KAFKA_DEFAULTS
    const created = this.clock()
    const numbers = { logStartOffset: 0, endOffset: 0, segmentBytes }
    await writeManifest(folder, { state: 'kept', name, created, ...numbers })
  }

  /** Opens a log and recovers it. Refused when there is none, or another has it. */
  async open(id: string): Promise<Outcome<OpenLog>> {
    const already = this.held.get(id)
    if (already !== undefined) return accept(this.describe(id, already))
    const release = await this.root.lock(id)
    if (release === null) return refuse(HELD_ELSEWHERE)
    try {
      const folder = await this.root.folder(id)
      const manifest = await manifestOf(folder)
      if (manifest?.state !== 'kept') {
        release()
        return refuse('it is not kept any more')
      }
      const { segmentBytes, logStartOffset, endOffset } = manifest
      const store = await LogStore.open(folder, keptSettings(segmentBytes), this.clock(), logStartOffset)
      const done = describeRecovery(store.report)
      if (store.endOffset < endOffset)
        done.push(
          `Offsets ${store.endOffset} to ${endOffset - 1} had been kept and are not in the log any more.`,
        )
      const held = { store, folder, manifest, done, release }
      if (store.endOffset !== endOffset) await this.note(held)
      this.held.set(id, held)
      return accept(this.describe(id, held))
    } catch (error) {
      release()
      throw error
    }
  }

  /** Appends records as one batch. What is accepted is on disk. */
  async append(id: string, records: readonly TypedRecord[]): Promise<Outcome<StoredBatch>> {
    const held = this.held.get(id)
    if (held === undefined) return refuse('the log is not open')
    const now = this.clock()
    const batch = records.map(({ key, value }): NewRecord => ({
      key: key === null ? null : encodeUtf8(key),
      value: value === null ? null : encodeUtf8(value),
      headers: [],
      timestamp: now,
    }))
    return held.store.append({ records: batch }, now)
  }

  /** What is open, as it is now. */
  async now(id: string): Promise<Outcome<OpenLog>> {
    const held = this.held.get(id)
    return held === undefined ? refuse('the log is not open') : accept(this.describe(id, held))
  }

  /** All files of a log but the manifest, whoever has it open. */
  async files(id: string): Promise<readonly NamedFile[]> {
    const folder = await this.root.folder(id)
    const names = (await folder.list()).filter((name) => !name.startsWith('manifest.')).toSorted()
    const open = this.held.get(id)?.store.activeFiles()
    const files = await Promise.all(
      names.map(async (name) => ({ name, bytes: bytesOf(open, name) ?? (await folder.read(name)) })),
    )
    return files.flatMap(({ name, bytes }) => (bytes === null ? [] : [{ name, bytes }]))
  }

  /** Lets go of a log: others may have it then. */
  async close(id: string): Promise<void> {
    const held = this.held.get(id)
    if (held === undefined) return
    this.held.delete(id)
    try {
      held.store.close()
      if (held.store.endOffset !== held.manifest.endOffset) await this.note(held)
    } finally {
      held.release()
    }
  }

  /** Removes a log. First it is said that it goes, so that an interruption leaves no half of it in the list. */
  async remove(id: string): Promise<Outcome<null>> {
    await this.close(id)
    const release = await this.root.lock(id)
    if (release === null) return refuse(HELD_ELSEWHERE)
    try {
      const folder = await this.root.folder(id)
      const manifest = await readManifest(folder)
      if (manifest !== null) await writeManifest(folder, { ...manifest, state: 'removed' })
      await this.root.remove(id)
      return accept(null)
    } finally {
      release()
    }
  }

  /** Notes how far the log goes: what is missing below it later was lost. Without room for it nothing is the worse. */
  private async note({ folder, manifest, store }: Held): Promise<void> {
    await writeManifest(folder, { ...manifest, endOffset: store.endOffset }).catch(() => {})
  }

  private async sweep(id: string): Promise<void> {
    const release = await this.root.lock(id)
    if (release === null) return
    try {
      // Asked again now that nobody else is at it: somebody may just have finished.
      const manifest = await manifestOf(await this.root.folder(id))
      if (manifest?.state !== 'kept') await this.root.remove(id)
    } finally {
      release()
    }
  }

  private summary(id: string, { name, created }: Pick<Manifest, 'name' | 'created'>): KeptSummary {
    return { id, name, created, isInMemory: this.root.isInMemory }
  }

  private describe(id: string, { store, manifest, done }: Held): OpenLog {
    const [first] = store.segments
    return {
      log: this.summary(id, manifest),
      segments: store.segments.length,
      bytes: store.bytes,
      startOffset: Math.max(manifest.logStartOffset, first?.baseOffset ?? 0),
      endOffset: store.endOffset,
      done,
    }
  }
}

/** What is in memory of a file that is being written to: a browser may show others an older state of it. */
function bytesOf(open: SegmentFiles | undefined, name: string): Uint8Array | null {
  if (open === undefined || !name.startsWith(fileName(open.baseOffset, 'log').slice(0, -3))) return null
  const bytes = { log: open.log, index: open.index, timeindex: open.timeIndex }
  const kind = parseFileName(name)?.kind
  return kind === undefined ? null : (bytes[kind]?.slice() ?? null)
}

/** The offset behind the last batch that is whole. */
function endOf(files: readonly SegmentFiles[], logStartOffset: number): number {
  const last = files.findLast(({ log }) => log.length > 0)
  const batch = last === undefined ? undefined : scanBatches(last.log).batches.at(-1)
  return Math.max(logStartOffset, (batch?.header.lastOffset ?? -1) + 1)
}
