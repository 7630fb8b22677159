import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { KERNELS } from '../../../src/cli/build-kernels.mjs'
import { FIELDS } from '../../../src/engine/ingest/record.ts'
import { StaticServer } from '../../e2e/static-server.ts'
import { ensureChromium } from '../../support/chromium.mjs'
import type { Input } from './contest.ts'
import type { Arena } from './rounds.ts'
import type { Result } from './run.ts'

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))
const PAGE = '<!doctype html><title>bench</title>'

/** Each contestant in a worker of a page in Chromium, bundled as the app is; null without a Chromium. */
export async function chromiumArena({ columns, config, events, ticks }: Input): Promise<Arena | null> {
  const executablePath = ensureChromium()
  if (executablePath === '') return null
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
  await bundle(folder)
  mkdirSync(join(folder, 'columns'))
  for (const field of FIELDS) writeFileSync(join(folder, 'columns', field), bytesOf(columns[field]))
  copyFileSync(KERNELS, join(folder, 'kernels.wasm'))
  const server = await StaticServer.start(folder, '', { '/bench': PAGE })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const page = await browser.newPage()
  await page.goto(`${server.origin}/bench`)
  const system = await browser.newBrowserCDPSession()
  // Of the page and all its workers.
  const cpuSeconds = async (): Promise<number> => {
    const { processInfo } = await system.send('SystemInfo.getProcessInfo')
    return processInfo.reduce((sum, { type, cpuTime }) => (type === 'renderer' ? sum + cpuTime : sum), 0)
  }
  const begun = new Set<string>()
  return {
    name: 'Chromium',
    async run(name, part) {
      const errand = {
        name,
        columns: '/columns/',
        kernels: '/kernels.wasm',
        input: { config, events, ticks },
      }
      if (!begun.has(name)) await page.evaluate(ask, { name, message: errand })
      begun.add(name)
      const before = await cpuSeconds()
      const result = (await page.evaluate(ask, { name, message: part })) as Result // what worker.ts answers
      return { ...result, cpuSeconds: (await cpuSeconds()) - before }
    },
    async close() {
      await browser.close()
      await server.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Runs in the page: a message to the contestant's worker, and its answer. */
async function ask({ name, message }: { name: string; message: unknown }): Promise<unknown> {
  const workers = ((window as { workers?: Map<string, Worker> }).workers ??= new Map())
  const worker = workers.get(name) ?? new Worker('/worker.js', { type: 'module' })
  workers.set(name, worker)
  return new Promise((resolve, reject) => {
    worker.addEventListener('error', ({ message: said }: ErrorEvent) => reject(new Error(said)), {
      once: true,
    })
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<{ result?: unknown; error?: string }>) =>
        data.error === undefined ? resolve(data.result) : reject(new Error(data.error)),
      { once: true },
    )
    worker.postMessage(message)
  })
}

async function bundle(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    base: './',
    publicDir: false,
    build: {
      outDir,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: WORKER, output: { entryFileNames: 'worker.js' } },
    },
  })
}

const bytesOf = ({ buffer }: Int32Array | Uint32Array): Uint8Array => new Uint8Array(buffer)
