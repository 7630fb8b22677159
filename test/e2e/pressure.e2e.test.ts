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
  await eventually(() => stage.time()).toBe(seconds)
  await stage.settled()
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
    expect(await stage.svg.locator('.difference-line').count()).toBe(2)
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
    expect(await stage.root.locator('.load-curve .here').count()).toBe(2)
  })
})
