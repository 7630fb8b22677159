import { accept, refuse, sentence, type Outcome } from '../../shared/outcome.ts'
import { Unpacker } from '../../codec/unpacker.ts'
import { FileRun } from '../../engine/ingest/json/file-run.ts'
import type { Plan } from '../../engine/ingest/json/plan.ts'
import type { SegmentFiles } from '../../engine/log/segment/segment-files.ts'
import { TopicWriter } from '../../records/topic-writer.ts'
import { fileProblem } from '../file-problem.ts'
import { SegmentFolders } from '../log/export-segments.ts'
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
  /** Where the partitions of the topics go, a folder each. */
  readonly segments: string | null
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
  /** Segments that were written. */
  readonly segments: number
}

/**
 * Reads a file piece by piece into a pipeline: constant memory, however long it is. Refuses one that can't be opened, or is
 * of another form than was said; a gzip file that breaks off counts as far as it goes. Throws the signal's reason when
 * interrupted, and then leaves no half of the events' file behind, and no segments.
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
    const folders = request.segments === null ? null : new SegmentFolders(request.segments, terminal.files)
    const discard = async (): Promise<void> => {
      await file?.discard()
      await folders?.discard()
    }
    try {
      const imported = await readAll(request, opened, { file, folders }, terminal, progress)
      if (!imported.ok) await discard()
      else {
        await file?.close()
        folders?.close()
      }
      return imported
    } catch (error) {
      await discard()
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
  { file: events, folders }: { readonly file: NewFile | null; readonly folders: SegmentFolders | null },
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
  const closed: { readonly folder: string; readonly files: SegmentFiles }[] = []
  const writer = new TopicWriter(run, (folder, files) => closed.push({ folder, files }))
  if (folders !== null) run.pipeline.keeper = writer.keep
  let segments = 0
  const write = async (): Promise<Outcome<null>> => {
    const text = waiting
    waiting = ''
    if (text !== '') await events?.write(text)
    for (const { folder, files } of closed.splice(0)) {
      segments += 1
      const written = (await folders?.write(folder, files)) ?? accept(null)
      if (!written.ok) return written
    }
    return accept(null)
  }
  const unpacker = new Unpacker((piece) => void run.push(piece))
  let bytes = 0
  for await (const chunk of opened.chunks) {
    interrupted.throwIfAborted()
    bytes += chunk.length
    if (!unpacker.push(chunk) || run.source.isRefused) break
    const written = await write()
    if (!written.ok) return written
    progress.show('reading', opened.size === null ? null : bytes / opened.size)
  }
  interrupted.throwIfAborted()
  const unpacked = unpacker.finish()
  const finished = run.finish()
  if (!finished.ok) return refuse(sentence(finished.problem), quote(input))
  writer.finish()
  const written = await write()
  if (!written.ok) return written
  const problem = unpacked.ok ? null : sentence(unpacked.problem)
  const seconds = (performance.now() - begun) / 1_000
  const { isGzip } = unpacker
  return accept({ input, run, bytes, isGzip, problem, seconds, stages, segments })
}
