import { printParam, type ParamSpec } from '../shared/params.ts'
import type { TerminalLab } from './lab.ts'
import { ingestUsage } from './ingest/command.ts'
import { ingestFileUsage } from './ingest-file/command.ts'
import { logUsage } from './log/command.ts'
import type { Option } from './parse-args.ts'
import { COMMON_OPTIONS, exportOption, fileOption, partOption } from './read-request.ts'
import { wrap } from './words.ts'

const WIDTH = 110

/** How to use the command: every option, scenario and setting of `labs`. */
export const usage = (labs: readonly TerminalLab[]): string =>
  [
    ...usageLines(labs),
    '',
    'Runs a lab to its end, without a screen: the same engine and the same numbers as on the page.',
    'The result is a table, or with --json one JSON object.',
    '',
    'options (also as --option=value)',
    ...columns(COMMON_OPTIONS.map(sayOption)),
    ...labs.flatMap(labLines),
    ...(labs.length > 1 || labs[0]?.id === 'log' ? logUsage() : []),
    ...(labs.length > 1 ? ingestUsage() : []),
    ...(labs.length > 1 ? ingestFileUsage() : []),
    '',
  ].join('\n')

/** How it is called: with the one lab's name, or with one of all that can stand there. */
function usageLines([first, ...others]: readonly TerminalLab[]): string[] {
  const name = first === undefined || others.length > 0 ? 'LAB' : first.id
  const call = `usage: npm run -s sim -- ${name} [options]`
  if (first === undefined || others.length === 0) return [call]
  const names = [first, ...others].map(({ id }) => id)
  return [call, ...wrap(`LAB is ${names.join(', ')} or ingest`, WIDTH)]
}

function labLines(lab: TerminalLab): string[] {
  const { scenarios, params } = lab.simulation
  const own = [fileOption(lab), partOption(lab), exportOption(lab)].filter((option) => option !== null)
  const settings = params.map((spec): Entry => [`--${spec.key}`, saySetting(spec) + sayWhen(spec)])
  return [
    '',
    `${lab.id}: ${lab.about}`,
    ...(own.length === 0 ? [] : ['', ...columns(own.map(sayOption))]),
    '',
    'scenarios',
    ...columns(scenarios.map(({ id, summary, seed }): Entry => [id, `${summary} Seed ${seed}.`])),
    '',
    'settings with their defaults (--KEY VALUE is the same as --set KEY=VALUE); a scenario may change defaults',
    ...columns(settings),
  ]
}

type Entry = readonly [left: string, right: string]

const sayOption = ({ name, value, help }: Option): Entry => [
  value === null ? `--${name}` : `--${name} ${value}`,
  help,
]

function columns(entries: readonly Entry[]): string[] {
  const left = Math.max(...entries.map(([name]) => name.length)) + 4
  return entries.flatMap(([name, text]) =>
    wrap(text, WIDTH - left).map((line, i) => `  ${(i === 0 ? name : '').padEnd(left - 2)}${line}`),
  )
}

/** ", with --kind spells": what it needs in order to mean anything. */
const sayWhen = ({ when }: ParamSpec): string =>
  when === undefined ? '' : `, with --${when.key} ${when.is.join(' or ')}`

/** "Frame rate: 5 to 240 frames/s in steps of 1 [30]". */
function saySetting(spec: ParamSpec): string {
  const usual = `[${printParam(spec.default)}]`
  switch (spec.kind) {
    case 'number': {
      const unit = spec.unit === '' ? '' : ` ${spec.unit}`
      return `${spec.label}: ${spec.min} to ${spec.max}${unit} in steps of ${spec.step} ${usual}`
    }
    case 'switch':
      return `${spec.label}: on or off ${usual}`
    case 'choice':
      return `${spec.label}: ${spec.options.map(({ value }) => value).join(', ')} ${usual}`
    case 'list':
      return `${spec.label}: some of ${spec.options.map(({ value }) => value).join(', ')}, or all ${usual}`
  }
}
