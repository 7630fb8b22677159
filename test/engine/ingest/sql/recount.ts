import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import type { IngestConfig } from '../../../../src/engine/ingest/config.ts'
import type { Recorder } from './recorder.ts'

/** A row of small whole numbers and words, by the names of its columns. */
export type Row = Readonly<Record<string, number | string | boolean>>

/** The recount of recount.sql over everything that was written down: a database to be asked. */
export class Recount {
  private readonly database: DuckDBConnection

  private constructor(database: DuckDBConnection) {
    this.database = database
  }

  /** `ticks` of the run are over. */
  static async of(events: Recorder, config: IngestConfig, ticks: number): Promise<Recount> {
    const instance = await DuckDBInstance.create(':memory:')
    const database = await instance.connect()
    await events.tell(database)
    const { watermarkMs, latenessMs, idleMs } = config.windows
    await database.run(
      `create table setting as select ${config.population.titles} as titles, ${ticks} as ticks,
       ${watermarkMs} as delay_ms, ${latenessMs} as lateness_ms, ${idleMs} as idle_ms`,
    )
    const script = readFileSync(join(import.meta.dirname, 'recount.sql'), 'utf8')
    for (const statement of script.split(/;\s*$/m)) if (statement.trim() !== '') await database.run(statement)
    return new Recount(database)
  }

  async rows(sql: string): Promise<Row[]> {
    const reader = await this.database.runAndReadAll(sql)
    return reader.getRowObjects().map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]): [string, number | string | boolean] => {
          if (typeof value === 'bigint') return [name, Number(value)]
          if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
            return [name, value]
          throw new Error(`${name} is ${String(value)}`)
        }),
      ),
    )
  }

  /** One number. */
  async number(sql: string): Promise<number> {
    const [row = {}] = await this.rows(`select (${sql})::double as value`)
    return Number(row['value'])
  }

  /** A column of numbers by another, whole numbers from 0 to before `length`; 0 where there is no row. */
  async column(sql: string, key: string, value: string, length: number): Promise<number[]> {
    const column = Array.from({ length }, () => 0)
    for (const row of await this.rows(sql)) column[Number(row[key])] = Number(row[value])
    return column
  }

  close(): void {
    this.database.closeSync()
  }
}
