import { DEAD_LETTER_RULES, LINE_RULE } from '../engine/ingest/json/codes.ts'
import type { DeadLetter } from '../engine/ingest/json/dead-letters.ts'
import type { FileRun } from '../engine/ingest/json/file-run.ts'
import {
  pathOfRule,
  spanInJson,
  spanInRow,
  withCell,
  withValue,
  type Span,
} from '../engine/ingest/json/locate.ts'
import type { Plan } from '../engine/ingest/json/plan.ts'
import type { LetterDetail, LetterPage } from './protocol.ts'

const BEGINNING = 240

/** Letters `from` .. `from + count - 1` of a rule or, with null, of all. */
export function letterPage(
  { source }: FileRun,
  rule: number | null,
  from: number,
  count: number,
): LetterPage {
  const letters = source.deadLetters.list(rule)
  const rows = letters.slice(from, from + count).map((letter) => ({
    number: letter.number,
    line: letter.line,
    rule: letter.rule,
    text: letter.text.slice(0, BEGINNING),
  }))
  return { total: letters.length, rows }
}

/** A letter with the place that is wrong in it. */
export function letterDetail(run: FileRun, plan: Plan, letter: DeadLetter): LetterDetail {
  const { number, line, rule, text, isCut } = letter
  const path = pathOfRule(plan, rule)
  return { number, line, rule, text, isCut, path, span: spanOf(run, plan, letter, path) }
}

function spanOf({ source }: FileRun, plan: Plan, letter: DeadLetter, path: string | null): Span | null {
  const { text, column, rule } = letter
  if (column !== null && rule !== LINE_RULE.notObject) {
    const from = new TextDecoder().decode(new TextEncoder().encode(text).slice(0, column - 1)).length
    return { from: Math.min(from, text.length), to: text.length, isMissing: from >= text.length }
  }
  if (path === null) return null
  if (plan.csv === null) return spanInJson(text, path)
  const place = source.columns.indexOf(path)
  return place < 0 ? null : spanInRow(text, place, String.fromCharCode(plan.csv.delimiter))
}

/** The line of a letter with `value`, a text of JSON or of a cell, where the rule says that it is wrong; null where it can't be. */
export function mendedWith(
  { source }: FileRun,
  plan: Plan,
  letter: DeadLetter,
  value: string,
): string | null {
  const path = pathOfRule(plan, letter.rule)
  if (path === null || letter.isCut) return null
  if (plan.csv !== null) {
    const place = source.columns.indexOf(path)
    return place < 0 ? null : withCell(letter.text, place, String.fromCharCode(plan.csv.delimiter), value)
  }
  return withValue(letter.text, path, jsonOf(value))
}

/** What somebody typed: JSON where it is some, else a text as it stands. */
function jsonOf(typed: string): unknown {
  try {
    return JSON.parse(typed)
  } catch {
    return typed
  }
}

/** How many letters of each rule are only counted. */
export function notKept({ source }: FileRun): readonly number[] {
  const { open } = source.deadLetters
  const kept = DEAD_LETTER_RULES.map(() => 0)
  for (const { rule } of source.deadLetters.list()) kept[rule] = (kept[rule] ?? 0) + 1
  return open.map((count, rule) => count - (kept[rule] ?? 0))
}
