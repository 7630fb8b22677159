import { createRequire } from 'node:module'
import { createDuckDB, NODE_RUNTIME, VoidLogger } from '@duckdb/duckdb-wasm/blocking'
import type { DuckDb } from './duckdb.ts'

const { resolve } = createRequire(import.meta.url)
const NO_WORKER = ''

/** DuckDB-WASM in this thread, with an empty database in memory. */
export async function openInNode(): Promise<DuckDb> {
  const bundle = (name: string) => ({
    mainModule: resolve(`@duckdb/duckdb-wasm/dist/duckdb-${name}.wasm`),
    mainWorker: NO_WORKER,
  })
  const db = await createDuckDB({ mvp: bundle('mvp'), eh: bundle('eh') }, new VoidLogger(), NODE_RUNTIME)
  await db.instantiate(() => {})
  db.open({})
  const connection = db.connect()
  return {
    query: (sql) => connection.query(sql),
    insertArrowFromIPCStream: (bytes, options) => connection.insertArrowFromIPCStream(bytes, options),
  }
}
