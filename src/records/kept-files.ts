import { outside } from '../shared/assert.ts'
import { PARTITIONS, TOPICS } from '../engine/ingest/codes.ts'
import { HOUR_MS } from '../engine/ingest/config.ts'
import { numberedTitles } from '../engine/ingest/json/titles.ts'
import type { TrendingEngine } from '../engine/ingest/lab/trending-engine.ts'
import { SEGMENT_RECORDS, type KeptRecords } from '../engine/ingest/plane/kept-records.ts'
import { createBatch } from '../engine/ingest/record.ts'
import type { PartitionFiles } from '../engine/kernel/simulation.ts'
import { eventRecord, folderOf, topicAt, type Meaning } from './event-record.ts'
import { PartitionWriter, SEGMENT_BYTES } from './partition-writer.ts'

/** Thursday, 2026-01-15, 0:00 UTC: a run of the lab begins on this day, at its hour. */
const DAY_MS = 1_768_435_200_000

/**
 * All partitions of the lab's topics with what it keeps of them, at the offsets that are counted: real segments, written when
 * they are asked for. A segment has 64 records.
 */
export function keptFiles({ settings, traffic }: TrendingEngine): readonly PartitionFiles[] {
  const meaning = {
    epochMs: DAY_MS + settings.startHour * HOUR_MS,
    titles: numberedTitles(settings.titles),
  }
  const { records } = traffic
  return Array.from({ length: TOPICS.length * PARTITIONS }, (_, place) => ({
    folder: folderOf(place),
    logStartOffset: records.startOf(place),
    segmentBytes: SEGMENT_BYTES,
    // One partition is wanted, or all of them one by one: none is written before.
    get segments() {
      return written(records, place, meaning)
    },
  }))
}

function written(records: KeptRecords, place: number, meaning: Meaning): PartitionFiles['segments'] {
  const writer = new PartitionWriter(topicAt(place), records.startOf(place), meaning.epochMs)
  const event = createBatch(1)
  for (let offset = records.startOf(place); offset < records.endOf(place); offset++) {
    if (offset % SEGMENT_RECORDS === 0) writer.roll()
    const { key, timeMs } = records.read(place, offset, event)
    const record = eventRecord(event, 0, key, timeMs, meaning)
    writer.add(record, meaning.epochMs + (event.receivedTime[0] ?? outside(offset)))
  }
  return writer.files()
}
