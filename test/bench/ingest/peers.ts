import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../peers/', import.meta.url))

/** Sees to it that the peers' packages are there, exactly as their lock file says; false if they could not be got. */
export function ensurePeers(): boolean {
  if (existsSync(`${FOLDER}node_modules/.package-lock.json`)) return true
  console.error('Getting the peers for the ingestion bench (about 190 MB, once)…')
  const { status } = spawnSync('npm', ['ci', '--silent'], {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  return status === 0
}
