import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sim } from './fake-terminal.ts'
import { readJson } from './reading.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const COMMAND = ['--import', 'tsx', 'src/cli/sim.ts']
/** A process start takes a while on a busy machine; nothing here measures time. */
const PATIENCE = 120_000

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

type Child = ReturnType<typeof start>

const start = (argv: readonly string[]) =>
  spawn(process.execPath, [...COMMAND, ...argv], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })

async function ended(child: Child): Promise<Ended> {
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (err += String(chunk)))
  await once(child, 'close')
  return { code: child.exitCode, out, err }
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-process-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the process', { timeout: PATIENCE }, () => {
  it('prints one JSON object: the numbers of this process too', async () => {
    const argv = ['jitter', '--scenario', 'high', '--seed', '9', '--json']
    const { code, out, err } = await ended(start(argv))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(readJson(out).seed).toBe(9)
    expect(out).toBe((await sim(argv)).out)
  })

  it('prints the usage without arguments', async () => {
    const { code, out, err } = await ended(start([]))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^usage: npm run -s sim -- LAB/)
  })

  it('refuses with exit code 2 and one line', async () => {
    const { code, out, err } = await ended(start(['jitter', '--fps', '999999999']))
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: '--fps 999999999 is above 240\n' })
  })

  it('refuses a folder for a trace', async () => {
    const { code, out, err } = await ended(start(['jitter', '--trace', folder]))
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^--trace [^\n]+: is a folder, not a file\n$/)
  })

  it('writes rows, and colours nothing into a pipe', async () => {
    const path = join(folder, 'rows.csv')
    const { code, out, err } = await ended(start(['jitter', '--for', '2', '--csv', path]))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).not.toContain('\u001b')
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(61)
  })

  it('ends quietly when nobody reads on', async () => {
    const child = start(['jitter'])
    child.stdout.destroy()
    const { code, err } = await ended(child)
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('ends at Ctrl-C with 130 and nothing on standard output', async () => {
    const child = start(['jitter', '--for', '86400', '--progress'])
    const result = ended(child)
    await once(child.stderr, 'data')
    child.kill('SIGINT')
    const { code, out, err } = await result
    expect({ code, out }).toEqual({ code: 130, out: '' })
    expect(err.split('\r').at(-1)).toBe('')
  })
})
