import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

let page: Page

beforeAll(async () => {
  page = await app.share({ reducedMotion: 'reduce' })
})

const openAt = async (path: string, seconds: number): Promise<Stage> => {
  await page.setViewportSize({ width: 1280, height: 1100 })
  await app.goTo(page, `#/lab/deaths?${path}&t=${seconds}`)
  const stage = await new Stage(page, page, 'deaths').shown()
  await stage.standsAt(seconds)
  return stage
}

const numbers = (cells: readonly string[] | undefined): number[] =>
  (cells ?? []).map((cell) => Number.parseFloat(cell.replaceAll(',', '')))

describe('three deaths', () => {
  test('an hour of the slide’s mismatch: 7.2 million wait in the log, and each store’s sum holds', async () => {
    const stage = await openAt('scenario=hour', 3_600)
    const { measures, sums } = await stage.settled()
    expect(numbers(measures['Held unread: the lag'])).toEqual([0, 65_536, 7_200_000])
    expect(numbers(measures['First loss']).slice(0, 2)).toEqual([512.3, 32.8])
    for (const { whole, parts } of sums)
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(whole)
    expect(await stage.svg.textContent()).toContain('nobody starts it again')
    await stage.seek(600)
    await stage.button('Start the list again').click()
    const { measures: after } = await stage.seek(700)
    expect(numbers(after['Held unread: the lag'])[0], 'it takes messages again').toBe(200_000)
  })

  test('a faster consumer gets everything back from the log, and nothing from the list', async () => {
    const stage = await openAt('scenario=mismatch', 3_600)
    const lost = numbers((await stage.settled()).measures['Lost'])
    expect(lost[2]).toBe(0)
    await stage.button('Make it twice as fast: 16,000/s').click()
    const { measures } = await stage.seek(5_000)
    expect(numbers(measures['Held unread: the lag'])).toEqual([0, 0, 0])
    expect(numbers(measures['Lost'])).toEqual(lost)
    expect(await stage.svg.textContent()).toContain('nothing lost')
  })
})
