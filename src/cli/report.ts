import {
  printParam,
  sameValue,
  sayParam,
  type Params,
  type ParamSpec,
  type ParamValue,
} from '../shared/params.ts'
import type { Check, Engine } from '../engine/kernel/engine.ts'
import { isSet } from '../engine/kernel/set-command.ts'
import { SECOND, toMs } from '../engine/kernel/time.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report, Request } from './lab.ts'
import { ALL } from './read-settings.ts'
import type { Style } from './style.ts'
import { decimal, paragraphs, printable, rounded, roundedMs, wrap } from './words.ts'

/** The parts of a report that every lab has in common. */

/** Those of `params` that are not the lab's defaults. */
const changedSettings = (table: readonly ParamSpec[], params: Params): Params =>
  Object.fromEntries(
    table.flatMap(({ key, default: usual }) => {
      const value = params[key] ?? usual
      return sameValue(value, usual) ? [] : [[key, value]]
    }),
  )

/** "settings: spread 35 ms, order off", and what the scenario changes on the way; nothing for a plain run. */
export function settingLines(
  table: readonly ParamSpec[],
  { params, scenario }: Request,
  { width }: Style,
): string[] {
  const specOf = new Map(table.map((spec) => [spec.key, spec]))
  const say = (key: string, value: ParamValue): string => {
    const spec = specOf.get(key)
    const isAll = spec?.kind === 'list' && Array.isArray(value) && value.length === spec.options.length
    if (isAll) return `${key} ${ALL}`
    return `${key} ${spec?.kind === 'number' ? sayParam(spec, value) : printParam(value)}`
  }
  const says = Object.entries(changedSettings(table, params)).map(([key, value]) => say(key, value))
  const script = (scenario?.script ?? []).map(({ at, command }) =>
    isSet(command)
      ? `${say(command.key, command.value)} from ${at / SECOND} s on`
      : `${Object.values(command).map(String).join(' ')} at ${at / SECOND} s`,
  )
  const all = [...says, ...script]
  return all.length === 0 ? [] : wrap(`settings: ${all.join(', ')}`, width, '  ')
}

/** "note: ...", a paragraph each. */
export const noticeLines = (notices: readonly string[], { width }: Style): string[] =>
  notices.flatMap((notice) => wrap(`note: ${printable(notice)}`, width, '  '))

const holds = ({ predicted, measured, tolerance }: Check): boolean =>
  Math.abs(predicted - measured) <= tolerance

/** One line for all checks that hold, and one for each that does not. */
export function checkLines(engine: Engine<unknown, unknown, unknown>, style: Style): string[] {
  const checks = engine.checks()
  if (checks.length === 0) return []
  const failed = checks.filter((check) => !holds(check))
  return [
    `${checks.length - failed.length} of ${checks.length} checks hold`,
    ...failed.flatMap(({ label, predicted, measured, tolerance, unit, source }) =>
      wrap(
        `check failed: ${label}: predicted ${predicted} ${unit}, measured ${measured} ${unit}, ` +
          `tolerance ${tolerance} (${source})`,
        style.width,
        '  ',
      ).map(style.alarm),
    ),
  ]
}

/** What a lab has to say of its run, beside what is known of any. */
interface OwnReport extends OwnJson {
  /** What its runs are called: "Ring". */
  readonly title: string
  /** How long it was; in seconds, where a lab does not say it in words of its own. */
  readonly length?: string
  /** Lines of the first paragraph, below the settings. */
  readonly remarks?: readonly string[]
  /** Tables, and what else there is to say: a paragraph each. */
  readonly parts: readonly (readonly string[])[]
}

/** A lab's report: what any run tells of itself, around what the lab has to say. `table` holds its settings. */
export function reportRun(
  run: FinishedRun,
  table: readonly ParamSpec[],
  style: Style,
  own: OwnReport,
): Report {
  const { engine, request, spec, notices } = run
  const { title, length = `${decimal(engine.now / SECOND, 1)} s`, remarks = [], parts } = own
  const head = `${title}: scenario ${request.scenario?.id ?? 'none'}, seed ${spec.seed}, ${length}`
  return {
    json: runJson(run, table, own),
    lines: paragraphs([
      [
        ...wrap(head, style.width, '  ').map(style.strong),
        ...settingLines(table, request, style),
        ...noticeLines(notices, style),
        ...remarks,
      ],
      ...parts,
      [...checkLines(engine, style), `trace hash ${engine.traceHash()}`],
    ]),
  }
}

/** A line of a table with a column for each lane: what it tells, in what unit, and what it is for one of them. */
export type Row<Lane> = readonly [name: string, unit: string, cell: (lane: Lane, index: number) => string]

export const laneTable = <Lane>(
  rows: readonly Row<Lane>[],
  lanes: readonly Lane[],
  { width }: Style,
  nameOf: (lane: Lane) => string,
): string[] =>
  formatTable(
    {
      header: ['', '', ...lanes.map(nameOf)],
      rows: rows.map(([name, unit, cell]) => [name, unit, ...lanes.map(cell)]),
      labels: 2,
    },
    width,
  )

interface OwnJson {
  readonly lab: string
  /** The file it was fed with, where a lab takes any; null without one. */
  readonly trace?: Readonly<Record<string, unknown>> | null
  readonly runs: readonly Readonly<Record<string, unknown>>[]
  readonly more?: Readonly<Record<string, unknown>>
}

/** The object that `--json` prints. `table` holds the lab's settings. */
export const runJson = (
  { request, spec, engine, notices }: FinishedRun,
  table: readonly ParamSpec[],
  { lab, trace = null, runs, more = {} }: OwnJson,
): Record<string, unknown> => ({
  lab,
  seed: spec.seed,
  trace,
  runs,
  traceHash: engine.traceHash(),
  scenario: request.scenario?.id ?? null,
  settings: changedSettings(table, spec.params),
  endMs: roundedMs(toMs(engine.now)),
  ...more,
  checks: checksJson(engine.checks()),
  notices,
})

/** How many checks hold, and all about those that do not. */
function checksJson(checks: readonly Check[]): Record<string, unknown> {
  const failed = checks.filter((check) => !holds(check))
  return {
    held: checks.length - failed.length,
    failed: failed.map(({ id, predicted, measured, tolerance, unit }) => ({
      id,
      predicted: rounded(predicted, 6),
      measured: rounded(measured, 6),
      tolerance: rounded(tolerance, 9),
      unit,
    })),
  }
}
