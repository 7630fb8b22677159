import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { JITTER_MEASURES } from '../../src/labs/jitter/measures.ts'
import { eventually, sample, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

let page: Page
let stage: Stage

beforeAll(async () => {
  page = await app.share()
})

beforeEach(async () => {
  await app.goTo(page, '#/lab/jitter?scenario=medium&t=8')
  stage = await new Stage(page).standsAt(8)
})

const settings = () => stage.root.getByRole('region', { name: 'Settings' })
const players = () => stage.root.getByRole('group', { name: 'Players', exact: true }).first()
const field = (name: string) => settings().getByRole('spinbutton', { name, exact: true })
const range = (name: string) => settings().getByRole('slider', { name: `${name}, slider`, exact: true })
const since = (name: string) => settings().getByRole('radio', { name, exact: true })

describe('a setting', () => {
  test('changed "from the start" changes the numbers at once, at the moment one stands at', async () => {
    const before = await stage.hash()
    const late = (await stage.settled()).measures['Delay, mean']
    await field('Fixed delay, ms').fill('200')
    await field('Fixed delay, ms').press('Enter')
    await eventually(async () => (await stage.read()).hash).not.toBe(before)
    const changed = await stage.settled()
    expect(changed.time).toBe(8)
    expect(changed.branches, 'no branch: the whole run is another one').toEqual([])
    expect(changed.measures['Delay, mean']).not.toEqual(late)
    await field('Fixed delay, ms').fill('80')
    await field('Fixed delay, ms').press('Enter')
    await eventually(async () => (await stage.read()).hash, 'set back, the run is back').toBe(before)
  })

  test('changed "from now on" in the past opens a branch, and both futures remain', async () => {
    await stage.hash()
    const old = await stage.settled()
    await stage.seek(4)
    await since('from now on').check()
    await field('Fixed delay, ms').fill('20')
    await field('Fixed delay, ms').press('Enter')
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    const fork = (await stage.settled()).branch
    expect(fork).toMatch(/delay/i)
    const changed = await stage.seek(8)
    expect(changed.hash).not.toBe(old.hash)
    expect(changed.measures['Late']?.[1]).not.toBe(old.measures['Late']?.[1])
    await stage.root
      .getByRole('list', { name: 'Branches' })
      .getByRole('button', { name: 'first run' })
      .click()
    await eventually(async () => (await stage.read()).hash).toBe(old.hash)
    expect(await field('Fixed delay, ms').inputValue(), 'each branch shows what holds on it').toBe('80')
    await stage.root
      .getByRole('list', { name: 'Branches' })
      .getByRole('button', { name: fork, exact: true })
      .click()
    await eventually(() => field('Fixed delay, ms').inputValue()).toBe('20')
  })

  test('that holds for a whole run cannot be changed "from now on", and says so by being off', async () => {
    await settings().getByText('Sender', { exact: true }).click()
    expect(await field('Frame rate, frames/s').isEnabled()).toBe(true)
    await since('from now on').check()
    expect(await field('Frame rate, frames/s').isDisabled()).toBe(true)
    expect(await field('Spread, ms').isEnabled()).toBe(true)
  })

  test('is moved by keys and by hand on its slider, and takes effect without a further press', async () => {
    const before = await stage.hash()
    await range('Spread').focus()
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
    expect(await field('Spread, ms').inputValue()).toBe('16')
    await eventually(async () => (await stage.read()).hash).not.toBe(before)
    await range('Loss').fill('4')
    expect(await field('Loss, %').inputValue()).toBe('4')
    await eventually(async () => Number((await stage.read()).sums[0]?.parts['lost'])).toBeGreaterThan(3)
  })

  test('typed out of its bounds is set to the bound and said; a word is refused', async () => {
    await field('Loss, %').fill('500')
    await field('Loss, %').press('Enter')
    expect(await field('Loss, %').inputValue()).toBe('50')
    expect(await settings().getByRole('alert').textContent()).toContain('between 0 and 50; set to 50')
    await field('Loss, %').fill('')
    await field('Loss, %').press('Enter')
    expect(await field('Loss, %').inputValue()).toBe('50')
    expect(await settings().getByRole('alert').textContent()).toContain('not a number')
  })

  test('of each kind works: a choice, a switch, a list of players of which the last one stays', async () => {
    const before = await stage.hash()
    await settings().getByRole('combobox', { name: 'Shape of the jitter' }).selectOption('pareto')
    await eventually(async () => (await stage.read()).hash).not.toBe(before)
    await settings().getByRole('checkbox', { name: 'Keeps order' }).uncheck()
    await players().getByRole('button', { name: 'Choose from 20…' }).click()
    await players().getByRole('checkbox', { name: 'NetEq-style histogram' }).check()
    await eventually(async () => (await stage.read()).sums.map(({ lane }) => lane)).toEqual([
      'Whiteboard buffer',
      'Fixed delay',
      'NetEq-style histogram',
    ])
    await players().getByRole('checkbox', { name: 'Whiteboard buffer' }).uncheck()
    await players().getByRole('checkbox', { name: 'NetEq-style histogram' }).uncheck()
    await eventually(async () => (await stage.read()).sums.length).toBe(1)
    expect(await players().getByRole('checkbox', { name: 'Fixed delay' }).isDisabled()).toBe(true)
  })

  test('of who plays: a set is two presses away with the keyboard alone, and five is the most', async () => {
    await players().getByRole('button', { name: 'Choose from 20…' }).focus()
    await page.keyboard.press('Enter')
    await players().getByRole('button', { name: 'NetEq, Speex and ours' }).focus()
    await page.keyboard.press('Enter')
    await eventually(async () => (await stage.read()).sums.map(({ lane }) => lane)).toEqual([
      'NetEq-style histogram',
      'Speex cost minimiser',
      'Rehearsal',
    ])
    expect(await players().getByRole('checkbox', { name: 'Fixed delay' }).isVisible(), 'closed').toBe(false)
    await page.keyboard.press('Enter')
    await players().getByRole('checkbox', { name: 'Fixed delay' }).check()
    await players().getByRole('checkbox', { name: 'Ramjee 1' }).check()
    await players().getByText('Take one out to add another').waitFor()
    expect(await players().getByRole('checkbox', { name: 'Ramjee 4' }).isDisabled()).toBe(true)
    await players().getByRole('button', { name: 'Done' }).click()
    await players().getByRole('button', { name: 'Without Speex cost minimiser' }).click()
    await eventually(async () => (await stage.read()).sums.length).toBe(4)
    await page.keyboard.press('Enter')
    await players().getByRole('checkbox', { name: 'Ramjee 4' }).check()
    await eventually(async () => (await stage.read()).sums.length).toBe(5)
  })

  test('of a kind of network is there only while that kind is chosen, and takes effect', async () => {
    const before = await stage.hash()
    const rows = () => settings().locator('details', { hasText: 'Kind of network' }).locator('.setting')
    const plain = await rows().count()
    expect(await field('Stuck for, ms').count()).toBe(0)
    await settings().getByRole('combobox', { name: 'Kind of network' }).selectOption('blocking')
    await eventually(() => rows().count()).toBe(plain + 2)
    const stuck = await stage.hash()
    expect(stuck).not.toBe(before)
    await field('Stuck for, ms').fill('400')
    await field('Stuck for, ms').press('Enter')
    await eventually(async () => (await stage.read()).hash).not.toBe(stuck)
    await settings().getByRole('combobox', { name: 'Kind of network' }).selectOption('path')
    await eventually(async () => (await stage.read()).hash, 'set back, the run is back').toBe(before)
    expect(await field('Stuck for, ms').count()).toBe(0)
  })

  test('reaches every slider by keyboard, in labs of all kinds', async () => {
    for (const lab of sample(['jitter', 'log', 'replication'], 2)) {
      await app.goTo(page, `#/lab/${lab}?t=1`)
      await stage.shown()
      await settings().evaluate((section) =>
        section.querySelectorAll('details').forEach((group) => (group.open = true)),
      )
      const sliders = await settings().getByRole('slider').all()
      expect(sliders.length).toBeGreaterThan(4)
      for (const slider of sliders) {
        const name = await slider.getAttribute('aria-label')
        const key =
          (await slider.inputValue()) === (await slider.getAttribute('max')) ? 'ArrowLeft' : 'ArrowRight'
        const value = await slider.inputValue()
        await slider.press(key)
        await eventually(() => slider.inputValue(), `${lab}: ${name}`).not.toBe(value)
      }
      expect((await stage.settled()).sums.length).toBeGreaterThan(1)
    }
  })
})

describe('"Compare"', () => {
  const choice = () => stage.panel.getByRole('combobox', { name: 'Compare with' })
  const rows = () =>
    stage.panel
      .locator('tbody tr')
      .evaluateAll((found) =>
        found.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent)),
      )

  test('shows the same run with one setting changed, in numbers and over time', async () => {
    await stage.openPanel('Compare')
    await choice().selectOption('change')
    await stage.panel.getByRole('combobox', { name: 'Setting' }).selectOption('spread')
    await stage.panel.getByRole('spinbutton', { name: 'Spread, ms' }).fill('40')
    await stage.panel.getByRole('spinbutton', { name: 'Spread, ms' }).press('Enter')
    await eventually(async () =>
      (await rows()).some((cells) => cells.slice(3, 4).some((cell) => cell !== '0')),
    ).toBe(true)
    await stage.settled()
    const found = await rows()
    expect(found).toHaveLength(JITTER_MEASURES.length)
    for (const [name, ...cells] of found) {
      expect(cells, name ?? '').toHaveLength(6)
      for (const at of [0, 3]) {
        const [own, other, difference] = cells
          .slice(at, at + 3)
          .map((cell) => Number(cell?.replace('−', '-').replaceAll(',', '')))
        if (own === undefined || other === undefined || Number.isNaN(own) || Number.isNaN(other)) continue
        // Each of the three was rounded by itself.
        expect(
          Math.abs((difference ?? Number.NaN) - (other - own)),
          `${name}: ${cells.join(' | ')}`,
        ).toBeLessThan(1.1)
      }
    }
    const chart = stage.panel.getByRole('img')
    await chart.waitFor()
    await stage.panel.locator('tbody tr').filter({ hasText: 'Late' }).getByRole('button').nth(1).click()
    await eventually(() => chart.getAttribute('aria-label')).toMatch(
      /^Fixed delay: Late, the other minus this run: [+−\d]/,
    )
    const area = stage.panel.locator('.difference-area')
    await eventually(
      async () => (await area.getAttribute('d'))?.split('L').length,
      'it has a shape',
    ).toBeGreaterThan(10)
  })

  test('of equal runs differs in nothing', async () => {
    await stage.openPanel('Compare')
    await choice().selectOption('change')
    await eventually(async () => (await rows()).length).toBe(JITTER_MEASURES.length)
    await stage.settled()
    for (const cells of await rows())
      for (const at of [3, 6]) expect(cells[at], cells[0] ?? '').toMatch(/^(0|–)$/)
  })

  test('follows the run while it plays, in lockstep', async () => {
    await stage.openPanel('Compare')
    await choice().selectOption('change')
    await stage.panel.getByRole('combobox', { name: 'Setting' }).selectOption('spread')
    await stage.panel.getByRole('spinbutton', { name: 'Spread, ms' }).fill('60')
    await stage.panel.getByRole('spinbutton', { name: 'Spread, ms' }).press('Enter')
    await stage.speed.selectOption('5')
    await stage.play.click()
    await eventually(() => stage.time()).toBeGreaterThan(11)
    await stage.pause()
    const [played] = await rows()
    const there = await stage.seek(5)
    await stage.seek(Math.floor(there.time) + 6)
    expect((await rows())[0]).not.toEqual(played)
  })

  test('sets branch against branch', async () => {
    await stage.picture.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Delete')
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    await page.keyboard.press('Escape')
    await stage.openPanel('Compare')
    await choice().selectOption({ label: 'the branch “first run”' })
    await eventually(async () => (await rows()).length).toBe(JITTER_MEASURES.length)
    await stage.settled()
    const lost = (await rows()).find(([name]) => name?.startsWith('Lost'))
    expect(lost?.[3], 'the first run lost one less').toBe('−1')
    expect(await stage.panel.locator('thead').textContent()).toContain('branch')
    await choice().selectOption({ label: 'nothing' })
    await eventually(() => stage.panel.locator('tbody tr').count()).toBe(0)
  })
})

describe('the lesson', () => {
  const lesson = () => stage.root.getByRole('region', { name: 'Things to try' })
  const done = () => lesson().locator('.step-done').count()

  test('ticks its steps itself; they stay ticked when undone, and after a reload; "Start over" resets', async () => {
    expect(await done()).toBe(0)
    await stage.button('Step back').click()
    await stage.button('Step').click()
    await eventually(done, 'one step back, one forward').toBe(1)
    await stage.seek(0)
    await stage.button('Next trouble').click()
    await eventually(done, 'the first moment of trouble').toBe(2)
    await stage.seek(8)
    await stage.picture.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await eventually(done, 'a packet moved').toBe(3)
    const branches = stage.root.getByRole('list', { name: 'Branches' })
    await branches.getByRole('button', { name: 'first run' }).click()
    await eventually(done, 'back in the first run').toBe(4)
    expect(await lesson().textContent()).toContain('4 of 4 done')
    await branches.getByRole('button', { name: /^Remove branch/ }).click()
    await branches.waitFor({ state: 'detached' })
    await stage.button('Restart').click()
    await eventually(() => stage.time()).toBe(0)
    expect(await done(), 'undone, but done it was').toBe(4)

    // The address is noted a moment later, and a reload goes by it.
    await stage.seek(8)
    await eventually(() => page.url()).toMatch(/[?&]t=8(&|$)/)
    await page.reload()
    await stage.shown()
    await eventually(done).toBe(4)
    await stage.button('Start over').click()
    expect(await done()).toBe(0)
    await page.reload()
    await stage.standsAt(8)
    expect(await done(), 'and stays reset').toBe(0)
  })

  test('opens a hint when asked', async () => {
    const hint = lesson().getByRole('button', { name: 'hint' }).first()
    expect(await hint.getAttribute('aria-expanded')).toBe('false')
    await hint.click()
    expect(await lesson().locator('.hint').count()).toBe(1)
    expect((await lesson().locator('.hint').textContent())?.length).toBeGreaterThan(20)
    await hint.click()
    expect(await lesson().locator('.hint').count()).toBe(0)
  })

  test('asks before one runs it, and tells afterwards whether one was right', async () => {
    const verdict = lesson().getByRole('status')
    await lesson().getByRole('radio', { name: 'the production one' }).check()
    expect(await verdict.count(), 'the run does not know yet').toBe(0)
    await lesson().getByRole('button', { name: 'go there' }).click()
    await eventually(() => stage.time()).toBe(10)
    await verdict.waitFor()
    expect(await verdict.textContent()).toMatch(/^It was “the whiteboard buffer”\. \w+/)
    await lesson().getByRole('radio', { name: 'the whiteboard buffer' }).check()
    expect(await verdict.textContent()).toMatch(/^Right\. \w+/)
    await stage.seek(3)
    expect(await verdict.count(), 'before the moment it is open again').toBe(0)
  })
})

describe('a scenario that was fitted to something', () => {
  test.each([1_280, 360])('tells by a press what to, and how well, at %i px', async (width) => {
    const narrow = await app.open('#/lab/jitter?scenario=5g-city&t=2', { viewport: { width, height: 800 } })
    const shown = await new Stage(narrow).shown()
    const options = shown.root.getByRole('combobox', { name: 'More scenarios' })
    expect(
      await options.locator('optgroup').evaluateAll((all) => all.map((one) => one.getAttribute('label'))),
    ).toEqual(['From the slides', 'One trouble at a time', 'Fitted to measurements'])
    await shown.button('Where from?').click()
    const told = narrow.locator('.popover:popover-open')
    await told.waitFor()
    expect(await told.textContent()).toMatch(/CICV5G.*CC BY 4\.0/s)
    expect(await told.locator('tbody tr').count()).toBe(6)
    // It is put in its place once it has opened.
    const sticksOut = async (): Promise<readonly number[]> => {
      const box = await told.boundingBox()
      if (box === null) return [Number.NaN]
      return [-box.x, box.x + box.width - width, box.y + box.height - 800].filter((pixels) => pixels > 0)
    }
    await eventually(sticksOut).toEqual([])
  })
})
