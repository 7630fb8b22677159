import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { deckOn } from './deck.ts'
import { eventually, ROOT, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()
const CARD = 'season1_quick_reference.pdf'

let page: Page
const { present, openSlide, press } = deckOn(app, () => page)

beforeAll(async () => {
  page = await app.share({ viewport: { width: 1280, height: 720 }, acceptDownloads: true })
})

describe('the season’s page', () => {
  test('tells of each episode on a press, and its address brings one back', async () => {
    await app.goTo(page, '#/season')
    const panel = page.locator('.episode')
    for (let number = 1; number <= 8; number++) {
      const stop = page.getByRole('button', { name: `Episode ${number}:` })
      await stop.click()
      expect(await stop.getAttribute('aria-pressed')).toBe('true')
      await panel.getByRole('heading', { name: `${number}. ` }).waitFor()
      for (const part of ['What does it keep?', 'What does it throw away?', 'In production:', 'On LeetCode'])
        expect(await panel.textContent(), `${number}`).toContain(part)
    }
    await panel.getByRole('link', { name: 'Ring or log' }).click()
    await new Stage(page, page, 'reveal').shown()
    await page.goBack()
    await panel.getByRole('heading', { name: '8. ' }).waitFor()
    await page.evaluate(() => (location.hash = '#/season?episode=5'))
    await panel.getByRole('heading', { name: '5. ' }).waitFor()
    await page.evaluate(() => (location.hash = '#/season?part=challenge'))
    await eventually(() =>
      page.locator('#challenge').evaluate((part) => part.getBoundingClientRect().top),
    ).toBeLessThan(400)
  })

  test('runs an episode’s lab in its panel, at its moment and still, until somebody starts it; one at a time', async () => {
    await app.goTo(page, '#/season?episode=7')
    const stage = await new Stage(page, page.locator('.episode'), 'ring').shown()
    expect(await page.locator('.stage').count()).toBe(1)
    await eventually(() => stage.time()).toBe(3)
    await stage.play.click()
    await eventually(() => stage.time()).toBeGreaterThan(3.2)
    await page.getByRole('button', { name: 'Episode 8:' }).click()
    await page.locator('.episode').getByRole('link', { name: 'Three deaths' }).waitFor()
    await eventually(() => page.locator('.stage').count()).toBe(0)
  })

  test('fits a phone, and has no target below 24 px', async () => {
    await page.setViewportSize({ width: 360, height: 640 })
    await app.goTo(page, '#/season')
    await page.locator('.forest').waitFor()
    const wrong = (): Promise<string[]> =>
      page.evaluate(() => {
        const main = document.querySelector('main')
        const wide = (main?.scrollWidth ?? 0) > (main?.clientWidth ?? 0) + 1 ? ['main is too wide'] : []
        const small = [...document.querySelectorAll('main button, main a')].filter((control) => {
          const { width, height } = control.getBoundingClientRect()
          return width > 0 && Math.min(width, height) < 23.5 && !control.matches('p a, td a, dd a')
        })
        return [...wide, ...small.map(({ textContent }) => `${textContent} is too small`)]
      })
    await eventually(wrong).toEqual([])
    await page.screenshot({ path: join(import.meta.dirname, 'screens', 'season-360x640.png') })
    await page.setViewportSize({ width: 1280, height: 720 })
  })
})

describe('the season’s slides', () => {
  test('the journey: lines, then verbs, and an episode by mouse and by keyboard; arrows go on', async () => {
    await openSlide(19)
    const journey = present().locator('.journey')
    await eventually(() => journey.getAttribute('data-told')).toBe('episodes')
    await press('ArrowRight', '19+1')
    await eventually(() => journey.getAttribute('data-told')).toBe('lines')
    await present().getByRole('button', { name: 'Episode 3:' }).click()
    await press('ArrowRight', '19+2')
    await eventually(() => journey.getAttribute('data-told')).toBe('theme')
    await present().getByRole('heading', { name: '3. ' }).waitFor()
    await present().getByRole('button', { name: 'Episode 7:' }).click()
    await present().getByRole('button', { name: 'Run it here' }).click()
    const stage = await new Stage(page, present().getByRole('dialog'), 'ring').shown()
    await stage.play.click()
    await eventually(() => stage.time()).toBeGreaterThan(3.2)
    await page.keyboard.press('Escape')
    await eventually(() => page.locator('.journey-slide .stage').count()).toBe(0)
    await present().getByRole('button', { name: 'Episode 4:' }).focus()
    await page.keyboard.press('Space')
    await present().getByRole('heading', { name: '4. ' }).waitFor()
    await press('ArrowRight', '20+0')
    await press('ArrowLeft', '19+2')
    await present().getByRole('heading', { name: '8. ' }).waitFor()
  })

  test('one stream runs to its end by itself, and stands where it is paused', async () => {
    await openSlide(20)
    const count = async (): Promise<number> => Number(await present().locator('.story-hand b').textContent())
    await eventually(count).toBeGreaterThan(1)
    await present().getByRole('button', { name: 'Pause' }).click()
    const paused = await count()
    await present().getByRole('button', { name: 'One event on' }).click()
    await eventually(count).toBe(paused + 1)
    const picture = present().getByRole('img', { name: `After ${paused + 1} events` })
    await eventually(() => picture.locator('.stream-kept').count()).toBeGreaterThan(4 * paused)
  })

  test('the quick reference comes as the file that was built; the last slide leads on from its folder', async () => {
    await openSlide(22)
    const downloading = page.waitForEvent('download')
    await present().getByRole('link', { name: 'Quick reference (PDF)' }).click()
    const path = await (await downloading).path()
    expect(readFileSync(path).equals(readFileSync(join(ROOT, 'public', CARD)))).toBe(true)
    await openSlide(25)
    const links = present().locator('.calls a')
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual([
      '../#/',
      '../#/season?part=practice',
      '../#/season?part=challenge',
      '../#/season?part=next',
    ])
  })

  test('a badge is dark until its steps are done, also in another page, and then lit', async () => {
    await openSlide(23)
    const badge = present().locator('.badges li', { hasText: 'Spread data so that little moves' })
    expect(await badge.getAttribute('data-state')).toBe('dark')
    const other = await page.context().newPage()
    await other.goto(`${app.origin}/#/season`)
    await other.locator('.badges').waitFor()
    const tick = (steps: readonly string[]): Promise<void> =>
      other.evaluate((keys) => {
        const stored = JSON.parse(localStorage.getItem('millrace.preferences') ?? '{}')
        localStorage.setItem('millrace.preferences', JSON.stringify({ ...stored, ticked: { keys } }))
      }, steps)
    await tick(['grow/thirteen', 'grow/data'])
    await eventually(() => badge.textContent()).toContain('2 of 3 steps done')
    await tick(['grow/thirteen', 'grow/data', 'order/breaks'])
    await eventually(() => badge.getAttribute('data-state')).toBe('lit')
    await eventually(() => present().locator('.badges [data-state=lit]').count()).toBe(1)
    await other.close()
  })
})
