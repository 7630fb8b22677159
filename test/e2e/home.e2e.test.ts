import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

describe('home', () => {
  test('says what this is, above a lab that is already running', async () => {
    const page = await app.open()
    await expect(page.getByRole('heading', { level: 1 }).textContent()).resolves.toBe(
      'Streaming systems you can touch.',
    )
    await expect(page.locator('.lead').textContent()).resolves.toMatch(
      /browser.*twice.*same clock.*in numbers/s,
    )
    const stage = await new Stage(page).shown()
    const before = await stage.time()
    await eventually(() => stage.time(), 'time goes on without a click').toBeGreaterThan(before + 0.2)
    await expect(page.getByText('This is live: press Low, Medium or High.').isVisible()).resolves.toBe(true)
  })

  test('answers a press on Low with another picture of the same moment', async () => {
    const page = await app.open()
    const stage = await new Stage(page).shown()
    await eventually(() => stage.time()).toBeGreaterThan(0.5)
    await stage.pause()
    const { time } = await stage.read()
    const high = await stage.markup()
    await stage.radio('Low').check()
    await eventually(() => stage.markup()).not.toBe(high)
    expect((await stage.settled()).time).toBe(time)
    await expect(stage.root.locator('figcaption').textContent()).resolves.toMatch(
      /Whiteboard buffer: .+Fixed delay: /,
    )
  })

  test('offers each lab in its gallery, leads to it, and from there back', async () => {
    const page = await app.open()
    const labs = [
      ['Jitter buffer', '#/lab/jitter'],
      ['The player pipeline', '#/lab/pipeline'],
      ['Call or film', '#/lab/film'],
      ['Ring buffer', '#/lab/ring'],
      ['Ring or log', '#/lab/reveal'],
      ['Which partition?', '#/lab/keys'],
      ['Consumer groups', '#/lab/groups'],
      ['The log', '#/lab/log'],
      ['Replicas and acks', '#/lab/replication'],
      ['Backpressure', '#/lab/pressure'],
      ['Three deaths', '#/lab/deaths'],
      ['Which strategy?', '#/lab/matrix'],
      ['One slow stage', '#/lab/cascade'],
      ['Alert before it is critical', '#/lab/warning'],
      ['The trending board', '#/lab/trending'],
      ['Commits', '#/lab/commits'],
      ['Merge base', '#/lab/ancestors'],
      ['Back and forward', '#/lab/history'],
      ['Undo and redo', '#/lab/undo'],
      ['Keep or forget', '#/lab/cache'],
      ['Whose key is it?', '#/lab/hashing'],
    ] as const
    const card = (path: string): Locator =>
      page.getByRole('region', { name: 'Labs and tools' }).locator(`a[href="${path}"]`)
    for (const [name, path] of labs) expect(await card(path).textContent()).toContain(name)
    // All lead the same way: three are gone.
    for (const [name, path] of labs.filter((_, i) => i % 7 === 0)) {
      await card(path).click()
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
      expect(new URL(page.url()).hash).toBe(path)
      await new Stage(page).shown()
      await page.getByRole('link', { name: 'Millrace, start page' }).click()
      await page.getByRole('heading', { level: 1, name: 'Streaming systems' }).waitFor()
    }
  })

  test('leads from the running lab to its own page, and to the slides', async () => {
    const page = await app.open()
    await page.getByRole('link', { name: 'Open the lab' }).click()
    await page.getByRole('heading', { level: 1, name: 'Jitter buffer' }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: 'The episode’s slides' }).click()
    await page.getByRole('heading', { name: 'Episode 8: Streaming Systems & Kafka' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/slides/episode8_revealjs.html')
  })
})

describe('an address that leads nowhere', () => {
  test.each([
    ['#/nowhere', 'There is nothing at “nowhere”.'],
    ['#/lab/none', 'There is no lab called “none”.'],
    ['#/lab/jitter/deeper', 'There is nothing at “lab/jitter/deeper”.'],
    ['#/lab', 'There is nothing at “lab”.'],
    ['#/%E0%A4%A', 'There is nothing at'],
    [`#/${'x'.repeat(300)}`, 'There is nothing at'],
    ['#/<img src=x onerror=document.title="taken">', 'There is nothing at'],
  ])('%s is explained, and offers the places there are', async (path, what) => {
    const page = await app.open(path)
    await page.getByRole('heading', { level: 1, name: 'Nothing flows here.' }).waitFor()
    await expect(page.locator('main').textContent()).resolves.toContain(what)
    expect(await page.title()).not.toBe('taken')
    await page.locator('main').getByRole('link', { name: 'Ring buffer' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ring buffer' }).waitFor()
  })

  test('mends itself when a right address is typed', async () => {
    const page = await app.open('#/nowhere')
    await page.getByRole('heading', { level: 1, name: 'Nothing flows here.' }).waitFor()
    await page.evaluate(() => (location.hash = '#/lab/ring'))
    await new Stage(page, page, 'ring').shown()
    expect(await page.getByText('Nothing flows here.').count()).toBe(0)
  })
})

describe('a part that does not load', () => {
  const expects = [/Failed to load resource/, /Failed to fetch dynamically imported module/]

  test('a picture says so in its own place, and is drawn once it can be had', async () => {
    const pictures = '**/assets/View-*.js'
    const page = await app.open('#/lab/jitter?t=2', {
      expects,
      prepare: (opened) => opened.route(pictures, (route) => route.abort()),
    })
    const alert = page.getByRole('alert')
    await alert.getByText('This picture could not be drawn.').waitFor()
    const stage = new Stage(page)
    await eventually(() => stage.time(), 'the rest of the stage works').toBe(2)
    await page.unroute(pictures)
    await alert.getByRole('button', { name: 'Try again' }).click()
    await stage.shown()
    await expect(alert.count()).resolves.toBe(0)
    expect((await stage.settled()).time).toBe(2)
  })

  test('a lab says so, and is opened once it can be had', async () => {
    const definitions = '**/assets/lab-*.js'
    const page = await app.open('#/lab/ring?t=2', {
      expects,
      prepare: (opened) => opened.route(definitions, (route) => route.abort()),
    })
    const alert = page.getByRole('alert')
    await alert.getByText('The lab could not be loaded.').waitFor()
    await page.unroute(definitions)
    await alert.getByRole('button', { name: 'Try again' }).click()
    await new Stage(page, page, 'ring').shown()
    expect(await alert.count()).toBe(0)
  })

  test('an engine says so, and starts once it can be had', async () => {
    const worker = '**/assets/session.worker-*.js'
    const page = await app.open('#/lab/jitter?scenario=high&t=2', {
      expects,
      prepare: (opened) => opened.route(worker, (route) => route.abort()),
    })
    const alert = page.getByRole('alert')
    await alert.getByText('The engine of this lab has stopped.').waitFor()
    await expect(page.getByRole('heading', { level: 1 }).textContent()).resolves.toBe('Jitter buffer')
    await page.unroute(worker)
    await alert.getByRole('button', { name: 'Restart the engine' }).click()
    const stage = await new Stage(page).shown()
    await eventually(() => stage.time()).toBe(2)
    expect(await stage.radio('High').isChecked()).toBe(true)
  })

  test('the model of a lab says so, and loads once it can be had', async () => {
    const models = '**/assets/scenario-*.js'
    const page = await app.open('#/lab/ring?t=2', {
      expects,
      prepare: (opened) => opened.route(models, (route) => route.abort()),
    })
    const alert = page.getByRole('alert')
    await alert.getByText('The engine of this lab has stopped.').waitFor()
    await page.unroute(models)
    await alert.getByRole('button', { name: 'Restart the engine' }).click()
    const stage = await new Stage(page).shown()
    await eventually(() => stage.time()).toBe(2)
    expect(await alert.count()).toBe(0)
  })
})
