import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { CLIPBOARD, Stage } from './stage.ts'

const app = useApp()

let page: Page

beforeAll(async () => {
  page = await app.share({ reducedMotion: 'reduce', ...CLIPBOARD })
})

const openAt = async (path: string, seconds: number): Promise<Stage> => {
  await page.setViewportSize({ width: 1280, height: 1100 })
  await app.goTo(page, `#/lab/film?${path}&t=${seconds}`)
  const stage = await new Stage(page, page, 'film').shown()
  await stage.standsAt(seconds)
  return stage
}

const numbers = (cells: readonly string[] | undefined): number[] =>
  (cells ?? []).map((cell) => Number.parseFloat(cell))

describe('the lab of call and film', () => {
  test('chooses its four networks by the keys 1 to 4, and says so in Help', async () => {
    const stage = await openAt('scenario=calm', 3)
    for (const [key, name] of [
      ['2', 'Dip'],
      ['4', 'Commute'],
      ['3', 'Tunnel'],
      ['1', 'Calm'],
    ] as const) {
      await page.keyboard.press(key)
      await eventually(() => stage.radio(name).isChecked(), name).toBe(true)
    }
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keys and controls' })
    await help.waitFor()
    const keys = await help.locator('kbd').allTextContents()
    expect(keys.filter((key) => /^\d$/.test(key))).toEqual(['1', '2', '3', '4'])
    expect(await help.textContent()).toContain('Press a segment to choose it')
    await page.keyboard.press('Escape')
  })

  test('shows a frozen call above films that play on', async () => {
    const stage = await openAt('scenario=dip', 45)
    const { measures, sums } = await stage.settled()
    const [call, ...films] = numbers(measures['Frozen'])
    expect(call).toBeCloseTo(7.77, 2)
    expect(films).toEqual([0, 0, 0])
    expect(sums.map(({ lane }) => lane)).toEqual([
      'Call',
      'Film, one bitrate',
      'Film, by buffer (BBA)',
      'Film, by utility (BOLA)',
    ])
    for (const { whole, parts } of sums)
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(whole)
    expect(await stage.svg.textContent()).toContain('frozen 7.8 s')
  })

  test('chooses a segment by pointer and by keys, and tells how it came about', async () => {
    const stage = await openAt('scenario=dip', 45)
    const box = await stage.svg.boundingBox()
    const grip = await stage.svg.locator('.film-grip').boundingBox()
    if (box === null || grip === null) throw new Error('the picture is there')
    await page.mouse.click(box.x + box.width * 0.6, grip.y + grip.height - 6)
    const card = stage.root.getByRole('region', { name: /^Segment \d+$/ })
    await card.waitFor()
    const story = await card.textContent()
    expect(story).toMatch(
      /Film, by utility \(BOLA\).*Asked for at [\d.]+ s with [\d.]+ s in hand, so at \d+ kbit\/s/,
    )
    expect(story).toMatch(/Shown at [\d.]+ s, after [\d.]+ s in the buffer/)
    await stage.picture.focus()
    await page.keyboard.press('ArrowUp')
    await eventually(() => card.textContent()).toContain('Film, by buffer (BBA)')
    const before = await card.textContent()
    await page.keyboard.press('ArrowRight')
    await eventually(() => card.textContent()).not.toBe(before)
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
  })

  test('takes the signal away by hand: in the past that opens a branch, and a link leads to it', async () => {
    const stage = await openAt('scenario=calm', 20)
    await stage.seek(40)
    await stage.seek(20)
    await stage.button('No signal for 5 s').click()
    await stage.root.getByRole('list', { name: 'Branches' }).waitFor()
    const { measures } = await stage.seek(30)
    expect(numbers(measures['Frozen'])[0]).toBeGreaterThan(4)
    const link = await stage.link()
    const here = await stage.settled()
    const other = await app.open(new URL(link).hash)
    const there = await new Stage(other, other, 'film').shown()
    await eventually(() => there.time()).toBe(30)
    expect((await there.settled()).measures).toEqual(here.measures)
    expect(await there.hash()).toBe(await stage.hash())
  })

  test('lists the events behind a number, and leads to a segment', async () => {
    const stage = await openAt('scenario=commute', 60)
    const row = stage.root.locator('.measures tbody tr').filter({ hasText: 'Switches' })
    await row.getByRole('button').nth(3).click() // its name, the call, the one bitrate, BBA
    const behind = stage.root.getByRole('region', { name: 'Behind the number' })
    await behind.waitFor()
    expect(await behind.textContent()).toMatch(
      /(up|down) from \d+ to \d+ kbit\/s: it held [\d.]+ s when it asked/,
    )
    await behind.getByRole('listitem').first().getByRole('button').click()
    await stage.root.getByRole('region', { name: /^Segment \d+$/ }).waitFor()
  })

  test('tells its picture as a table, too', async () => {
    const stage = await openAt('scenario=tunnel', 34)
    await stage.root.getByText('The segments in view as a table').click()
    const table = stage.root.getByRole('region', { name: 'Segments in view' })
    await table.waitFor()
    const rows = await table
      .locator('tbody tr')
      .evaluateAll((found) =>
        found.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent)),
      )
    expect(rows.length).toBeGreaterThan(30)
    for (const [, , , asked, , here, shown] of rows) {
      expect(here === '–' || Number(here) > Number(asked)).toBe(true)
      expect(shown === '–' || Number(shown) >= Number(here)).toBe(true)
    }
  })
})
