import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core'
import { preview, type PreviewServer } from 'vite'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { countWork } from './quiet.ts'

/** The repository, whatever folder the tests are started from. */
export const ROOT = resolve(import.meta.dirname, '../..')

/** The built app. MILLRACE_DIST names another folder, which is then taken as it is. */
export const DIST = process.env['MILLRACE_DIST'] ?? join(ROOT, 'dist')

const SOURCES = ['index.html', 'package-lock.json', 'vite.config.ts', 'public', 'slides', 'src']

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** `npm test` takes a sample of what is alike, `TEST_ALL=1 npm test` all of it. */
export const IN_FULL = process.env['TEST_ALL'] !== undefined

/** Every `step`-th of many things that are alike, the first among them; or all. */
export const sample = <T>(all: readonly T[], step: number): readonly T[] =>
  IN_FULL ? all : all.filter((_, i) => i % step === 0)

/** How long something may take to come about before a test gives it up. */
export const PATIENCE = { timeout: 30_000, interval: 40 } as const

/** Waits until what `read` gives passes the assertion that follows. */
export const eventually = <T>(read: () => T | Promise<T>, message?: string) =>
  // oxlint-disable-next-line vitest/require-awaited-expect-poll -- whoever calls it awaits what follows
  expect.poll(read, message === undefined ? PATIENCE : { ...PATIENCE, message })

/** Waits until a page has drawn what it was given: its observers of sizes have been heard, and React with them. */
export const drawn = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let i = 0; i < 3; i++) await new Promise((frame) => requestAnimationFrame(frame))
  })

export interface Opening extends BrowserContextOptions {
  /** Trouble that is part of the test: messages that match one of these do not fail it. */
  readonly expects?: readonly RegExp[]
  /** Where pages are served from; without it from the root of our own server. */
  readonly origin?: string
  /** In a window that served no other test. */
  readonly alone?: true
  /** Prepares the page before it goes anywhere: routes, scripts that run first. */
  readonly prepare?: (page: Page) => Promise<unknown>
}

export interface App {
  /** 'http://127.0.0.1:1234', without a slash at the end. */
  readonly origin: string
  readonly browser: Browser
  /** A window of its own: nothing stored, no service worker unless asked for. Closed after the test. */
  context(opening?: Opening): Promise<BrowserContext>
  /**
   * A page with nothing stored, at `path`: '#/lab/jitter'. Where nothing but the window's own options are asked for it
   * may be a page of an earlier test, emptied: a new one costs three times the work.
   */
  open(path?: string, opening?: Opening): Promise<Page>
  /** A page for all tests of a file: for `beforeAll`. Closed after the last. */
  share(opening?: Opening): Promise<Page>
  /** Loads `path` in a page anew, with nothing stored: what stood there before leaves no trace. */
  goTo(page: Page, path: string): Promise<void>
}

/**
 * What the files of tests that run in one process have in common, from the first to the last: a browser and a server
 * take longer to start than many a test takes. Both end with the process.
 */
let common: { readonly server: PreviewServer; readonly browser: Browser } | undefined
/** Pages that may be taken again, each with what its window was opened with. */
let spare: Used[] = []
/** What pages did that none may do, since the last test. */
let troubles: string[] = []

/** Serves the built app to a browser. A test in which a page is in trouble fails. */
export function useApp(): App {
  /** Closed after a test, and after the file. */
  let windows: BrowserContext[] = []
  let shared: BrowserContext[] = []
  /** Pages in use that may be taken again. */
  let lent: Used[] = []

  const origin = (): string => {
    const address = common?.server.httpServer.address()
    if (address === null || address === undefined || typeof address === 'string')
      throw new Error('the app is served only while tests run')
    return `http://127.0.0.1:${address.port}`
  }

  beforeAll(async () => {
    if (common !== undefined) return
    buildIfStale()
    const server = await preview({
      configFile: false,
      root: ROOT,
      appType: 'mpa',
      logLevel: 'error',
      build: { outDir: DIST },
      preview: { host: '127.0.0.1', port: 0 },
    })
    common = { server, browser: await launch() }
  })

  afterEach(async () => {
    const open = windows
    windows = []
    await Promise.all(open.map((context) => context.close()))
    const used = lent.filter(({ page }) => !page.isClosed())
    lent = []
    await Promise.all(used.map(({ page }) => empty(page, origin())))
    spare = [...spare, ...used]
    const found = troubles
    troubles = []
    expect(found, 'a page was in trouble').toEqual([])
  })

  afterAll(async () => {
    await Promise.all(shared.map((context) => context.close()))
  })

  const theBrowser = (): Browser => {
    if (common === undefined) throw new Error('the browser runs only while tests run')
    return common.browser
  }

  const context = async (opening: Opening = {}): Promise<BrowserContext> => {
    const { expects = [], origin: home = origin(), alone: _, prepare: __, ...options } = opening
    const opened = await theBrowser().newContext({
      serviceWorkers: 'block',
      acceptDownloads: true,
      ...options,
    })
    await opened.addInitScript(countWork)
    watch(opened, home, (trouble) => {
      if (!expects.some((expected) => expected.test(trouble))) troubles.push(trouble)
    })
    windows.push(opened)
    return opened
  }

  /** A page for this test, which may have served others. */
  const borrow = async (opening: Opening): Promise<Page> => {
    const asked = JSON.stringify(opening)
    const found = spare.find((used) => used.asked === asked)
    spare = spare.filter((used) => used !== found)
    const used = found ?? { page: await newPage(opening), asked }
    if (found === undefined) windows = windows.filter((window) => window !== used.page.context())
    lent.push(used)
    return used.page
  }

  const newPage = async (opening: Opening): Promise<Page> => {
    const page = await (await context(opening)).newPage()
    await opening.prepare?.(page)
    return page
  }

  return {
    get origin() {
      return origin()
    },
    get browser() {
      return theBrowser()
    },
    context,
    async open(path = '', opening = {}) {
      const { alone, expects, origin: home = origin(), prepare, serviceWorkers } = opening
      const particular = [alone, expects, opening.origin, prepare, serviceWorkers]
      const isOrdinary = particular.every((own) => own === undefined)
      const page = await (isOrdinary ? borrow(opening) : newPage(opening))
      await page.goto(`${home}/${path}`)
      return page
    },
    async share(opening = {}) {
      const page = await newPage(opening)
      windows = windows.filter((window) => window !== page.context())
      shared.push(page.context())
      return page
    },
    async goTo(page, path) {
      if (page.url().startsWith(origin()))
        await page.evaluate(() => {
          localStorage.clear()
          // A run that plays on until the page is left would tick off its steps.
          Storage.prototype.setItem = () => {}
        })
      await page.goto('about:blank')
      await page.goto(`${origin()}/${path}`)
    },
  }
}

/** A page that may serve several tests, and what its window was opened with. */
interface Used {
  readonly page: Page
  readonly asked: string
}

/** Leaves nothing of what was done in a page: no page, nothing stored, nothing emulated. */
async function empty(page: Page, origin: string): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.goto('about:blank')
  await page.emulateMedia({ colorScheme: null, reducedMotion: null, forcedColors: null, media: null })
  const session = await page.context().newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
  await session.detach()
}

/** A browser of its own, for the tests that need one. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ARGUMENTS,
  })

/** Reports what no page of ours may do: throw, log an error, miss a file, ask another origin for anything. */
function watch(context: BrowserContext, home: string, report: (trouble: string) => void): void {
  context.on('weberror', (event) => report(`threw: ${String(event.error())}`))
  context.on('console', (message) => {
    if (message.type() === 'error') report(`console.error: ${message.text()}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 400) report(`${response.status()} for ${response.url()}`)
  })
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== new URL(home).origin)
      report(`asked another origin: ${request.url()}`)
  })
}

/** Builds the app when there is no build, or a source is newer; in a process of its own, as `npm start` would. */
function buildIfStale(): void {
  if (process.env['MILLRACE_DIST'] !== undefined) return
  const built = timeOf(join(DIST, 'index.html'))
  if (built > 0 && SOURCES.every((source) => timeOf(join(ROOT, source)) <= built)) return
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => key !== 'NODE_ENV' && !key.startsWith('VITEST')),
  )
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    env: environment,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the app could not be built:\n${stderr}`)
}

/** When the newest file at `path` was changed, in milliseconds; 0 when there is none. */
function timeOf(path: string): number {
  if (!existsSync(path)) return 0
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, timeOf(join(path, name))), 0)
}
