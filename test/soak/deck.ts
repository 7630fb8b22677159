import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { build, preview } from 'vite'
import { ensureChromium } from '../support/chromium.mjs'
import { holdings, tour, type Holdings } from '../support/deck-tour.ts'
import type { Finding } from './finding.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const DIST = process.env['MILLRACE_DIST'] ?? join(ROOT, 'dist')
/** When all that is loaded once has been loaded, and what is kept on purpose is full. */
const FIRST = 10
/**
 * What may be more at the last tour than at the tenth. What scripts hold stays as it is; the heap has their compiled code
 * as well, which comes in until about the fiftieth.
 */
const HEAP_GROWTH = 1.15
const COUNT_GROWTH = 1.02

/**
 * Tours all slides `tours` times by the arrow keys, on and back in turn, with a click inside each lab, and compares
 * what the page holds after the tenth and after the last.
 */
export async function soakDeck(tours: number, tell: (line: string) => void): Promise<Finding[]> {
  if (tours <= FIRST || tours % 2 === 1)
    throw new Error(`--tours must be an even number above ${FIRST}, not ${tours}`)
  if (!existsSync(join(DIST, 'index.html'))) await build({ root: ROOT, logLevel: 'warn' })
  const server = await preview({
    configFile: false,
    root: ROOT,
    appType: 'mpa',
    logLevel: 'error',
    build: { outDir: DIST },
    preview: { host: '127.0.0.1', port: 0 },
  })
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
  try {
    const address = server.httpServer.address()
    if (address === null || typeof address === 'string') throw new Error('a server has a port')
    const context = await browser.newContext({
      viewport: { width: 1280, height: 720 },
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    const troubles: string[] = []
    context.on('weberror', (event) => troubles.push(String(event.error())))
    const session = await context.newCDPSession(page)
    await page.goto(`http://127.0.0.1:${address.port}/slides/episode8_revealjs.html#/0`)
    await page.locator('section.present .slide-body').first().waitFor()
    let first: Holdings | null = null
    let last: Holdings | null = null
    for (let number = 1; number <= tours; number++) {
      await tour(page, number % 2 === 1 ? 'on' : 'back', true)
      if (number % FIRST > 0 && number !== tours) continue
      last = await holdings(page, session)
      first ??= last
      const { heap, nodes, listeners, workers } = last
      tell(
        `tour ${number}: ${(heap / 2 ** 20).toFixed(2)} MB, ${nodes} nodes, ${listeners} listeners, ${workers} workers`,
      )
    }
    if (first === null || last === null) throw new Error('something was counted')
    const [before, after] = [first, last]
    const growth = (key: keyof Holdings, most: number): Finding => ({
      what: `the deck's ${key}, tour ${tours} over tour ${FIRST}`,
      value: after[key] / Math.max(1, before[key]),
      unit: '×',
      most,
    })
    return [
      growth('heap', HEAP_GROWTH),
      growth('nodes', COUNT_GROWTH),
      growth('listeners', COUNT_GROWTH),
      growth('workers', 1),
      { what: 'errors on the way', value: troubles.length, unit: 'errors', most: 0 },
    ]
  } finally {
    await browser.close()
    await server.close()
  }
}
