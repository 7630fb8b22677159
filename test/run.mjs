// npm test: installs what is missing, then formatting, lint, types, dead code, unit tests, the build, its size, and
// the browser tests. Everything runs even when something fails; the last line counts.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureNode, ensurePackages } from '../src/cli/ensure.mjs'
import { ensureChromium } from './support/chromium.mjs'

const RESULTS = 'test/.results'

ensureNode()
ensurePackages()
process.env['CHROMIUM_PATH'] = ensureChromium()
rmSync(RESULTS, { recursive: true, force: true })
mkdirSync(RESULTS, { recursive: true })

const steps = [
  check('formatting', 'prettier', '--check', '.', '--log-level', 'warn'),
  check('lint', 'npm', 'run', '-s', 'test:lint'),
  check('types', 'npm', 'run', '-s', 'test:types'),
  check('dead code', 'knip'),
  tests('unit'),
  check('build', 'vite', 'build', '--logLevel', 'warn'),
  check('size', 'size-limit', '--silent'),
  tests('e2e'),
]

const passed = steps.reduce((sum, step) => sum + step.passed, 0)
const failed = steps.reduce((sum, step) => sum + step.failed, 0)
const broken = steps.filter((step) => !step.ok).map((step) => step.name)
if (broken.length > 0) console.log(`\nNot well: ${broken.join(', ')}`)
// A check that fails counts as one failure; one that holds is no test and counts as nothing.
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = broken.length > 0 ? 1 : 0

/** A check of the code: well or not. */
function check(name, program, ...args) {
  const ok = start(name, program, args)
  return { name, ok, passed: 0, failed: ok ? 0 : 1 }
}

/** A project of vitest: how many of its tests passed. A run that breaks before it counts is one failure. */
function tests(project) {
  const file = `${RESULTS}/${project}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const ok = start(`${project} tests`, 'vitest', ['run', '--project', project, ...reporters])
  if (!existsSync(file)) return { name: `${project} tests`, ok: false, passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8'))
  const failures = ok ? numFailedTests : Math.max(1, numFailedTests)
  return { name: `${project} tests`, ok, passed: numPassedTests, failed: failures }
}

function start(name, program, args) {
  console.log(`\n── ${name}`)
  const started = Date.now()
  const local = `node_modules/.bin/${program}`
  const { status } = spawnSync(existsSync(local) ? local : program, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  console.log(
    `   ${name}: ${status === 0 ? 'well' : 'NOT WELL'} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  )
  return status === 0
}
