import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CsvTraceReader } from '../../../src/engine/jitter/import/csv-trace.ts'
import { POLICY_IDS } from '../../../src/engine/jitter/settings/policies.ts'
import type { Trace } from '../../../src/engine/jitter/trace.ts'
import { sentence } from '../../../src/shared/outcome.ts'
import { compare, RATIO_NAMES, RATIOS, summariseComparisons, type Comparison } from './compare.ts'
import { FAMILIES, makeTrace } from './networks.ts'

/** Networks of one kind, and how every policy did on them. */
export interface Group {
  readonly name: string
  readonly comparisons: readonly Comparison[]
}

const SEED = 1

/** Every policy on every trace of a folder; without one, on networks made up for it. */
export function comparePolicies(folder: string | null): Group[] {
  if (folder === null)
    return [
      {
        name: 'made-up networks',
        comparisons: FAMILIES.map((one) => compare(one.name, makeTrace(one, SEED))),
      },
    ]
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .sort()
  const recordings = recordingsOf(folder)
  const recordingOf = (file: string): string => recordings.get(file) ?? file
  const developedOn = new Set(files.filter((file) => !isHeldOut(file)).map(recordingOf))
  const groups: Readonly<Record<string, (file: string) => boolean>> = {
    'traces our policy was developed on': (file) => !isHeldOut(file),
    'further traces of the same recordings': (file) => isHeldOut(file) && developedOn.has(recordingOf(file)),
    'traces of recordings it has not seen': (file) => isHeldOut(file) && !developedOn.has(recordingOf(file)),
  }
  return Object.entries(groups)
    .map(([name, belongs]) => ({
      name,
      comparisons: files
        .filter(belongs)
        .map((file) => compare(file.replace(/\.csv$/, ''), readTrace(folder, file))),
    }))
    .filter(({ comparisons }) => comparisons.length > 0)
}

/**
 * Half of all traces, by a hash of their names (FNV-1a), were not looked at while our policy was made. That alone does
 * not make them news: one recording may have been resampled into several traces, so those are told apart.
 */
function isHeldOut(file: string): boolean {
  let hash = 0x811c9dc5
  for (const char of file) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0
  return (hash >>> 8) % 2 === 1
}

/** Of which recording each trace is, where an index.json beside them says so. */
function recordingsOf(folder: string): Map<string, string> {
  const index = join(folder, 'index.json')
  if (!existsSync(index)) return new Map()
  const rows = JSON.parse(readFileSync(index, 'utf8')) as { file: string; source: string }[]
  return new Map(rows.map(({ file, source }) => [file, source]))
}

function readTrace(folder: string, file: string): Trace {
  const reader = new CsvTraceReader()
  reader.push(readFileSync(join(folder, file)))
  const outcome = reader.finish(file)
  if (!outcome.ok) throw new Error(`${file}: ${sentence(outcome.problem)}`)
  return outcome.value.trace
}

/** The comparison as lines: means first, then network by network. */
export function policyLines(groups: readonly Group[]): string[] {
  return groups.flatMap(({ name, comparisons }) => [
    `Policies on ${comparisons.length} ${name}: (J + 10 ms) / (bound + 10 ms), geometric means; worst in brackets`,
    ...grid([
      ['', ...RATIO_NAMES],
      ...summariseComparisons(comparisons).map(({ policy, means, worst }) => [
        policy,
        ...RATIO_NAMES.map((column) => `${means[column].toFixed(3)} (${worst[column].toFixed(2)})`),
      ]),
    ]),
    '',
    ...(['skip / best fixed', 'stall / clairvoyant'] as const).flatMap((column) => [
      `${column}, network by network`,
      ...grid([
        ['', ...POLICY_IDS],
        ...comparisons.map((one) => [
          one.network,
          ...POLICY_IDS.map((id) => RATIOS[column](one, id).toFixed(2)),
        ]),
      ]),
      '',
    ]),
  ])
}

function grid(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  )
}

/** The comparison as data. */
export const policyJson = (groups: readonly Group[]): unknown =>
  groups.map(({ name, comparisons }) => ({
    name,
    means: summariseComparisons(comparisons),
    networks: comparisons,
  }))
