import { refuse, type Outcome } from '../../shared/outcome.ts'
import type { Progress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { didYouMean } from '../suggest.ts'
import { sayCommands } from '../say-commands.ts'
import { quote } from '../words.ts'
import { APPEND_OPTIONS, appendCommand } from './append.ts'
import { INSPECT_OPTIONS, inspectCommand } from './inspect.ts'
import type { Printed } from './printed.ts'

/** What can be done with log files: `log inspect`, `log append`. */
const COMMANDS = {
  inspect: {
    use: 'log inspect FILE.log',
    about:
      'Lists the batches of a log segment, a broker’s or ours, and what is wrong with it; ends with 3 if anything is.',
    options: INSPECT_OPTIONS,
    run: inspectCommand,
  },
  append: {
    use: 'log append --to DIR --input FILE.ndjson',
    about:
      'Appends a record for each line {"key":…,"value":…,"timestamp"?:ms,"headers"?:{…}} to the segments in DIR, which is recovered first; ' +
      'lines that can’t be used are named and skipped, and then it ends with 3.',
    options: APPEND_OPTIONS,
    run: appendCommand,
  },
} as const

type Name = keyof typeof COMMANDS
const NAMES = Object.keys(COMMANDS) as readonly Name[]

/** Whether the words are for one of these commands rather than for a lab. */
export const isLogCommand = ([first, second]: readonly string[]): boolean =>
  first === 'log' && second !== undefined && !second.startsWith('-')

/** Carries out `log inspect` or `log append`. */
export async function runLogCommand(
  [, name = '', ...words]: readonly string[],
  terminal: Terminal,
  progress: Progress,
): Promise<Outcome<Printed>> {
  const found = NAMES.find((one) => one === name)
  if (found === undefined)
    return refuse(`there is no "log ${quote(name)}"${didYouMean(name, NAMES)} (log ${NAMES.join(', log ')})`)
  return COMMANDS[found].run(words, terminal, progress)
}

/** Their part of the usage. */
export const logUsage = (): string[] => sayCommands('log files', Object.values(COMMANDS))
