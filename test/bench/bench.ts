import { arch, cpus, platform, totalmem } from 'node:os'
import { at } from '../../src/shared/assert.ts'
import { browserFigures } from './browser.ts'
import { deviceFigures } from './device.ts'
import { engineFigures, queueFigures } from './engines.ts'
import { flowFigures } from './flow.ts'
import { besidePeers } from './ingest/beside-peers.ts'
import { contestLines } from './ingest/contest-lines.ts'
import { ingestFigures } from './ingest/flat-out.ts'
import { logFigures } from './log.ts'
import type { Figure } from './measure.ts'
import { comparePolicies, policyJson, policyLines } from './policies/report.ts'

const PARTS = ['speed', 'peers', 'chromium', 'policies'] as const
type Part = (typeof PARTS)[number]

const MOST_RUNS = 50
const USUAL_WARM = 3_000_000

/**
 * npm run bench [-- PART] [--runs K] [--warm N] [--traces FOLDER] [--json]: how fast it is on this machine, as medians
 * over K runs; ingestion beside its peers after N events to warm up, in node and in Chromium; and how well every policy does beside what
 * was possible, on made-up networks or on the folder's traces (CSV, as the jitter lab takes them). PART is one of speed,
 * peers, chromium and policies; without it all run. A measurement, not a test: nothing fails on a busy machine.
 */
async function main(argv: readonly string[]): Promise<void> {
  const part = option(argv, '--only') ?? argv.find((word, i) => i === 0 && !word.startsWith('--')) ?? null
  if (part !== null && !isPart(part)) {
    console.error(`bench: there is no part ${part}; there are ${PARTS.join(', ')}`)
    process.exitCode = 2
    return
  }
  const has = (one: Part): boolean => part === null || part === one
  const runs = Math.min(MOST_RUNS, Math.max(1, Math.round(Number(option(argv, '--runs')) || 5)))
  const warm = Math.max(1, Math.round(Number(option(argv, '--warm')) || USUAL_WARM))
  const isJson = argv.includes('--json')
  const machine = {
    cpu: at(cpus(), 0).model.trim(),
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.versions.node,
  }
  if (!isJson && part !== 'policies')
    console.log(
      `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.system}, Node ${machine.node}`,
    )
  const figures = has('speed') ? await speedFigures(runs, isJson) : []
  const contests = await besidePeers({
    runs,
    warm,
    isInNode: has('peers'),
    isInChromium: has('chromium'),
  })
  if (!isJson)
    for (const contest of contests) for (const line of ['', ...contestLines(contest)]) console.log(line)
  const groups = has('policies') ? comparePolicies(option(argv, '--traces')) : []
  if (isJson)
    console.log(JSON.stringify({ machine, runs, figures, contests, policies: policyJson(groups) }, null, 2))
  else if (has('policies')) for (const line of policyLines(groups)) console.log(line)
}

const isPart = (word: string): word is Part => (PARTS as readonly string[]).includes(word)

async function speedFigures(runs: number, isJson: boolean): Promise<Figure[]> {
  const browserRuns = Math.min(runs, 5)
  const browser = await browserFigures(browserRuns)
  const figures = [
    ...engineFigures(runs),
    ...queueFigures(runs),
    ...logFigures(runs),
    ...flowFigures(runs),
    ...(await ingestFigures(runs)),
    ...(await deviceFigures()),
    ...(browser ?? []),
  ]
  if (isJson) return figures
  console.log(`medians of ${runs} runs (browser: ${browserRuns}), with the least and the most\n`)
  for (const line of table(figures)) console.log(line)
  if (browser === null)
    console.log('\nNo browser figures: build first (npm run build), and have a Chromium at hand.')
  console.log('')
  return figures
}

/** The word after `name`; null without it. */
function option(argv: readonly string[], name: string): string | null {
  const place = argv.indexOf(name)
  return place < 0 ? null : (argv[place + 1] ?? null)
}

function table(figures: readonly Figure[]): string[] {
  const width = Math.max(...figures.map(({ what }) => what.length))
  return figures.map(({ what, unit, median, min, max }) => {
    const range = `${short(min)} .. ${short(max)}`
    return `${what.padEnd(width)}  ${short(median).padStart(10)} ${unit.padEnd(10)} (${range})`
  })
}

const short = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toFixed(2)

await main(process.argv.slice(2))
