import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import type { ByteSource } from '../../engine/log/inspect/source.ts'
import type { SegmentFiles } from '../../engine/log/segment/segment-files.ts'
import { Inspector } from '../inspector.ts'
import type { BatchDetail, Overview, RecordDetail, RecordRow, Row, Sample } from '../protocol.ts'
import { makeSample } from '../sample.ts'

/** A segment's files as a person chose them. */
export interface ChosenSegment {
  readonly name: string
  readonly log: Blob
  readonly index: Blob | null
  readonly timeIndex: Blob | null
}

const fromBlob = (blob: Blob): ByteSource => ({
  size: blob.size,
  read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
})

/** What the page can ask: one file at a time. */
export class InspectorHost {
  private inspector: Inspector | null = null
  private isCancelled = false

  /** Walks over a file; a file that can't be read any more (it was changed or moved) is refused. */
  async open(
    { name, log, index, timeIndex }: ChosenSegment,
    progress: (done: number) => void,
  ): Promise<Outcome<Overview>> {
    this.isCancelled = false
    try {
      const files = {
        name,
        log: fromBlob(log),
        index: index === null ? null : fromBlob(index),
        timeIndex: timeIndex === null ? null : fromBlob(timeIndex),
      }
      const opened = await Inspector.open(files, (done) => {
        progress(done)
        return !this.isCancelled
      })
      if (!opened.ok) return opened
      this.inspector = opened.value
      return accept(opened.value.overview)
    } catch (error) {
      return unreadable(error, name)
    }
  }

  cancel(): void {
    this.isCancelled = true
  }

  rows(from: number, count: number): Promise<Outcome<readonly Row[]>> {
    return this.asked((inspector) => inspector.rows(from, count))
  }

  batch(row: number): Promise<Outcome<BatchDetail>> {
    return this.asked((inspector) => inspector.batch(row))
  }

  records(row: number, from: number, count: number): Promise<Outcome<readonly RecordRow[]>> {
    return this.asked((inspector) => inspector.records(row, from, count))
  }

  record(row: number, n: number): Promise<Outcome<RecordDetail | null>> {
    return this.asked((inspector) => inspector.record(row, n))
  }

  sample(sample: Sample): SegmentFiles {
    return makeSample(sample)
  }

  private async asked<T>(read: (inspector: Inspector) => Promise<T>): Promise<Outcome<T>> {
    if (this.inspector === null) return refuse('no file is open')
    try {
      return accept(await read(this.inspector))
    } catch (error) {
      return unreadable(error, this.inspector.overview.name)
    }
  }
}

/** A chosen file is read where it lies: it may have been changed or moved since. Anything else is a bug. */
function unreadable(error: unknown, name: string): ReturnType<typeof refuse> {
  if (error instanceof DOMException)
    return refuse('it can no longer be read: it was changed or moved after it was chosen', name)
  throw error
}
