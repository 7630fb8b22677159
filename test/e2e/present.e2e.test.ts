import type { FrameLocator, Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { DECK, deckOn, TITLES } from './deck.ts'
import { csv, dropFile, traceText } from './files.ts'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()
const SCREEN = { viewport: { width: 1280, height: 720 } }

/** The lab on the slide that a window shows. */
const labOf = (page: Page): Stage => new Stage(page, page.locator('section.present'))

/** The window that `open` opens. */
async function windowOf(page: Page, open: () => Promise<void>): Promise<Page> {
  const [opened] = await Promise.all([page.waitForEvent('popup'), open()])
  return opened
}

const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0

describe('a presentation in several windows', () => {
  test('is driven from the presenter’s, and a projector’s shows the same slide and the same lab', async () => {
    const page = await app.open(`${DECK}#/1`, { ...SCREEN, alone: true })
    const deck = deckOn(app, () => page)
    await labOf(page).shown()
    const desk = await windowOf(page, () => page.keyboard.press('s'))
    await eventually(() => desk.locator('.notes-large').textContent()).toContain('Last time we bent a list')
    const pictures = desk.locator('.preview iframe')
    await eventually(async () =>
      Promise.all([0, 1].map((i) => pictures.nth(i).contentFrame().locator('h2').first().textContent())),
    ).toEqual([TITLES[2], TITLES[1]])
    const drawn = desk.locator('.preview-now iframe').contentFrame().locator('svg[data-picture]')
    await drawn.waitFor()
    expect(desk.workers(), 'the pictures start no worker').toEqual([])

    // The deck's own hands first: whoever joins later must see them.
    await desk.keyboard.press('PageDown')
    await eventually(deck.place).toBe('3+0')
    await eventually(() => desk.locator('.preview-now figcaption').textContent()).toContain(
      `3 of 25 ${TITLES[2]}`,
    )
    const lead = labOf(page)
    await lead.radio('High').check()
    await eventually(() => lead.time()).toBeGreaterThan(0.1)
    await lead.pause()
    await lead.seek(4)
    const wall = await windowOf(desk, () => desk.getByRole('button', { name: 'Projector window' }).click())
    const copy = labOf(wall)
    const theSame = async (): Promise<boolean> => (await copy.markup()) === (await lead.markup())
    await eventually(() => wall.locator('section.present h2').first().textContent()).toBe(TITLES[2])
    await eventually(theSame, 'the lab stands as it was left, though this window came later').toBe(true)
    await eventually(() => copy.time()).toBe(4)

    await lead.svg.locator('.grip').click()
    await lead.page.keyboard.press('Delete')
    await lead.speed.selectOption({ label: '2×' })
    await lead.play.click()
    await eventually(() => copy.time(), 'it plays there, too').toBeGreaterThan(4.2)
    await lead.pause()
    await eventually(theSame, 'at the same moment').toBe(true)

    await desk.keyboard.press('r')
    await eventually(() => lead.time(), 'the lab is as it was when its slide was entered').toBe(0.3)
    await eventually(theSame).toBe(true)
    await desk.getByRole('button', { name: 'Next', exact: true }).click()
    await eventually(deck.place).toBe('3+1')
    await eventually(() => wall.locator('section.present .fragment.visible').count()).toBe(1)
    await desk.keyboard.press('.')
    const blacks = (): Promise<number[]> =>
      Promise.all([page, wall].map((window) => window.locator('.reveal.paused').count()))
    await eventually(blacks).toEqual([1, 1])
    await desk.keyboard.press('Escape')
    await eventually(blacks).toEqual([0, 0])

    await page.goto('about:blank')
    await eventually(() => wall.locator('.deck-notice').textContent()).toContain('was closed at')
    await eventually(() => desk.locator('.presenter-trouble').textContent()).toContain('was closed')
    await page.goBack()
    await eventually(() => wall.locator('.deck-notice').textContent(), 'it is followed again').toBe('')
  })

  test('shows in the projector’s also what else is on the slides, and says so where a file can’t be', async () => {
    const lead = await app.open(`${DECK}?session=parts#/11`, { ...SCREEN, alone: true })
    await lead.locator('section.present h2').first().waitFor()
    const wall = await lead.context().newPage()
    await wall.goto(`${app.origin}/${DECK}?follow=parts`)
    const on = (page: Page): Locator => page.locator('section.present')
    const turnTo = async (slide: number): Promise<void> => {
      await lead.evaluate((hash) => (location.hash = hash), `#/${slide - 1}`)
      await eventually(() => on(wall).locator('h2').first().textContent()).toBe(TITLES[slide - 1])
    }
    await turnTo(12)
    await on(lead).getByLabel('TLS (encryption)').check()
    await eventually(() => on(wall).getByLabel('TLS (encryption)').isChecked()).toBe(true)

    await turnTo(20)
    const stream = (page: Page): Promise<string | null> => on(page).locator('.story-hand').textContent()
    const back = on(lead).getByRole('button', { name: 'One event back' })
    await eventually(() => back.isEnabled(), 'there is an event to go back to').toBe(true)
    await on(lead).getByRole('button', { name: 'Pause' }).click()
    await eventually(() => stream(wall)).toBe(await stream(lead))
    await back.click()
    await eventually(() => stream(wall), 'one back').toBe(await stream(lead))

    await turnTo(24)
    await on(lead).getByRole('button', { name: 'Pause all' }).click()
    await on(lead)
      .getByRole('button', { name: /^B-tree/i })
      .click()
    const trees = (page: Page): Promise<string[]> => on(page).locator('.tree-says').allTextContents()
    await eventually(() => trees(wall)).toEqual(await trees(lead))

    await turnTo(19)
    await on(lead)
      .getByRole('button', { name: /history/i })
      .first()
      .click()
    await on(lead).getByRole('button', { name: 'Run it here' }).click()
    const [own, copy] = [lead, wall].map((page) => new Stage(page, page.locator('dialog[open]')))
    await own?.shown()
    await own?.seek(3)
    await eventually(async () => copy?.time(), 'its lab, in the same state').toBe(3)
    await lead.keyboard.press('Escape')
    await eventually(() => wall.locator('dialog[open]').count()).toBe(0)

    await turnTo(3)
    const lab = await labOf(lead).shown()
    await dropFile(lab, csv('walk.csv', traceText(200)))
    await on(wall).getByText('This lab runs on a file now.').waitFor()
    await lab.radio('High').check()
    await eventually(() => labOf(wall).radio('High').isChecked(), 'without the file').toBe(true)
    await eventually(() => on(wall).locator('.lab-on-file').count()).toBe(0)
  })

  test('tells the pace, and keeps what was rehearsed until it is deleted', async () => {
    const page = await app.open(`${DECK}?session=rehearsal#/0`, { ...SCREEN, alone: true })
    await page.locator('section.present').waitFor()
    const desk = await page.context().newPage()
    await desk.goto(`${app.origin}/${DECK}?presenter=rehearsal`)
    await eventually(() => desk.locator('.preview-now figcaption').textContent()).toContain('1 of 25')
    await desk.keyboard.press('F5')
    await eventually(() => desk.locator('.pace b').textContent()).toBe('on time')
    await desk.getByLabel('Total', { exact: true }).selectOption('own')
    const typed = desk.getByLabel('Total, as 18')
    await typed.fill('soon')
    await typed.press('Enter')
    await eventually(() => desk.getByRole('alert').textContent()).toContain('no length of time')
    await typed.fill('9:38')
    await typed.press('Enter')
    // Half of 19:15: slide 3 has 23 of its 45 seconds, and begins at 0:22 or 0:23.
    await desk.getByRole('button', { name: `Go to slide 3, ${TITLES[2]}` }).click()
    await eventually(() => desk.locator('.pace').textContent()).toMatch(/s ahead.*of 0:2[23]/)
    await desk.getByRole('radio', { name: 'Rehearsal' }).check({ force: true })
    const rows = desk.locator('.rehearsal tbody tr')
    await eventually(() => rows.nth(2).locator('td').nth(1).textContent()).toMatch(/^\d:\d\d$/)
    await desk.getByRole('button', { name: 'Keep this one' }).click()
    const stored = (): Promise<unknown> =>
      desk.evaluate(() => JSON.parse(localStorage.getItem('millrace.rehearsals') ?? '[]'))
    await eventually(stored).toMatchObject([{ total: 578 }])
    await desk.getByRole('button', { name: 'Delete this one' }).click()
    await eventually(stored).toEqual([])
    await desk.getByRole('radio', { name: 'Key moments' }).check({ force: true })
    await eventually(() => desk.locator('.moments tbody tr').count()).toBe(9)
  })
})

describe('a presenter’s remote', () => {
  test('neither reloads the slides nor opens the overview, and any of its keys ends the black screen', async () => {
    const page = await app.open(`${DECK}#/1`, { ...SCREEN, alone: true })
    const { place, press } = deckOn(app, () => page)
    await labOf(page).shown()
    await page.evaluate(() => (document.title = 'not reloaded'))
    await page.keyboard.press('F5')
    await page.keyboard.press('Escape')
    expect(await page.locator('.reveal.overview').count()).toBe(0)
    await labOf(page).radio('Too fast').check()
    await page.keyboard.press('r')
    await eventually(() => labOf(page).radio('Calm').isChecked(), 'R resets the lab').toBe(true)
    for (const key of ['b', '.']) {
      await page.keyboard.press(key)
      await eventually(() => page.locator('.reveal.paused').count()).toBe(1)
      await press('PageDown', '2+0')
      await eventually(() => page.locator('.reveal.paused').count()).toBe(0)
    }
    await press('PageDown', '3+0')
    await page.keyboard.press('o')
    await page.locator('.reveal.overview').waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => page.locator('.reveal.overview').count()).toBe(0)
    expect(await place()).toBe('3+0')
    expect(await page.title()).toBe('not reloaded')
  })
})

describe('#/watch', () => {
  test('shows the lab of the slide that is on, until it is changed, and again when asked to', async () => {
    const page = await app.open('#/watch', SCREEN)
    const slides: FrameLocator = page.frameLocator('iframe')
    const line = (): Promise<string | null> => page.locator('.watch-line').textContent()
    await eventually(line).toContain('slide 1 has no lab of its own')
    await eventually(() => page.locator('.beside svg[data-picture]').count(), 'one that fits').toBe(1)
    const next = async (): Promise<void> => {
      await slides.locator('section.present .slide-act').click()
      await page.keyboard.press('ArrowRight')
    }
    await next()
    await eventually(line).toContain('the lab of slide 2, in the same state')
    await eventually(() => page.locator('.beside').count(), 'the slide’s own takes its place').toBe(0)
    const [onSlide, beside] = [
      new Stage(page, slides.locator('section.present')),
      new Stage(page, page.locator('.watch-page')),
    ]
    await onSlide.radio('Too fast').check()
    await eventually(() => beside.radio('Too fast').isChecked()).toBe(true)
    await onSlide.pause()
    await eventually(() => beside.time()).toBe(await onSlide.time())
    expect(await line(), 'still followed').toContain('in the same state')

    await beside.radio('Bursts').check()
    await eventually(line).toContain('This lab is yours')
    await next()
    await eventually(() => slides.locator('section.present h2').first().textContent()).toBe(TITLES[2])
    await eventually(() => beside.radio('Bursts').isChecked(), 'and stays so').toBe(true)
    await page.getByRole('button', { name: 'Follow again' }).click()
    await eventually(line).toContain('the lab of slide 3')
    await eventually(() => beside.time()).toBe(0.3)
    expect(await page.locator('.watch-page h1').textContent()).toBe('Jitter buffer')
  })
})

describe('on paper', () => {
  test('each slide has its notes below it, whole, on a page of its own', async () => {
    const page = await app.open(`${DECK}?view=print&notes`, {
      ...SCREEN,
      // The models of the labs never come: their pictures take long, and are tested without notes.
      prepare: (opened) => opened.route(/scenario-[\w-]+\.js/, () => {}),
    })
    await eventually(() => page.locator('.pdf-page > .print-notes').count()).toBe(TITLES.length)
    const cut = (): Promise<number> =>
      page.locator('.pdf-page').evaluateAll(
        (all) =>
          all.filter((sheet) => {
            const notes = sheet.querySelector('.print-notes')?.getBoundingClientRect()
            const slide = sheet.querySelector('.slide-body')?.getBoundingClientRect()
            if (notes === undefined || slide === undefined) return true
            return notes.bottom > sheet.getBoundingClientRect().bottom || notes.top < slide.bottom
          }).length,
      )
    await eventually(cut, 'notes cut off, or upon the slide').toBe(0)
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toBe(TITLES.length)
    expect(page.workers()).toEqual([])
  })
})
