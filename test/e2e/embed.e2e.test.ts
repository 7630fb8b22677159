import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

/** Presses Export, "Embed (HTML)", hides the parts named, and returns the lines of HTML. */
async function embedCode(page: Page, ...hidden: string[]): Promise<string> {
  const stage = await new Stage(page).shown()
  await stage.button('Export').click()
  await stage.button('Embed (HTML)').click()
  const dialog = page.getByRole('dialog', { name: 'Embed this' })
  for (const part of hidden) await dialog.getByRole('checkbox', { name: `Show ${part}` }).uncheck()
  return dialog.getByRole('textbox', { name: 'HTML' }).inputValue()
}

/** A page of somebody else's with these lines in it, on a phone. */
async function placed(html: string): Promise<{ page: Page; stage: Stage }> {
  const page = await app.open('', { viewport: { width: 360, height: 800 }, hasTouch: true })
  await page.setContent(`<!doctype html><title>A course</title><h1>Week 3</h1>${html}`)
  return { page, stage: await new Stage(page, page.frameLocator('iframe')).shown() }
}

describe('an embedded lab', () => {
  test('shows the same moment in another page, on a phone, and is driven by touch', async () => {
    const code = await embedCode(await app.open('#/lab/jitter?scenario=medium&seed=7&t=4'))
    const { page, stage } = await placed(code)
    await stage.standsAt(4)
    expect(await stage.radio('Medium').isChecked()).toBe(true)
    await stage.radio('High').tap()
    await eventually(() => stage.radio('High').isChecked()).toBe(true)
    await stage.play.tap()
    await eventually(() => stage.time()).toBeGreaterThan(4.1)
    const frame = page.frameLocator('iframe')
    expect(await frame.getByRole('banner').count(), 'nothing of the app around it').toBe(0)
    const open = frame.getByRole('link', { name: 'Open in Millrace' })
    expect(await open.getAttribute('href')).toContain('#/lab/jitter?scenario=medium&seed=7&t=4')
    const wide = await frame.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    expect(wide, 'nothing sticks out to the side').toBeLessThanOrEqual(0)
  })

  test('goes without what was hidden', async () => {
    const code = await embedCode(await app.open('#/lab/log?t=12'), 'the scenarios', 'the controls of time')
    const { stage } = await placed(code)
    await stage.svg.waitFor()
    expect(await stage.play.count()).toBe(0)
    expect(await stage.root.getByRole('radiogroup').count()).toBe(0)
  })

  test('says what it can’t hide', async () => {
    const page = await app.open('#/embed/ring?hide=scenarios,everything')
    const stage = await new Stage(page).shown()
    await eventually(() => stage.notices.textContent()).toContain('nothing called "everything" can be hidden')
    expect(await stage.pauseButton.or(stage.play).count()).toBe(1)
  })
})
