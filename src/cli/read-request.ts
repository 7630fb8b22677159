import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import { defaultsOf, type ParamValue } from '../shared/params.ts'
import type { Scenario } from '../engine/kernel/simulation.ts'
import type { Request, TerminalLab } from './lab.ts'
import { parseArgs, type GivenOption, type Option } from './parse-args.ts'
import { findSetting, readSetting } from './read-settings.ts'
import { didYouMean } from './suggest.ts'
import { quote } from './words.ts'

const MAX_SEED = 0xffff_ffff
/** Where neither a person nor a scenario chose one. */
const PLAIN_SEED = 1

/** The options that every lab has. */
export const COMMON_OPTIONS: readonly Option[] = [
  { name: 'scenario', value: 'NAME', help: "Starting point; without it the lab's first." },
  { name: 'seed', value: 'N', help: `Whole number from 0 to ${MAX_SEED}; without it the scenario's own.` },
  { name: 'set', value: 'KEY=VALUE', help: 'Changes a setting; may be repeated.', repeatable: true },
  { name: 'json', value: null, help: 'Prints one JSON object instead of the table.' },
  { name: 'csv', value: 'FILE', help: 'Also writes every row of the run to a new file.' },
  { name: 'progress', value: null, help: 'Shows progress on standard error even where it is no terminal.' },
  { name: 'help', value: null, help: 'Prints this.' },
]

/** The option that names the file a lab is fed with; null for a lab that takes none. */
export const fileOption = ({ file }: TerminalLab): Option | null =>
  file === null ? null : { name: file.option, value: 'FILE', help: file.help }

/** The option that writes a run's segment files; null for a lab without any. */
export const exportOption = (lab: TerminalLab): Option | null =>
  lab.simulation.partitionFiles === undefined
    ? null
    : {
        name: 'export',
        value: 'DIR',
        help: "Also writes the run's partitions as segment files, a folder each.",
      }

/** The option that names a part of that file. */
export const partOption = ({ file }: TerminalLab): Option | null =>
  file === null ? null : { name: file.part.option, value: file.part.value, help: file.part.help }

/** Every setting is an option too, beside the ones with a name of their own. */
const allOptions = (lab: TerminalLab): readonly Option[] => [
  ...COMMON_OPTIONS,
  ...[fileOption(lab), partOption(lab), exportOption(lab)].filter((option) => option !== null),
  ...lab.simulation.params.map(({ key, help }): Option => ({ name: key, value: 'VALUE', help })),
]

/** Reads the words after the lab's name; refuses whatever does not hold, naming it as it was written. */
export function readRequest(words: readonly string[], lab: TerminalLab): Outcome<Request> {
  const parsed = parseArgs(words, allOptions(lab), `sim ${lab.id}`)
  if (!parsed.ok) return parsed
  const valueOf = (name: string): string | null =>
    parsed.value.find((option) => option.name === name)?.value ?? null
  const file = lab.file === null ? null : valueOf(lab.file.option)
  const part = readPart(lab.file === null ? null : valueOf(lab.file.part.option), file, lab)
  if (!part.ok) return part
  const scenario = readScenario(valueOf('scenario'), file !== null, lab)
  if (!scenario.ok) return scenario
  const seed = readSeed(valueOf('seed'), scenario.value)
  if (!seed.ok) return seed
  const settings = readSettings(parsed.value, lab)
  if (!settings.ok) return settings
  const { values, given } = settings.value
  const request: Request = {
    scenario: scenario.value,
    seed: seed.value,
    params: { ...defaultsOf(lab.simulation.params), ...scenario.value?.params, ...values },
    given,
    file,
    part: part.value,
    csv: valueOf('csv'),
    exportTo: lab.simulation.partitionFiles === undefined ? null : valueOf('export'),
    json: valueOf('json') !== null,
    progress: valueOf('progress') !== null,
  }
  const conflict = file === null ? null : (lab.file?.conflict(request) ?? null)
  return conflict === null ? accept(request) : { ok: false, problem: conflict }
}

function readPart(text: string | null, file: string | null, lab: TerminalLab): Outcome<string | null> {
  if (text === null || lab.file === null) return accept(null)
  const { option, part } = lab.file
  const written = `--${part.option} ${quote(text)}`
  if (file === null) return refuse(`goes with --${option} FILE only`, written)
  const read = part.read(text)
  return read.ok ? read : refuse(read.problem.what, written)
}

function readScenario(id: string | null, hasFile: boolean, lab: TerminalLab): Outcome<Scenario | null> {
  const { scenarios } = lab.simulation
  if (id === null) return accept(hasFile ? null : (scenarios[0] ?? null))
  const scenario = scenarios.find((candidate) => candidate.id === id)
  if (scenario !== undefined) return accept(scenario)
  const ids = scenarios.map((candidate) => candidate.id)
  return refuse(
    `there is no such scenario${didYouMean(id, ids)} (${ids.join(', ')})`,
    `--scenario ${quote(id)}`,
  )
}

function readSeed(text: string | null, scenario: Scenario | null): Outcome<number> {
  if (text === null) return accept(scenario?.seed ?? PLAIN_SEED)
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Infinity
  return seed <= MAX_SEED
    ? accept(seed)
    : refuse(`--seed ${quote(text)} is not a whole number from 0 to ${MAX_SEED}`)
}

interface GivenSettings {
  readonly values: Readonly<Record<string, ParamValue>>
  readonly given: ReadonlyMap<string, string>
}

/** The settings among the options: `--spread 20` and `--set spread=20` mean the same. */
function readSettings(options: readonly GivenOption[], { simulation }: TerminalLab): Outcome<GivenSettings> {
  const values = new Map<string, ParamValue>()
  const given = new Map<string, string>()
  for (const { name, value } of options) {
    const isSet = name === 'set'
    if (!isSet && !simulation.params.some(({ key }) => key === name)) continue
    const [, key, text] = isSet ? (/^([^=]*)=([\s\S]*)$/.exec(value) ?? []) : [value, name, value]
    const written = `--${name} ${quote(value)}`
    if (key === undefined || text === undefined) return refuse('is written KEY=VALUE', written)
    const spec = findSetting(simulation.params, key)
    if (!spec.ok) return refuse(spec.problem.what, written)
    const earlier = given.get(key)
    if (earlier !== undefined) return refuse(`${key} is set already, by ${earlier}`, written)
    const reading = readSetting(spec.value, text)
    if (!reading.ok) return refuseSetting(written, reading.problem.what, isSet)
    values.set(key, reading.value)
    given.set(key, written)
  }
  return accept({ values: Object.fromEntries(values), given })
}

/** "--fps 999 is above 240" reads as a sentence; after KEY=VALUE, or before a clause of its own, a colon helps. */
const refuseSetting = (written: string, why: string, isSet: boolean): Outcome<never> =>
  isSet || !why.startsWith('is ') ? refuse(why, written) : refuse(`${written} ${why}`)
