import { ZipWriter } from '../codec/zip.ts'
import { FileRun } from '../engine/ingest/json/file-run.ts'
import type { Plan } from '../engine/ingest/json/plan.ts'
import { fileName } from '../engine/log/segment/segment-files.ts'
import { TopicWriter } from '../records/topic-writer.ts'
import { readPieces, type Mended } from './file-reading.ts'

/** The archive is handed over to the browser in pieces of so many bytes: it keeps large ones on the disk. */
const PIECE = 2 ** 20

/**
 * The topics of the first `bytes` of a file as an archive of segments, a folder a partition: the file is run once more, with
 * what was mended in the place of its lines, and what was sent again behind it.
 */
export async function segmentsOf(
  file: Blob,
  bytes: number,
  plan: Plan,
  mended: Mended,
  sentAgain: Mended,
  progress: (bytes: number) => boolean,
): Promise<Blob> {
  const pieces = new Pieces()
  const zip = new ZipWriter((piece) => pieces.add(piece))
  const run = new FileRun({ plan, titles: null, mended })
  const writer = new TopicWriter(run, (folder, { baseOffset, log, index, timeIndex }) => {
    zip.add(`${folder}/${fileName(baseOffset, 'log')}`, log)
    if (index !== null) zip.add(`${folder}/${fileName(baseOffset, 'index')}`, index)
    if (timeIndex !== null) zip.add(`${folder}/${fileName(baseOffset, 'timeindex')}`, timeIndex)
  })
  run.pipeline.keeper = writer.keep
  await readPieces(file.slice(0, bytes), (piece) => run.push(piece), progress)
  run.finish()
  const letters = new Map(run.source.deadLetters.list().map((letter) => [letter.line, letter]))
  for (const [line, text] of sentAgain) {
    const letter = letters.get(line)
    if (letter !== undefined) run.replay(letter, text)
  }
  writer.finish()
  zip.finish()
  return pieces.blob()
}

/** Bytes that come in small pieces, as a blob. */
class Pieces {
  private readonly blobs: Blob[] = []
  private waiting: Uint8Array<ArrayBuffer>[] = []
  private bytes = 0

  add(piece: Uint8Array): void {
    this.waiting.push(piece as Uint8Array<ArrayBuffer>) // nobody else's memory, shared with nobody
    this.bytes += piece.length
    if (this.bytes >= PIECE) this.pass()
  }

  blob(): Blob {
    this.pass()
    return new Blob(this.blobs, { type: 'application/zip' })
  }

  private pass(): void {
    this.blobs.push(new Blob(this.waiting))
    this.waiting = []
    this.bytes = 0
  }
}
