import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CsvTraceReader } from '../../src/engine/jitter/import/csv-trace.ts'
import { JitterEngine } from '../../src/engine/jitter/jitter-engine.ts'
import type { Trace } from '../../src/engine/jitter/trace.ts'
import { plainSettings } from './jitter.ts'
import { assert } from '../../src/shared/assert.ts'
import { sentence } from '../../src/shared/outcome.ts'
import type { Params } from '../../src/shared/params.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** Where measured traces lie. They belong to others and are no part of the project. */
const folder = resolve(ROOT, process.env['MILLRACE_TRACES'] ?? '../shared/data')

export const hasRealData = existsSync(join(folder, 'traces', 'index.json'))

/** Added to the names of tests that need them. */
export const WITHOUT = hasRealData ? '' : ' (skipped: no measured traces; set MILLRACE_TRACES)'

/** What the index says of one trace. */
export interface Measured {
  readonly file: string
  readonly packets: number
  readonly lost: number
  readonly delay_ms: { readonly min: number; readonly max: number }
  readonly rfc3550_final_jitter_ms: number
}

export const measuredTraces: readonly Measured[] = hasRealData
  ? (JSON.parse(readFileSync(join(folder, 'traces', 'index.json'), 'utf8')) as Measured[])
  : []

export const traceText = (file: string): string => readFileSync(join(folder, 'traces', file), 'utf8')

export function importTrace(file: string): Trace {
  const reader = new CsvTraceReader()
  reader.push(readFileSync(join(folder, 'traces', file)))
  const outcome = reader.finish(file)
  assert(outcome.ok, outcome.ok ? '' : sentence(outcome.problem))
  return outcome.value.trace
}

/** A whole trace, played to its end. */
export function playTrace(file: string, params: Params): JitterEngine {
  const settings = plainSettings({ for: 86_400, ...params })
  const engine = new JitterEngine({ seed: 1, settings, trace: importTrace(file), row: null })
  engine.advance(engine.extent + 86_400_000_000)
  return engine
}

/** The numbers of one of netem's delay tables. */
export const netemTable = (name: string): number[] =>
  readFileSync(join(folder, 'netem', name), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => line.trim().split(/\s+/))
    .filter((cell) => cell !== '')
    .map(Number)
