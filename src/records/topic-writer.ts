import { outside } from '../shared/assert.ts'
import type { Titles } from '../engine/ingest/json/titles.ts'
import type { Keeper } from '../engine/ingest/pipeline.ts'
import type { SegmentFiles } from '../engine/log/segment/segment-files.ts'
import { eventRecord, folderOf, topicAt } from './event-record.ts'
import { PartitionWriter } from './partition-writer.ts'

/** What is asked of the run whose events are written. */
interface Source {
  readonly titles: Titles
  readonly source: { readonly epochMs: number | null }
}

/** Is handed each segment once it is closed, with its partition's folder. */
export type TakeSegment = (folder: string, files: SegmentFiles) => void

/**
 * All records of a run as segments, a partition by itself: what a pipeline counts, it writes. Of each partition at most a
 * segment (a MiB) is held, so the memory is the same however long the run. A partition without records has no segment.
 */
export class TopicWriter {
  private readonly source: Source
  private readonly take: TakeSegment
  private readonly writers = new Map<number, PartitionWriter>()

  constructor(source: Source, take: TakeSegment) {
    this.source = source
    this.take = take
  }

  /** For a pipeline's `keeper`. */
  readonly keep: Keeper = (place, key, batch, index, timeMs) => {
    const { titles, source } = this.source
    const epochMs = source.epochMs ?? 0
    const receivedMs = epochMs + (batch.receivedTime[index] ?? outside(index))
    const writer = this.writers.get(place) ?? new PartitionWriter(topicAt(place), 0, receivedMs)
    this.writers.set(place, writer)
    writer.add(eventRecord(batch, index, key, timeMs, { epochMs, titles }), receivedMs)
    for (const files of writer.takeClosed()) this.take(folderOf(place), files)
  }

  /** The run is over: hands over the rest. */
  finish(): void {
    for (const [place, writer] of this.writers)
      for (const files of writer.files()) this.take(folderOf(place), files)
    this.writers.clear()
  }
}
