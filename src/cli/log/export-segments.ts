import { join } from 'node:path'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import type { PartitionFiles } from '../../engine/kernel/simulation.ts'
import { fileName } from '../../engine/log/segment/segment-files.ts'
import { replaceFile } from '../../storage/files.ts'
import { fileProblem } from '../file-problem.ts'
import type { Files } from '../terminal.ts'
import { quote } from '../words.ts'

/**
 * Writes partitions as a broker lays them out, a folder each below `path`. Nothing is overwritten: refused when one of
 * the folders holds anything.
 */
export async function exportSegments(
  path: string,
  partitions: readonly Pick<PartitionFiles, 'folder' | 'segments'>[],
  files: Files,
): Promise<Outcome<null>> {
  for (const { folder, segments } of partitions) {
    const place = join(path, folder)
    try {
      const target = await files.lockFolder(place)
      try {
        if ((await target.list()).some((name) => name !== '.lock'))
          return refuse('holds files already, and nothing is overwritten', `--export ${quote(place)}`)
        for (const { baseOffset, log, index, timeIndex } of segments) {
          await replaceFile(target, fileName(baseOffset, 'log'), log)
          if (index !== null) await replaceFile(target, fileName(baseOffset, 'index'), index)
          if (timeIndex !== null) await replaceFile(target, fileName(baseOffset, 'timeindex'), timeIndex)
        }
      } finally {
        target.unlock()
      }
    } catch (error) {
      const problem = fileProblem(error)
      if (problem === null) throw error
      return refuse(problem, `--export ${quote(place)}`)
    }
  }
  return accept(null)
}
