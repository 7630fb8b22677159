import * as v from 'valibot'
import { at } from '../shared/assert.ts'
import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import {
  defaultsOf,
  readParamValue,
  tellMended,
  sameValue,
  type Params,
  type ParamSpec,
} from '../shared/params.ts'
import type { AnySimulation, Attachment } from '../engine/kernel/simulation.ts'
import { FIRST_BRANCH, type BranchLog, type TimelineLog } from '../engine/kernel/timeline.ts'
import type { Imported, OpenRequest } from './protocol.ts'

const FORMAT = 'millrace-run'
const VERSION = 1
const MAX_BRANCHES = 24
const MAX_COMMANDS = 2_000

const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const name = v.pipe(v.string(), v.maxLength(200))

const branchSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^(main|b\d{1,6})$/, 'is no branch id')),
  name,
  parent: v.nullable(v.string()),
  forkAt: time,
  horizon: time,
  commands: v.pipe(
    v.array(v.object({ at: time, command: v.unknown(), scripted: v.boolean() })),
    v.maxLength(MAX_COMMANDS),
  ),
})

const runSchema = v.object({
  format: v.literal(FORMAT, 'this is no Millrace run file'),
  version: v.pipe(v.number(), v.maxValue(VERSION, 'was written by a newer Millrace; load the page anew')),
  lab: name,
  scenario: name,
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff)),
  params: v.record(v.string(), v.unknown()),
  attachment: v.nullable(v.object({ id: name, name, summary: name, data: v.unknown() })),
  branches: v.pipe(v.array(branchSchema), v.minLength(1), v.maxLength(MAX_BRANCHES)),
  current: v.string(),
  now: time,
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
})

type RunFile = v.InferOutput<typeof runSchema>

/** Finds a lab's simulation by the lab's id; null when there is no such lab. */
export type LoadSimulation = (lab: string) => Promise<AnySimulation | null>

/** A run as the text of a file: JSON that `readRunFile` takes back. */
export function printRunFile(
  { lab, spec }: Pick<OpenRequest, 'lab' | 'spec'>,
  log: TimelineLog<unknown>,
  simulation: AnySimulation,
  hash: string,
): string {
  const { attachment } = spec
  const file: RunFile = {
    format: FORMAT,
    version: VERSION,
    lab,
    scenario: spec.scenario,
    seed: spec.seed,
    params: changedParams(simulation.params, spec.params),
    attachment:
      attachment === null ? null : { ...attachment, data: simulation.files?.print(attachment.data) },
    branches: log.branches.map((branch) => ({ ...branch, commands: branch.commands.slice() })),
    current: log.current,
    now: log.now,
    hash,
  }
  return JSON.stringify(file)
}

/**
 * Reads a run file. Whatever is in it, the answer is a run that can be opened (with notices of what was set
 * right), or a sentence saying what is wrong and where.
 */
export async function readRunFile(text: string, load: LoadSimulation): Promise<Outcome<Imported>> {
  const json = parseJson(text)
  if (!json.ok) return json
  const parsed = v.safeParse(runSchema, json.value)
  if (!parsed.success) {
    const issue = at(parsed.issues, 0)
    return refuse(issue.message, v.getDotPath(issue) ?? 'the file')
  }
  const file = parsed.output
  const simulation = await load(file.lab)
  if (simulation === null) return refuse(`there is no lab "${file.lab}" here`, 'lab')
  const notices: string[] = []
  const scenario = simulation.scenarios.find(({ id }) => id === file.scenario)
  if (scenario === undefined) return refuse(`the lab has no scenario "${file.scenario}"`, 'scenario')
  const log = readLog(file, simulation)
  if (!log.ok) return log
  const attachment = readAttachment(file, simulation)
  if (!attachment.ok) return attachment
  const params = readParams(file.params, simulation.params, notices)
  const spec = { scenario: file.scenario, seed: file.seed, params, attachment: attachment.value }
  const request: OpenRequest = { lab: file.lab, spec, log: log.value }
  return accept({ kind: 'run', run: { request, hash: file.hash }, notices })
}

function parseJson(text: string): Outcome<unknown> {
  try {
    return accept(JSON.parse(text) as unknown)
  } catch (error) {
    return refuse(`this is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const changedParams = (specs: readonly ParamSpec[], params: Params): Params =>
  Object.fromEntries(
    specs.flatMap((spec) => {
      const value = params[spec.key] ?? spec.default
      return sameValue(value, spec.default) ? [] : [[spec.key, value]]
    }),
  )

function readParams(given: Record<string, unknown>, specs: readonly ParamSpec[], notices: string[]): Params {
  const params = new Map(Object.entries(defaultsOf(specs)))
  for (const [key, value] of Object.entries(given)) {
    const spec = specs.find((candidate) => candidate.key === key)
    if (spec === undefined) {
      notices.push(`the lab has no parameter "${key.slice(0, 40)}"; it was left out`)
      continue
    }
    const reading = readParamValue(spec, value)
    const mended = tellMended(reading)
    if (mended !== null) notices.push(mended)
    params.set(key, reading.value)
  }
  return Object.fromEntries(params)
}

function readAttachment({ attachment }: RunFile, { files }: AnySimulation): Outcome<Attachment | null> {
  if (attachment === null) return accept(null)
  if (files === null) return refuse('this lab takes no files', 'attachment')
  const data = files.read(attachment.data)
  if (!data.ok) return refuse(data.problem.what, `attachment.${data.problem.where ?? 'data'}`)
  return accept({ ...attachment, data: data.value })
}

/** The branches, their commands read by the lab, and hanging together as a tree with its root first. */
function readLog(file: RunFile, simulation: AnySimulation): Outcome<TimelineLog<unknown>> {
  const branches: BranchLog<unknown>[] = []
  for (const [i, branch] of file.branches.entries()) {
    const where = `branches.${i}`
    const isRoot = branch.id === FIRST_BRANCH
    if (isRoot !== (i === 0) || isRoot !== (branch.parent === null))
      return refuse('the first branch must be main', where)
    if (branches.some(({ id }) => id === branch.id)) return refuse(`${branch.id} is there twice`, where)
    if (!isRoot && !branches.some(({ id }) => id === branch.parent))
      return refuse(`grows out of ${String(branch.parent)}, which does not come before it`, where)
    const commands: BranchLog<unknown>['commands'][number][] = []
    for (const [j, stamped] of branch.commands.entries()) {
      const command = simulation.readCommand(stamped.command)
      if (!command.ok) return refuse(command.problem.what, `${where}.commands.${j}`)
      if (stamped.at < (commands.at(-1)?.at ?? 0))
        return refuse('the commands are not in order', `${where}.commands.${j}`)
      commands.push({ at: stamped.at, command: command.value, scripted: stamped.scripted })
    }
    branches.push({ ...branch, commands })
  }
  if (!branches.some(({ id }) => id === file.current))
    return refuse(`there is no branch ${file.current}`, 'current')
  return accept({ branches, current: file.current, now: file.now })
}
