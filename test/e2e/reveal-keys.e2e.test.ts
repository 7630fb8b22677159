import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { CLIPBOARD, Stage } from './stage.ts'

const app = useApp()

let page: Page

beforeAll(async () => {
  page = await app.share({ reducedMotion: 'reduce', ...CLIPBOARD })
})

const openAt = async (lab: string, path: string, seconds: number): Promise<Stage> => {
  await page.setViewportSize({ width: 1280, height: 1100 })
  await app.goTo(page, `#/lab/${lab}?${path}&t=${seconds}`)
  const stage = await new Stage(page, page, lab).shown()
  await stage.standsAt(seconds)
  return stage
}

const numbers = (cells: readonly string[] | undefined): number[] =>
  (cells ?? []).map((cell) => Number.parseFloat(cell.replaceAll(',', '')))

const evenSums = ({ sums }: Awaited<ReturnType<Stage['settled']>>): void => {
  for (const { whole, parts } of sums)
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(whole)
}

describe('ring or log', () => {
  test('stalls a reader by hand: one producer waits, one ring loses, the log deletes', async () => {
    const stage = await openAt('reveal', 'scenario=even', 6)
    const before = numbers((await stage.settled()).measures['Lost unread'])
    expect(before).toEqual([0, 0, 0, 0, 0, 0])
    await stage.button('Stall B').click()
    await stage.button('Let B go on').waitFor()
    const reading = await stage.seek(20)
    // Two readers of a ring that blocks, of one that overwrites, and of the log.
    const [blockA, , overwriteA] = numbers(reading.measures['Waiting at the producer'])
    expect(blockA).toBeGreaterThan(10)
    expect(overwriteA).toBe(0)
    const lost = numbers(reading.measures['Lost unread'])
    expect([lost[0], lost[1], lost[2], lost[4]]).toEqual([0, 0, 0, 0])
    expect(lost[3]).toBeGreaterThan(10)
    expect(lost[5]).toBeGreaterThan(0)
    evenSums(reading)
    expect(await stage.svg.textContent()).toMatch(/\d+ wait/)
  })

  test('lets the stalled reader read one by hand, and its producer writes one more', async () => {
    const stage = await openAt('reveal', 'scenario=stall', 18)
    const waiting = async (): Promise<number> =>
      numbers((await stage.settled()).measures['Waiting at the producer'])[0] ?? Number.NaN
    const before = await waiting()
    await stage.button('B reads one').click()
    await eventually(waiting).toBe(before - 1)
    const skipped = numbers((await stage.settled()).measures['Skipped by reset'])[5]
    expect(skipped, 'in the log its offset was gone').toBeGreaterThan(0)
  })

  test('points at each of the five places, told in numbers', async () => {
    const stage = await openAt('reveal', 'scenario=back', 22)
    const places = stage.root.getByRole('region', { name: 'Where the comparison breaks' })
    expect(await places.getByRole('listitem').count()).toBe(5)
    for (const name of ['1. Tail', '2. Capacity', '3. Overwrite', '4. Slow reader', '5. Readable end']) {
      await stage.button(name).click()
      await eventually(() => stage.svg.getAttribute('class'), name).toMatch(/shows-/)
      expect(await stage.button(name).getAttribute('aria-pressed')).toBe('true')
    }
    expect(await places.textContent()).toMatch(/the tail is the log start offset, \d+/)
    await stage.button('5. Readable end').click()
    await eventually(() => stage.svg.getAttribute('class')).not.toMatch(/shows-/)
  })

  test('is led to by a link, with what was done', async () => {
    const stage = await openAt('reveal', 'scenario=even', 8)
    await stage.button('Stall A').click()
    await stage.button('Check retention now').click()
    await stage.seek(15)
    const hash = await stage.hash()
    const other = await app.open(new URL(await stage.link()).hash)
    const there = await new Stage(other, other, 'reveal').shown()
    await eventually(() => there.time()).toBe(15)
    expect(await there.hash()).toBe(hash)
  })
})

describe('which partition', () => {
  test('moves 92 % of the keys under mod n, 8 % on a ring, and tells theory beside it', async () => {
    const stage = await openAt('keys', 'scenario=grow', 12)
    const reading = await stage.settled()
    const [board, kafka, ring, slots] = numbers(reading.measures['Keys moved'])
    expect(board).toBeGreaterThan(90)
    expect(kafka).toBeGreaterThan(90)
    expect(ring).toBe(8.4)
    expect(slots).toBeLessThan(9.1)
    expect(numbers(reading.measures['Records moved']).map((count) => count > 0)).toEqual([
      false,
      false,
      true,
      true,
    ])
    evenSums(reading)
    expect(await stage.svg.textContent()).toContain('theory 92.3')
  })

  test('adds a partition by hand, and says why it takes none away', async () => {
    const stage = await openAt('keys', 'scenario=order', 4)
    const now = stage.root.getByRole('status', { name: 'Partitions now' })
    expect(await now.textContent()).toBe('12 partitions')
    await stage.button('Remove one').click()
    await eventually(() => stage.notices.textContent()).toContain('InvalidPartitions')
    await stage.root.getByText('Kafka refuses').waitFor()
    expect(await now.textContent()).toBe('12 partitions')
    await stage.button('Add one').click()
    await eventually(() => now.textContent()).toBe('13 partitions')
    await eventually(async () => (await stage.settled()).measures['Keys moved']?.[1]).toMatch(/^9\d/)
  })

  test('restarts a producer: its keys jump on the whiteboard, and nowhere else', async () => {
    const stage = await openAt('keys', 'scenario=keyless', 3)
    await stage.button('Restart producer 2').click()
    const moved = async (): Promise<number[]> => numbers((await stage.settled()).measures['Keys moved'])
    await eventually(async () => (await moved())[0]).toBeGreaterThan(80)
    expect((await moved()).slice(1)).toEqual([0, 0, 0])
  })

  test('follows a key record by record, and lists those that came out of order', async () => {
    const stage = await openAt('keys', 'scenario=order', 16)
    await eventually(() => stage.svg.textContent()).toContain('user-0, its newest')
    const row = stage.root.locator('.measures tbody tr').filter({ hasText: 'Out of order' })
    await row.getByRole('button').nth(2).click() // its name, the whiteboard, Kafka
    const behind = stage.root.getByRole('region', { name: 'Behind the number' })
    await behind.waitFor()
    expect(await behind.textContent()).toMatch(
      /record \d+ of user-\d+ was delivered from partition \d+, after a later one of its key/,
    )
    await stage.button('Follow the next key').click()
    await eventually(() => stage.svg.textContent()).toContain('user-1, its newest')
  })
})
