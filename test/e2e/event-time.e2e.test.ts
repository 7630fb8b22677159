import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

let page: Page
let stage: Stage

/** One page for both: the second goes on where the first left everything as it was. */
beforeAll(async () => {
  page = await app.share({ reducedMotion: 'reduce', viewport: { width: 1280, height: 1400 } })
  const query = 'scenario=evening&viewers=1000&titles=100&offline=0&lateness=60'
  await app.goTo(page, `#/lab/trending?${query}&t=${AT}`)
  stage = await new Stage(page, page, 'trending').shown()
})

const AT = 300

const plane = (): Locator => stage.root.locator('.plane-picture')
const card = (): Locator => stage.root.getByRole('group', { name: 'The chosen event' })

/** The numbers of the key: on time, late, too late, told again. */
const numbers = async (): Promise<Readonly<Record<string, number>>> => {
  const text = await stage.root.locator('.plane-key ul').innerText()
  const found = [...text.matchAll(/^\s*([a-z, ]+?) ([\d,]+)$/gm)]
  return Object.fromEntries(
    found.map(([, name = '', count = '']) => [name, Number(count.replaceAll(',', ''))]),
  )
}

describe('the event-time plane', () => {
  test('an event held back is told again; a minute further it is too late, and back as it was nothing has changed', async () => {
    await stage.standsAt(AT)
    await plane().waitFor()
    const before = await numbers()
    await plane().focus()
    await page.keyboard.press('ArrowRight')
    await eventually(() => card().innerText()).toContain('on time')
    // A minute and a few seconds later its minute has been told, and still takes it.
    await page.keyboard.press('PageUp')
    await page.keyboard.press('Shift+ArrowRight')
    await eventually(() => card().innerText()).toContain('late, and still taken')
    const of = (name: string): number => before[name] ?? -1
    await eventually(numbers).toEqual({
      ...before,
      'on time': of('on time') - 1,
      'late, taken': of('late, taken') + 1,
      'told again': of('told again') + 1,
    })
    await card().getByRole('button', { name: '1 min later' }).click()
    await eventually(() => card().innerText()).toContain('too late: put aside')
    await eventually(numbers).toEqual({
      ...before,
      'on time': of('on time') - 1,
      'too late, put aside': of('too late, put aside') + 1,
    })
    expect((await stage.read()).branches.length).toBe(2)
    await card().getByRole('button', { name: 'As it was' }).click()
    await eventually(() => card().innerText()).toContain('on time')
    await eventually(numbers).toEqual(before)
  })

  test('dragged by the pointer beyond now it is on its way; both controls work by themselves', async () => {
    const ring = await plane().locator('.chosen-point circle').boundingBox()
    const edge = await plane().boundingBox()
    if (ring === null || edge === null) throw new Error('the chosen event is on the page')
    const y = ring.y + ring.height / 2
    await page.mouse.move(ring.x + ring.width / 2, y)
    await page.mouse.down()
    await page.mouse.move(ring.x + 60, y)
    await page.mouse.move(edge.x + edge.width - 20, y)
    await eventually(() => plane().locator('.forecast').textContent()).toContain('not there yet')
    await page.mouse.up()
    await eventually(() => card().innerText()).toContain('is held back, and will arrive')
    const values = stage.root.locator('.plane-control b')
    expect(await values.allInnerTexts()).toEqual(['10 s', '60 s'])
    await stage.root.getByRole('slider', { name: /^Allowed lateness/ }).focus()
    await page.keyboard.press('ArrowLeft')
    await eventually(() => values.allInnerTexts()).toEqual(['10 s', '30 s'])
    await stage.root
      .getByRole('slider', { name: /^Watermark/ })
      .first()
      .focus()
    await page.keyboard.press('ArrowRight')
    await eventually(() => values.allInnerTexts()).toEqual(['20 s', '30 s'])
  })
})
