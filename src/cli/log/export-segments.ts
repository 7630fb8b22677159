import { join } from 'node:path'
import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import type { PartitionFiles } from '../../engine/kernel/simulation.ts'
import { fileName, type SegmentFiles } from '../../engine/log/segment/segment-files.ts'
import { replaceFile } from '../../storage/files.ts'
import { fileProblem } from '../file-problem.ts'
import type { Files } from '../terminal.ts'
import { quote } from '../words.ts'
import { FolderInUse, type LockedFolder } from './disk-folder.ts'

/** Partitions as a broker lays them out, a folder each below one path. Nothing is overwritten. */
export class SegmentFolders {
  private readonly path: string
  private readonly files: Files
  private readonly locked = new Map<string, LockedFolder>()
  private readonly written: { readonly folder: LockedFolder; readonly name: string }[] = []

  constructor(path: string, files: Files) {
    this.path = path
    this.files = files
  }

  /** Makes a partition's folder, and keeps it for oneself; refused when it holds anything. */
  open(name: string): Promise<Outcome<LockedFolder>> {
    const place = join(this.path, name)
    return this.attempt(place, async () => {
      const known = this.locked.get(name)
      if (known !== undefined) return accept(known)
      const folder = await this.files.lockFolder(place)
      this.locked.set(name, folder)
      return (await folder.list()).some((entry) => entry !== '.lock')
        ? refuse('holds files already, and nothing is overwritten', `--export ${quote(place)}`)
        : accept(folder)
    })
  }

  /** Writes a segment of a partition. */
  async write(name: string, { baseOffset, log, index, timeIndex }: SegmentFiles): Promise<Outcome<null>> {
    const opened = await this.open(name)
    if (!opened.ok) return opened
    const folder = opened.value
    return this.attempt(join(this.path, name), async () => {
      for (const [kind, bytes] of [
        ['log', log],
        ['index', index],
        ['timeindex', timeIndex],
      ] as const) {
        if (bytes === null) continue
        const file = fileName(baseOffset, kind)
        this.written.push({ folder, name: file })
        await replaceFile(folder, file, bytes)
      }
      return accept(null)
    })
  }

  /** Lets the folders go. */
  close(): void {
    for (const folder of this.locked.values()) folder.unlock()
    this.locked.clear()
  }

  /** Takes back what was written, and lets the folders go. */
  async discard(): Promise<void> {
    for (const { folder, name } of this.written)
      if ((await folder.read(name)) !== null) await folder.remove(name)
    this.close()
  }

  private async attempt<T>(place: string, run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await run()
    } catch (error) {
      if (error instanceof FolderInUse) return refuse(error.message, `--export ${quote(place)}`)
      const problem = fileProblem(error)
      if (problem === null) throw error
      return refuse(problem, `--export ${quote(place)}`)
    }
  }
}

/** Writes partitions below `path`; refused when one of their folders holds anything. */
export async function exportSegments(
  path: string,
  partitions: readonly Pick<PartitionFiles, 'folder' | 'segments'>[],
  files: Files,
): Promise<Outcome<null>> {
  const folders = new SegmentFolders(path, files)
  try {
    for (const { folder, segments } of partitions) {
      const opened = await folders.open(folder)
      if (!opened.ok) return opened
      for (const segment of segments) {
        const written = await folders.write(folder, segment)
        if (!written.ok) return written
      }
    }
  } finally {
    folders.close()
  }
  return accept(null)
}
