import { describe, expect, test } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { eventually, useApp } from './harness.ts'

const app = useApp()

const PUSH = 'Whiteboard: enqueue, whatever desiredSize says'
const PULL = 'Production: make a chunk when pull() asks'
const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const sumIn = async (page: Page, name: string): Promise<number[]> =>
  ((await region(page, name).locator('.streams-sum').textContent()) ?? '').match(/\d+/g)?.map(Number) ?? []

async function set(page: Page, name: string, value: number): Promise<void> {
  const field = region(page, 'Set up').getByRole('spinbutton', { name })
  await field.fill(String(value))
  await field.press('Enter')
}

describe('streams in the browser', () => {
  test('run for real, as their standard says, and only the source that does not ask is buried', async () => {
    const page = await app.open('#/streams')
    await set(page, 'Chunks', 60)
    await set(page, 'Sink writes', 25)
    await set(page, 'Source makes', 100)
    await page.getByRole('button', { name: 'Run in this browser' }).click()
    for (const lane of [PUSH, PULL])
      await eventually(() => region(page, lane).getByRole('status').textContent()).toMatch(/^All written/)
    const comparison = region(page, 'The standard and this browser')
    await eventually(() => comparison.getByRole('status').textContent()).toMatch(
      /^\d+ lines agree, none differs\.$/,
    )
    expect((await sumIn(page, PUSH)).slice(0, 3)).toEqual([60, 60, 0])
    expect((await sumIn(page, PULL)).slice(0, 3)).toEqual([60, 60, 0])
    // 8 + 4 + 4 + 4: what the marks allow; the other source is bound by nothing.
    expect((await sumIn(page, PULL))[3]).toBeLessThanOrEqual(20)
    expect((await sumIn(page, PUSH))[3]).toBeGreaterThan(20)
    expect(await comparison.locator('tr.verdict-agrees').count()).toBeGreaterThan(10)
  })

  test('take a reason up the chain, and lose count of nothing', async () => {
    const page = await app.open('#/streams')
    await page.getByRole('button', { name: 'Run in this browser' }).click()
    await eventually(async () => (await sumIn(page, PULL))[1] ?? 0).toBeGreaterThan(1)
    await page.getByRole('textbox', { name: 'because' }).fill('no more room')
    await page.getByRole('button', { name: 'The sink gives up' }).click()
    for (const lane of [PUSH, PULL]) {
      await eventually(() => region(page, lane).locator('.streams-calls').textContent()).toContain(
        'source.cancel(reason) “no more room”',
      )
      const [made = 0, written = 0, discarded = 0] = await sumIn(page, lane)
      expect(made).toBe(written + discarded)
    }
    await page.getByRole('button', { name: 'Run again' }).waitFor()
  })

  test('say so where a browser has none', async () => {
    const page = await app.open('#/streams', {
      prepare: (fresh) =>
        fresh.route('**/streams.worker*.js', async (route) => {
          const answer = await route.fetch()
          await route.fulfill({
            response: answer,
            body: `delete globalThis.TransformStream;${await answer.text()}`,
          })
        }),
    })
    await page.getByRole('button', { name: 'Run in this browser' }).click()
    expect(await region(page, 'Set up').getByRole('alert').textContent()).toContain(
      'this browser has no TransformStream',
    )
  })
})
