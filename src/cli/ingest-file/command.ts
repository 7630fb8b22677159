import { join } from 'node:path'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { PARTITIONS, TOPICS } from '../../engine/ingest/codes.ts'
import { ENVELOPE, type Plan } from '../../engine/ingest/json/plan.ts'
import { writeSketches } from '../../engine/ingest/sketches/bytes.ts'
import { fileName } from '../../engine/log/segment/segment-files.ts'
import { parseMapping } from '../../mapping/mapping.ts'
import { folderOf } from '../../records/event-record.ts'
import { fileProblem } from '../file-problem.ts'
import type { Printed } from '../log/printed.ts'
import { parseArgs, type Option } from '../parse-args.ts'
import type { Progress } from '../progress.ts'
import { sayCommands } from '../say-commands.ts'
import { styleFor } from '../style.ts'
import type { Terminal } from '../terminal.ts'
import { quote } from '../words.ts'
import { checkCsv, writeCsv, writeNew } from '../write-csv.ts'
import { importFile, type Imported } from './import-file.ts'
import { boardLines, deadLetterLines, reportJson, reportLines } from './report.ts'

const MOST_TITLES = 500_000
const MOST_MAPPING_BYTES = 2 ** 20

const OPTIONS: readonly Option[] = [
  {
    name: 'input',
    value: 'FILE',
    help: 'NDJSON of events in the envelope, or gzip of it; or any log with --map.',
  },
  {
    name: 'map',
    value: 'FILE',
    help: 'A JSON file that says which columns or keys of a foreign log are what.',
  },
  {
    name: 'titles',
    value: 'N',
    help: 'The catalogue is mov_0 to mov_N-1, all else is unknown; without it, it is made of the titles that come.',
  },
  {
    name: 'board',
    value: 'FILE',
    help: 'Also writes the last board to a new file: JSON if it ends so, else CSV.',
  },
  { name: 'events', value: 'FILE', help: 'Also writes the accepted events to a new file, as NDJSON.' },
  {
    name: 'dead',
    value: 'FILE',
    help: 'Also writes the dead letters that were kept to a new file, as NDJSON.',
  },
  {
    name: 'sketches',
    value: 'FILE',
    help: 'Also writes each title’s unique viewers of the last hour and day to a new file, as HyperLogLog sketches.',
  },
  {
    name: 'export',
    value: 'DIR',
    help: 'Also writes the topics’ partitions as segment files, a folder each: every record at the offset that is counted.',
  },
  { name: 'json', value: null, help: 'Prints one JSON object instead of words.' },
  { name: 'progress', value: null, help: 'Shows progress on standard error even where it is no terminal.' },
]
/** The options that write a file. */
const WRITING = ['board', 'events', 'dead', 'sketches'] as const

const COMMAND = {
  use: 'ingest --input FILE [--map MAP.json]',
  about:
    'Runs a file of events through the pipeline: validation, deduplication, windows, the board. Lines that are no sound ' +
    'events become dead letters with their line and the rule they break, and then it ends with 3.',
  options: OPTIONS,
}

/** Whether the words ask for a file to be ingested rather than for a population. */
export const isIngestFileCommand = ([first, ...words]: readonly string[]): boolean =>
  first === 'ingest' && words.some((word) => /^--(input|map)(=|$)/.test(word))

/** Its part of the usage. */
export const ingestFileUsage = (): string[] => sayCommands('events of your own', [COMMAND])

/** Carries out `ingest --input FILE`. */
export async function ingestFileCommand(
  [, ...words]: readonly string[],
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<Printed>> {
  const given = parseArgs(words, OPTIONS, 'sim ingest')
  if (!given.ok) return given
  const valueOf = (name: string): string | null =>
    given.value.find((option) => option.name === name)?.value ?? null
  const input = valueOf('input')
  if (input === null) return refuse('name the file: sim ingest --input FILE')
  const titles = readTitles(valueOf('titles'))
  if (!titles.ok) return titles
  const map = valueOf('map')
  const plan = map === null ? accept(ENVELOPE) : await readMapping(map, terminal)
  if (!plan.ok) return plan
  for (const option of WRITING) {
    const path = valueOf(option)
    const free = path === null ? accept(null) : await checkCsv(path, terminal.files, option)
    if (!free.ok) return free
  }
  const exported = valueOf('export')
  const isFree = exported === null ? accept(null) : await checkExport(exported, terminal)
  if (!isFree.ok) return isFree
  const request = {
    input,
    plan: plan.value,
    titles: titles.value,
    events: valueOf('events'),
    segments: exported,
  }
  const imported = await importFile(request, terminal, progress)
  if (!imported.ok) return imported
  const written = await writeFiles(imported.value, valueOf, terminal, progress)
  if (!written.ok) return written
  const isJson = valueOf('json') !== null
  const text = isJson
    ? JSON.stringify(reportJson(imported.value))
    : reportLines(imported.value, styleFor(terminal)).join('\n')
  const { deadLetters } = imported.value.run.source
  return accept({ text: `${text}\n`, isDamaged: deadLetters.seen > 0 || imported.value.problem !== null })
}

/** Whether no partition is there yet: a file is not read to its end before that is said. */
async function checkExport(path: string, { files }: Terminal): Promise<Outcome<null>> {
  for (let place = 0; place < TOPICS.length * PARTITIONS; place++) {
    const folder = join(path, folderOf(place))
    if (await files.exists(join(folder, fileName(0, 'log'))))
      return refuse('holds files already, and nothing is overwritten', `--export ${quote(folder)}`)
  }
  return accept(null)
}

function readTitles(text: string | null): Outcome<number | null> {
  if (text === null) return accept(null)
  const titles = /^\d{1,7}$/.test(text) ? Number(text) : 0
  return titles >= 1 && titles <= MOST_TITLES
    ? accept(titles)
    : refuse(`is no whole number from 1 to ${MOST_TITLES}`, `--titles ${quote(text)}`)
}

async function readMapping(path: string, { files, interrupted }: Terminal): Promise<Outcome<Plan>> {
  const where = `--map ${quote(path)}`
  try {
    const { chunks } = await files.open(path, interrupted)
    const pieces: Uint8Array[] = []
    let length = 0
    for await (const chunk of chunks) {
      pieces.push(chunk.slice())
      length += chunk.length
      if (length > MOST_MAPPING_BYTES) return refuse('is no mapping: it is larger than 1 MiB', where)
    }
    const parsed = parseMapping(new TextDecoder().decode(Buffer.concat(pieces)))
    if (parsed.ok) return parsed
    const { what, where: inside } = parsed.problem
    return refuse(inside === undefined ? what : `${quote(inside)} ${what}`, where)
  } catch (error) {
    interrupted.throwIfAborted()
    const problem = fileProblem(error)
    if (problem === null) throw error
    return refuse(problem, where)
  }
}

async function writeFiles(
  imported: Imported,
  valueOf: (name: (typeof WRITING)[number]) => string | null,
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<null>> {
  const board = valueOf('board')
  const dead = valueOf('dead')
  const sketches = valueOf('sketches')
  if (board !== null) {
    const lines = boardLines(imported, board.toLowerCase().endsWith('.json'))
    const written = await writeCsv(board, lines, terminal, progress, 'board')
    if (!written.ok) return written
  }
  if (dead !== null) {
    const written = await writeCsv(dead, deadLetterLines(imported), terminal, progress, 'dead')
    if (!written.ok) return written
  }
  if (sketches === null) return accept(null)
  return writeNew(sketches, [writeSketches(imported.run.sketches())], terminal, progress, 'sketches')
}
