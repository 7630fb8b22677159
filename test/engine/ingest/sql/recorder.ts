import { DuckDBDataChunk, INTEGER, UINTEGER, type DuckDBConnection } from '@duckdb/node-api'
import { FIELDS, type Batch } from '../../../../src/engine/ingest/record.ts'

const ROWS_A_CHUNK = 2_048
const SIGNED: ReadonlySet<string> = new Set(['eventTime', 'sentTime', 'receivedTime'])
const COLUMNS = [
  ['id_high', 'idHigh'],
  ['id_low', 'idLow'],
  ['usr', 'user'],
  ['device', 'device'],
  ['title', 'title'],
  ['event_ms', 'eventTime'],
  ['sent_ms', 'sentTime'],
  ['received_ms', 'receivedTime'],
  ['dims', 'dims'],
  ['position', 'position'],
  ['duration', 'duration'],
] as const satisfies readonly (readonly [string, (typeof FIELDS)[number]])[]

/** Writes down every event of a stream of batches, column by column, in the order in which they come. */
export class Recorder {
  length = 0
  private readonly kept: { readonly columns: Uint32Array[]; readonly ticks: Uint32Array }

  constructor(capacity: number) {
    this.kept = {
      columns: COLUMNS.map(() => new Uint32Array(capacity)),
      ticks: new Uint32Array(capacity),
    }
  }

  /** The events of tick `tick`, or some of them. Throws RangeError when they are more than there is room for. */
  take(batch: Batch, tick: number): void {
    COLUMNS.forEach(([, field], place) => {
      this.kept.columns[place]?.set(batch[field].subarray(0, batch.length), this.length)
    })
    this.kept.ticks.fill(tick, this.length, this.length + batch.length)
    this.length += batch.length
  }

  /** Puts all of it into a new table `event`. */
  async tell(database: DuckDBConnection): Promise<void> {
    const types = COLUMNS.map(([, field]) => (SIGNED.has(field) ? INTEGER : UINTEGER))
    const listed = COLUMNS.map(([name], place) => `${name} ${types[place]?.toString() ?? ''}`)
    await database.run(`create table event(seq uinteger, tick uinteger, ${listed.join(', ')})`)
    const appender = await database.createAppender('event')
    const chunk = DuckDBDataChunk.create([UINTEGER, UINTEGER, ...types], ROWS_A_CHUNK)
    for (let from = 0; from < this.length; from += ROWS_A_CHUNK) {
      const to = Math.min(this.length, from + ROWS_A_CHUNK)
      chunk.reset()
      chunk.rowCount = to - from
      chunk.setColumnValues(
        0,
        Array.from({ length: to - from }, (_, i) => from + i),
      )
      chunk.setColumnValues(1, Array.from(this.kept.ticks.subarray(from, to)))
      this.kept.columns.forEach((column, place) => {
        const words = column.subarray(from, to)
        const isSigned = types[place] === INTEGER
        chunk.setColumnValues(2 + place, isSigned ? Array.from(words, (word) => word | 0) : Array.from(words))
      })
      appender.appendDataChunk(chunk)
    }
    appender.closeSync()
  }
}
