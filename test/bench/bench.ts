import { arch, cpus, platform, totalmem } from 'node:os'
import { at } from '../../src/shared/assert.ts'
import { browserFigures } from './browser.ts'
import { deviceFigures } from './device.ts'
import { engineFigures, queueFigures } from './engines.ts'
import { flowFigures } from './flow.ts'
import { ingestFigures } from './ingest.ts'
import { logFigures } from './log.ts'
import type { Figure } from './measure.ts'
import { comparePolicies, policyJson, policyLines } from './policies/report.ts'

/**
 * npm run bench [-- --runs K] [--traces FOLDER] [--only speed|policies] [--json]: how fast it is on this machine, as
 * medians over K runs, and how well every policy does beside what was possible, on made-up networks or on the
 * folder's traces (CSV, as the jitter lab takes them). A measurement, not a test: nothing fails on a busy machine.
 */
async function main(argv: readonly string[]): Promise<void> {
  const runs = Math.min(50, Math.max(1, Math.round(Number(option(argv, '--runs')) || 5)))
  const only = option(argv, '--only')
  const groups = only === 'speed' ? [] : comparePolicies(option(argv, '--traces'))
  if (only === 'policies')
    return console.log(
      argv.includes('--json')
        ? JSON.stringify({ policies: policyJson(groups) }, null, 2)
        : policyLines(groups).join('\n'),
    )
  const machine = {
    cpu: at(cpus(), 0).model.trim(),
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.versions.node,
  }
  const browser = await browserFigures(Math.min(runs, 5))
  const figures = [
    ...engineFigures(runs),
    ...queueFigures(runs),
    ...logFigures(runs),
    ...flowFigures(runs),
    ...ingestFigures(runs),
    ...(await deviceFigures()),
    ...(browser ?? []),
  ]
  if (argv.includes('--json'))
    return console.log(JSON.stringify({ machine, runs, figures, policies: policyJson(groups) }, null, 2))
  console.log(
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.system}, Node ${machine.node}`,
  )
  console.log(`medians of ${runs} runs (browser: ${Math.min(runs, 5)}), with the least and the most\n`)
  for (const line of table(figures)) console.log(line)
  if (browser === null)
    console.log('\nNo browser figures: build first (npm run build), and have a Chromium at hand.')
  for (const line of ['', ...policyLines(groups)]) console.log(line)
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
