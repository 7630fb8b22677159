import { outside } from '../../../shared/assert.ts'
import { DEAD_LETTER_RULES } from './codes.ts'

/** A line that is no sound event, with all that is needed to mend it and send it again. */
export interface DeadLetter {
  /** From 1, in the order in which they came; those that were not kept count. */
  readonly number: number
  /** Where it stands in the file, from 1. */
  readonly line: number
  /** An index in DEAD_LETTER_RULES. */
  readonly rule: number
  /** The byte of the line at which reading ended, from 1; null where a field is wrong and not the line. */
  readonly column: number | null
  readonly text: string
  /** True: the text is only its beginning. */
  readonly isCut: boolean
  /** When it was received, in ms since 1970: a mended one is judged as of then. NaN: before anything else was. */
  readonly receivedMs: number
}

/** How much is kept. */
export interface Limits {
  /** So many letters of each rule, the first ones. */
  readonly perRule: number
  /** So many characters of text for each rule. */
  readonly textPerRule: number
}

export const USUAL_LIMITS: Limits = { perRule: 1_000, textPerRule: 2 ** 20 }

/** Dead letters: counted by rule for ever, kept up to a limit, so that any file fits. `seen = kept + not kept + sent again`. */
export class DeadLetters {
  private readonly limits: Limits
  private readonly countOf = new Float64Array(DEAD_LETTER_RULES.length)
  private readonly keptOf = new Float64Array(DEAD_LETTER_RULES.length)
  private readonly textOf = new Float64Array(DEAD_LETTER_RULES.length)
  private readonly sentOf = new Float64Array(DEAD_LETTER_RULES.length)
  private kept: DeadLetter[] = []
  private sent = 0
  private total = 0

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** All that came, whatever became of them. */
  get seen(): number {
    return this.total
  }

  get sentAgain(): number {
    return this.sent
  }

  /** Those that are only counted. */
  get notKept(): number {
    return this.total - this.sent - this.kept.length
  }

  /** How many came, by rule. */
  get counts(): readonly number[] {
    return [...this.countOf]
  }

  /** Those of them that were not sent again, by rule; kept or not. */
  get open(): readonly number[] {
    return Array.from(this.countOf, (count, rule) => count - (this.sentOf[rule] ?? 0))
  }

  /** Those that are kept, in their order; of one rule or all. */
  list(rule: number | null = null): readonly DeadLetter[] {
    return rule === null ? this.kept : this.kept.filter((letter) => letter.rule === rule)
  }

  /** Counts a letter, and keeps it while there is room for its `size`; `text` is asked for only then. */
  add(letter: Omit<DeadLetter, 'number' | 'text'>, size: number, text: () => string): void {
    const { rule } = letter
    const { perRule, textPerRule } = this.limits
    this.total += 1
    this.countOf[rule] = (this.countOf[rule] ?? outside(rule)) + 1
    const kept = this.keptOf[rule] ?? outside(rule)
    const used = this.textOf[rule] ?? outside(rule)
    // The first one is kept whatever its size, or nobody would see what it is about.
    if (kept >= perRule || (kept > 0 && used + size > textPerRule)) return
    const words = text()
    this.textOf[rule] = used + words.length
    this.keptOf[rule] = kept + 1
    this.kept.push({ ...letter, text: words, number: this.total })
  }

  /** Takes out the letter with this number: its mended line became an event. False: there is none. */
  settle(number: number): boolean {
    const letter = this.kept.find((one) => one.number === number)
    if (letter === undefined) return false
    this.kept = this.kept.filter((one) => one !== letter)
    this.keptOf[letter.rule] = (this.keptOf[letter.rule] ?? 0) - 1
    this.textOf[letter.rule] = (this.textOf[letter.rule] ?? 0) - letter.text.length
    this.sentOf[letter.rule] = (this.sentOf[letter.rule] ?? 0) + 1
    this.sent += 1
    return true
  }
}
