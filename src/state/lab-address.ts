import {
  defaultsOf,
  printParam,
  readParam,
  sameValue,
  tellMended,
  type Params,
  type ParamSpec,
} from '../shared/params.ts'
import type { Scenario } from '../engine/kernel/simulation.ts'

/** What an address says of a lab's run; null where it says nothing. */
export interface LabAddress {
  readonly scenario: string
  readonly seed: number
  readonly params: Params
  /** Simulated time in microseconds. */
  readonly time: number | null
  /** The changes of the branch, as the lab's tokens. */
  readonly branch: readonly string[]
  /** The fingerprint of the file the run was fed with. */
  readonly attachment: string | null
}

/** The parts of a lab that an address needs. */
interface LabTables {
  readonly params: readonly ParamSpec[]
  readonly scenarios: readonly Scenario[]
}

const MAX_SEED = 0xffff_ffff
const MAX_TOKENS = 200
const OWN_KEYS = ['scenario', 'seed', 't', 'branch', 'file'] as const

/** The parameters a scenario starts with. */
export const scenarioParams = (specs: readonly ParamSpec[], scenario: Scenario): Params => ({
  ...defaultsOf(specs),
  ...scenario.params,
})

/** The lab's first scenario: what one sees without asking for another. */
export function firstScenario({ scenarios }: LabTables): Scenario {
  const [first] = scenarios
  if (first === undefined) throw new Error('a lab has at least one scenario')
  return first
}

/**
 * Reads the query of a lab's address. Never throws: what can't be used is replaced by something safe, and the
 * sentences say what and why.
 */
export function readLabAddress(query: string, lab: LabTables): { address: LabAddress; complaints: string[] } {
  const complaints: string[] = []
  const given = readPairs(query, complaints)
  const scenario = readScenario(given.get('scenario') ?? null, lab, complaints)
  const params = new Map(Object.entries(scenarioParams(lab.params, scenario)))
  for (const [key, text] of given) {
    if (OWN_KEYS.some((own) => own === key)) continue
    const spec = lab.params.find((candidate) => candidate.key === key)
    if (spec === undefined) {
      complaints.push(`this lab has no parameter "${shorten(key)}"; it was left out`)
      continue
    }
    const reading = readParam(spec, text, params.get(key) ?? spec.default)
    const mended = tellMended(reading)
    if (mended !== null) complaints.push(mended)
    params.set(key, reading.value)
  }
  const address: LabAddress = {
    scenario: scenario.id,
    seed: readSeed(given.get('seed') ?? null, scenario.seed, complaints),
    params: Object.fromEntries(params),
    time: readTime(given.get('t') ?? null, complaints),
    branch: readBranch(given.get('branch') ?? null, complaints),
    attachment: given.get('file') ?? null,
  }
  return { address, complaints }
}

/** The query of an address, defaults left out: "scenario=high&t=4.2". */
export function printLabAddress(address: LabAddress, lab: LabTables): string {
  const scenario = lab.scenarios.find(({ id }) => id === address.scenario) ?? firstScenario(lab)
  const usual = scenarioParams(lab.params, scenario)
  const parts: string[] = []
  if (scenario !== firstScenario(lab)) parts.push(`scenario=${scenario.id}`)
  if (address.seed !== scenario.seed) parts.push(`seed=${address.seed}`)
  for (const spec of lab.params) {
    const value = address.params[spec.key] ?? spec.default
    if (!sameValue(value, usual[spec.key] ?? spec.default))
      parts.push(`${spec.key}=${encode(printParam(value)).replaceAll('%2C', ',')}`)
  }
  if (address.attachment !== null) parts.push(`file=${encode(address.attachment)}`)
  if (address.branch.length > 0) parts.push(`branch=${address.branch.map(encode).join(',')}`)
  if (address.time !== null) parts.push(`t=${Number((address.time / 1e6).toFixed(6))}`)
  return parts.join('&')
}

/** The keys of a query and what they say; of several that say something the first one counts. */
function readPairs(query: string, complaints: string[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const [key, text] of new URLSearchParams(query)) {
    if (!pairs.has(key)) pairs.set(key, text)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  for (const [key, count] of counts) {
    if (count === 1) continue
    const often = count === 2 ? 'twice' : `${count} times`
    complaints.push(`${shorten(key)} is there ${often}; "${shorten(pairs.get(key) ?? '')}" was taken`)
  }
  return pairs
}

function readScenario(id: string | null, lab: LabTables, complaints: string[]): Scenario {
  const first = firstScenario(lab)
  if (id === null) return first
  const found = lab.scenarios.find((scenario) => scenario.id === id)
  if (found === undefined) {
    const known = lab.scenarios.map((scenario) => scenario.id).join(', ')
    complaints.push(`there is no scenario "${shorten(id)}" (known: ${known}); "${first.id}" was taken`)
  }
  return found ?? first
}

function readSeed(text: string | null, usual: number, complaints: string[]): number {
  if (text === null) return usual
  if (/^\d{1,10}$/.test(text) && Number(text) <= MAX_SEED) return Number(text)
  complaints.push(
    `seed=${shorten(text)} is not a whole number from 0 to ${MAX_SEED}; the scenario's ${usual} was taken`,
  )
  return usual
}

function readTime(text: string | null, complaints: string[]): number | null {
  if (text === null) return null
  const seconds = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(seconds) && seconds >= 0 && seconds < 1e9) return Math.round(seconds * 1e6)
  complaints.push(`t=${shorten(text)} is not a time in seconds; the run starts at 0`)
  return 0
}

function readBranch(text: string | null, complaints: string[]): readonly string[] {
  if (text === null || text === '') return []
  const tokens = text.split(',')
  if (tokens.length <= MAX_TOKENS) return tokens
  complaints.push(`a link can carry ${MAX_TOKENS} changes; this one has ${tokens.length}, and none was made`)
  return []
}

/** Text as a part of a query; half a character, which no address can carry, is left out. */
const encode = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''))

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
