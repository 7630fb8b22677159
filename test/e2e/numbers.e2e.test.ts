import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { JITTER_MEASURES } from '../../src/labs/jitter/measures.ts'
import { eventually, sample, useApp } from './harness.ts'
import { Stage, type Sum } from './stage.ts'

const app = useApp()

let page: Page

beforeAll(async () => {
  page = await app.share()
})

const openAt = async (path: string): Promise<Stage> => {
  await app.goTo(page, path)
  return new Stage(page).shown()
}

const expectToHold = ({ lane, whole, parts }: Sum): void =>
  expect(
    Object.values(parts).reduce((sum, part) => sum + part, 0),
    `${lane}: ${JSON.stringify(parts)}`,
  ).toBe(whole)

describe('sent = played + late + lost + duplicate + held', () => {
  test.each(sample(['low', 'medium', 'high'], 2))(
    'stands on the screen and is true while %s plays',
    async (scenario) => {
      const stage = await openAt(`#/lab/jitter?scenario=${scenario}`)
      await stage.speed.selectOption('10')
      for (const seconds of [0.5, 3, 6, 12]) {
        await eventually(() => stage.time()).toBeGreaterThan(seconds)
        const { sums } = await stage.read()
        expect(sums.map(({ lane }) => lane)).toEqual(['Whiteboard buffer', 'Fixed delay'])
        for (const sum of sums) {
          expect(Object.keys(sum.parts)).toEqual(['played', 'late', 'lost', 'duplicate', 'held'])
          expect(sum.whole).toBeGreaterThan(0)
          expectToHold(sum)
        }
      }
      await stage.pause()
      expect(await stage.root.locator('.conservation').getByTitle('the sum holds').count()).toBe(2)
    },
  )

  test('holds with all players at once, and agrees with the table below', async () => {
    const players = 'whiteboard,gate-once,slide5-unwired,slide5-wired,fixed,neteq'
    const stage = await openAt(`#/lab/jitter?scenario=high&policy=${players}&t=20`)
    await stage.standsAt(20)
    await stage.showAllMeasures()
    const { sums, measures } = await stage.settled()
    expect(sums).toHaveLength(6)
    sums.forEach((sum, i) => {
      expectToHold(sum)
      for (const [label, count] of Object.entries(sum.parts)) {
        const row = measures[`${label.slice(0, 1).toUpperCase()}${label.slice(1)}`]
        expect(row?.[i], `${sum.lane}: ${label}`).toBe(`${count.toLocaleString('en')} packets`)
      }
    })
  })

  test('holds to the end of a run, where nothing is in the network any more', async () => {
    const stage = await openAt('#/lab/jitter?scenario=high&t=61')
    const { time, sums } = await stage.settled()
    expect(time).toBeGreaterThan(60)
    for (const sum of sums) expectToHold(sum)
    expect(
      sums.map(({ parts }) => parts['held']),
      'two stranded frames on the whiteboard, none in production',
    ).toEqual([2, 0])
  })

  test.each(sample(['calm', 'burst', 'too-fast', 'blocked', 'batch'], 2))(
    'has its like in the ring lab, true while %s plays',
    async (scenario) => {
      const stage = await openAt(`#/lab/ring?scenario=${scenario}`)
      await stage.speed.selectOption('10')
      for (const seconds of [1, 5, 15]) {
        await eventually(() => stage.time()).toBeGreaterThan(seconds)
        const { sums } = await stage.read()
        expect(sums).toHaveLength(2)
        for (const sum of sums) {
          expect(sum.whole).toBeGreaterThan(0)
          expectToHold(sum)
        }
      }
    },
  )
})

describe('a number', () => {
  test.each([
    ['jitter', JITTER_MEASURES.length],
    ['pipeline', 25],
    ['ring', 13],
    ['log', 20],
    ['replication', 32],
  ])('of the %s lab tells by a click what it counts, and its unit', async (lab, count) => {
    const stage = await openAt(`#/lab/${lab}?t=2`)
    await stage.showAllMeasures()
    const terms = stage.root.locator('.measures tbody th button')
    expect(await terms.count()).toBe(count)
    const told = new Set<string>()
    for (const term of await terms.all()) {
      await term.click()
      const panel = page.locator('.popover:popover-open')
      await panel.waitFor()
      const words = (await panel.locator('p').first().textContent()) ?? ''
      expect(words.length, words).toBeGreaterThan(20)
      told.add(words)
      await page.keyboard.press('Escape')
      await panel.waitFor({ state: 'hidden' })
    }
    expect(told.size, 'each in words of its own').toBe(count)
  })

  test('that is essential comes first; all of them, by group, come at a press, and go again', async () => {
    const stage = await openAt('#/lab/jitter?t=2')
    const names = stage.root.locator('.measures tbody th[scope="row"] > button')
    const essential = JITTER_MEASURES.filter((measure) => measure.essential === true)
    expect(await names.allTextContents()).toEqual(essential.map(({ label }) => label))
    await stage.showAllMeasures()
    expect(await names.count()).toBe(JITTER_MEASURES.length)
    expect(await stage.root.locator('.measure-group').allTextContents()).toEqual([
      'Packets',
      'Gaps',
      'Delay',
      'Player',
      'As a call',
    ])
    await stage.button('Only the essential measures').click()
    await eventually(() => names.count()).toBe(essential.length)
  })

  test('of a player: its name tells what that player does', async () => {
    const stage = await openAt('#/lab/jitter?t=2')
    await stage.root.locator('.measures thead').getByRole('button', { name: 'Fixed delay' }).click()
    const told = page.locator('.popover:popover-open p')
    await told.waitFor()
    expect(await told.textContent()).toMatch(/\w+ \w+ \w+/)
  })

  test('has its score beside what was possible, worked out once the run stands still, in either mode', async () => {
    const stage = await openAt('#/lab/jitter?scenario=high&policy=fixed,rehearsal&t=8')
    await stage.standsAt(8)
    await stage.root.getByText('What it cost, and what was possible').click()
    const scores = stage.root.getByRole('region', { name: 'Table of scores' })
    const row = (name: string) => scores.getByRole('row', { name: new RegExp(`^${name}`) })
    const cost = async (name: string): Promise<number> => {
      const cell = row(name).getByRole('cell').first()
      return Number.parseFloat(await cell.innerText())
    }
    for (const mode of ['Skipped', 'Waited for']) {
      await stage.root.getByRole('radio', { name: mode }).check()
      await row('Knows the future').waitFor()
      await row('Rehearsal').waitFor()
      const bound = await cost('Knows the future')
      for (const name of ['Fixed delay', 'Rehearsal', 'Best fixed delay'])
        expect(await cost(name), `${name}, ${mode}`).toBeGreaterThanOrEqual(bound)
    }
  })

  test('stands beside its packet: the table of packets in view says what the picture shows', async () => {
    const stage = await openAt('#/lab/jitter?scenario=high&t=6')
    await stage.standsAt(6)
    await stage.root.getByText('The packets in view as a table').click()
    const table = stage.root.getByRole('region', { name: 'Packets in view' })
    await table.waitFor()
    const rows = await table
      .locator('tbody tr')
      .evaluateAll((found) =>
        found.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent)),
      )
    expect(rows.length).toBeGreaterThan(30)
    for (const [, sent, arrived, took] of rows) {
      if (took === '–') continue
      expect((Number(arrived) - Number(sent)) * 1_000).toBeCloseTo(Number(took), -1)
    }
  })
})

describe('"Check it"', () => {
  // The loop over all labs checks every scenario; here, that the page says so.
  const scenarios = [
    ['jitter', 'high'],
    ['ring', 'blocked'],
    ['log', 'too-small'],
    ['pressure', 'mismatch'],
    ['matrix', 'rush'],
  ]

  test.each(sample(scenarios, 2))('holds in every row: %s, %s', async (lab, scenario) => {
    const stage = await openAt(`#/lab/${lab}?scenario=${scenario}&t=1`)
    const panel = await stage.openPanel('Check it')
    const rows = panel.locator('tbody tr')
    for (const end of [false, true]) {
      if (end) await stage.slider.press('End')
      await stage.hash()
      await eventually(async () => (await rows.count()) > 2).toBe(true)
      const cells = await rows.evaluateAll((found) =>
        found.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.trim())),
      )
      for (const [label, predicted, measured, , holds, from] of cells) {
        expect(holds, `${label}: ${predicted} against ${measured}`).toBe('yes')
        expect(from, `${label} says where it is from`).toMatch(/\w{3,}/)
      }
      expect(await panel.textContent()).toContain(`All ${cells.length} hold.`)
    }
  })

  test('names the laws it checks by, and what the model leaves out', async () => {
    const stage = await openAt('#/lab/jitter?scenario=medium&t=10')
    const panel = await stage.openPanel('Check it')
    await eventually(() => panel.locator('tbody').textContent()).toContain('RFC 3550 section 6.4.1')
    const text = (await panel.textContent()) ?? ''
    expect(text).toContain('Whiteboard buffer: sent = played + late + lost + duplicate + held')
    expect(text).toContain('Little')
    await panel.getByText('What the model leaves out').click()
    await panel.getByText('no retransmission, no forward error correction').waitFor()
    expect(await panel.locator('details li').count()).toBeGreaterThan(3)
  })
})
