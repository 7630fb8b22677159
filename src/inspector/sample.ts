import { CODECS } from '../codec/gzip.ts'
import { at } from '../shared/assert.ts'
import { RandomStream } from '../engine/kernel/random.ts'
import { encodeBatch, PLAIN } from '../engine/log/bytes/encode-batch.ts'
import type { NewRecord } from '../engine/log/bytes/record.ts'
import { encodeUtf8 } from '../engine/kernel/utf8.ts'
import { Partition } from '../engine/log/partition/partition.ts'
import { KAFKA_DEFAULTS } from '../engine/log/partition/settings.ts'
import type { SegmentFiles } from '../engine/log/segment/segment-files.ts'
import type { Sample } from './protocol.ts'

const BATCHES = 160
/** 2026-03-01, 18:00 UTC: an evening of somebody watching. */
const BEGIN = 1_772_388_000_000
const EVENTS = ['play', 'pause', 'seek', 'buffering', 'heartbeat', 'heartbeat', 'heartbeat'] as const

/** A partition's first segment as our own engine writes it; `sample` says what befell it. The same bytes every time. */
export function makeSample(sample: Sample): SegmentFiles {
  const random = RandomStream.of(8, 'inspector.sample')
  const partition = new Partition({ ...KAFKA_DEFAULTS, indexIntervalBytes: 4_096 }, BEGIN, CODECS)
  let now = BEGIN
  for (let i = 0; i < BATCHES; i++) {
    const records = Array.from({ length: 1 + random.below(24) }, () => {
      now += random.below(400)
      return viewingEvent(random, now)
    })
    partition.append({ records, compression: random.chance(0.35) ? 'gzip' : 'none' }, now)
  }
  partition.active.seal()
  return befallen(sample, at(partition.files(), 0), partition)
}

function viewingEvent(random: RandomStream, timestamp: number): NewRecord {
  const viewer = `viewer-${random.below(400)}`
  const event = at(EVENTS, random.below(EVENTS.length))
  const value = { event, title: `title-${random.below(40)}`, position_s: random.below(5_400) }
  const isDeleted = random.chance(0.01)
  return {
    key: encodeUtf8(viewer),
    value: isDeleted ? null : encodeUtf8(JSON.stringify(value)),
    headers: random.chance(0.2) ? [{ key: 'app', value: encodeUtf8(`tv-${1 + random.below(3)}`) }] : [],
    timestamp,
  }
}

function befallen(sample: Sample, files: SegmentFiles, partition: Partition): SegmentFiles {
  const log = files.log.slice()
  const own = { ...files, index: files.index?.slice() ?? null, timeIndex: files.timeIndex?.slice() ?? null }
  switch (sample) {
    case 'whole':
      return { ...own, log }
    case 'flipped': {
      const middle = Math.floor(log.length / 2)
      log[middle] = (log[middle] ?? 0) ^ 0x10
      return { ...own, log }
    }
    case 'torn':
      return { ...own, log: log.slice(0, log.length - 40) }
    case 'back': {
      // Somebody appended a copy of an old batch.
      const record = viewingEvent(RandomStream.of(9, 'inspector.sample'), BEGIN)
      const again = encodeBatch({ ...PLAIN, baseOffset: partition.logEndOffset - 40 }, [record])
      const longer = new Uint8Array(log.length + again.length)
      longer.set(log)
      longer.set(again, log.length)
      return { ...own, log: longer }
    }
  }
}
