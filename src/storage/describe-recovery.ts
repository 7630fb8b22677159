import type { RecoveryReport } from './recover.ts'

const list = (words: readonly (string | number)[]): string => words.join(', ')
const n = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** What was found in a log's files and done about it, a sentence each; none when all was well. */
export function describeRecovery(report: RecoveryReport): string[] {
  const { segments, removed, bytesCut, problem, setAside, orphans } = report
  const torn = segments.find((found) => found.bytesCut > 0)
  const sentences: string[] = []
  if (torn !== undefined && problem !== null) {
    const where = `the segment that begins at offset ${torn.baseOffset} is good up to byte ${problem.kind === 'truncated' ? problemStart(report) : problem.at}`
    sentences.push(
      problem.kind === 'truncated'
        ? `The tail was torn: ${where}, and ${problem.what}. ${n(torn.bytesCut, 'byte')} behind the last whole batch were cut.`
        : problem.kind === 'crc'
          ? `A batch is damaged: at byte ${problem.at} of the segment that begins at offset ${torn.baseOffset}, ${problem.what}. It and the ${n(torn.bytesCut, 'byte')} from it on were cut.`
          : `The log breaks off: at byte ${problem.at} of the segment that begins at offset ${torn.baseOffset}, ${problem.what}. ${n(torn.bytesCut, 'byte')} from there on were cut.`,
    )
  }
  if (removed.length > 0)
    sentences.push(
      `Nothing may follow a gap, so ${n(removed.length, 'segment')} behind it went too (from offset ${list(removed)}).`,
    )
  if (setAside.length > 0)
    sentences.push(`What was cut, ${n(bytesCut, 'byte')} in all, is set aside in ${list(setAside)}.`)
  for (const state of ['lost', 'wrong'] as const) {
    const bases = segments.filter(({ index, timeIndex }) => index === state || timeIndex === state)
    if (bases.length > 0)
      sentences.push(
        `An index was ${state === 'lost' ? 'missing' : 'wrong'} and was made anew from the log (segment ${list(bases.map(({ baseOffset }) => baseOffset))}).`,
      )
  }
  if (orphans.length > 0) sentences.push(`Files that belong to no segment were left alone: ${list(orphans)}.`)
  return sentences
}

/** Where the good part of the torn segment ends. */
function problemStart({ setAside }: RecoveryReport): string {
  return /from-(\d+)/.exec(setAside.at(-1) ?? '')?.[1] ?? 'its last whole batch'
}
