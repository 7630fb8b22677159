import { describe, expect, test } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { eventually, useApp } from './harness.ts'

const app = useApp()

const card = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })

/** Presses "Measure" on a card and waits for what it says of this device. */
async function measure(page: Page, name: string): Promise<string> {
  const own = card(page, name)
  await own.getByRole('button', { name: 'Measure on this device' }).click()
  await own.getByRole('button', { name: 'Measure again' }).waitFor({ timeout: 50_000 })
  return (await own.getByRole('status').textContent()) ?? ''
}

describe('why a log is fast', () => {
  test.each([
    ['In order or at random', 3],
    ['Copy, or hand over', 4],
  ])('measures on this device: %s', async (name, ways) => {
    const page = await app.open('#/speed')
    expect(await measure(page, name)).toMatch(/^On this device, now: .*\d.*\.$/)
    const values = await card(page, name).locator('.bar-yours .bar-value').allTextContents()
    expect(values.length).toBeGreaterThanOrEqual(ways)
    for (const value of values) expect(Number.parseFloat(value.replaceAll(',', '')), value).toBeGreaterThan(0)
  })

  test('stops measuring when told to', async () => {
    const page = await app.open('#/speed')
    const own = card(page, 'In order or at random')
    await own.getByRole('button', { name: 'Measure on this device' }).click()
    await own.getByRole('button', { name: 'Cancel' }).click()
    await own.getByRole('button', { name: 'Measure on this device' }).waitFor()
    expect(await own.locator('.bar-yours').count()).toBe(0)
  })

  test('says so where a page has no files of its own', async () => {
    const page = await app.open('#/speed', {
      prepare: (fresh) =>
        fresh.route('**/speed.worker*.js', async (route) => {
          const answer = await route.fetch()
          const broken =
            'navigator.storage.getDirectory = () => Promise.reject(new Error("not in private windows"));'
          await route.fulfill({ response: answer, body: broken + (await answer.text()) })
        }),
    })
    const own = card(page, 'One by one, or in batches')
    await own.getByRole('button', { name: 'Measure on this device' }).click()
    expect(await own.getByRole('alert').textContent()).toContain('not in private windows')
  })

  test('shows what encryption costs: with TLS the bytes go through the broker again', async () => {
    const page = await app.open('#/speed')
    const own = card(page, 'Zero-copy')
    const says = (): Promise<string | null> => own.getByRole('status').textContent()
    expect(await says()).toContain('2 copies, 1 system call (sendfile)')
    await own.getByRole('checkbox', { name: 'TLS (encryption)' }).check()
    expect(await says()).toContain('4 copies, 2 system calls (read, write)')
    await own.getByRole('checkbox', { name: 'sendfile' }).uncheck()
    await own.getByRole('checkbox', { name: 'TLS (encryption)' }).uncheck()
    expect(await says()).toContain('4 copies, 2 system calls (read, write)')
  })

  test('divides LinkedIn’s 7 trillion a day, and numbers of one’s own', async () => {
    const page = await app.open('#/speed')
    const own = card(page, 'Cluster calculator')
    const rows = (): Promise<string[]> => own.locator('tbody tr').allTextContents()
    await eventually(async () => (await rows()).join(' ')).toMatch(/81 million.*11\.6.*20\.3 thousand/)
    const records = own.getByRole('spinbutton', { name: 'Records, a day' })
    expect(await records.inputValue()).toBe('7,000,000,000,000')
    await records.fill('14,000,000,000,000')
    await records.press('Enter')
    await eventually(async () => (await rows()).join(' ')).toMatch(/162 million.*23\.1/)
    await own.getByRole('radio', { name: 'A small shop' }).check({ force: true })
    await own.getByRole('spinbutton', { name: 'Partitions' }).fill('0')
    await own.getByRole('spinbutton', { name: 'Partitions' }).press('Enter')
    expect(await own.getByRole('alert').textContent()).toContain('between 1 and')
    expect((await rows()).join(' ')).not.toMatch(/NaN|Infinity/)
  })
})
