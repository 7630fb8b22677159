import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { eventually, useApp } from './harness.ts'

const app = useApp()

/** Chooses, and starts the run. */
async function start(page: Page, choices: Readonly<Record<string, string>>): Promise<void> {
  for (const [group, name] of Object.entries(choices))
    await page
      .getByRole('radiogroup', { name: group })
      .getByRole('radio', { name, exact: true })
      .check({ force: true })
  await page.getByRole('button', { name: /^Start/ }).click()
}

const status = async (page: Page): Promise<string> =>
  (await page.getByRole('region', { name: 'Run' }).getByRole('status').textContent()) ?? ''
const said = async (page: Page): Promise<string> =>
  (await page.getByRole('region', { name: 'Speed' }).getByRole('status').textContent()) ?? ''

/** Both sides of the three identities, as they stand on the screen at one moment. */
const identities = (page: Page): Promise<number[][]> =>
  page
    .locator('.million-identities li')
    .evaluateAll((lines) =>
      lines.map((line) =>
        [...line.querySelectorAll('strong')].map((one) => Number(one.textContent.replaceAll(',', ''))),
      ),
    )
const received = async (page: Page): Promise<number> => (await identities(page))[0]?.[0] ?? 0

describe('a million events a second', () => {
  test('runs by the clock with every event in the books, faults and all; stands still when told; a worker’s death is told', async () => {
    const page = await app.open('#/million')
    await start(page, { 'Events a second': '100,000' })
    await eventually(() => received(page)).toBeGreaterThan(200_000)
    for (const fault of ['Bots', 'A collector crashes'])
      await page.getByRole('button', { name: fault }).click()
    await eventually(() => received(page)).toBeGreaterThan(400_000)
    for (const [sum = 0, ...parts] of await identities(page))
      expect(parts.reduce((total, part) => total + part, 0)).toBe(sum)
    await eventually(() =>
      page.getByRole('region', { name: 'Nothing is lost' }).getByRole('status').textContent(),
    ).toMatch(/laws of conservation hold/)
    expect(await page.getByRole('button', { name: 'Bots' }).getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('radio', { name: 'Flat out' }).check({ force: true })
    await eventually(() => page.getByRole('region', { name: 'Trending' }).getByRole('listitem').count()).toBe(
      100,
    )
    await eventually(() => page.locator('.million-facts').textContent()).toMatch(/Long tasks of this page\d+/)

    await page.getByRole('button', { name: 'Pause' }).click()
    await eventually(() => status(page)).toBe('Paused')
    const still = await received(page)
    await page.getByRole('button', { name: 'Go on' }).click()
    await eventually(() => received(page)).toBeGreaterThan(still)

    const [worker] = page.workers()
    await worker?.evaluate(() => {
      setTimeout(() => {
        throw new Error('out of memory')
      })
    })
    await eventually(() => page.getByRole('alert').textContent()).toMatch(/The run is over: .*out of memory/)
    await page.getByRole('button', { name: 'Start anew' }).click()
    await eventually(() => status(page)).toBe('Running')
  })

  test('comes to the same after a minute of event time, whether one worker does it or two', async () => {
    const page = await app.open('#/million')
    const run = async (workers: string): Promise<string> => {
      await start(page, {
        'Events a second': '100,000',
        Pace: 'Flat out',
        Until: '1 min',
        Workers: workers,
      })
      await eventually(() => status(page)).toBe('Running')
      await expect.poll(() => said(page), { timeout: 50_000, interval: 40 }).toMatch(/Fingerprint/)
      expect(page.workers()).toHaveLength(Number(workers))
      return said(page)
    }
    const alone = await run('1')
    expect(alone).toMatch(/ in 0:01:00 of event time\. Fingerprint [0-9a-f]{8}/)
    expect(await run('2')).toBe(alone)
  })
})
