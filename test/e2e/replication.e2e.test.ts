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
  await app.goTo(page, `#/lab/replication?${path}&t=${seconds}`)
  const stage = await new Stage(page, page, 'replication').shown()
  await stage.standsAt(seconds)
  return stage
}

const LANES = ['Whiteboard', 'Kafka, acks=all, min.insync.replicas=2', 'Kafka, acks=1']

/** A row of the table of measures, as numbers, a lane each. */
const numbers = (cells: readonly string[] | undefined): number[] =>
  (cells ?? []).map((cell) => Number.parseFloat(cell.replaceAll(',', '')))

/** The metric's row in the brokers' card: before the newest fault, and now. */
const metric = async (stage: Stage, name: string): Promise<string[]> => {
  const row = stage.root.getByRole('row', { name: new RegExp(`^${name}`) })
  return (await row.getByRole('cell').allTextContents()).map((text) => text.replace(/ .*/, ''))
}

describe('the lab of replicas and acks', () => {
  test('one broker dies, another, and one comes back: by hand, with the names Kafka has for it', async () => {
    const stage = await openAt('scenario=calm&seed=43&deliveryTimeout=60000', 4)
    await stage.button('Kill broker 1').focus()
    await page.keyboard.press('Enter')
    await stage.button('Start broker 1').waitFor()
    const one = await stage.seek(8)
    expect(numbers(one.measures['In-sync replicas'])[1]).toBe(2)
    expect(await metric(stage, 'UnderReplicatedPartitions')).toEqual(['0', '1'])
    expect(await metric(stage, 'LeaderElectionRateAndTimeMs')).toEqual(['0', '1'])
    const log = stage.root.locator('.event-log')
    expect(await log.textContent()).toContain('broker 2 is elected leader, epoch 1')
    const toldOne = numbers(one.measures['Told “ok”'])[1] ?? 0
    await stage.seek(9)
    await stage.button('Kill broker 3').click()
    await stage.button('Start broker 3').waitFor()
    const two = await stage.seek(13)
    const toldTwo = numbers(two.measures['Told “ok”'])[1] ?? 0
    expect(toldTwo).toBeGreaterThan(toldOne)
    expect(await log.textContent()).toContain(
      'NotEnoughReplicas: acks=all needs 2 in-sync replicas, there is only 1',
    )
    expect(await metric(stage, 'UnderMinIsrPartitionCount')).toEqual(['0', '1'])
    const stopped = numbers(two.measures['Committed'])[1]
    const later = await stage.seek(15)
    expect(numbers(later.measures['Committed'])[1]).toBe(stopped)
    expect(numbers(later.measures['Told “ok”'])[1]).toBe(toldTwo)
    await stage.button('Start broker 3').click()
    await stage.button('Kill broker 3').waitFor()
    const back = await stage.seek(20)
    expect(numbers(back.measures['Told “ok”'])[1]).toBeGreaterThan(toldTwo + 50)
    expect(numbers(back.measures['Told “ok” and lost'])).toEqual([0, 0, 0])
    for (const { whole, parts } of back.sums)
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(whole)
    // The same link, the same lines and counts.
    const lines = await log.locator('li').allTextContents()
    const other = await app.open(new URL(await stage.link()).hash)
    const again = await new Stage(other, other, 'replication').shown()
    await eventually(() => again.time()).toBe(20)
    const same = await again.settled()
    expect(same.sums).toEqual(back.sums)
    expect(await again.root.locator('.event-log li').allTextContents()).toEqual(lines)
  })

  test('lists what acks=1 lost although the client was told ok, record by record', async () => {
    const stage = await openAt('scenario=acks1', 7)
    const { measures, sums } = await stage.settled()
    const lost = numbers(measures['Told “ok” and lost'])
    expect(lost[1]).toBe(0)
    expect(lost[2]).toBeGreaterThan(0)
    expect(sums.map(({ lane }) => lane)).toEqual(LANES)
    const table = stage.root.getByRole('region', { name: 'Kafka, acks=1: lost records' })
    const rows = await table.locator('tbody tr').allTextContents()
    expect(rows).toHaveLength(lost[2] ?? 0)
    for (const row of rows) expect(row).toMatch(/^\d+broker 1\d+[45]\.\d\d[567]\.\d\d(yes|no)$/)
    expect(await stage.root.getByRole('region', { name: /^Kafka, acks=all.*lost records/ }).count()).toBe(0)
    expect(await stage.svg.textContent()).toContain(`${lost[2]} of them lost`)
  })

  test('cuts and heals a single link by keyboard, and says so', async () => {
    const stage = await openAt('scenario=calm', 3)
    await stage.root.getByText('Single links').click()
    await stage.button('Cut 1 – 2').focus()
    await page.keyboard.press('Space')
    const heal = stage.button('Heal 1 – 2')
    await heal.waitFor()
    expect(await heal.getAttribute('aria-pressed')).toBe('true')
    await stage.seek(7)
    await eventually(() => stage.root.locator('.event-log').textContent()).toContain(
      'the network between broker 1 and broker 2 is cut',
    )
    // Broker 2 can't fetch from the leader any more.
    expect(numbers((await stage.settled()).measures['In-sync replicas'])[1]).toBe(2)
  })

  test('an old leader that nobody told goes on in its own picture', async () => {
    const stage = await openAt('scenario=zombie', 8)
    const text = await stage.svg.textContent()
    expect(text?.match(/thinks it leads/g)).toHaveLength(3)
    await stage.seek(14)
    await eventually(() => stage.svg.textContent()).not.toContain('thinks it leads')
  })
})
