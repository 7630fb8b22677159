import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

let page: Page
let stage: Stage

const openAt = async (path: string, seconds: number): Promise<void> => {
  await app.goTo(page, path)
  stage = await new Stage(page).shown()
  await stage.standsAt(seconds)
}

beforeAll(async () => {
  page = await app.share()
})

beforeEach(() => openAt('#/lab/jitter?scenario=medium&t=6', 6))

/** Takes hold of the packet nearest to the middle of the picture and drags it along the time axis. */
async function dragPacket(pixels: number): Promise<void> {
  const box = await stage.svg.locator('.grip').boundingBox()
  if (box === null) throw new Error('the picture has a grip')
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + pixels, y, { steps: 6 })
  await page.mouse.up()
}

const chip = (name: string) =>
  stage.root.getByRole('list', { name: 'Branches' }).getByRole('button', { name, exact: true })

describe('dragging time back', () => {
  test('shows the same numbers, the same picture and the same hash at the same moment', async () => {
    await stage.openPanel('Check it')
    const late = await stage.seek(9)
    const latePicture = await stage.markup()
    const early = await stage.seek(2.5)
    const earlyPicture = await stage.markup()
    expect(early.measures).not.toEqual(late.measures)
    await stage.seek(40)
    expect(await stage.seek(9)).toEqual(late)
    expect(await stage.markup()).toBe(latePicture)
    expect(await stage.seek(2.5)).toEqual(early)
    expect(await stage.markup()).toBe(earlyPicture)
  })

  test('and stepping back and forth comes to the same moments, event by event', async () => {
    await stage.openPanel('Check it')
    const onTheWay = []
    for (let i = 0; i < 6; i++) onTheWay.push(await stage.step(() => stage.button('Step').click()))
    for (const there of onTheWay.slice(0, -1).reverse())
      expect(await stage.step(() => stage.button('Step back').click())).toEqual(there)
  })

  test('costs nothing while it plays: one drags back, looks, and plays on', async () => {
    await stage.openPanel('Check it')
    await stage.speed.selectOption('5')
    await stage.play.click()
    await eventually(() => stage.time()).toBeGreaterThan(9)
    const early = await stage.seek(7)
    await stage.play.click()
    await eventually(() => stage.time()).toBeGreaterThan(10)
    expect(await stage.seek(7)).toEqual(early)
  })

  test('goes to the first difference when one presses "show it"', async () => {
    const line = stage.root.locator('.divergence-line')
    const [, told] = /at (\d+\.\d+) s/.exec((await line.textContent()) ?? '') ?? []
    await line.getByRole('button', { name: 'show it' }).click()
    await eventually(() => stage.time()).toBeLessThan(6)
    const { time } = await stage.settled()
    expect(time).toBeGreaterThanOrEqual(Number(told) - 0.01)
    expect(time).toBeLessThan(Number(told) + 0.1)
  })
})

describe('taking a packet in hand', () => {
  test('by pointer opens one branch for one drag; the old future stays with its old numbers', async () => {
    const before = await stage.hash()
    const old = await stage.settled()
    expect(old.branches).toEqual([])
    await dragPacket(90)
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    await eventually(async () => (await stage.read()).hash).not.toBe(before)
    const changed = await stage.settled()
    expect(changed.time, 'one stays where one is').toBe(6)
    expect(changed.branches[0]).toBe('first run')
    expect(changed.branch).toBe(changed.branches[1])
    expect(changed.branch).toMatch(/packet \d+/i)

    await chip('first run').click()
    await eventually(async () => (await stage.read()).branch).toBe('first run')
    const back = await stage.settled()
    expect({ ...back, branches: [], branch: '' }).toEqual(old)
    await chip(changed.branch).click()
    await eventually(async () => (await stage.read()).branch).toBe(changed.branch)
    expect(await stage.settled()).toEqual(changed)
  })

  test('draws the fork above the time slider, where it leaves the first run', async () => {
    const lines = stage.root.locator('.time-picture .time-branch')
    expect(await lines.count()).toBe(1)
    await dragPacket(60)
    await eventually(() => lines.count()).toBe(2)
    await eventually(() => stage.root.locator('.time-picture .time-branch-current').count()).toBe(1)
    const [first, fork] = await lines.evaluateAll((paths) =>
      paths.map((path) => path.getAttribute('d') ?? ''),
    )
    const start = Number(/^M([\d.]+),/.exec(fork ?? '')?.[1])
    expect(Number(/^M([\d.]+),/.exec(first ?? '')?.[1])).toBe(0)
    expect(start, 'in the past, where the packet was sent').toBeGreaterThan(0)
    expect(start).toBeLessThan((1_000 * 6) / 61)
    const row = (path: string | undefined): number => Number(/V([\d.]+)H/.exec(path ?? '')?.[1])
    expect(row(fork)).toBeGreaterThan(row(first))
  })

  test('by keys: Tab to the picture, arrows choose, Shift and arrows move, Delete loses', async () => {
    await stage.openPanel('Check it')
    const old = await stage.settled()
    await stage.slider.focus()
    for (let i = 0; i < 20 && !(await stage.picture.evaluate((box) => box === document.activeElement)); i++)
      await page.keyboard.press('Shift+Tab')
    const card = stage.root.getByRole('region', { name: /^Packet \d+$/ })
    await page.keyboard.press('ArrowRight')
    await card.waitFor()
    const name = await card.getAttribute('aria-label')
    await page.keyboard.press('ArrowRight')
    const next = `Packet ${Number(name?.split(' ')[1]) + 1}`
    await eventually(() => card.getAttribute('aria-label')).toBe(next)
    await page.keyboard.press('ArrowLeft')
    await eventually(() => card.getAttribute('aria-label')).toBe(name)

    const story = await card.textContent()
    for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowRight')
    await eventually(() => card.textContent()).not.toBe(story)
    expect((await stage.settled()).branches, 'four presses are one change').toHaveLength(2)

    const lost = (reading: typeof old): number => reading.sums[0]?.parts['lost'] ?? Number.NaN
    await page.keyboard.press('Delete')
    await eventually(async () => lost(await stage.read())).toBe(lost(old) + 1)
    for (const { whole, parts } of (await stage.settled()).sums)
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(whole)

    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
    await chip('first run').click()
    await eventually(async () => (await stage.read()).hash, 'the old future is as it was').toBe(old.hash)
  })

  test('by buttons: later, earlier and back where it was', async () => {
    const { measures } = await stage.settled()
    await stage.picture.focus()
    await page.keyboard.press('ArrowRight')
    const card = stage.root.getByRole('region', { name: /^Packet/ })
    const told = async (): Promise<string | null> => card.locator('p').first().textContent()
    const story = await told()
    await stage.button('Later by 10 ms').click()
    await eventually(told).not.toBe(story)
    await stage.button('Earlier by 10 ms').click()
    await eventually(told, 'it comes when it came before').toBe(story)
    expect((await stage.settled()).measures).toEqual(measures)
    await stage.button('Lose it').click()
    await eventually(told).toContain('lost')
    await stage.button('Let go').click()
    expect(await card.count()).toBe(0)
  })

  test('a packet dragged in the past of a fork opens a fork of the fork', async () => {
    await dragPacket(60)
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    await dragPacket(-60)
    await eventually(async () => (await stage.read()).branches.length).toBe(3)
    const { branches, branch } = await stage.settled()
    expect(new Set(branches).size, 'each by a name of its own').toBe(3)
    expect(branch).toBe(branches[2])
  })
})

describe('branches', () => {
  test('can be renamed, given up renaming, and removed', async () => {
    await dragPacket(60)
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    const { branch } = await stage.settled()
    const field = stage.root.getByRole('textbox', { name: 'Name of this branch' })
    await chip(branch).click()
    await field.fill('what if 1.2.3')
    await field.press('Enter')
    await chip('what if 1.2.3').waitFor()
    await chip('what if 1.2.3').click()
    await field.fill('no')
    await field.press('Escape')
    await chip('what if 1.2.3').waitFor()
    expect(await stage.radio('Medium').isChecked(), 'keys typed in a name are no shortcuts').toBe(true)

    await chip('first run').click()
    await eventually(async () => (await stage.read()).branch).toBe('first run')
    await stage.button('Remove branch what if 1.2.3').click()
    await eventually(async () => (await stage.read()).branches).toEqual([])
    expect(await stage.root.locator('.time-picture .time-branch').count()).toBe(1)
  })

  test('survive another time, another panel and the way there and back', async () => {
    await dragPacket(60)
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    const { branch } = await stage.settled()
    await stage.openPanel('Check it')
    const here = await stage.seek(8)
    await chip('first run').click()
    await eventually(async () => (await stage.read()).branch).toBe('first run')
    const there = await stage.settled()
    expect(there.time).toBe(8)
    expect(there.hash).not.toBe(here.hash)
    await stage.seek(1)
    await chip(branch).click()
    await eventually(async () => (await stage.read()).branch).toBe(branch)
    expect((await stage.settled()).hash, 'before the fork both are one').not.toBe(here.hash)
    expect(await stage.seek(8)).toEqual(here)
  })
})

describe('the ring lab', () => {
  test('forks when one writes or reads by hand in the past, and keeps the first run', async () => {
    await openAt('#/lab/ring?scenario=calm&t=9', 9)
    await stage.openPanel('Check it')
    const old = await stage.seek(5)
    await stage.button('Write one').click()
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    await eventually(async () => (await stage.read()).hash).not.toBe(old.hash)
    expect((await stage.settled()).sums[0]?.whole).toBe((old.sums[0]?.whole ?? 0) + 1)
    await chip('first run').click()
    await eventually(async () => (await stage.read()).hash).toBe(old.hash)
    await stage.button('Stop the consumer').click()
    await stage.button('Let the consumer go on').waitFor()
    expect((await stage.settled()).branches).toHaveLength(3)
  })
})
