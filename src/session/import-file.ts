import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import type { AnySimulation, Importer, Wish } from '../engine/kernel/simulation.ts'
import type { Imported, Progress } from './protocol.ts'
import { readRunFile, type LoadSimulation } from './run-file.ts'

const MAX_RUN_FILE = 64 * 1024 * 1024
const CHUNK = 256 * 1024

interface Reading {
  readonly simulation: AnySimulation
  readonly load: LoadSimulation
  readonly progress: Progress
  readonly wish: Wish | null
  /** Reading stops, with a refusal, once this says so. */
  readonly task: { readonly cancelled: boolean }
}

/** Reads a run file or one of the lab's own formats. Every refusal names the file. */
export async function importFile(file: Blob, name: string, reading: Reading): Promise<Outcome<Imported>> {
  try {
    return located(await readFile(file, name, reading), name)
  } catch (error) {
    // A Blob that cannot be read says so with an exception.
    if (!(error instanceof DOMException)) throw error
    return refuse('it could not be read; perhaps it was changed or moved since it was chosen', name)
  }
}

async function readFile(
  file: Blob,
  name: string,
  { simulation, load, progress, wish, task }: Reading,
): Promise<Outcome<Imported>> {
  const isRun = /\.json$/i.test(name) || (await file.slice(0, 1).text()) === '{'
  if (isRun) {
    if (file.size > MAX_RUN_FILE) return refuse('a run file has at most 64 MB')
    return readRunFile(await file.text(), load)
  }
  if (simulation.files === null) return refuse('this lab takes run files only')
  const importer = await simulation.files.importer(name, wish).catch(() => null)
  if (importer === null) return refuse('what reads such files could not be loaded; is there a connection?')
  return readInChunks(file, importer, progress, task)
}

async function readInChunks(
  file: Blob,
  importer: Importer,
  progress: Progress,
  task: { readonly cancelled: boolean },
): Promise<Outcome<Imported>> {
  let done = 0
  while (done < file.size) {
    const bytes = new Uint8Array(await file.slice(done, done + CHUNK).arrayBuffer())
    if (task.cancelled) return refuse('the import was cancelled')
    done += bytes.length
    if (!importer.push(bytes)) break
    progress(done, file.size)
  }
  const read = importer.finish()
  return read.ok ? accept({ kind: 'attachment', ...read.value }) : read
}

/** The same outcome, its problem's place named within the file. */
function located<T>(outcome: Outcome<T>, file: string): Outcome<T> {
  if (outcome.ok) return outcome
  const { what, where } = outcome.problem
  return refuse(what, where === undefined ? file : `${file}, ${where}`)
}
