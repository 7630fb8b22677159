import type { NewRecord } from '../../engine/log/bytes/record.ts'
import type { LogStore } from '../../storage/log-store.ts'

export type Packing = 'none' | 'gzip'

/** As a producer's batch.size: a batch is sent when so many bytes have come together. */
const BATCH_BYTES = 16_384
/** What a record takes beside its key and value, about. */
const OVERHEAD = 12

interface Waiting {
  readonly record: NewRecord
  readonly line: number
}

/** Gathers records into batches and appends them; a record that the log refuses is reported by its line. */
export class Batcher {
  private readonly store: LogStore
  private readonly compression: Packing
  private readonly refused: (line: number, what: string) => void
  private waiting: Waiting[] = []
  private bytes = 0

  constructor(store: LogStore, compression: Packing, refused: (line: number, what: string) => void) {
    this.store = store
    this.compression = compression
    this.refused = refused
  }

  /** Takes a record; why no more can be taken, if so. */
  async add(record: NewRecord, line: number): Promise<string | null> {
    const size = sizeOf(record)
    if (this.waiting.length > 0 && this.bytes + size > BATCH_BYTES) {
      const stopped = await this.flush()
      if (stopped !== null) return stopped
    }
    this.waiting.push({ record, line })
    this.bytes += size
    return null
  }

  /** Appends what is waiting; why that is not possible, if so. */
  async flush(): Promise<string | null> {
    const { waiting } = this
    this.waiting = []
    this.bytes = 0
    if (waiting.length === 0) return null
    const whole = await this.append(waiting)
    if (whole === null || !isAboutRecords(whole)) return whole
    // One of them is at fault: each by itself shows which.
    for (const one of waiting) {
      const what = await this.append([one])
      if (what !== null && !isAboutRecords(what)) return what
      if (what !== null) this.refused(one.line, what)
    }
    return null
  }

  private async append(some: readonly Waiting[]): Promise<string | null> {
    const request = { records: some.map(({ record }) => record), compression: this.compression }
    const answer = await this.store.append(request, Date.now())
    return answer.ok ? null : answer.problem.what
  }
}

/** A partition's own refusals begin with Kafka's name for them: "RecordTooLarge: ...". */
const isAboutRecords = (what: string): boolean => /^[A-Z]\w+: /.test(what)

const sizeOf = ({ key, value, headers }: NewRecord): number =>
  headers.reduce(
    (sum, header) => sum + header.key.length + (header.value?.length ?? 0) + 2,
    (key?.length ?? 0) + (value?.length ?? 0) + OVERHEAD,
  )
