import { accept, refuse, sentence, type Outcome } from '../../shared/outcome.ts'
import { Unpacker } from '../../codec/unpacker.ts'
import { FileRun } from '../../engine/ingest/json/file-run.ts'
import type { Plan } from '../../engine/ingest/json/plan.ts'
import { fileProblem } from '../file-problem.ts'
import type { Progress } from '../progress.ts'
import type { NewFile, Terminal } from '../terminal.ts'
import { quote } from '../words.ts'

export interface ImportRequest {
  readonly input: string
  readonly plan: Plan
  /** The size of a catalogue of numbered titles; null: the file's own names make it. */
  readonly titles: number | null
  /** Where the accepted events go. */
  readonly events: string | null
}

/** What came of a file. */
export interface Imported {
  readonly input: string
  readonly run: FileRun
  /** Bytes of the file, packed as it was. */
  readonly bytes: number
  readonly isGzip: boolean
  /** Why not all of it could be read; null when it was. */
  readonly problem: string | null
  readonly seconds: number
  /** What the time went into, in ms: reading lines, and the stages of the pipeline. */
  readonly stages: ReadonlyMap<string, number>
}

/**
 * Reads a file piece by piece into a pipeline: constant memory, however long it is. Refuses one that can't be opened, or is
 * of another form than was said; a gzip file that breaks off counts as far as it goes. Throws the signal's reason when
 * interrupted, and then leaves no half of the events' file behind.
 */
export async function importFile(
  request: ImportRequest,
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<Imported>> {
  const { input } = request
  try {
    const opened = await terminal.files.open(input, terminal.interrupted)
    const events = request.events === null ? null : await createFile(request.events, terminal)
    if (events !== null && !events.ok) return events
    const file = events?.value ?? null
    try {
      const imported = await readAll(request, opened, file, terminal, progress)
      if (imported.ok) await file?.close()
      else await file?.discard()
      return imported
    } catch (error) {
      await file?.discard()
      throw error
    }
  } catch (error) {
    terminal.interrupted.throwIfAborted()
    const problem = fileProblem(error)
    if (problem === null) throw error
    return refuse(problem, `--input ${quote(input)}`)
  }
}

async function createFile(path: string, { files }: Terminal): Promise<Outcome<NewFile>> {
  try {
    return accept(await files.create(path))
  } catch (error) {
    const problem = fileProblem(error)
    if (problem === null) throw error
    return refuse(problem, `--events ${quote(path)}`)
  }
}

async function readAll(
  { input, plan, titles }: ImportRequest,
  opened: Awaited<ReturnType<Terminal['files']['open']>>,
  events: NewFile | null,
  { interrupted }: Terminal,
  progress: Progress,
): Promise<Outcome<Imported>> {
  const begun = performance.now()
  const stages = new Map([['read', 0]])
  let since = begun
  let waiting = ''
  const run = new FileRun({ plan, titles })
  if (events !== null)
    run.onEvent = (line) => {
      waiting += `${line}\n`
    }
  run.watch = (stage) => {
    const now = performance.now()
    stages.set(stage, (stages.get(stage) ?? 0) + now - since)
    since = now
  }
  const write = async (): Promise<void> => {
    const text = waiting
    waiting = ''
    if (text !== '') await events?.write(text)
  }
  const unpacker = new Unpacker((piece) => void run.push(piece))
  let bytes = 0
  for await (const chunk of opened.chunks) {
    interrupted.throwIfAborted()
    bytes += chunk.length
    if (!unpacker.push(chunk) || run.source.isRefused) break
    await write()
    progress.show('reading', opened.size === null ? null : bytes / opened.size)
  }
  interrupted.throwIfAborted()
  const unpacked = unpacker.finish()
  const finished = run.finish()
  if (!finished.ok) return refuse(sentence(finished.problem), quote(input))
  await write()
  const problem = unpacked.ok ? null : sentence(unpacked.problem)
  const seconds = (performance.now() - begun) / 1_000
  const { isGzip } = unpacker
  return accept({ input, run, bytes, isGzip, problem, seconds, stages })
}
