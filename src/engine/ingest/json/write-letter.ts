import { at } from '../../../shared/assert.ts'
import { DEAD_LETTER_RULES } from './codes.ts'
import type { DeadLetter } from './dead-letters.ts'

/** A dead letter as it is exported. */
export interface LetterExport {
  readonly number: number
  /** Where it stands in the file, from 1. */
  readonly line: number
  readonly rule: string
  /** The field of the envelope that the rule is about; empty where it is about the line. */
  readonly path: string
  readonly says: string
  readonly column: number | null
  readonly text: string
  /** Whether the text is only the line's beginning. */
  readonly cut: boolean
}

/** A dead letter for JSON, with the first `most` characters of its line. */
export function exportLetter(letter: DeadLetter, most = Number.POSITIVE_INFINITY): LetterExport {
  const { name, path, says } = at(DEAD_LETTER_RULES, letter.rule)
  const cut = letter.isCut || letter.text.length > most
  const { line, column, number } = letter
  return { number, line, rule: name, path, says, column, text: letter.text.slice(0, most), cut }
}
