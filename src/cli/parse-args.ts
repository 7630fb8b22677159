import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import { nearest } from './suggest.ts'
import { quote } from './words.ts'

/** An option of the command line. */
export interface Option {
  readonly name: string
  /** What its value is called in the usage; null for an option that takes none. */
  readonly value: string | null
  readonly help: string
  readonly repeatable?: boolean
}

/** Options in the order given, a value each ("" for those that take none). */
export interface GivenOption {
  readonly name: string
  readonly value: string
}

/**
 * Reads `--option value`, `--option=value` and `--flag`. A value may begin with one hyphen ("-5") but not with two.
 * Refuses unknown options, missing or needless values, options given twice, and words that belong to no option;
 * `command` is what the message calls their owner.
 */
export function parseArgs(
  words: readonly string[],
  options: readonly Option[],
  command: string,
): Outcome<readonly GivenOption[]> {
  const given: GivenOption[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (!word.startsWith('--') || word === '--') return refuse(misplaced(word, command))
    const [, name = '', inline] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? []
    const option = options.find((candidate) => candidate.name === name)
    if (option === undefined) return refuse(unknown(name, options, command))
    if (option.repeatable !== true && given.some((earlier) => earlier.name === name))
      return refuse(`--${name} is given twice`)
    if (option.value === null) {
      if (inline !== undefined) return refuse(`--${name} takes no value`)
      given.push({ name, value: '' })
      continue
    }
    const next = words[i + 1] ?? ''
    const value = inline ?? (next.startsWith('--') ? '' : next)
    if (value === '') return refuse(`--${name} needs a value: --${name} ${option.value}`)
    if (inline === undefined) i += 1
    given.push({ name, value })
  }
  return accept(given)
}

const misplaced = (word: string, command: string): string =>
  `"${quote(word)}" belongs to no option; see ${command} --help`

function unknown(name: string, options: readonly Option[], command: string): string {
  const guess = nearest(
    name,
    options.map((option) => option.name),
  )
  const advice = guess === null ? `see ${command} --help` : `did you mean --${guess}?`
  return `--${quote(name)} is no option of ${command}; ${advice}`
}
