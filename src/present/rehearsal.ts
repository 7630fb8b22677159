import { at } from '../shared/assert.ts'
import { sum } from './plan.ts'

/** What somebody took for each slide, once. */
export interface Rehearsal {
  /** When it began, as an ISO date: its name, too. */
  readonly began: string
  /** The total it was planned for, in seconds. */
  readonly total: number
  /** By slide, in seconds. */
  readonly taken: readonly number[]
}

/** A slide's plan beside what it took, in seconds. */
export interface Compared {
  readonly slide: number
  readonly title: string
  readonly planned: number
  readonly taken: number
  /** Above 0: longer than planned. */
  readonly over: number
  /** False for slides that were never on. */
  readonly shown: boolean
}

export interface Comparison {
  readonly rows: readonly Compared[]
  readonly planned: number
  readonly taken: number
  /** What the slides that were on had as their plan: a rehearsal may stop in the middle. */
  readonly plannedOfShown: number
}

/** Compares a rehearsal with a plan, slide by slide. All three lists are by slide; a missing time counts as none. */
export function compare(
  titles: readonly string[],
  planned: readonly number[],
  taken: readonly number[],
): Comparison {
  const rows = titles.map((title, i): Compared => {
    const [plan, time] = [planned[i] ?? 0, Math.round(taken[i] ?? 0)]
    return { slide: i + 1, title, planned: plan, taken: time, over: time - plan, shown: (taken[i] ?? 0) > 0 }
  })
  return {
    rows,
    planned: sum(planned),
    taken: Math.round(sum(taken)),
    plannedOfShown: sum(rows.filter(({ shown }) => shown).map((row) => row.planned)),
  }
}

/** A comparison as CSV (RFC 4180), in seconds, with a line for each slide and one for the sum. */
export function toCsv({ rows, planned, taken }: Comparison): string {
  const lines = rows.map(({ slide, title, planned: plan, taken: time, over }) =>
    [slide, quoted(title), plan, time, over].join(','),
  )
  const head = 'slide,title,planned_s,taken_s,difference_s'
  return `${[head, ...lines, ['', 'total', planned, taken, taken - planned].join(',')].join('\r\n')}\r\n`
}

/** The slide that ran over the most, and the one that fell short the most, of those that were on. */
export function furthest({ rows }: Comparison): {
  readonly over: Compared | null
  readonly under: Compared | null
} {
  const byOver = rows.filter(({ shown }) => shown).toSorted((a, b) => b.over - a.over)
  if (byOver.length === 0) return { over: null, under: null }
  const [over, under] = [at(byOver, 0), at(byOver, byOver.length - 1)]
  return { over: over.over > 0 ? over : null, under: under.over < 0 ? under : null }
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula is told as text. */
function quoted(text: string): string {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
