import type { Locator, Page } from 'playwright-core'
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
  await app.goTo(page, `#/lab/log?${path}&t=${seconds}`)
  const stage = await new Stage(page, page, 'log').shown()
  await stage.standsAt(seconds)
  return stage
}

const card = (stage: Stage, letter: string): Locator =>
  stage.root.getByRole('group', { name: new RegExp(`^Group ${letter},`) })

/** "1,360 appended = 1,360 read + 0 skipped + 0 unread" */
async function books(
  stage: Stage,
  letter: string,
): Promise<{ whole: number; read: number; skipped: number; unread: number; rest: number; words: string }> {
  const words = (await card(stage, letter).textContent()) ?? ''
  const number = (pattern: RegExp): number => Number((pattern.exec(words)?.[1] ?? '').replaceAll(',', ''))
  return {
    whole: number(/([\d,]+) (?:appended|to read since)/),
    read: number(/([\d,]+) read/),
    skipped: number(/([\d,]+) skipped/),
    rest: number(/([\d,]+) compacted/),
    unread: number(/([\d,]+) unread/),
    words,
  }
}

/** Goes on to `seconds` by the slider. */
const goOn = (stage: Stage, seconds: number): ReturnType<Stage['seek']> => stage.seek(seconds)

describe('the log', () => {
  test('a record that all groups have read is still there, and says what finding it took', async () => {
    const stage = await openAt('scenario=time-lapse', 6)
    const find = stage.root.getByRole('group', { name: 'Find a record' })
    await find.getByRole('combobox', { name: 'Partition' }).selectOption('1')
    await find.getByRole('spinbutton', { name: 'Offset' }).fill('5')
    await find.getByRole('spinbutton', { name: 'Offset' }).press('Enter')
    await find.getByRole('button', { name: 'Read it' }).click()
    const note = stage.root.getByRole('region', { name: 'Record 1:5' })
    await note.waitFor()
    const words = await note.textContent()
    expect(words).toContain('It is still in the log; A, B, C have passed it. Reading takes nothing away.')
    expect(words).toMatch(/\d+ of \d+ segments looked at.+scanned over \d+ batch/)
    await eventually(() => stage.root.locator('.lesson').textContent()).toMatch(/1 of 5 done/)
    // Thirteen hours later retention has been there.
    await goOn(stage, 30)
    await eventually(() => note.textContent()).toContain('Retention has deleted it since')
  })

  test('with group B paused, A is unaffected and B’s lag rises; retention then leaves B out of range', async () => {
    const stage = await openAt('scenario=time-lapse', 10)
    await stage.button('Pause group B').click()
    await eventually(() => card(stage, 'B').textContent()).toContain('paused')
    await goOn(stage, 18)
    const [a, b] = [await books(stage, 'A'), await books(stage, 'B')]
    expect(a.unread).toBeLessThan(20)
    expect(b.unread).toBeGreaterThan(280)
    // Retention of one hour, from now on, and a check at once: B's offset is gone.
    const settings = stage.root.getByRole('region', { name: 'Settings' })
    await settings.getByRole('radio', { name: 'from now on' }).check()
    await settings.getByText('Retention', { exact: true }).click()
    await settings.getByRole('spinbutton', { name: 'retention.ms, h', exact: true }).fill('1')
    await settings.getByRole('spinbutton', { name: 'retention.ms, h', exact: true }).press('Enter')
    await stage.button('Clean up now').click()
    await stage.button('Resume group B').click()
    await eventually(() => card(stage, 'B').textContent()).not.toContain('paused')
    await goOn(stage, 20)
    const after = await books(stage, 'B')
    expect(after.words).toMatch(/\d× OffsetOutOfRange, then latest/)
    expect(after.skipped).toBeGreaterThan(200)
    expect(after.read + after.skipped + after.unread).toBe(after.whole)
    const { measures } = await stage.read()
    const [first, third] = [await books(stage, 'A'), await books(stage, 'C')]
    expect(Number(measures['Skipped']?.[1]?.replaceAll(/\D/g, ''))).toBe(after.skipped + third.skipped)
    expect(first.skipped).toBe(0)
  })

  test('a new group replays from the beginning, beside the others', async () => {
    const stage = await openAt('scenario=time-lapse', 9)
    await stage.button('New group, from the earliest').click()
    await card(stage, 'D').waitFor()
    expect((await books(stage, 'D')).unread).toBeGreaterThan(340)
    await goOn(stage, 13)
    const d = await books(stage, 'D')
    expect(d.skipped).toBe(0)
    expect(d.read).toBeGreaterThan(480)
    expect(d.read + d.unread).toBe(d.whole)
    await stage.button('New group, from the latest').click()
    await card(stage, 'E').waitFor()
    expect((await books(stage, 'E')).whole).toBeLessThan(20)
  })

  test('“Clean up now” deletes whole segments, and the sums hold in both lanes', async () => {
    const stage = await openAt('scenario=too-small&checkMinutes=1000', 3)
    const before = await stage.settled()
    expect(before.sums.map(({ lane }) => lane)).toEqual(['Whiteboard list', 'The log'])
    await stage.button('Clean up now').click()
    await eventually(async () => (await stage.read()).sums[0]?.parts['deleted by size'] ?? 0).toBeGreaterThan(
      0,
    )
    await goOn(stage, 5)
    const { sums, measures } = await stage.settled()
    for (const { whole, parts } of sums)
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(whole)
    expect(measures['Refused']?.[0]).toMatch(/^[1-9]/)
    expect(measures['Refused']?.[1]).toMatch(/^0/)
    expect(await stage.svg.textContent()).toContain('append fails')
  })

  test('dragged back, it is the earlier state exactly; a change there forks, and both futures stay', async () => {
    const stage = await openAt('scenario=slow-reader', 10)
    const [picture, hash] = [await stage.markup(), await stage.hash()]
    await goOn(stage, 20)
    expect(await stage.markup()).not.toBe(picture)
    await goOn(stage, 10)
    expect(await stage.hash()).toBe(hash)
    expect(await stage.markup()).toBe(picture)
    await stage.root.getByRole('slider', { name: 'Speed of group C' }).fill('80')
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    await goOn(stage, 20)
    const fast = await books(stage, 'C')
    expect(fast.skipped).toBe(0)
    await stage.root.locator('.branches').getByRole('button').first().click()
    await goOn(stage, 20)
    expect((await books(stage, 'C')).skipped).toBeGreaterThan(100)
  })
})

describe('the picture of the log', () => {
  test('chooses segments by pointer and by keys, and tells why each was opened', async () => {
    const stage = await openAt('scenario=at-least', 20)
    await stage.picture.focus()
    await page.keyboard.press('ArrowLeft')
    const details = stage.root.getByRole('region', { name: /^Segment 0:/ })
    await details.waitFor()
    expect(await details.textContent()).toContain('being written')
    await page.keyboard.press('ArrowLeft')
    await eventually(() => details.textContent()).toContain('the next batch did not fit into segment.bytes')
    const box = await stage.svg.locator('.log-block').first().boundingBox()
    if (box === null) throw new Error('there are closed segments')
    await page.mouse.click(box.x + 8, box.y + box.height / 2)
    await eventually(async () => stage.svg.locator('.log-chosen').getAttribute('x')).toMatch(/\d/)
    await stage.settled()
    const oldest = await details.getAttribute('aria-label')
    await page.keyboard.press('ArrowLeft')
    await stage.settled()
    expect(await details.getAttribute('aria-label')).toBe(oldest)
    await page.keyboard.press('Escape')
    await details.waitFor({ state: 'detached' })
  })

  test('zooms by keys, wheel and buttons, moves by drag, and comes back to the whole', async () => {
    const stage = await openAt('scenario=time-lapse', 20)
    const whole = await stage.markup()
    const ticks = (): Promise<readonly string[]> => stage.svg.locator('.offset-axis .tick').allTextContents()
    await stage.picture.focus()
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await eventually(() => stage.markup()).not.toBe(whole)
    await stage.settled()
    const zoomed = await ticks()
    await page.keyboard.press('PageUp')
    await eventually(ticks).not.toEqual(zoomed)
    await page.keyboard.press('End')
    await eventually(() => stage.markup()).toBe(whole)

    const box = await stage.svg.boundingBox()
    if (box === null) throw new Error('the picture is there')
    await page.mouse.move(box.x + box.width / 2, box.y + 160)
    await page.mouse.wheel(0, -400)
    await eventually(() => stage.markup()).not.toBe(whole)
    await stage.settled()
    const before = await ticks()
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + 160, box.y + 160, { steps: 4 })
    await page.mouse.up()
    await eventually(ticks).not.toEqual(before)
    await stage.button('Whole log').click()
    await eventually(() => stage.markup()).toBe(whole)
  })

  test('is there as tables, cursors and segments', async () => {
    const stage = await openAt('scenario=time-lapse', 12)
    await stage.root.getByText('Segments and cursors as tables').click()
    const segments = stage.root.getByRole('region', { name: 'Segments', exact: true })
    await segments.waitFor()
    const [rows, blocks] = [
      await segments.locator('tbody tr').count(),
      Number((await stage.root.locator('figcaption').textContent())?.match(/in (\d+) segments/)?.[1]),
    ]
    expect(rows).toBe(blocks)
    expect(rows).toBeGreaterThan(6)
    const cursors = stage.root.getByRole('region', { name: 'Cursors' })
    await eventually(() => cursors.locator('tbody tr').count()).toBe(3)
  })
})
