import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

let page: Page

beforeAll(async () => {
  page = await app.share({ reducedMotion: 'reduce' })
})

const openAt = async (path: string, seconds: number): Promise<Stage> => {
  await page.setViewportSize({ width: 1280, height: 1400 })
  await app.goTo(page, `#/lab/pressure?${path}&t=${seconds}`)
  const stage = await new Stage(page, page, 'pressure').shown()
  await stage.standsAt(seconds)
  return stage
}

const number = (text: string | null | undefined): number => Number(text?.replaceAll(',', ''))

describe('the lab of backpressure', () => {
  test('draws a lane a policy; the stalled producer holds what its measure says, and lets go when all is served', async () => {
    const stage = await openAt('scenario=slow-consumer', 8.5)
    expect(await stage.svg.locator('.lane').count()).toBe(5)
    expect(await stage.svg.locator('.lane.lane-whiteboard').count()).toBe(1)
    const stalled = stage.svg.locator('.station-stalled')
    expect(await stalled.count()).toBe(1)
    expect(await stalled.locator('.gate-shut').count()).toBe(1)
    const held = number(await stalled.locator('.producer .vessel-number').textContent())
    expect(held).toBeGreaterThan(100)
    const { measures } = await stage.settled()
    expect(measures['At the producer']?.map(number)).toEqual([0, held, 0, 0, 0])

    // Each number says what is behind it: by pointer, and by one tab stop and the arrows.
    const numbers = stage.root.getByRole('group', { name: 'Numbers in the picture' })
    const behind = stage.root.getByRole('region', { name: 'Behind the number' })
    await numbers.getByRole('button', { name: /^Block.*, Waiting at the producer: / }).click()
    await eventually(() => behind.textContent()).toMatch(
      /At the producer.*Block.*waiting at the producer after/,
    )
    expect(await numbers.locator('button:not([tabindex="-1"])').count()).toBe(1)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await eventually(() => behind.locator('h3').textContent()).toMatch(/^Held, Block/)
    expect((await stage.settled()).time).toBe(8.5)
    await stage.seek(15)
    await eventually(() => stalled.count()).toBe(0)
    expect(
      (await stage.read()).sums.map(
        ({ whole, parts }) => Object.values(parts).reduce((a, b) => a + b, 0) - whole,
      ),
    ).toEqual([0, 0, 0, 0, 0])
  })

  test('lists thousands of switches by signal and threshold, and holds lanes against each other', async () => {
    const stage = await openAt('scenario=adaptive', 9)
    await eventually(() => stage.svg.textContent()).toMatch(/\d,\d{3} switches/)
    await stage.root.getByText(/^Switches of strategy:/).click()
    const table = stage.root.getByRole('region', { name: 'Table of switches' })
    expect(await table.locator('tbody tr').first().textContent()).toMatch(/fill [\d.]+ % [<>=] 80 %/)
    await stage.root.getByRole('button', { name: /^Adaptive, with hysteresis: \d/ }).click()
    await eventually(() => table.textContent()).toMatch(/< 60 %/)

    await stage.radio('Lost').check()
    await stage.root.getByRole('combobox', { name: 'held against' }).selectOption('adaptive-controller')
    await eventually(() => stage.svg.locator('.plot-reference').textContent()).toBe('Adaptive, controller')
    await eventually(() => stage.svg.locator('.difference-line').count()).toBe(2)
  })

  test('runs other loads once it stands still, and bends', async () => {
    const stage = await openAt('scenario=ninety-nine', 20)
    await stage.root.getByText('All other loads have been run.').waitFor()
    await stage.root.getByText('As a table').click()
    const rows = stage.root.getByRole('region', { name: 'Table of latency against load' }).locator('tbody tr')
    const meanAt = async (load: string): Promise<number> => {
      const row = rows.filter({ has: page.getByRole('rowheader', { name: load, exact: true }) })
      return Number.parseFloat((await row.getByRole('cell').first().textContent()) ?? '')
    }
    const [half, most] = [await meanAt('50 %'), await meanAt('90 %')]
    expect(half).toBeGreaterThan(0)
    expect(most / half).toBeGreaterThan(4)
    await eventually(() => stage.root.locator('.load-curve .here').count()).toBe(2)
  })
})

describe('the dashboard of warnings', () => {
  test('has thresholds to be dragged, or moved by keys: the run is done anew once they are let go', async () => {
    await page.setViewportSize({ width: 360, height: 800 })
    await app.goTo(page, '#/lab/warning?t=400')
    const stage = await new Stage(page, page, 'warning').shown()
    await stage.standsAt(400)
    const threshold = stage.root.getByRole('slider', { name: /^Static thresholds: Page at/ })
    const verdict = stage.root.locator('.warning-card.warning-whiteboard')
    const before = await verdict.textContent()
    const value = (): Promise<string | null> => threshold.getAttribute('aria-valuetext')
    expect(await value()).toBe('95 % of the limit')
    await threshold.scrollIntoViewIfNeeded()
    const box = await threshold.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24)
    const [x, y] = [(box?.x ?? 0) + 14, (box?.y ?? 0) + 14]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y + 30, { steps: 4 })
    // A panel is 74 pixels high here: 30 are 40 of 100 per cent, and steps are five.
    await eventually(value).toBe('55 % of the limit')
    expect(page.url()).not.toContain('drawnPage')
    expect(await verdict.textContent()).toBe(before)
    await page.mouse.up()
    await eventually(() => page.url()).toContain('drawnPage=55')
    await eventually(() => verdict.textContent()).not.toBe(before)

    await threshold.focus()
    await page.keyboard.press('ArrowUp')
    await eventually(() => page.url()).toContain('drawnPage=56')
    await eventually(value).toBe('56 % of the limit')
    expect(await threshold.getAttribute('aria-valuenow')).toBe('56')
  })
})
