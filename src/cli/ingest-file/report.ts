import { at } from '../../shared/assert.ts'
import { EVENT_TYPES } from '../../engine/ingest/codes.ts'
import { DEAD_LETTER_RULES } from '../../engine/ingest/json/codes.ts'
import type { DeadLetter } from '../../engine/ingest/json/dead-letters.ts'
import { isoOf } from '../../engine/ingest/json/read-time.ts'
import { boardCsv, exportBoard, type BoardExport } from '../../engine/ingest/json/write-board.ts'
import { formatTable } from '../format-table.ts'
import type { Style } from '../style.ts'
import { decimal, grouped, quote } from '../words.ts'
import type { Imported } from './import-file.ts'

const SAMPLE_JSON = 20
const SAMPLE_WORDS = 5
const BOARD_ROWS = 10
const TOP_TITLES = 10
const SAMPLE_TEXT = 400

const boardOf = ({ pipeline, source, titles }: Imported): BoardExport | null =>
  pipeline.corrected.board === null
    ? null
    : exportBoard(pipeline.corrected.board, source.epochMs ?? 0, (title) => titles.nameOf(title))

/** By the names of what was counted, those that came. */
const named = (counts: readonly number[], names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name, i) => [name, counts[i] ?? 0] as const).filter(([, count]) => count > 0))

const RULE_NAMES = DEAD_LETTER_RULES.map(({ name }) => name)

function sampleOf(letter: DeadLetter, most: number) {
  const { name, path, says } = at(DEAD_LETTER_RULES, letter.rule)
  const isCut = letter.isCut || letter.text.length > most
  const { line, column, number } = letter
  return { number, line, rule: name, path, says, column, text: letter.text.slice(0, most), cut: isCut }
}

/** One of each rule before a second one of any. */
function samples(letters: readonly DeadLetter[], most: number): readonly DeadLetter[] {
  const seen = new Map<number, number>()
  const ranked = letters.map((letter) => {
    const before = seen.get(letter.rule) ?? 0
    seen.set(letter.rule, before + 1)
    return { letter, before }
  })
  return ranked
    .toSorted((a, b) => a.before - b.before)
    .slice(0, most)
    .map(({ letter }) => letter)
    .toSorted((a, b) => a.number - b.number)
}

function topTitles({
  byTitle,
  titles,
}: Imported): readonly { readonly title: string; readonly events: number }[] {
  const order = Array.from(byTitle.keys()).filter((title) => at(byTitle, title) > 0)
  order.sort((a, b) => at(byTitle, b) - at(byTitle, a) || a - b)
  return order
    .slice(0, TOP_TITLES)
    .map((title) => ({ title: titles.nameOf(title), events: at(byTitle, title) }))
}

/** Every counter, for --json. */
export function reportJson(imported: Imported): unknown {
  const { input, source, pipeline, bytes, isGzip, problem, seconds } = imported
  const { counts, deadLetters, epochMs } = source
  const { rejectedBy, ...stages } = pipeline.counts
  return {
    input,
    bytes,
    gzip: isGzip,
    problem,
    seconds: Number(seconds.toFixed(3)),
    stages: Object.fromEntries([...imported.stages].map(([stage, ms]) => [stage, Number(ms.toFixed(1))])),
    epoch: epochMs === null ? null : isoOf(epochMs),
    counts,
    deadLetters: {
      seen: deadLetters.seen,
      notKept: deadLetters.notKept,
      byRule: named(deadLetters.counts, RULE_NAMES),
      sample: samples(deadLetters.list(), SAMPLE_JSON).map((letter) => sampleOf(letter, SAMPLE_TEXT)),
    },
    pipeline: {
      ...stages,
      rejectedBy: named(rejectedBy, RULE_NAMES),
      lateness: pipeline.windows.counts.lateness,
      boards: pipeline.boards,
    },
    types: named([...imported.byType], EVENT_TYPES),
    titles: { known: imported.titles.size, most: topTitles(imported) },
    board: boardOf(imported),
  }
}

/** The same in words. */
export function reportLines(imported: Imported, style: Style): string[] {
  const { input, source, pipeline, problem } = imported
  const { counts, deadLetters } = source
  const { unique, duplicate, onTime, late, tooLate } = pipeline.counts
  const blank = counts.blank + counts.header
  return [
    `${quote(input)}: ${grouped(counts.lines)} lines` +
      `${blank > 0 ? `, ${grouped(blank)} blank or header` : ''}; ` +
      `${grouped(counts.accepted)} events accepted, ${grouped(deadLetters.seen)} dead letters`,
    ...(problem === null ? [] : [style.alarm(`not read to its end: ${problem}`)]),
    `accepted: ${grouped(unique)} unique, ${grouped(duplicate)} duplicates; ` +
      `${grouped(onTime)} on time, ${grouped(late)} late, ${grouped(tooLate)} too late`,
    ...(counts.raised === 0
      ? []
      : [
          `${grouped(counts.raised)} lines were received before the line above them; they count as received with it`,
        ]),
    ...deadLines(imported, style),
    ...boardTable(imported, style),
  ]
}

function deadLines({ source }: Imported, style: Style): string[] {
  const { deadLetters } = source
  if (deadLetters.seen === 0) return []
  const byRule = DEAD_LETTER_RULES.flatMap(({ name, says }, rule) => {
    const count = deadLetters.counts[rule] ?? 0
    return count === 0 ? [] : [`  ${grouped(count).padStart(9)}  ${name}: ${says}`]
  })
  return [
    '',
    style.strong('dead letters by rule'),
    ...byRule,
    ...samples(deadLetters.list(), SAMPLE_WORDS).map((letter) => {
      const { line, rule, column, text } = sampleOf(letter, SAMPLE_TEXT)
      return `  line ${line}${column === null ? '' : `, byte ${column}`}: ${rule}: ${quote(text)}`
    }),
  ]
}

function boardTable(imported: Imported, style: Style): string[] {
  const board = boardOf(imported)
  if (board === null || board.rows.length === 0)
    return ['', 'no board: no title had ten viewers within an hour']
  const rows = board.rows
    .slice(0, BOARD_ROWS)
    .map(({ rank, title, score, viewers_1h: hour, viewers_24h: day }) => [
      quote(title),
      String(rank),
      decimal(score, 2),
      grouped(hour),
      grouped(day),
    ])
  return [
    '',
    style.strong(`the board at ${board.time} (${board.standing})`),
    ...formatTable(
      { header: ['title', 'rank', 'score', 'viewers 1 h', 'viewers 24 h'], rows, labels: 1 },
      style.width,
    ),
  ]
}

/** The last board, as JSON or as CSV. */
export function boardLines(imported: Imported, asJson: boolean): readonly string[] {
  const board = boardOf(imported) ?? { time: '', standing: 'none', titles_considered: 0, rows: [] }
  return asJson ? [JSON.stringify(board)] : boardCsv(board)
}

/** The dead letters that were kept, a line each. */
export function* deadLetterLines({ source }: Imported): Generator<string> {
  for (const letter of source.deadLetters.list())
    yield JSON.stringify(sampleOf(letter, Number.POSITIVE_INFINITY))
}
