import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import { CODECS } from '../codec/gzip.ts'
import type { BatchHeader } from '../engine/log/bytes/batch-header.ts'
import { HEADER_BYTES, readHeader } from '../engine/log/bytes/batch-header.ts'
import { viewBatch, type BatchView } from '../engine/log/inspect/batch-view.ts'
import { recordFields } from '../engine/log/inspect/fields.ts'
import type { SegmentMap } from '../engine/log/inspect/segment-map.ts'
import { Window, type ByteSource } from '../engine/log/inspect/source.ts'
import { mapSegment } from '../engine/log/inspect/walk.ts'
import { checkOffsetIndex, checkTimeIndex } from '../engine/log/segment/index-check.ts'
import { parseFileName } from '../engine/log/segment/segment-files.ts'
import { overviewOf } from './overview.ts'
import { showRecord } from './show-bytes.ts'
import type { BatchDetail, Overview, RecordDetail, RecordRow, Row } from './protocol.ts'

/** A segment's files, as large as they may be. */
export interface SegmentSources {
  /** The log's name: it tells the first offset, if a broker gave it. */
  readonly name: string
  readonly log: ByteSource
  readonly index: ByteSource | null
  readonly timeIndex: ByteSource | null
}

/** A broker's indexes have 10 MB unless it is told otherwise. */
const MOST_INDEX_BYTES = 64 * 2 ** 20
const MOST_RECORD_BYTES = 4_096

/** A log file opened to be browsed. The file is read again for what is asked; only the map of it is kept. */
export class Inspector {
  readonly overview: Overview
  private readonly log: ByteSource
  private readonly map: SegmentMap
  private opened: { readonly row: number; readonly view: BatchView } | null = null

  private constructor(log: ByteSource, map: SegmentMap, overview: Overview) {
    this.log = log
    this.map = map
    this.overview = overview
  }

  /** Walks over the file; `progress` hears of the bytes done and says whether to go on. Refused when it does not. */
  static async open(files: SegmentSources, progress: (done: number) => boolean): Promise<Outcome<Inspector>> {
    const map = await mapSegment(files.log, progress)
    if (map === null) return refuse('stopped', files.name)
    const named = parseFileName(files.name)?.baseOffset ?? null
    const first = map.count > 0 ? map.baseOffset(0) : 0
    const baseOffset = named ?? Math.max(0, first)
    const index = await readIndex(files.index)
    const timeIndex = await readIndex(files.timeIndex)
    const batches = map.batches()
    return accept(
      new Inspector(
        files.log,
        map,
        overviewOf(
          files.name,
          map,
          named,
          index === null ? null : checkOffsetIndex(index, baseOffset, batches),
          timeIndex === null ? null : checkTimeIndex(timeIndex, baseOffset, batches),
        ),
      ),
    )
  }

  /** Rows `from .. from + count - 1`, as far as there are any. */
  async rows(from: number, count: number): Promise<readonly Row[]> {
    const window = new Window(this.log)
    const rows: Row[] = []
    for (let row = from; row < Math.min(from + count, this.map.count); row++)
      rows.push(await this.row(window, row))
    return rows
  }

  async batch(row: number): Promise<BatchDetail> {
    const view = await this.open(row)
    const { fields, headerBytes, complaint, records, header } = view
    return {
      row: await this.row(new Window(this.log), row),
      fields,
      headerBytes,
      records: records.length,
      complaint,
      isPacked: header !== null && header.compression !== 'none',
      problems: this.map.problems.filter((problem) => problem.row === row),
    }
  }

  /** Records `from .. from + count - 1` of a batch. */
  async records(row: number, from: number, count: number): Promise<readonly RecordRow[]> {
    const { records } = await this.open(row)
    return records.slice(from, from + count).map((record, i) => showRecord(record, from + i))
  }

  /** The bytes of a record, with the fields in them; null where there is none. */
  async record(row: number, n: number): Promise<RecordDetail | null> {
    const { payload, starts, header } = await this.open(row)
    const start = starts[n]
    if (start === undefined || header === null) return null
    const fields = recordFields(payload, start, header)
    const size = fields.reduce((sum, { bytes }) => sum + bytes, 0)
    return { fields, bytes: payload.slice(start, start + Math.min(size, MOST_RECORD_BYTES)), size }
  }

  private async open(row: number): Promise<BatchView> {
    if (this.opened?.row !== row)
      this.opened = { row, view: await viewBatch(this.log, this.map, row, CODECS) }
    return this.opened.view
  }

  private async row(window: Window, row: number): Promise<Row> {
    const { map } = this
    const at = map.at(row)
    const end = map.endOf(row)
    const kind = map.kind(row)
    const header = isBatch(kind) ? await headerAt(window, at, end) : null
    return {
      row,
      kind,
      at,
      bytes: end - at,
      baseOffset: map.baseOffset(row),
      lastOffset: map.lastOffset(row),
      maxTimestamp: map.maxTimestamp(row),
      count: header?.count ?? null,
      compression: header?.compression ?? null,
      isControl: header?.isControl ?? false,
      isTransactional: header?.isTransactional ?? false,
    }
  }
}

const isBatch = (kind: Row['kind']): boolean => kind === 'batch' || kind === 'order' || kind === 'crc'

async function headerAt(window: Window, at: number, end: number): Promise<BatchHeader | null> {
  const read = readHeader(await window.at(at, HEADER_BYTES), 0, end - at)
  return read.ok ? read.value : null
}

async function readIndex(source: ByteSource | null): Promise<Uint8Array | null> {
  return source === null ? null : source.read(0, Math.min(source.size, MOST_INDEX_BYTES))
}
