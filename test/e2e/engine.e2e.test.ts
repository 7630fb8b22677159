import type { Page, Worker } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

const workers =
  (page: Page): (() => number) =>
  () =>
    page.workers().length

async function theWorker(page: Page): Promise<Worker> {
  await eventually(workers(page), 'a stage has one worker').toBe(1)
  const [worker] = page.workers()
  if (worker === undefined) throw new Error('it is gone again')
  return worker
}

describe('an engine that fails', () => {
  const explode = (worker: Worker): Promise<unknown> =>
    worker.evaluate(() => {
      setTimeout(() => {
        throw new Error('boom')
      })
    })

  const die = (worker: Worker): Promise<unknown> => worker.evaluate(() => setTimeout(close))

  const hang = (worker: Worker): Promise<unknown> =>
    worker.evaluate(() => {
      setTimeout(() => {
        for (;;);
      })
    })

  const SILENT = /has not answered for a while/
  const FAILURES: readonly [string, RegExp, (worker: Worker) => Promise<unknown>][] = [
    ['throws', /stopped: .*boom/, explode],
    ['dies without a word', SILENT, die],
    ['is caught in a loop', SILENT, hang],
  ]

  test.each(FAILURES)('and %s is told of, and comes back to the same moment', async (_, words, fail) => {
    const page = await app.open('#/lab/jitter?scenario=high&seed=7&t=5', { expects: [/boom/] })
    const stage = await new Stage(page).shown()
    await stage.standsAt(5)
    // A change made by hand must come back as well.
    await stage.picture.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    await stage.hash()
    const before = await stage.settled()

    await fail(await theWorker(page))
    // Someone has to ask before anybody can be missed.
    if (words === SILENT) await stage.button('Step').click()
    const alert = page.getByRole('alert')
    await alert.getByText('The engine of this lab has stopped.').waitFor()
    expect(await alert.textContent()).toMatch(words)
    expect(await stage.play.isDisabled(), 'nothing can be played now').toBe(true)
    expect(await stage.svg.isVisible(), 'the last picture stays').toBe(true)
    await eventually(workers(page), 'the broken worker is gone').toBe(0)
    const link = await alert.getByRole('link', { name: 'Link that leads here again' }).getAttribute('href')

    await alert.getByRole('button', { name: 'Restart the engine' }).click()
    await alert.waitFor({ state: 'detached' })
    await eventually(async () => (await stage.settled()).hash).not.toBeNull()
    if ((await stage.settled()).time !== before.time) await stage.button('Step back').click()
    await eventually(() => stage.settled()).toEqual(before)
    await eventually(workers(page)).toBe(1)
    await stage.play.click()
    await eventually(() => stage.time(), 'and plays on').toBeGreaterThan(5.2)
    await stage.pause()

    await page.goto('about:blank')
    await page.goto(link ?? '')
    await stage.shown()
    await stage.hash()
    const again = await stage.settled()
    expect([again.time, again.hash, again.sums]).toEqual([before.time, before.hash, before.sums])
  })

  test('while it plays stops the clock, and does not take the page with it', async () => {
    const page = await app.open('#/lab/ring?scenario=burst', { expects: [/boom/] })
    const stage = await new Stage(page).shown()
    await eventually(() => stage.time()).toBeGreaterThan(0.5)
    await explode(await theWorker(page))
    await page.getByRole('alert').getByText('The engine of this lab has stopped.').waitFor()
    const { time } = await stage.read()
    // Everything that can still be pressed is pressed: nothing may break.
    await stage.radio('Too fast').check()
    await stage.button('New seed').click()
    await stage.button('Check it').click()
    await stage.button('Compare').click()
    await stage.button('Write one').click()
    expect(await stage.time()).toBe(time)
    await page.getByRole('button', { name: 'Restart the engine' }).click()
    await eventually(() => stage.radio('Too fast').isChecked()).toBe(true)
    await stage.play.click()
    await eventually(() => stage.time()).toBeGreaterThan(time + 0.3)
  })
})

describe('workers', () => {
  test('are one for a live stage, and end with it', async () => {
    const page = await app.open()
    await new Stage(page).shown()
    const home = await theWorker(page)
    await page.evaluate(() => (location.hash = '#/lab/jitter'))
    await page.getByRole('heading', { level: 1, name: 'Jitter buffer' }).waitFor()
    await eventually(() => page.workers().filter((worker) => worker !== home).length).toBe(1)
    await eventually(workers(page), 'the one of the start page is gone').toBe(1)
    await page.evaluate(() => (location.hash = '#/lab/ring'))
    await new Stage(page, page, 'ring').shown()
    await eventually(workers(page)).toBe(1)
    await page.evaluate(() => (location.hash = '#/nowhere'))
    await page.getByText('Nothing flows here.').waitFor()
    await eventually(workers(page)).toBe(0)
  })

  test('stay as few after many visits to labs of all acts', async () => {
    const page = await app.open()
    for (let i = 0; i < 3; i++) {
      for (const lab of ['jitter', 'ring', 'log', 'replication', 'pressure', 'matrix']) {
        await page.evaluate((id) => (location.hash = `#/lab/${id}`), lab)
        await new Stage(page, page, lab).shown()
      }
    }
    await eventually(workers(page)).toBe(1)
    await page.evaluate(() => (location.hash = '#/'))
    await page.getByRole('heading', { name: 'Streaming systems you can touch.' }).waitFor()
    await eventually(workers(page)).toBe(1)
    await eventually(() => page.locator('svg[data-picture]').count()).toBe(1)
  })

  test('outlive a change of seed, scenario and setting: the run is opened anew in the same one', async () => {
    const page = await app.open('#/lab/jitter?t=2')
    const stage = await new Stage(page).shown()
    const worker = await theWorker(page)
    await stage.button('New seed').click()
    await stage.radio('High').check()
    await stage.seek(4)
    await stage.button('Restart').click()
    await eventually(() => stage.time()).toBe(0)
    expect(page.workers()).toEqual([worker])
  })
})
