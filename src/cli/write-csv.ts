import { dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import { fileProblem } from './file-problem.ts'
import type { Progress } from './progress.ts'
import type { Files, Terminal } from './terminal.ts'
import { quote } from './words.ts'

const BATCH = 64 * 1024

/** Refuses a path that is taken or leads nowhere, so that nobody waits for a run whose rows have no place to go. `option` names the path in a refusal. */
export async function checkCsv(path: string, files: Files, option = 'csv'): Promise<Outcome<null>> {
  if (await files.exists(path)) return refuse('exists already, and is not overwritten', place(path, option))
  if (!(await files.exists(dirname(path)))) return refuse('there is no such folder', place(path, option))
  return accept(null)
}

/**
 * Writes `rows` to a new file, a line each. Refuses with the path when that fails, and throws the signal's reason
 * when interrupted; either way no half of a file is left behind.
 */
export function writeCsv(
  path: string,
  rows: Iterable<string>,
  terminal: Terminal,
  progress: Progress,
  option = 'csv',
): Promise<Outcome<null>> {
  return writeNew(path, batches(rows), terminal, progress, option)
}

/** Likewise with pieces of text or bytes as they are. */
export async function writeNew(
  path: string,
  pieces: Iterable<string | Uint8Array>,
  { files, interrupted }: Terminal,
  progress: Progress,
  option: string,
): Promise<Outcome<null>> {
  try {
    const file = await files.create(path)
    try {
      for (const piece of pieces) {
        await file.write(piece)
        progress.show('writing rows', null)
        await setImmediate() // lets a signal be heard
        interrupted.throwIfAborted()
      }
      await file.close()
    } catch (error) {
      await file.discard()
      throw error
    }
    return accept(null)
  } catch (error) {
    interrupted.throwIfAborted()
    const problem = fileProblem(error)
    if (problem === null) throw error
    return refuse(problem, place(path, option))
  }
}

const place = (path: string, option: string): string => `--${option} ${quote(path)}`

function* batches(rows: Iterable<string>): Generator<string> {
  let batch = ''
  for (const row of rows) {
    batch += `${row}\n`
    if (batch.length < BATCH) continue
    yield batch
    batch = ''
  }
  if (batch !== '') yield batch
}
