import { basename } from 'node:path'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { Inspector } from '../../inspector/inspector.ts'
import type { RecordRow, Row } from '../../inspector/protocol.ts'
import { fileProblem } from '../file-problem.ts'
import { parseArgs, type Option } from '../parse-args.ts'
import type { Progress } from '../progress.ts'
import { styleFor } from '../style.ts'
import type { FileSource, Terminal } from '../terminal.ts'
import { quote } from '../words.ts'
import { inspectJson, inspectLines } from './inspect-report.ts'
import type { Printed } from './printed.ts'

export const INSPECT_OPTIONS: readonly Option[] = [
  {
    name: 'batches',
    value: 'N',
    help: 'How many batches to list; "all" for all of them. Without it 50, with --json all.',
  },
  { name: 'records', value: 'N', help: 'Also lists the first N records of the batches listed.' },
  { name: 'json', value: null, help: 'Prints one JSON object instead of tables.' },
]

const USUAL_BATCHES = 50
const ALL = 'all'
/** Rows are read in portions, so that Ctrl-C is answered. */
const PORTION = 512

/** What was read of a file, to be told. */
export interface Inspected {
  readonly inspector: Inspector
  readonly rows: readonly Row[]
  readonly records: readonly { readonly row: number; readonly record: RecordRow }[]
  /** Batches whose records can't be read, and why. */
  readonly complaints: readonly { readonly row: number; readonly what: string }[]
}

/** `log inspect FILE.log`: the index files beside it are looked at as well. */
export async function inspectCommand(
  words: readonly string[],
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<Printed>> {
  const [path = '', ...rest] = words
  if (path === '' || path.startsWith('--')) return refuse('name the file: log inspect FILE.log')
  const given = parseArgs(rest, INSPECT_OPTIONS, 'sim log inspect')
  if (!given.ok) return given
  const valueOf = (name: string): string | null =>
    given.value.find((option) => option.name === name)?.value ?? null
  const isJson = valueOf('json') !== null
  const batches = readCount('batches', valueOf('batches') ?? (isJson ? ALL : String(USUAL_BATCHES)))
  if (!batches.ok) return batches
  const records = readCount('records', valueOf('records') ?? '0')
  if (!records.ok) return records
  const opened = await openFiles(path, terminal)
  if (!opened.ok) return opened
  try {
    const inspected = await inspect(
      basename(path),
      opened.value,
      batches.value,
      records.value,
      terminal,
      progress,
    )
    if (!inspected.ok) return inspected
    const { overview } = inspected.value.inspector
    const isDamaged =
      overview.problemCount + (overview.index?.problemCount ?? 0) + (overview.timeIndex?.problemCount ?? 0) >
      0
    const text = isJson
      ? JSON.stringify(inspectJson(inspected.value))
      : inspectLines(inspected.value, styleFor(terminal)).join('\n')
    return accept({ text: `${text}\n`, isDamaged })
  } finally {
    for (const file of Object.values(opened.value)) await file?.close()
  }
}

function readCount(name: string, text: string): Outcome<number> {
  if (text === ALL) return accept(Infinity)
  return /^\d{1,9}$/.test(text)
    ? accept(Number(text))
    : refuse(`--${name} ${quote(text)} is neither a whole number nor "${ALL}"`)
}

interface Opened {
  readonly log: FileSource
  readonly index: FileSource | null
  readonly timeIndex: FileSource | null
}

async function openFiles(path: string, { files }: Terminal): Promise<Outcome<Opened>> {
  const stem = path.replace(/\.[^./\\]*$/, '')
  const beside = async (kind: string): Promise<FileSource | null> => {
    const name = `${stem}.${kind}`
    return name !== path && (await files.exists(name)) ? files.source(name) : null
  }
  try {
    if (/\.(index|timeindex)$/.test(path))
      return refuse('is an index; name the .log beside it, and both are looked at', quote(path))
    return accept({
      log: await files.source(path),
      index: await beside('index'),
      timeIndex: await beside('timeindex'),
    })
  } catch (error) {
    const problem = fileProblem(error)
    if (problem === null) throw error
    return refuse(problem, quote(path))
  }
}

async function inspect(
  name: string,
  { log, index, timeIndex }: Opened,
  mostBatches: number,
  mostRecords: number,
  { interrupted }: Terminal,
  progress: Progress,
): Promise<Outcome<Inspected>> {
  const opened = await Inspector.open({ name, log, index, timeIndex }, (done) => {
    progress.show('reading', log.size === 0 ? null : done / log.size)
    interrupted.throwIfAborted()
    return true
  })
  if (!opened.ok) return opened
  const inspector = opened.value
  const rows: Row[] = []
  const most = Math.min(mostBatches, inspector.overview.rows)
  while (rows.length < most) {
    interrupted.throwIfAborted()
    rows.push(...(await inspector.rows(rows.length, Math.min(PORTION, most - rows.length))))
  }
  const records: { row: number; record: RecordRow }[] = []
  const complaints: { row: number; what: string }[] = []
  for (const { row, kind } of rows) {
    if (records.length >= mostRecords) break
    if (kind !== 'batch' && kind !== 'order' && kind !== 'crc') continue
    interrupted.throwIfAborted()
    const { complaint } = await inspector.batch(row)
    if (complaint !== null) complaints.push({ row, what: complaint })
    const found = await inspector.records(row, 0, mostRecords - records.length)
    records.push(...found.map((record) => ({ row, record })))
  }
  return accept({ inspector, rows, records, complaints })
}
