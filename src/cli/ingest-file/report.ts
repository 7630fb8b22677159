import { at } from '../../shared/assert.ts'
import { EVENT_TYPES, TOPICS } from '../../engine/ingest/codes.ts'
import { DEAD_LETTER_RULES } from '../../engine/ingest/json/codes.ts'
import type { DeadLetter } from '../../engine/ingest/json/dead-letters.ts'
import { isoOf } from '../../engine/ingest/json/read-time.ts'
import type { FileRun } from '../../engine/ingest/json/file-run.ts'
import { boardCsv } from '../../engine/ingest/json/write-board.ts'
import { exportLetter } from '../../engine/ingest/json/write-letter.ts'
import { formatTable } from '../format-table.ts'
import type { Style } from '../style.ts'
import { decimal, grouped, quote } from '../words.ts'
import type { Imported } from './import-file.ts'

const SAMPLE_JSON = 20
const SAMPLE_WORDS = 5
const BOARD_ROWS = 10
const TOP_TITLES = 10
const SAMPLE_TEXT = 400

/** By the names of what was counted, those that came. */
const named = (counts: readonly number[], names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name, i) => [name, counts[i] ?? 0] as const).filter(([, count]) => count > 0))

const RULE_NAMES = DEAD_LETTER_RULES.map(({ name }) => name)

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
}: FileRun): readonly { readonly title: string; readonly events: number }[] {
  const order = Array.from(byTitle.keys()).filter((title) => at(byTitle, title) > 0)
  order.sort((a, b) => at(byTitle, b) - at(byTitle, a) || a - b)
  return order
    .slice(0, TOP_TITLES)
    .map((title) => ({ title: titles.nameOf(title), events: at(byTitle, title) }))
}

/** Every counter, for --json. */
export function reportJson(imported: Imported): unknown {
  const { input, run, bytes, isGzip, problem, seconds } = imported
  const { source, pipeline, byType, titles, lateness } = run
  const { counts, deadLetters, epochMs } = source
  const { dedupe } = pipeline
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
      sample: samples(deadLetters.list(), SAMPLE_JSON).map((letter) => exportLetter(letter, SAMPLE_TEXT)),
    },
    pipeline: {
      ...stages,
      rejectedBy: named(rejectedBy, RULE_NAMES),
      lateness: lateness.corrected,
      boards: pipeline.boards,
    },
    dedupe: {
      duplicates: dedupe.duplicates,
      forgotten: dedupe.forgotten,
      capacity: dedupe.capacity,
      bytes: dedupe.bytes,
      falsePositiveRate: dedupe.falsePositiveRate,
    },
    types: named([...byType], EVENT_TYPES),
    titles: { known: titles.size, most: topTitles(run) },
    topics: Object.fromEntries(TOPICS.map((name, topic) => [name, pipeline.logs.records(topic)])),
    segments: imported.segments,
    board: run.board,
    drawn: { lateness: lateness.drawn, board: run.drawnBoard },
  }
}

/** The same in words. */
export function reportLines(imported: Imported, style: Style): string[] {
  const { input, run, problem } = imported
  const { counts, deadLetters } = run.source
  const { unique, duplicate, onTime, late, tooLate } = run.counts
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
    ...(imported.segments === 0
      ? []
      : [`${grouped(imported.segments)} segments written, with ${grouped(recordsOf(run))} records`]),
    ...deadLines(imported, style),
    ...boardTable(imported, style),
  ]
}

const recordsOf = ({ pipeline }: FileRun): number =>
  TOPICS.reduce((sum, _, topic) => sum + pipeline.logs.records(topic), 0)

function deadLines({ run }: Imported, style: Style): string[] {
  const { deadLetters } = run.source
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
      const { line, rule, column, text } = exportLetter(letter, SAMPLE_TEXT)
      return `  line ${line}${column === null ? '' : `, byte ${column}`}: ${rule}: ${quote(text)}`
    }),
  ]
}

function boardTable({ run }: Imported, style: Style): string[] {
  const { board } = run
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
export function boardLines({ run }: Imported, asJson: boolean): readonly string[] {
  const board = run.board ?? { time: '', standing: 'none', titles_considered: 0, rows: [] }
  return asJson ? [JSON.stringify(board)] : boardCsv(board)
}

/** The dead letters that were kept, a line each. */
export function* deadLetterLines({ run }: Imported): Generator<string> {
  for (const letter of run.source.deadLetters.list()) yield JSON.stringify(exportLetter(letter))
}
