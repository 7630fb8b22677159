import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

let page: Page

beforeAll(async () => {
  page = await app.share()
})

const hasFocus = (control: Locator): Promise<boolean> =>
  control.evaluate((element) => element === document.activeElement)

/** Presses Tab until `control` has the focus. */
async function tabTo(control: Locator, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (await hasFocus(control)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Tab never came to ${String(control)}`)
}

describe('with the keyboard alone', () => {
  test('one chooses High, runs it, reads the numbers, checks them and goes on', async () => {
    await app.goTo(page, '#/lab/jitter')
    const stage = await new Stage(page).shown()
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to the content' })
    expect(await hasFocus(skip), 'the first stop skips the header').toBe(true)
    await page.keyboard.press('Enter')
    await eventually(() => hasFocus(page.locator('#main'))).toBe(true)
    expect(new URL(page.url()).hash, 'it is no route').toMatch(/^#\/lab\/jitter/)

    await tabTo(stage.radio('Low'))
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await eventually(() => stage.radio('High').isChecked()).toBe(true)

    await tabTo(stage.root.locator('.button-play'))
    if (await stage.pauseButton.isVisible()) await page.keyboard.press('Space')
    await stage.play.waitFor()
    const { time } = await stage.settled()
    await page.keyboard.press('Enter')
    await eventually(() => stage.time()).toBeGreaterThan(time + 0.2)
    await page.keyboard.press('Enter')
    await stage.play.waitFor()

    const table = stage.root.getByRole('region', { name: 'Table of measures' })
    await tabTo(table.locator('tbody .term').first())
    await page.keyboard.press('Enter')
    const definition = page.locator('.popover:popover-open')
    await definition.waitFor()
    expect((await definition.textContent())?.length).toBeGreaterThan(20)
    await page.keyboard.press('Escape')
    await definition.waitFor({ state: 'hidden' })

    await tabTo(stage.button('Check it'), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await eventually(() => stage.panel.textContent()).toMatch(/All \d+ hold\./)
    expect(await hasFocus(stage.button('Check it')), 'one stays where one was').toBe(true)
    await page.keyboard.press('Enter')
    await stage.panel.waitFor({ state: 'detached' })
  })

  test('one comes to every control, sees where one is, and gets out again at the end', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' }) // nothing plays, and no row of controls changes meanwhile
    for (const path of ['#/lab/jitter?t=3', '#/lab/film?t=3', '#/lab/ring?t=3', '#/']) {
      await app.goTo(page, path)
      await (await new Stage(page).shown()).settled()
      const seen = new Set<string>()
      const unseen: string[] = []
      let left = false
      for (let i = 0; i < 150 && !left; i++) {
        await page.keyboard.press('Tab')
        const stop = await page.evaluate(() => {
          const element = document.activeElement
          if (element === null || element === document.body) return null
          const marks = [element, element.nextElementSibling].filter((marked) => marked !== null)
          return {
            name: `${element.tagName} ${element.ariaLabel ?? element.textContent}`.slice(0, 60),
            isMarked: marks.some((marked) => getComputedStyle(marked).outlineStyle !== 'none'),
          }
        })
        left = stop === null
        if (stop === null) continue
        seen.add(stop.name)
        if (!stop.isMarked) unseen.push(stop.name)
      }
      expect(left, `${path}: no trap`).toBe(true)
      expect(unseen, path).toEqual([])
      expect(seen.size, path).toBeGreaterThan(path === '#/' ? 15 : 35)
    }
    await page.emulateMedia({ reducedMotion: null })
  })

  test('one hears what happens: the run speaks of freezes and late packets, not more often than every five seconds', async () => {
    await app.goTo(page, '#/lab/jitter?scenario=high')
    const stage = await new Stage(page).shown()
    const log = stage.root.getByRole('log', { name: 'What happens in the run' })
    await page.evaluate(() => {
      const said: string[] = []
      Object.assign(window, { said, since: performance.now() })
      const region = document.querySelector('[role=log]')
      if (region !== null)
        new MutationObserver(() => said.push(region.textContent)).observe(region, {
          subtree: true,
          childList: true,
          characterData: true,
        })
    })
    await stage.speed.selectOption('10')
    await eventually(() => log.textContent()).toMatch(/(froze|came too late)/)
    await eventually(() => stage.time()).toBeGreaterThan(20)
    const { said, seconds } = await page.evaluate(() => ({
      said: Reflect.get(window, 'said') as string[],
      seconds: (performance.now() - Number(Reflect.get(window, 'since'))) / 1_000,
    }))
    // A busy machine takes longer for those 20 seconds of the run than the two they are meant to take.
    expect(said.length, 'summaries, not samples').toBeLessThanOrEqual(Math.max(2, 1 + seconds / 5))
    expect(await stage.root.getByRole('status').filter({ hasText: /froze/ }).count()).toBe(0)
  })
})
