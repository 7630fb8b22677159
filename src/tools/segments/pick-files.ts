import type { ChosenSegment } from '../../inspector/worker/host.ts'

/** What a person chose, sorted into segments. */
export interface Picked {
  readonly segments: readonly ChosenSegment[]
  /** What was left out, in words. */
  readonly notices: readonly string[]
}

const INDEX = /\.(index|timeindex)$/
/** What else lies in a partition's folder; there are no records in it. */
const OTHER = /\.(snapshot|txnindex|checkpoint|metadata)$|^(leader-epoch-checkpoint|partition\.metadata)$/

const stemOf = (name: string): string => name.replace(/\.[^.]*$/, '')

/** Sorts chosen files: an index belongs to the log of the same name. What is no index is taken for a log. */
export function pickFiles(files: readonly File[]): Picked {
  const others = files.filter(({ name }) => OTHER.test(name))
  const logs = files.filter(({ name }) => !INDEX.test(name) && !OTHER.test(name))
  const beside = (log: File, kind: string): File | null =>
    files.find(({ name }) => name === `${stemOf(log.name)}.${kind}`) ?? null
  const segments = logs
    .map((log) => ({
      name: log.name,
      log,
      index: beside(log, 'index'),
      timeIndex: beside(log, 'timeindex'),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const used = new Set<Blob | null>(segments.flatMap(({ index, timeIndex }) => [index, timeIndex]))
  const orphans = files.filter((file) => INDEX.test(file.name) && !used.has(file))
  const notices = [
    ...orphans.map(({ name }) => `${name} is left out: choose its .log with it`),
    ...others.map(({ name }) => `${name} is left out: there are no records in it`),
  ]
  return { segments, notices }
}

/** The files that were dropped; folders can't be read that way, and are named in `folders`. */
export function droppedFiles(transfer: DataTransfer): {
  readonly files: readonly File[]
  readonly folders: readonly string[]
} {
  const folders = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry?.isDirectory === true)
    .map((entry) => entry?.name ?? '')
  return { files: [...transfer.files].filter(({ name }) => !folders.includes(name)), folders }
}
