import { existsSync } from 'node:fs'
import { chromium, type Page } from 'playwright-core'
import { preview } from 'vite'
import { at } from '../../src/shared/assert.ts'
import { ensureChromium } from '../support/chromium.mjs'
import { figure, median, type Figure } from './measure.ts'

const WATCHED_MS = 4_000

interface Watched {
  /** Milliseconds from a request for a frame to its answer, one a frame. */
  readonly trips: readonly number[]
}

/**
 * What playing costs in a browser: how long a frame takes to the worker and back, and how much of the main thread
 * it takes to draw. Needs a build in `dist`; null when there is none, or no Chromium.
 */
export async function browserFigures(runs: number): Promise<Figure[] | null> {
  const executablePath = ensureChromium()
  if (!existsSync('dist/index.html') || executablePath === '') return null
  const server = await preview({ preview: { port: 4399, strictPort: false }, logLevel: 'silent' })
  const address = at(server.resolvedUrls?.local ?? [], 0)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript(watchWorkers)
    const results = []
    for (let i = 0; i < runs; i++) results.push(await playOnce(page, address))
    return [
      figure(
        'worker round trip of a frame',
        'ms',
        results.map(({ trip }) => trip),
      ),
      figure(
        'main thread, each frame (script, style, layout, paint)',
        'ms',
        results.map(({ cost }) => cost),
      ),
      figure(
        'frames drawn',
        '/s',
        results.map(({ rate }) => rate),
      ),
    ]
  } finally {
    await browser.close()
    await server.close()
  }
}

async function playOnce(page: Page, address: string): Promise<{ trip: number; cost: number; rate: number }> {
  await page.goto(`${address}#/lab/jitter?scenario=high&t=5`)
  await page.reload()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await page.waitForTimeout(500)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  }
  await page.evaluate('window.benchTrips.length = 0')
  const before = await busy()
  await page.waitForTimeout(WATCHED_MS)
  const after = await busy()
  const trips = (await page.evaluate('window.benchTrips')) as Watched['trips'] // the script below fills it with numbers
  return {
    trip: median(trips),
    cost: (1_000 * (after - before)) / trips.length,
    rate: (1_000 * trips.length) / WATCHED_MS,
  }
}

/** Runs in the page before anything else: times each message to a worker until its answer. */
function watchWorkers(): void {
  const trips: number[] = []
  Object.assign(window, { benchTrips: trips })
  const sentAt = new Map<unknown, number>()
  // oxlint-disable-next-line typescript/unbound-method -- called below with the worker it was called on
  const post = Worker.prototype.postMessage
  Worker.prototype.postMessage = function (
    this: Worker,
    message: { id?: unknown; path?: unknown },
    ...rest: unknown[]
  ) {
    if (String(message.path) === 'pull') {
      sentAt.set(message.id, performance.now())
      this.addEventListener(
        'message',
        ({ data }: MessageEvent<{ id?: unknown }>) => {
          const start = sentAt.get(data.id)
          if (start !== undefined) trips.push(performance.now() - start)
          sentAt.delete(data.id)
        },
        { once: true },
      )
    }
    Reflect.apply(post, this, [message, ...rest])
  }
}
