import { fileName, type FileKind } from '../engine/log/segment/segment-files.ts'
import type { Segment } from '../engine/log/segment/segment.ts'
import { writeAll, type LogFile, type LogFolder } from './files.ts'

/** The names of a segment's three files. */
export const namesOf = ({ baseOffset }: Segment): readonly string[] =>
  (['log', 'index', 'timeindex'] as const).map((kind) => fileName(baseOffset, kind))

/** The files of the segment that is written to: what is in memory, and how much of it is on disk. */
export class SegmentFile {
  readonly segment: Segment
  private readonly log: LogFile
  private readonly index: LogFile
  private readonly timeIndex: LogFile

  private constructor(segment: Segment, log: LogFile, index: LogFile, timeIndex: LogFile) {
    this.segment = segment
    this.log = log
    this.index = index
    this.timeIndex = timeIndex
  }

  /** Opens the three files of a segment, and makes those that are not there. Lets go of all when one can't be had. */
  static async open(folder: LogFolder, segment: Segment): Promise<SegmentFile> {
    const opened: LogFile[] = []
    const open = async (kind: FileKind): Promise<LogFile> => {
      const file = await folder.open(fileName(segment.baseOffset, kind))
      opened.push(file)
      return file
    }
    try {
      return new SegmentFile(segment, await open('log'), await open('index'), await open('timeindex'))
    } catch (error) {
      for (const file of opened) file.close()
      throw error
    }
  }

  /**
   * Writes a batch behind all others and flushes it; only then is it in memory too. Throws when it can't be written;
   * then the file is as long as before, or, if even that fails, `isBroken` is what the second exception says.
   */
  append(batch: Uint8Array, now: number): void {
    const before = this.segment.size
    try {
      writeAll(this.log, batch, before)
      this.log.flush()
    } catch (error) {
      this.cutBack(before, error)
      throw error
    }
    this.segment.append(batch, now)
    this.writeIndexes()
  }

  /** Closes the segment for good: its last entries are written, and no more comes. */
  seal(): void {
    this.segment.seal()
    this.writeIndexes()
    try {
      this.index.flush()
      this.timeIndex.flush()
    } catch {
      // An index that is not on disk is made anew when the log is opened.
    }
  }

  close(): void {
    for (const file of [this.log, this.index, this.timeIndex]) file.close()
  }

  private cutBack(size: number, cause: unknown): void {
    try {
      this.log.truncate(size)
      this.log.flush()
    } catch {
      throw new TornFile(cause)
    }
  }

  /** What an index says can be had from the log at any time, so a failure here loses nothing. */
  private writeIndexes(): void {
    try {
      for (const [file, bytes] of [
        [this.index, this.segment.index.bytes()],
        [this.timeIndex, this.segment.timeIndex.bytes()],
      ] as const) {
        const written = Math.min(file.size(), bytes.length)
        if (written < bytes.length) writeAll(file, bytes.subarray(written), written)
      }
    } catch {
      // The next opening of the log finds an index that is wrong and makes it anew.
    }
  }
}

/** Something was written in part and can't be taken back: the log must be recovered before it is written to again. */
export class TornFile extends Error {
  constructor(cause: unknown) {
    super('what was written in part could not be taken back', { cause })
    this.name = 'TornFile'
  }
}
