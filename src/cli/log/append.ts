import { accept, refuse, sentence, type Outcome } from '../../shared/outcome.ts'
import type { NewRecord } from '../../engine/log/bytes/record.ts'
import { KAFKA_DEFAULTS } from '../../engine/log/partition/settings.ts'
import { parseFileName } from '../../engine/log/segment/segment-files.ts'
import { describeRecovery } from '../../storage/describe-recovery.ts'
import { keptSettings } from '../../storage/kept-logs.ts'
import { LogStore } from '../../storage/log-store.ts'
import { fileProblem } from '../file-problem.ts'
import { parseArgs, type Option } from '../parse-args.ts'
import type { Progress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { grouped, printable, quote } from '../words.ts'
import { Batcher, type Packing } from './batcher.ts'
import { FolderInUse, type LockedFolder } from './disk-folder.ts'
import { linesOf } from './lines.ts'
import type { Printed } from './printed.ts'
import { readLine } from './read-line.ts'

export const APPEND_OPTIONS: readonly Option[] = [
  { name: 'to', value: 'DIR', help: 'The folder of the segments; it is made when there is none.' },
  { name: 'input', value: 'FILE', help: 'The lines to append.' },
  { name: 'compression', value: 'KIND', help: 'How batches are packed: none or gzip [none].' },
  {
    name: 'segment-bytes',
    value: 'N',
    help: `Size at which a new segment begins [${KAFKA_DEFAULTS.segmentBytes}].`,
  },
  { name: 'json', value: null, help: 'Prints one JSON object instead of words.' },
]

interface Request {
  readonly to: string
  readonly input: string
  readonly compression: Packing
  readonly segmentBytes: number
  readonly json: boolean
}

const LEAST_SEGMENT = 1_024
/** So many bad lines are named one by one. */
const MOST_NAMED = 20

/** `log append`: recovers the folder, then appends line by line; what was told as appended is on the disk. */
export async function appendCommand(
  words: readonly string[],
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<Printed>> {
  const request = readRequest(words)
  if (!request.ok) return request
  const { to, input } = request.value
  // The input first: a folder is not made for a file that is not there.
  const file = await attempt(`--input ${quote(input)}`, () =>
    terminal.files.open(input, terminal.interrupted),
  )
  if (!file.ok) return file
  const folder = await attempt(`--to ${quote(to)}`, () => terminal.files.lockFolder(to))
  if (!folder.ok) return folder
  try {
    const strange = await strangeFolder(folder.value)
    if (strange !== null) return refuse(strange, `--to ${quote(to)}`)
    return await append(request.value, folder.value, file.value.chunks, terminal, progress)
  } finally {
    folder.value.unlock()
  }
}

function readRequest(words: readonly string[]): Outcome<Request> {
  const given = parseArgs(words, APPEND_OPTIONS, 'sim log append')
  if (!given.ok) return given
  const valueOf = (name: string): string | null =>
    given.value.find((option) => option.name === name)?.value ?? null
  const [to, input] = [valueOf('to'), valueOf('input')]
  if (to === null || input === null) return refuse('log append wants both --to DIR and --input FILE')
  const compression = valueOf('compression') ?? 'none'
  if (compression !== 'none' && compression !== 'gzip')
    return refuse('is neither none nor gzip', `--compression ${quote(compression)}`)
  const text = valueOf('segment-bytes') ?? String(KAFKA_DEFAULTS.segmentBytes)
  const segmentBytes = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (segmentBytes < LEAST_SEGMENT || segmentBytes > 2 ** 31 - 1)
    return refuse(
      `is no whole number from ${LEAST_SEGMENT} to ${2 ** 31 - 1}`,
      `--segment-bytes ${quote(text)}`,
    )
  return accept({ to, input, compression, segmentBytes, json: valueOf('json') !== null })
}

async function attempt<T>(where: string, run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return accept(await run())
  } catch (error) {
    if (error instanceof FolderInUse) return refuse(error.message, where)
    const problem = fileProblem(error)
    if (problem === null) throw error
    return refuse(problem, where)
  }
}

/** Why a folder is none that logs should be put into; null for an empty one and for one with segments. */
async function strangeFolder(folder: LockedFolder): Promise<string | null> {
  const names = (await folder.list()).filter((name) => name !== '.lock')
  const hasLog = names.some((name) => parseFileName(name) !== null)
  if (names.length === 0 || hasLog) return null
  return `holds other files ("${quote(names[0] ?? '')}") and no log; name a new or empty folder, or one with segments`
}

async function append(
  { to, compression, segmentBytes, json }: Request,
  folder: LockedFolder,
  chunks: AsyncIterable<Uint8Array>,
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<Printed>> {
  const opened = await attempt(`--to ${quote(to)}`, () =>
    LogStore.open(folder, keptSettings(segmentBytes), Date.now()),
  )
  if (!opened.ok) return opened
  const store = opened.value
  const recovered = describeRecovery(store.report)
  const firstOffset = store.endOffset
  const bad: { line: number; what: string }[] = []
  const batcher = new Batcher(store, compression, (line, what) => bad.push({ line, what }))
  let stopped: string | null = null
  try {
    stopped = await takeLines(chunks, batcher, bad, terminal, progress)
  } finally {
    store.close()
  }
  progress.clear()
  for (const { line, what } of bad.slice(0, MOST_NAMED))
    terminal.stderr.write(`line ${line}: ${printable(what)}; skipped\n`)
  if (bad.length > MOST_NAMED)
    terminal.stderr.write(`and ${grouped(bad.length - MOST_NAMED)} more lines were skipped\n`)
  const { endOffset } = store
  const appended = endOffset - firstOffset
  if (stopped !== null)
    return refuse(
      `${stopped}; ${grouped(appended)} records were appended before, up to offset ${endOffset - 1}`,
      quote(to),
    )
  if (terminal.interrupted.aborted)
    terminal.stderr.write(
      `interrupted: ${grouped(appended)} records were appended, the log ends at offset ${endOffset}\n`,
    )
  terminal.interrupted.throwIfAborted()
  const facts = {
    to,
    firstOffset,
    endOffset,
    appended,
    skipped: bad.length,
    segments: store.segments.length,
    recovered,
  }
  return accept({
    text: json ? `${JSON.stringify({ ...facts, bad })}\n` : `${words(facts).join('\n')}\n`,
    isDamaged: bad.length > 0,
  })
}

/** Appends line by line; what is told is why it had to stop, or null. */
async function takeLines(
  chunks: AsyncIterable<Uint8Array>,
  batcher: Batcher,
  bad: { line: number; what: string }[],
  { interrupted }: Terminal,
  progress: Progress,
): Promise<string | null> {
  try {
    for await (const { number, text, why } of linesOf(chunks)) {
      if (interrupted.aborted) break
      const read = text === null ? refuse(why) : readLine(text, Date.now())
      if (!read.ok) bad.push({ line: number, what: sentence(read.problem) })
      else {
        const stopped = await batcher.add(read.value satisfies NewRecord, number)
        if (stopped !== null) return stopped
      }
      if (number % 1_000 === 0) progress.show(`line ${grouped(number)}`, null)
    }
  } catch (error) {
    if (!interrupted.aborted) {
      const problem = fileProblem(error)
      if (problem === null) throw error
      return `the input ${problem}`
    }
  }
  return batcher.flush()
}

interface Facts {
  readonly to: string
  readonly firstOffset: number
  readonly endOffset: number
  readonly appended: number
  readonly skipped: number
  readonly segments: number
  readonly recovered: readonly string[]
}

const words = ({ to, firstOffset, endOffset, appended, skipped, segments, recovered }: Facts): string[] => [
  ...recovered.map((line) => `recovered: ${line}`),
  appended === 0
    ? `nothing was appended to ${quote(to)}; its log ends at offset ${endOffset}`
    : `appended ${grouped(appended)} ${appended === 1 ? 'record' : 'records'} to ${quote(to)}: offsets ${firstOffset} to ${endOffset - 1}, ` +
      `now in ${segments} ${segments === 1 ? 'segment' : 'segments'}`,
  ...(skipped > 0 ? [`skipped ${grouped(skipped)} ${skipped === 1 ? 'line' : 'lines'}`] : []),
]
