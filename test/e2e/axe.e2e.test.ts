import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { LAB_SLIDES } from './deck.ts'
import { drawn, sample, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let page: Page

beforeAll(async () => {
  // Without transitions: axe would look at colours on their way from the light to the dark.
  page = await app.share({ reducedMotion: 'reduce' })
})

/** What hangs on colours and on the width of a window: the other rules find the same in any. */
const OF_THE_VIEW = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable']

/** What axe finds wrong on the page as it is now, serious or worse: 'color-contrast: .card p'. */
async function findings(rules?: readonly string[]): Promise<string[]> {
  await drawn(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const options = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) }
  const { violations, passes } = await page.evaluate(
    (asked) =>
      (Reflect.get(window, 'axe') as { run: (context: object, options: object) => Promise<AxeResults> }).run(
        // The code behind the last slide is decoration, which nobody is to read (WCAG 1.4.3 leaves it out).
        { exclude: [['.code-wall']] },
        asked,
      ),
    options,
  )
  expect(passes.length, 'axe looked at something').toBeGreaterThan(rules === undefined ? 5 : 0)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
}

/** What axe finds in the dark on a phone. */
async function inTheDark(): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 360, height: 780 })
  const found = await findings(OF_THE_VIEW)
  await page.emulateMedia({ colorScheme: null })
  return found
}

/** What axe finds in the light in a wide window, and in the dark on a phone. */
async function allFindings(): Promise<string[]> {
  await page.setViewportSize({ width: 1280, height: 720 })
  const inTheLight = await findings()
  return [...new Set([...inTheLight, ...(await inTheDark())])]
}

const show = async (path: string): Promise<Stage> => {
  await page.setViewportSize({ width: 1280, height: 720 })
  await app.goTo(page, path)
  return new Stage(page).shown()
}

describe('axe has no serious finding', () => {
  test('on the start page', async () => {
    await show('')
    expect(await allFindings()).toEqual([])
    expect(await page.getByRole('main').count()).toBe(1)
  })

  const labs = [
    'jitter',
    'pipeline',
    'log',
    'groups',
    'pressure',
    'deaths',
    'matrix',
    'cascade',
    'warning',
    'trending',
    'commits',
    'ancestors',
    'history',
    'undo',
    'cache',
    'hashing',
  ]

  test.each(sample(labs, 3))('on the %s lab, with all its settings open', async (lab) => {
    const stage = await show(`#/lab/${lab}?t=5`)
    await stage.root.getByRole('region', { name: 'Settings' }).evaluate((section) => {
      for (const group of section.querySelectorAll('details')) group.open = true
    })
    expect(await allFindings()).toEqual([])
    // The panels are the stage's own, the same for every lab.
    if (lab !== 'jitter' && lab !== 'log') return
    await stage.openPanel('Check it')
    await stage.hash()
    await stage.panel.getByText('What the model leaves out').click()
    expect(await allFindings()).toEqual([])
    await stage.openPanel('Compare')
    await stage.panel.getByRole('combobox', { name: 'Compare with' }).selectOption('change')
    await stage.panel.getByRole('img').waitFor()
    expect(await allFindings()).toEqual([])
  })

  test('with a packet chosen, a branch, a message, a table of packets, an answered question', async () => {
    const stage = await show('#/lab/jitter?scenario=medium&t=12&fps=abc')
    await stage.standsAt(12)
    await stage.root.getByText('The packets in view as a table').click()
    await stage.root.getByText('What it cost, and what was possible').click()
    await stage.root
      .getByRole('cell', { name: /[\d.]+ ×/ })
      .first()
      .waitFor()
    await stage.root.getByRole('radio', { name: 'the production one' }).check()
    await stage.button('hint').first().click()
    await stage.picture.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await stage.root.getByRole('list', { name: 'Branches' }).waitFor()
    expect(await stage.notices.getByRole('button').count()).toBe(1)
    expect(await allFindings()).toEqual([])
  })

  test('with the real thing opened, heard, and beside a call', async () => {
    const stage = await show('#/lab/jitter?scenario=high&t=5')
    await stage.root.getByText('The real thing').click()
    await stage.button('Listen').click()
    await stage.root.locator('.captions li').first().waitFor()
    await stage.pause()
    await stage.button('Start the call').click()
    await stage.root.getByText('The numbers as a table').click()
    await stage.root.getByText('What differs between the two').click()
    await stage.button('Stop the call').click()
    expect(await allFindings()).toEqual([])
  })

  test('in the help, the Export menu, a definition and the palette', async () => {
    const stage = await show('#/lab/jitter?t=3')
    await stage.button('Export').click()
    await page.locator('.popover:popover-open').waitFor()
    expect(await allFindings()).toEqual([])
    await page.keyboard.press('Escape')
    await stage.root.locator('.measures tbody th button').first().click()
    await page.locator('.popover:popover-open').waitFor()
    expect(await allFindings()).toEqual([])
    await page.keyboard.press('Escape')
    await stage.button('Help').click()
    await page.getByRole('dialog', { name: 'Keys and controls' }).waitFor()
    expect(await allFindings()).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Where to, or what to do?').waitFor()
    expect(await allFindings()).toEqual([])
  })

  test('where nothing is, and where something broke', async () => {
    await app.goTo(page, '#/nowhere')
    await page.getByText('Nothing flows here.').waitFor()
    expect(await allFindings()).toEqual([])
    await page.route('**/assets/session.worker-*.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("on purpose")' }),
    )
    await app.goTo(page, '#/lab/jitter')
    await page.getByText('The engine of this lab has stopped.').waitFor()
    expect(await allFindings()).toEqual([])
    await page.unrouteAll()
  })

  test('on the slides beside a lab', async () => {
    await show('#/lab/ring?t=3')
    await page.getByRole('button', { name: 'Slides', exact: true }).click()
    await page.frameLocator('iframe').getByRole('heading', { name: 'Episode 8' }).waitFor()
    expect(await allFindings()).toEqual([])
  })

  test.each(sample([1, 3, 6, 9, 12, 15, 16, 17, 18, 19, 20, 23, 25], 3))('on slide %d', async (number) => {
    await page.setViewportSize({ width: 1280, height: 720 })
    await app.goTo(page, `slides/episode8_revealjs.html#/${number - 1}`)
    await page.locator('section.present .slide-body > h2').waitFor()
    if (LAB_SLIDES.includes(number)) await new Stage(page, page.locator('section.present')).shown()
    expect(await (number % 6 === 3 ? allFindings() : inTheDark())).toEqual([])
    expect(await page.locator('.slides > *').count()).toBeGreaterThan(0)
  })
})
