import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { csv, exported, importFile, traceText } from './files.ts'
import { DIST, eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'
import { StaticServer } from './static-server.ts'

const app = useApp()

let servers: StaticServer[] = []

const serve = async (base = '', pages: Readonly<Record<string, string>> = {}): Promise<StaticServer> => {
  const server = await StaticServer.start(DIST, base, pages)
  servers.push(server)
  return server
}

afterEach(async () => {
  const running = servers
  servers = []
  await Promise.all(running.map((server) => server.stop()))
})

/** Waits until the service worker has everything and serves this page. */
const readyForOffline = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
    while (navigator.serviceWorker.controller === null) await new Promise((wait) => setTimeout(wait, 20))
  })

const GONE = [
  /Failed to load resource/,
  /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED/,
  /Failed to update a ServiceWorker/,
]

describe('offline, after the first visit', () => {
  test('the start page, the labs and the deck work: the host is gone, and the network as well', async () => {
    const server = await serve()
    const page = await app.open('', { origin: server.origin, serviceWorkers: 'allow', expects: GONE })
    await readyForOffline(page)
    await server.stop()
    await page.context().setOffline(true)

    await page.reload()
    const home = await new Stage(page).shown()
    await eventually(() => home.time(), 'the lab of the start page runs').toBeGreaterThan(0.2)
    await page.goto(`${server.origin}/#/lab/ring?scenario=burst&t=4`)
    await page.reload()
    const ring = await new Stage(page, page, 'ring').shown()
    await eventually(() => ring.time()).toBe(4)
    await page.goto(`${server.origin}/?utm_source=somewhere#/lab/jitter?scenario=high&t=3`)
    const jitter = await new Stage(page, page, 'jitter').shown()
    await eventually(() => jitter.time(), 'also by a link that someone decorated').toBe(3)
    await importFile(jitter, csv('walk.csv', traceText(50)))
    await jitter.root.locator('.chip').getByText('walk.csv').waitFor()
    expect((await exported(page, jitter, 'Picture (PNG)')).bytes.length).toBeGreaterThan(5_000)

    await page.goto(`${server.origin}/slides/episode8_revealjs.html#/1`)
    const slide = await new Stage(page, page.locator('section.present')).shown()
    await eventually(() => slide.time()).toBeGreaterThan(0.2)
    const families = await page.evaluate(async () => {
      await document.fonts.ready
      return [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family)
    })
    expect(families.join(), 'the typefaces came along').toMatch(/Inter/)
  })

  test('whoever opened the deck first can open the app', async () => {
    const server = await serve()
    const page = await app.open('slides/episode8_revealjs.html', {
      origin: server.origin,
      serviceWorkers: 'allow',
      expects: GONE,
    })
    await readyForOffline(page)
    await server.stop()
    await page.goto(`${server.origin}/#/lab/jitter?t=2`)
    const stage = await new Stage(page).shown()
    await eventually(() => stage.time()).toBe(2)
    await eventually(() => page.workers().length).toBe(1)
  })

  test('a newer version waits until one takes it', async () => {
    const server = await serve()
    const page = await app.open('#/lab/ring?t=2', { origin: server.origin, serviceWorkers: 'allow' })
    await readyForOffline(page)
    expect(await page.getByText('A newer version of Millrace is ready.').count()).toBe(0)
    server.rewrite = (path, body) => (path.endsWith('sw.js') ? `${body}\n// newer` : null)
    await page.reload()
    const notice = page.getByRole('status').filter({ hasText: 'A newer version of Millrace is ready.' })
    await notice.waitFor()
    const stage = await new Stage(page, page, 'ring').shown()
    expect((await stage.settled()).time, 'nothing was interrupted').toBe(2)
    const reloading = page.waitForEvent('load')
    await notice.getByRole('button', { name: 'Load it' }).click()
    await reloading
    await stage.shown()
    await eventually(() => stage.time(), 'the address brings the run back').toBe(2)
    await eventually(() => notice.count()).toBe(0)
  })
})

describe('on any host', () => {
  const BASE = '/some/sub/path'

  test('below a path: everything is asked for below it, and every way leads on', async () => {
    const server = await serve(BASE)
    const page = await app.open(`${BASE.slice(1)}/`, { origin: server.origin, serviceWorkers: 'allow' })
    await new Stage(page).shown()
    await readyForOffline(page)
    await page.getByRole('link', { name: 'Open the lab' }).click()
    const jitter = await new Stage(page, page, 'jitter').shown()
    await eventually(() => jitter.time()).toBeGreaterThan(0.2)
    await page.getByRole('button', { name: 'Slides', exact: true }).click()
    await page.frameLocator('iframe').getByRole('heading', { name: 'Episode 8' }).waitFor()
    await page.getByRole('link', { name: 'Millrace, start page' }).click()
    await page.getByRole('link', { name: 'The episode’s slides' }).click()
    await page.locator('.reveal.ready').waitFor()
    await page.keyboard.press('ArrowRight')
    const slide = await new Stage(page, page.locator('section.present'), 'ring').shown()
    await eventually(() => slide.time()).toBeGreaterThan(0.1)
    expect(server.asked.filter((path) => !path.startsWith(`${BASE}/`) && path !== '/favicon.ico')).toEqual([])
    expect(server.asked.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(5)
  })

  test('in a frame of another site: runs, keeps its addresses to itself, and offers the link where it may not copy', async () => {
    const lab = await serve()
    const host = await serve('', {
      '/course.html': `<!doctype html><title>A course</title><iframe title="Lab" width="1000" height="800" src="${lab.origin}/#/lab/jitter?scenario=high&t=4"></iframe>`,
    })
    const page = await app.open('course.html', {
      origin: host.origin,
      expects: [
        new RegExp(`asked another origin: ${lab.origin}`),
        /Permissions policy violation|permissions policy/i,
      ],
    })
    const frame = page.frameLocator('iframe[title=Lab]')
    const stage = await new Stage(page, frame).shown()
    await eventually(() => stage.time()).toBe(4)
    await stage.play.click()
    await eventually(() => stage.time()).toBeGreaterThan(4.2)
    await stage.pause()
    await stage.radio('Low').check()
    await eventually(() => stage.radio('Low').isChecked()).toBe(true)
    expect(page.url(), 'the page around it stays where it is').toBe(`${host.origin}/course.html`)
    await stage.button('Copy link').click()
    const link = frame.getByRole('dialog', { name: 'Copy this link' }).getByRole('textbox', { name: 'Link' })
    expect(await link.inputValue()).toContain(`${lab.origin}/#/lab/jitter`)
    expect(
      host.asked.filter((path) => path !== '/favicon.ico'),
      'the other site is asked for nothing',
    ).toEqual(['/course.html'])
  })

  test('in a frame that may store nothing', async () => {
    const lab = await serve()
    const page = await app.open('#/lab/ring?t=3', {
      origin: lab.origin,
      prepare: (opened) =>
        opened.addInitScript(() => {
          Object.defineProperty(window, 'localStorage', {
            get() {
              throw new DOMException('denied', 'SecurityError')
            },
          })
        }),
    })
    const stage = await new Stage(page).shown()
    await eventually(() => stage.time()).toBe(3)
    await page.getByRole('button', { name: 'Theme: system' }).click()
    expect(await page.getByRole('button', { name: 'Theme: light' }).count(), 'it holds for this visit').toBe(
      1,
    )
  })
})
