import { refuse, sentence, accept, type Outcome } from '../shared/outcome.ts'
import { Unpacker } from '../codec/unpacker.ts'
import { EventImport } from '../engine/ingest/json/event-import.ts'
import { FileRun } from '../engine/ingest/json/file-run.ts'
import type { Plan } from '../engine/ingest/json/plan.ts'
import { NamedTitles } from '../engine/ingest/json/titles.ts'
import { eventLine } from '../engine/ingest/json/write-event.ts'

const TELL_EVERY_MS = 100
const MOST_NAMED = 50_000
const BATCH = 4_096
/** Lines are handed over to the browser in pieces of so many characters: it keeps large ones on the disk. */
const PIECE = 2 ** 20

/** Texts that count in the place of lines, by their numbers. */
export type Mended = ReadonlyMap<number, string>

/** What the reading of a file came to. */
export interface Reading {
  readonly bytes: number
  readonly isGzip: boolean
  readonly problem: string | null
}

/**
 * Gives a file's bytes to `push`, unpacked, piece by piece, and tells `progress` how far it has come; it says whether to go
 * on. Rejects with a DOMException when the file can no longer be read.
 */
export async function readPieces(
  file: Blob,
  push: (piece: Uint8Array) => boolean,
  progress: (bytes: number) => boolean,
): Promise<Reading> {
  let isWanted = true
  const unpacker = new Unpacker((piece) => {
    isWanted &&= push(piece)
  })
  const reader = file.stream().getReader()
  let bytes = 0
  let told = performance.now()
  let stopped = false
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.length
    if (!unpacker.push(value) || !isWanted) break
    if (performance.now() - told < TELL_EVERY_MS) continue
    stopped = !progress(bytes)
    if (stopped) break
    // A message that says to stop has to be heard.
    await new Promise((resolve) => setTimeout(resolve))
    told = performance.now()
  }
  await reader.cancel()
  const unpacked = unpacker.finish()
  const { isGzip } = unpacker
  if (stopped) return { bytes, isGzip, problem: 'it was stopped' }
  return { bytes, isGzip, problem: unpacked.ok ? null : sentence(unpacked.problem) }
}

/** A file that was run, with the times that its stages took. */
export interface Ran {
  readonly run: FileRun
  readonly reading: Reading
  /** Milliseconds. */
  readonly stages: ReadonlyMap<string, number>
  readonly seconds: number
}

/** Runs a file, with what was mended in the place of its lines. Refuses one of which nothing could be an event. */
export async function runFile(
  file: Blob,
  plan: Plan,
  mended: Mended,
  progress: (bytes: number, run: FileRun) => boolean,
): Promise<Outcome<Ran>> {
  const begun = performance.now()
  const run = new FileRun({ plan, titles: null, mended })
  const stages = new Map([['read', 0]])
  let since = begun
  run.watch = (stage) => {
    const now = performance.now()
    stages.set(stage, (stages.get(stage) ?? 0) + now - since)
    since = now
  }
  const reading = await readPieces(
    file,
    (piece) => run.push(piece),
    (bytes) => progress(bytes, run),
  )
  const finished = run.finish()
  run.watch = null
  const seconds = (performance.now() - begun) / 1_000
  return finished.ok ? accept({ run, reading, stages, seconds }) : refuse(sentence(finished.problem))
}

/** The accepted events of the first `bytes` of a file, in the envelope, a line each, and `more` lines behind them. */
export async function eventsOf(
  file: Blob,
  bytes: number,
  plan: Plan,
  mended: Mended,
  more: readonly string[],
  progress: (bytes: number) => boolean,
): Promise<Blob> {
  const pieces: Blob[] = []
  let text = ''
  const titles = new NamedTitles(MOST_NAMED)
  const source = new EventImport({
    plan,
    titles,
    clock: 'correct',
    epochMs: null,
    batchSize: BATCH,
    limits: { perRule: 0, textPerRule: 0 },
    mended,
    take(batch, rules) {
      const epoch = source.epochMs ?? 0
      for (let i = 0; i < batch.length; i++)
        if (rules[i] === 0) text += `${eventLine(batch, i, epoch, titles)}\n`
      if (text.length < PIECE) return
      pieces.push(new Blob([text]))
      text = ''
    },
  })
  await readPieces(file.slice(0, bytes), (piece) => source.push(piece), progress)
  source.finish()
  return new Blob([...pieces, text, ...more.map((line) => `${line}\n`)], { type: 'application/x-ndjson' })
}
