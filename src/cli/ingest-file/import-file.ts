import { at } from '../../shared/assert.ts'
import { accept, refuse, sentence, type Outcome } from '../../shared/outcome.ts'
import { Unpacker } from '../../codec/unpacker.ts'
import { EVENT_TYPES } from '../../engine/ingest/codes.ts'
import { MINUTE_MS, usualConfig, type IngestConfig } from '../../engine/ingest/config.ts'
import { USUAL_LIMITS } from '../../engine/ingest/json/dead-letters.ts'
import { EventImport } from '../../engine/ingest/json/event-import.ts'
import { foreignCatalogue, PipelineFeed } from '../../engine/ingest/json/pipeline-feed.ts'
import { ENVELOPE, type Plan } from '../../engine/ingest/json/plan.ts'
import { NamedTitles, numberedTitles, type Titles } from '../../engine/ingest/json/titles.ts'
import { eventLine } from '../../engine/ingest/json/write-event.ts'
import { Pipeline } from '../../engine/ingest/pipeline.ts'
import { NONE, typeOf, type Batch } from '../../engine/ingest/record.ts'
import { fileProblem } from '../file-problem.ts'
import type { Progress } from '../progress.ts'
import type { NewFile, Terminal } from '../terminal.ts'
import { quote } from '../words.ts'

/** Titles that a file may name; what comes after them is unknown. */
const MOST_NAMED = 50_000
const BATCH = 8_192
/** Lines of 15 ids each: the newest 15.7 million are known again, in 64 MiB. */
const DEDUPE_LINES = 2 ** 20
const SEED = 1
/** A board a minute of event time: more would take longer than the rest for a log of many days. */
const BOARD_EVERY_MS = MINUTE_MS

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
  readonly source: EventImport
  readonly titles: Titles
  readonly pipeline: Pipeline
  /** Accepted events by type, and by title's place. */
  readonly byType: Float64Array
  readonly byTitle: Float64Array
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
  { input, plan, titles: size }: ImportRequest,
  opened: Awaited<ReturnType<Terminal['files']['open']>>,
  events: NewFile | null,
  { interrupted }: Terminal,
  progress: Progress,
): Promise<Outcome<Imported>> {
  const begun = performance.now()
  const titles = size === null ? new NamedTitles(MOST_NAMED) : numberedTitles(size)
  const most = size ?? MOST_NAMED
  const config = configFor(plan, most)
  const pipeline = new Pipeline(config, foreignCatalogue(most))
  const stages = new Map([['read', 0]])
  let since = begun
  const spent = (on: string): void => {
    const now = performance.now()
    stages.set(on, (stages.get(on) ?? 0) + now - since)
    since = now
  }
  pipeline.watch = spent
  const feed = new PipelineFeed(pipeline, config.windows.idleMs, BATCH)
  const byType = new Float64Array(EVENT_TYPES.length)
  const byTitle = new Float64Array(most)
  let waiting = ''
  const source = new EventImport({
    plan,
    titles,
    clock: config.clock,
    epochMs: null,
    batchSize: BATCH,
    limits: USUAL_LIMITS,
    take(batch, rules) {
      spent('read')
      feed.take(batch)
      for (let i = 0; i < batch.length; i++) {
        if (rules[i] !== 0) continue
        count(batch, i, byType, byTitle)
        if (events !== null) waiting += `${eventLine(batch, i, source.epochMs ?? 0, titles)}\n`
      }
    },
  })
  const write = async (): Promise<void> => {
    const text = waiting
    waiting = ''
    if (text !== '') await events?.write(text)
  }
  const unpacker = new Unpacker((piece) => void source.push(piece))
  let bytes = 0
  for await (const chunk of opened.chunks) {
    interrupted.throwIfAborted()
    bytes += chunk.length
    if (!unpacker.push(chunk) || source.isRefused) break
    await write()
    progress.show('reading', opened.size === null ? null : bytes / opened.size)
  }
  interrupted.throwIfAborted()
  const unpacked = unpacker.finish()
  const finished = source.finish()
  if (!finished.ok) return refuse(sentence(finished.problem), quote(input))
  feed.finish()
  pipeline.corrected.compute()
  await write()
  const problem = unpacked.ok ? null : sentence(unpacked.problem)
  const seconds = (performance.now() - begun) / 1_000
  const { isGzip } = unpacker
  return accept({ input, source, titles, pipeline, byType, byTitle, bytes, isGzip, problem, seconds, stages })
}

function count(batch: Batch, index: number, byType: Float64Array, byTitle: Float64Array): void {
  const type = typeOf(at(batch.dims, index))
  byType[type] = at(byType, type) + 1
  const title = at(batch.title, index)
  if (title !== NONE && title < byTitle.length) byTitle[title] = at(byTitle, title) + 1
}

function configFor(plan: Plan, titles: number): IngestConfig {
  const usual = usualConfig(SEED, 100, titles)
  return {
    ...usual,
    // A foreign log has no heartbeats that would prove that somebody watches.
    score: { ...usual.score, guard: plan === ENVELOPE },
    windows: { ...usual.windows, boardEveryMs: BOARD_EVERY_MS },
    // Ids of a file are names of any kind, not a producer's running numbers.
    dedupe: { by: 'fingerprint', lines: DEDUPE_LINES },
    whiteboard: false,
    batchSize: BATCH,
  }
}
