// npm test: installs what is missing, then formatting, lint, types, dead code, unit tests, the build, its size, and
// the browser tests. Everything runs even when something fails; the last line counts.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { ensureNode, ensurePackages } from '../src/cli/ensure.mjs'
import { ensureChromium } from './support/chromium.mjs'

const RESULTS = 'test/.results'

ensureNode()
ensurePackages()
process.env['CHROMIUM_PATH'] = ensureChromium()
rmSync(RESULTS, { recursive: true, force: true })
mkdirSync(RESULTS, { recursive: true })

// Checks of the source need little but one thread each: they go side by side.
const ofTheSource = await Promise.all([
  checkBeside('formatting', 'prettier', '--check', '.', '--log-level', 'warn'),
  checkBeside('lint', 'npm', 'run', '-s', 'test:lint'),
  checkBeside('types', 'npm', 'run', '-s', 'test:types'),
  checkBeside('dead code', 'knip'),
])
const steps = [
  ...ofTheSource,
  tests('unit'),
  check('build', 'vite', 'build', '--logLevel', 'warn'),
  check('size', 'size-limit', '--silent'),
  tests('e2e'),
]

const passed = steps.reduce((sum, step) => sum + step.passed, 0)
const failed = steps.reduce((sum, step) => sum + step.failed, 0)
const broken = steps.filter((step) => !step.ok).map((step) => step.name)
// Said once more at the end, where a long log is read first (and where it isn't cut off).
for (const failure of steps.flatMap((step) => step.failures ?? [])) console.log(`\n${failure}`)
if (broken.length > 0) console.log(`\nNot well: ${broken.join(', ')}`)
// A check that fails counts as one failure; one that holds is no test and counts as nothing.
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = broken.length > 0 ? 1 : 0

/** A check of the code: well or not. */
function check(name, program, ...args) {
  const ok = start(name, program, args)
  return { name, ok, passed: 0, failed: ok ? 0 : 1 }
}

/** The same beside others: what it says is told when it is done. */
function checkBeside(name, program, ...args) {
  const started = Date.now()
  const { command, options } = commandOf(program)
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)))
  return new Promise((resolve) => {
    child.on('error', (error) => (said += String(error)))
    child.on('close', (status) => {
      console.log(`\n── ${name}\n${said}`.trimEnd())
      tell(name, status === 0, started)
      resolve({ name, ok: status === 0, passed: 0, failed: status === 0 ? 0 : 1 })
    })
  })
}

/** A project of vitest: how many of its tests passed. A run that breaks before it counts is one failure. */
function tests(project) {
  const file = `${RESULTS}/${project}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const ok = start(`${project} tests`, 'vitest', ['run', '--project', project, ...reporters])
  if (!existsSync(file)) return { name: `${project} tests`, ok: false, passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'))
  return {
    name: `${project} tests`,
    ok,
    passed: numPassedTests,
    failed: ok ? numFailedTests : Math.max(1, numFailedTests),
    failures: testResults.flatMap(failuresOf),
  }
}

/** What failed in one file of tests: its place, its name, and the beginning of what it said. */
function failuresOf({ name: path, message, assertionResults }) {
  const place = relative(process.cwd(), path)
  const own = assertionResults.filter(({ status }) => status === 'failed')
  const told = own.map(
    ({ fullName, failureMessages }) =>
      `FAILED ${place} > ${fullName}\n${failureMessages.join('\n').slice(0, 1500)}`,
  )
  return message ? [`FAILED ${place}\n${message.slice(0, 1500)}`, ...told] : told
}

function start(name, program, args) {
  console.log(`\n── ${name}`)
  const started = Date.now()
  const { command, options } = commandOf(program)
  const { status } = spawnSync(command, args, { ...options, stdio: 'inherit' })
  tell(name, status === 0, started)
  return status === 0
}

/** Ours where we have it, else the system's. */
function commandOf(program) {
  const local = `node_modules/.bin/${program}`
  return {
    command: existsSync(local) ? local : program,
    options: { shell: process.platform === 'win32' },
  }
}

function tell(name, ok, started) {
  console.log(`   ${name}: ${ok ? 'well' : 'NOT WELL'} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
}
