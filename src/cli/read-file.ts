import { basename } from 'node:path'
import { accept, refuse, sentence, type Outcome } from '../shared/outcome.ts'
import type { AnySimulation, ReadFile, Wish } from '../engine/kernel/simulation.ts'
import { fileProblem } from './file-problem.ts'
import type { Progress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { quote } from './words.ts'

/**
 * Feeds a file to the lab's importer piece by piece: no more of it is in memory than a piece, and a refused file is
 * not read on. Refuses with the path, and the line where there is one. Throws the signal's reason when interrupted.
 */
export async function readFile(
  path: string,
  option: string,
  wish: Wish | null,
  { files }: AnySimulation,
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<ReadFile>> {
  if (files === null) return refuse('this lab takes no file', `--${option}`)
  const importer = await files.importer(basename(path), wish)
  try {
    const { size, chunks } = await terminal.files.open(path, terminal.interrupted)
    let done = 0
    for await (const chunk of chunks) {
      terminal.interrupted.throwIfAborted()
      done += chunk.length
      if (!importer.push(chunk)) break
      progress.show('reading', size === null ? null : done / size)
    }
  } catch (error) {
    terminal.interrupted.throwIfAborted()
    const problem = fileProblem(error)
    if (problem === null) throw error
    return refuse(problem, `--${option} ${quote(path)}`)
  }
  const outcome = importer.finish()
  return outcome.ok ? accept(outcome.value) : refuse(sentence(outcome.problem), quote(path))
}
