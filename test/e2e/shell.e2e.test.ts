import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

let page: Page

beforeAll(async () => {
  page = await app.share({ viewport: { width: 1440, height: 900 } })
})

const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
const LIGHT = 'rgb(248, 246, 241)'
const DARK = 'rgb(18, 21, 24)'

describe('the theme', () => {
  const button = (theme: string) => page.getByRole('button', { name: `Theme: ${theme}`, exact: true })

  test('follows the system until one chooses, is kept, and is the deck’s as well', async () => {
    await app.goTo(page, '#/nowhere')
    await button('system').waitFor()
    await eventually(paper).toBe(LIGHT)
    await page.emulateMedia({ colorScheme: 'dark' })
    await eventually(paper).toBe(DARK)
    await button('system').click()
    await button('light').waitFor()
    await eventually(paper, 'light, though the system is dark').toBe(LIGHT)
    await page.emulateMedia({ colorScheme: 'light' })
    await button('light').click()
    await button('dark').waitFor()
    await eventually(paper, 'dark, though the system is light').toBe(DARK)
    await page.reload()
    await button('dark').waitFor()
    await eventually(paper).toBe(DARK)
    await page.goto(`${app.origin}/slides/episode8_revealjs.html`)
    await page.getByRole('heading', { name: 'Episode 8' }).waitFor()
    await eventually(() =>
      page.evaluate(
        () => getComputedStyle(document.querySelector('.reveal') ?? document.body).backgroundColor,
      ),
    ).toBe(DARK)
    await page.goto(`${app.origin}/#/nowhere`)
    await button('dark').click()
    await eventually(paper).toBe(LIGHT)
  })
})

describe('the command palette', () => {
  const palette = () => page.getByRole('dialog')
  const input = () => page.getByPlaceholder('Where to, or what to do?')

  beforeEach(async () => {
    await app.goTo(page, '#/lab/ring?t=2')
    await new Stage(page, page, 'ring').shown()
  })

  test.each(['Control+k', 'Meta+k'])(
    'opens by %s, also while one types, and closes by the same and by Escape',
    async (keys) => {
      await page.keyboard.press(keys)
      await input().waitFor()
      await eventually(() => input().evaluate((box) => box === document.activeElement)).toBe(true)
      await page.keyboard.press('Escape')
      await palette().waitFor({ state: 'detached' })
      await new Stage(page).seed.focus()
      await page.keyboard.press(keys)
      await input().waitFor()
      await page.keyboard.press(keys)
      await palette().waitFor({ state: 'detached' })
      const hasFocus = (): Promise<boolean> =>
        new Stage(page).seed.evaluate((box) => box === document.activeElement)
      await eventually(hasFocus, 'the focus is back').toBe(true)
    },
  )

  test('finds "High" by its name and goes there', async () => {
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await input().fill('high')
    await page.getByRole('option', { name: 'Jitter buffer: High', selected: true }).waitFor()
    await page.keyboard.press('Enter')
    const stage = await new Stage(page, page, 'jitter').shown()
    await eventually(() => stage.radio('High').isChecked()).toBe(true)
    await eventually(() => palette().count()).toBe(0)
    await eventually(() => new URL(page.url()).hash).toBe('#/lab/jitter?scenario=high')
  })

  test('carries out commands of the lab that is open, and never types into it', async () => {
    await page.keyboard.press('Control+k')
    await input().fill('check it')
    await page.getByRole('option', { name: 'Check it', selected: true }).waitFor()
    await page.keyboard.press('Enter')
    const stage = new Stage(page)
    await stage.root.getByRole('region', { name: 'Check it', exact: true }).waitFor()
    await page.keyboard.press('Control+k')
    await input().pressSequentially('n1k')
    const chosen = stage.root.locator('input[type=radio][value=calm]')
    expect(await chosen.isChecked(), 'single keys are letters here').toBe(true)
    await input().fill('zzzz')
    await page.getByText('Nothing by that name.').waitFor()
    expect(await page.getByRole('option').count()).toBe(0)
  })

  test('goes to every place it names', async () => {
    await page.keyboard.press('Control+k')
    await eventually(() => page.getByRole('option').allTextContents()).toEqual(
      expect.arrayContaining([
        'Start page',
        'Jitter buffer',
        'Ring buffer',
        'Jitter buffer: High',
        'Theme: dark',
        'Play or pause',
      ]),
    )
    await input().fill('start page')
    await page.getByRole('option', { name: 'Start page', selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Streaming systems you can touch.' }).waitFor()
  })
})

describe('the split view', () => {
  const slides = () => page.frameLocator('iframe[title="The episode\'s slides"]')
  const border = () => page.getByRole('separator', { name: 'Border between slides and lab' })
  const widthOf = async (selector: string): Promise<number> =>
    (await page.locator(selector).boundingBox())?.width ?? 0

  test('shows deck and lab side by side, moves the border by keys, and lets either be closed', async () => {
    await app.goTo(page, '#/lab/jitter?scenario=high')
    const stage = await new Stage(page).shown()
    await stage.speed.selectOption('1')
    await page.getByRole('button', { name: 'Slides', exact: true }).click()
    await slides().getByRole('heading', { name: 'Episode 8: Streaming Systems & Kafka' }).waitFor()
    const opened = await stage.time()
    await eventually(() => stage.time(), 'the run of the lab goes on').toBeGreaterThan(opened)
    await eventually(() => page.workers().length, 'its own, and that of the next slide').toBeLessThanOrEqual(
      2,
    )

    await eventually(() => widthOf('#main')).toBeGreaterThan(500)
    const deckWidth = await widthOf('.split-deck')
    expect(deckWidth).toBeGreaterThan(500)
    await border().focus()
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
    await eventually(() => widthOf('.split-deck')).toBeGreaterThan(deckWidth + 20)
    expect(await border().getAttribute('aria-valuenow')).not.toBeNull()

    await page.getByRole('button', { name: 'Close the lab' }).click()
    await eventually(() => widthOf('.split-deck')).toBeGreaterThan(1_300)
    await page.getByRole('button', { name: 'Show the lab' }).click()
    await eventually(() => widthOf('#main')).toBeGreaterThan(300)
    await page.getByRole('button', { name: 'Close the slides' }).click()
    await eventually(() => page.locator('iframe').count()).toBe(0)
    const closed = await stage.time()
    await eventually(() => stage.time(), 'it was never interrupted').toBeGreaterThan(closed)
    await eventually(() => page.workers().length, 'those of the deck are gone').toBe(1)
  })

  test('lets the deck be driven beside the lab, each by its own keys', async () => {
    await app.goTo(page, '#/lab/ring?t=2')
    const stage = await new Stage(page, page, 'ring').shown()
    await page.getByRole('button', { name: 'Slides', exact: true }).click()
    await slides().getByRole('heading', { name: 'Episode 8' }).click()
    await page.keyboard.press('ArrowRight')
    await slides().getByRole('heading', { name: 'Previously on Episode 7' }).waitFor()
    expect(await stage.time()).toBe(2)
    await stage.slider.focus()
    await page.keyboard.press('ArrowRight')
    await eventually(() => stage.time()).toBe(2.01)
    expect(await slides().getByRole('heading', { name: 'Previously on Episode 7' }).isVisible()).toBe(true)
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Where to, or what to do?').fill('slides beside')
    await page.getByRole('option', { name: /^Slides beside the page/, selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await eventually(() => page.locator('iframe').count(), 'the palette closes it, too').toBe(0)
  })
})

describe('a file dropped beside the lab', () => {
  test('does not throw the page away', async () => {
    await app.goTo(page, '#/lab/ring?t=2')
    await new Stage(page, page, 'ring').shown()
    const isKept = await page.locator('header.app-header').evaluate((header) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['x'], 'x.csv'))
      const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
      header.dispatchEvent(drop)
      return drop.defaultPrevented
    })
    expect(isKept).toBe(true)
  })
})
