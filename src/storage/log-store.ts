import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import { CODECS } from '../codec/gzip.ts'
import { lastOffsetAt, maxTimestampAt } from '../engine/log/bytes/batch-header.ts'
import { encodeForAppend, type AppendRequest } from '../engine/log/partition/append.ts'
import type { PartitionSettings } from '../engine/log/partition/settings.ts'
import type { SegmentFiles } from '../engine/log/segment/segment-files.ts'
import { Segment } from '../engine/log/segment/segment.ts'
import { isFull, type LogFolder } from './files.ts'
import { recoverFolder, summaryOf, type RecoveryReport, type SegmentSummary } from './recover.ts'
import { namesOf, SegmentFile, TornFile } from './segment-file.ts'

/** What became of an append: its offsets, and that they are on disk. */
export interface StoredBatch {
  readonly baseOffset: number
  readonly lastOffset: number
  readonly bytes: number
}

/**
 * A partition's segments in a folder, open for appending. What `append` has accepted is on disk: the batch is written
 * behind all others and flushed before anybody is told. Only the active segment is in memory.
 */
export class LogStore {
  readonly report: RecoveryReport
  private readonly folder: LogFolder
  private readonly settings: PartitionSettings
  private closed: SegmentSummary[]
  private active: SegmentFile
  /** Why nothing can be appended any more until the log is opened anew. */
  private broken: string | null = null

  private constructor(
    folder: LogFolder,
    settings: PartitionSettings,
    closed: readonly SegmentSummary[],
    active: SegmentFile,
    report: RecoveryReport,
  ) {
    this.folder = folder
    this.settings = settings
    this.closed = [...closed]
    this.active = active
    this.report = report
  }

  /** Recovers what is in the folder and opens it. Rejects when the files can't be had or the cut can't be made. */
  static async open(
    folder: LogFolder,
    settings: PartitionSettings,
    now: number,
    startOffset = 0,
  ): Promise<LogStore> {
    const { closed, active, report } = await recoverFolder(folder, settings, now, startOffset)
    const file = await SegmentFile.open(folder, active)
    return new LogStore(folder, settings, closed, file, report)
  }

  /** The offset that the next record gets. */
  get endOffset(): number {
    return this.active.segment.nextOffset
  }

  /** Oldest first, the active one last. */
  get segments(): readonly SegmentSummary[] {
    return [...this.closed, summaryOf(this.active.segment)]
  }

  /** The files of the segment that is written to, as they are now. */
  activeFiles(): SegmentFiles {
    return this.active.segment.files()
  }

  /** Bytes of log in all segments. */
  get bytes(): number {
    return this.segments.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Appends one batch. Refused with nothing written when it does not hold, or when there is no room. */
  async append(request: AppendRequest, now: number): Promise<Outcome<StoredBatch>> {
    if (this.broken !== null) return refuse(this.broken)
    const { endOffset, settings } = this
    const encoded = encodeForAppend(request, endOffset, now, settings, CODECS)
    if (!encoded.ok) return refuse(`${encoded.problem.error}: ${encoded.problem.what}`)
    const batch = encoded.value
    const incoming = {
      size: batch.length,
      maxTimestamp: maxTimestampAt(batch, 0),
      lastOffset: lastOffsetAt(batch, 0),
    }
    try {
      if (this.active.segment.rollReason(incoming, now) !== null) await this.roll(now)
      this.active.append(batch, now)
    } catch (error) {
      return this.failed(error)
    }
    return accept({ baseOffset: endOffset, lastOffset: incoming.lastOffset, bytes: batch.length })
  }

  /** Lets go of the files. Indexes get their last entries, as when a broker stops. */
  close(): void {
    this.active.seal()
    this.active.close()
    this.broken = 'the log was closed'
  }

  /**
   * The new segment's files are made before the old ones are let go. When they can't be, none may stay: the old segment
   * would grow past the new one's first offset, and recovery would take what lies there for misplaced.
   */
  private async roll(now: number): Promise<void> {
    const { segment } = this.active
    const fresh = new Segment(this.endOffset, this.settings, now, 'size')
    let next: SegmentFile
    try {
      next = await SegmentFile.open(this.folder, fresh)
    } catch (error) {
      try {
        for (const name of namesOf(fresh)) await this.folder.remove(name)
      } catch {
        throw new TornFile(error)
      }
      throw error
    }
    this.active.seal()
    this.active.close()
    this.closed.push(summaryOf(segment))
    this.active = next
  }

  private failed(error: unknown): Outcome<never> {
    if (isFull(error)) return refuse('there is no room left; nothing of it was kept, and all before is')
    const why = error instanceof Error ? error.message : String(error)
    this.broken = `the file can't be written to any more (${why}); open the log again`
    return refuse(this.broken)
  }
}
