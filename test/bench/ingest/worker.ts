import { openInBrowser } from '../peers/duckdb-browser.ts'
import { duckdb } from '../peers/duckdb.ts'
import { FIELDS } from '../../../src/engine/ingest/record.ts'
import type { Contestant, Input, Part, Run } from './contest.ts'
import { OURS } from './ours.ts'
import { columnsOf, generation } from './record.ts'
import { clocked } from './run.ts'

/** What the page asks: the first time whom it is about and where the events are, then for a part of the run. */
type Asked = Errand | Part

interface Errand {
  readonly name: string
  /** Below this address lies a file a column. */
  readonly columns: string
  readonly kernels: string
  readonly input: Omit<Input, 'columns' | 'kernels'>
}

/** Who there is in a browser. */
const CONTESTANTS: Readonly<Record<string, Contestant>> = {
  generation,
  ...OURS,
  'DuckDB-WASM with dedupe': duckdb(openInBrowser, true),
  'DuckDB-WASM without dedupe': duckdb(openInBrowser, false),
}

let run: Run | null = null

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  void answer(data).then(
    (result) => postMessage({ result }),
    (error: unknown) => postMessage({ error: String(error) }),
  )
})

async function answer(asked: Asked): Promise<unknown> {
  if (!('name' in asked)) {
    if (run === null) throw new Error('a part of a run that has not begun')
    return clocked(run, asked)
  }
  const contestant = CONTESTANTS[asked.name]
  if (contestant === undefined) throw new Error(`there is no contestant ${asked.name} in a browser`)
  const memory = await Promise.all(
    FIELDS.map(async (field) => [field, await (await fetch(`${asked.columns}${field}`)).arrayBuffer()]),
  )
  // A column for each field, as above.
  const columns = columnsOf(Object.fromEntries(memory) as Parameters<typeof columnsOf>[0])
  const kernels = await WebAssembly.compileStreaming(fetch(asked.kernels))
  run = await contestant.begin({ ...asked.input, columns, kernels })
  return null
}
