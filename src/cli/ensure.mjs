// What a fresh clone lacks, the two commands of the README get by themselves. Plain JavaScript: it runs before
// anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Ends the program with one line when this Node is older than package.json's `engines` allow. */
export function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isFine = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
  if (isFine) return
  console.error(`Millrace needs Node 20.19 or newer (or 22.12 and up); this is ${process.versions.node}.`)
  process.exit(1)
}

/** Installs the packages of the lock file where they are missing or of another version. */
export function ensurePackages() {
  if (isInstalled()) return
  console.error('Installing packages (this happens once)…')
  run('npm', ['ci', '--no-audit', '--no-fund'])
}

/** Runs a program with this terminal; ends ours with its exit code when it fails. */
export function run(program, args) {
  const { status, error } = spawnSync(program, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error !== undefined) console.error(`${program} could not be started: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

/** Whether node_modules holds what the lock file asks for. Packages for other platforms may be missing. */
function isInstalled() {
  if (!existsSync('node_modules/.package-lock.json')) return false
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
  const present = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional === true || present[path]?.version === entry.version,
  )
}
