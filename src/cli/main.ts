import { accept, refuse, sentence, type Outcome } from '../shared/outcome.ts'
import type { Attachment, RunSpec } from '../engine/kernel/simulation.ts'
import { ingestCommand, isIngestCommand } from './ingest/command.ts'
import type { FinishedRun, Request, TerminalLab } from './lab.ts'
import { LABS } from './labs.ts'
import { ingestFileCommand, isIngestFileCommand } from './ingest-file/command.ts'
import { exportSegments } from './log/export-segments.ts'
import { isLogCommand, runLogCommand } from './log/command.ts'
import type { Printed } from './log/printed.ts'
import { Progress } from './progress.ts'
import { readFile } from './read-file.ts'
import { readRequest } from './read-request.ts'
import { runToEnd } from './run.ts'
import { styleFor } from './style.ts'
import { didYouMean } from './suggest.ts'
import type { Terminal } from './terminal.ts'
import { usage } from './usage.ts'
import { printable, quote } from './words.ts'
import { checkCsv, writeCsv } from './write-csv.ts'

/** What the command ends with. */
const EXIT = { done: 0, fault: 1, refused: 2, damaged: 3, interrupted: 130 } as const

/**
 * The command `sim`: runs what `argv` asks for and prints the result. The value is the exit code; never rejects.
 * What it will not do it says in one line on standard error, and then nothing stands on standard output.
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    if (argv.length === 0 || asksForHelp(argv)) {
      terminal.stdout.write(usage(labsToExplain(argv)))
      return EXIT.done
    }
    const printed = await carryOut(argv, terminal)
    if (printed.ok) terminal.stdout.write(printed.value.text)
    else terminal.stderr.write(`${printable(sentence(printed.problem))}\n`)
    if (!printed.ok) return EXIT.refused
    return printed.value.isDamaged ? EXIT.damaged : EXIT.done
  } catch (error) {
    if (terminal.interrupted.aborted) return EXIT.interrupted
    const what = error instanceof Error ? error.message : String(error)
    terminal.stderr.write(`this is a fault in the program, not in what you asked for: ${printable(what)}\n`)
    return EXIT.fault
  }
}

const asksForHelp = (argv: readonly string[]): boolean => argv.includes('--help') || argv.includes('-h')

/** The one lab that is named, or all of them. */
function labsToExplain(argv: readonly string[]): readonly TerminalLab[] {
  const named = LABS.filter(({ id }) => argv.includes(id))
  return named.length === 1 ? named : LABS
}

/** The text to print, once all has been done. */
async function carryOut(argv: readonly string[], terminal: Terminal): Promise<Outcome<Printed>> {
  const command = commandFor(argv)
  if (command !== null) {
    const isWatched = terminal.stderr.isTTY || argv.includes('--progress')
    const progress = new Progress(isWatched ? terminal.stderr : null)
    try {
      return await command(argv, terminal, progress)
    } finally {
      progress.clear()
    }
  }
  const found = findLab(argv)
  if (!found.ok) return found
  const { lab, words } = found.value
  const request = readRequest(words, lab)
  if (!request.ok) return request
  const isWatched = terminal.stderr.isTTY || request.value.progress
  const progress = new Progress(isWatched ? terminal.stderr : null)
  try {
    const printed = await runLab(lab, request.value, terminal, progress)
    return printed.ok ? accept({ text: printed.value, isDamaged: false }) : printed
  } finally {
    progress.clear()
  }
}

/** What is no lab. */
function commandFor(argv: readonly string[]): typeof runLogCommand | null {
  if (isLogCommand(argv)) return runLogCommand
  if (isIngestFileCommand(argv)) return ingestFileCommand
  return isIngestCommand(argv) ? ingestCommand : null
}

interface FoundLab {
  readonly lab: TerminalLab
  /** The words that are left, the lab's name taken out. */
  readonly words: readonly string[]
}

/** The lab is the first word; options may come before it when it is one we know. */
function findLab(argv: readonly string[]): Outcome<FoundLab> {
  const ids = LABS.map(({ id }) => id)
  const first = argv[0] ?? ''
  const index = first.startsWith('-') ? argv.findIndex((word) => ids.includes(word)) : 0
  if (index < 0) return refuse(`name the lab first (${ids.join(', ')})`, quote(first))
  const name = argv[index] ?? ''
  const lab = LABS.find(({ id }) => id === name)
  if (lab === undefined)
    return refuse(`there is no lab "${quote(name)}"${didYouMean(name, ids)} (${ids.join(', ')})`)
  return accept({ lab, words: argv.filter((_, i) => i !== index) })
}

async function runLab(
  lab: TerminalLab,
  request: Request,
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<string>> {
  const free = request.csv === null ? accept(null) : await checkCsv(request.csv, terminal.files)
  if (!free.ok) return free
  const input = await readInput(lab, request, terminal, progress)
  if (!input.ok) return input
  const { spec, notices } = input.value
  const { engine, refusals } = await runToEnd(lab.simulation, spec, progress, terminal.interrupted)
  if (request.csv !== null) {
    const written = await writeCsv(request.csv, lab.simulation.exportRows(engine), terminal, progress)
    if (!written.ok) return written
  }
  if (request.exportTo !== null && lab.simulation.partitionFiles !== undefined) {
    const partitions = lab.simulation.partitionFiles(engine)
    const exported = await exportSegments(request.exportTo, partitions, terminal.files)
    if (!exported.ok) return exported
  }
  const run: FinishedRun = { request, spec, engine, notices: [...notices, ...refusals] }
  const report = lab.report(run, styleFor(terminal))
  return accept(request.json ? `${JSON.stringify(report.json)}\n` : `${report.lines.join('\n')}\n`)
}

interface Input {
  readonly spec: RunSpec
  readonly notices: readonly string[]
}

/** What the run is created with: the request, and the file it names. */
async function readInput(
  lab: TerminalLab,
  request: Request,
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<Input>> {
  const specWith = (attachment: Attachment | null, params: RunSpec['params']): RunSpec => ({
    scenario: request.scenario?.id ?? '',
    seed: request.seed,
    params: { ...request.params, ...params },
    attachment,
  })
  if (request.file === null || lab.file === null) return accept({ spec: specWith(null, {}), notices: [] })
  const { option, part } = lab.file
  const wish = request.part === null ? null : { part: request.part }
  const read = await readFile(request.file, option, wish, lab.simulation, terminal, progress)
  if (!read.ok) return read
  const { attachment, notices, parts } = read.value
  const fitted = lab.file.fit(attachment, request)
  const choice = parts.length > 1 ? [`--${part.option} ${part.value} takes another one`] : []
  return accept({
    spec: specWith(attachment, fitted.params),
    notices: [...notices, ...choice, ...fitted.notices],
  })
}
