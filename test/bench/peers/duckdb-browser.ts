import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm'
import wasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import script from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url'
import type { DuckDb } from './duckdb.ts'

/** DuckDB-WASM in a worker of its own, as its makers mean it to be used in a page, with an empty database in memory. */
export async function openInBrowser(): Promise<DuckDb> {
  const worker = new Worker(script)
  const db = new AsyncDuckDB(new VoidLogger(), worker)
  await db.instantiate(wasm)
  await db.open({})
  const connection = await db.connect()
  return {
    query: (sql) => connection.query(sql),
    insertArrowFromIPCStream: (bytes, options) => connection.insertArrowFromIPCStream(bytes, options),
  }
}
