import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { CLIPBOARD, Stage } from './stage.ts'

const app = useApp()

const openAt = async (path: string): Promise<{ page: Page; stage: Stage }> => {
  const page = await app.open(path, CLIPBOARD)
  return { page, stage: await new Stage(page).shown() }
}

const hashOf = (page: Page): string => new URL(page.url()).hash

const numberField = (stage: Stage, name: string) => stage.root.getByRole('spinbutton', { name, exact: true })

describe('a copied link', () => {
  test('opened in a private window gives the same run, moment, branch and picture', async () => {
    const { page, stage } = await openAt(
      '#/lab/jitter?scenario=high&seed=99&spread=10.5&policy=whiteboard,neteq&t=4.567891',
    )
    await stage.standsAt(4.568)
    await stage.picture.focus()
    await page.keyboard.press('ArrowRight')
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Escape')
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    await stage.hash()
    const here = await stage.settled()
    const picture = await stage.markup()
    const link = await stage.link()
    expect(link).toContain('t=4.567891')

    const there = await openAt(link.slice(app.origin.length + 1))
    await there.stage.hash()
    const reading = await there.stage.settled()
    expect(reading).toEqual({ ...here, branches: reading.branches, branch: reading.branch })
    expect(reading.branches).toHaveLength(2)
    expect(reading.branch, 'one stands on the branch').toBe(reading.branches[1])
    expect(await there.stage.markup()).toBe(picture)
    expect(await there.stage.radio('High').isChecked()).toBe(true)
    expect(await there.stage.seed.inputValue()).toBe('99')
    expect(await numberField(there.stage, 'Spread, ms').inputValue()).toBe('10.5')
    expect(await there.stage.link(), 'and from there the same link').toBe(link)
  })

  test('leaves out whatever is as usual', async () => {
    const { page, stage } = await openAt(
      '#/lab/jitter?scenario=low&seed=2&fps=30&spread=2&policy=whiteboard,fixed&t=2',
    )
    await eventually(() => hashOf(page)).toBe('#/lab/jitter?t=2')
    await stage.button('Restart').click()
    await eventually(() => hashOf(page)).toBe('#/lab/jitter')
    expect(await stage.link()).toBe(`${app.origin}/#/lab/jitter`)
    await stage.radio('High').check()
    await eventually(() => hashOf(page)).toBe('#/lab/jitter?scenario=high')
  })

  test('stands in a window of its own where the clipboard is closed', async () => {
    const page = await app.open('#/lab/jitter?scenario=high&t=3', {
      prepare: (opened) =>
        opened.addInitScript(() => {
          navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied', 'NotAllowedError'))
        }),
    })
    const stage = await new Stage(page).shown()
    await eventually(() => stage.time()).toBe(3)
    await stage.button('Copy link').click()
    const dialog = page.getByRole('dialog', { name: 'Copy this link' })
    const field = dialog.getByRole('textbox', { name: 'Link' })
    expect(await field.inputValue()).toBe(`${app.origin}/#/lab/jitter?scenario=high&t=3`)
    await field.focus()
    expect(await page.evaluate(() => getSelection()?.toString())).toContain('#/lab/jitter')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })

  test('says that it was copied', async () => {
    const { stage } = await openAt('#/lab/ring?t=3')
    await stage.button('Copy link').click()
    const said = stage.root.getByRole('status').filter({ hasText: 'The link was copied' })
    // It is said for two seconds.
    await eventually(() => said.count()).toBe(1)
  })
})

describe('the address bar', () => {
  test('follows what one does, and a reload comes back to it', async () => {
    const { page, stage } = await openAt('#/lab/jitter?t=1')
    await stage.radio('Medium').check()
    await stage.seed.fill('123')
    await stage.seed.press('Enter')
    await numberField(stage, 'Loss, %').fill('2.5')
    await numberField(stage, 'Loss, %').press('Enter')
    await stage.seek(5)
    await eventually(() => hashOf(page)).toBe('#/lab/jitter?scenario=medium&seed=123&loss=2.5&t=5')
    await stage.hash()
    const before = await stage.settled()
    await page.reload()
    await stage.shown()
    await stage.hash()
    expect(await stage.settled()).toEqual(before)
  })

  test('keeps a step in the history for each address gone to: Back and Forward lead there', async () => {
    const { page, stage } = await openAt('#/lab/jitter?scenario=high&t=3')
    await eventually(() => stage.time()).toBe(3)
    await page.evaluate(() => (location.hash = '#/lab/jitter?scenario=low&t=5'))
    await eventually(() => stage.time()).toBe(5)
    expect(await stage.radio('Low').isChecked()).toBe(true)
    await page.evaluate(() => (location.hash = '#/lab/ring?scenario=burst&t=2'))
    const ring = await new Stage(page, page, 'ring').shown()
    await eventually(() => ring.time()).toBe(2)

    await page.goBack()
    await stage.shown()
    await eventually(() => stage.time()).toBe(5)
    expect(await stage.radio('Low').isChecked()).toBe(true)
    await page.goBack()
    await eventually(() => stage.time()).toBe(3)
    expect(await stage.radio('High').isChecked()).toBe(true)
    await page.goForward()
    await eventually(() => stage.time()).toBe(5)
    expect(await stage.radio('Low').isChecked()).toBe(true)
  })

  test('is gone to, though the page was about to note where it is', async () => {
    const { page, stage } = await openAt('#/lab/jitter?scenario=high&t=3')
    await stage.standsAt(3)
    await stage.button('Check it').evaluate((button: HTMLElement) => {
      button.click()
      const { port1, port2 } = new MessageChannel()
      port2.addEventListener('message', () => (location.hash = '#/lab/jitter?scenario=low&t=5'))
      port2.start()
      port1.postMessage(null)
      // The page is to note 300 ms later where it is: that is due by now, and comes before it hears of the new address.
      for (const start = performance.now(); performance.now() - start < 400;);
    })
    await eventually(() => stage.time()).toBe(5)
    expect(hashOf(page)).toContain('t=5')
  })

  test('leads back to a run as one left it', async () => {
    const { page, stage } = await openAt('#/lab/jitter?t=1')
    await stage.radio('High').check()
    await stage.seek(7.25)
    await eventually(() => hashOf(page)).toBe('#/lab/jitter?scenario=high&t=7.25')
    await page.evaluate(() => (location.hash = '#/'))
    await page.getByRole('heading', { name: 'Streaming systems you can touch.' }).waitFor()
    await page.goBack()
    await stage.shown()
    await eventually(() => stage.time()).toBe(7.25)
    expect(await stage.radio('High').isChecked()).toBe(true)
  })
})

describe('an address with rubbish in it', () => {
  const RUBBISH: readonly [string, string, RegExp][] = [
    ['a number above its bounds', 'fps=999999999', /fps=999999999 is above 240; it was set to 240/],
    ['a number that is none', 'spread=NaN', /spread=NaN is not a number/],
    ['a half escape', 'fps=%', /fps=% is not a number/],
    ['a seed that is none', 'seed=abc', /seed=abc is not a whole number from 0 to 4294967295/],
    ['a time before the start', 't=-5', /t=-5 is not a time in seconds/],
    ['a time after the end', 't=5000', /t=5000 is after the end of this run; it shows the end/],
    ['a parameter that does not exist', '__proto__=1', /this lab has no parameter "__proto__"/],
    [
      'a scenario that does not exist',
      'scenario=nope',
      /there is no scenario "nope" \(known: low, medium, high,/,
    ],
    ['a player that does not exist', 'policy=fixed,nobody', /policy: there is no nobody/],
    ['a cut link', 'branch=1500000!mo', /The link's changes could not be read .*shown without them/],
    ['a change beyond all numbers', 'branch=0!move.42.1e999', /The link's changes could not be read/],
    ['too many changes', `branch=${'0!lose.1,'.repeat(300)}0!lose.1`, /a link can carry 200 changes/],
    ['a file that is not here', 'file=0123456789abcdef', /made with a file, .*Import the same file/],
  ]

  test('is set right and told in words, and the lab works', async () => {
    const { page, stage } = await openAt('#/lab/jitter?t=1')
    for (const [what, query, words] of RUBBISH) {
      await page.evaluate((text) => (location.hash = `#/lab/jitter?${text}`), query)
      await eventually(() => stage.notices.textContent(), what).toMatch(words)
      const { sums } = await stage.seek(2)
      for (const { whole, parts } of sums)
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(whole)
      await stage.notices.getByRole('button', { name: 'Dismiss' }).first().click()
      await eventually(() => stage.notices.textContent()).not.toMatch(words)
      await eventually(() => hashOf(page).length, 'a link sent on from here is clean').toBeLessThan(80)
    }
  })

  test.each(RUBBISH.filter(([what]) => /above|seed|cut/.test(what)))(
    'is told of when a page is opened with it: %s',
    async (_, query, words) => {
      const { stage } = await openAt(`#/lab/jitter?${query}`)
      await eventually(() => stage.time(), 'it plays').toBeGreaterThan(0.2)
      expect(await stage.notices.textContent()).toMatch(words)
    },
  )

  test('tells of everything at once, and takes what is right', async () => {
    const { stage } = await openAt('#/lab/jitter?scenario=high&seed=abc&fps=60&spread=1000&what=this&t=3')
    await eventually(() => stage.time()).toBe(3)
    const text = (await stage.notices.textContent()) ?? ''
    expect(text).toMatch(/seed=abc/)
    expect(text).toMatch(/spread=1000 is above 500/)
    expect(text).toMatch(/"what"/)
    expect(await stage.radio('High').isChecked()).toBe(true)
    await stage.root.getByText('Sender', { exact: true }).click()
    expect(await numberField(stage, 'Frame rate, frames/s').inputValue()).toBe('60')
  })

  test('typed into an open page is told of as well', async () => {
    const { page, stage } = await openAt('#/lab/ring?slots=9999')
    await eventually(() => stage.notices.textContent()).toMatch(/slots=9999 is above/)
    await page.evaluate(() => (location.hash = '#/lab/ring?scenario=burst&produce=x&t=2'))
    await eventually(() => stage.notices.textContent()).toMatch(/produce=x is not a number/)
    await eventually(() => stage.time()).toBe(2)
    expect(await stage.radio('Bursts').isChecked()).toBe(true)
  })
})
