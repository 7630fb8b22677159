import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { drawn, eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()
const START = '#/lab/jitter?scenario=medium&t=3'

let page: Page
let stage: Stage

beforeAll(async () => {
  page = await app.share()
})

beforeEach(async () => {
  await app.goTo(page, START)
  stage = await new Stage(page).standsAt(3)
})

/** A control pressed by its name, and the same by its key. */
const both = (name: string, key: string): [string, () => Promise<void>][] => [
  [`a click on ${name}`, () => stage.button(name).click()],
  [`the key ${key}`, () => page.keyboard.press(key)],
]

describe('the transport', () => {
  test('has every control by its role and name, each with its key', async () => {
    const keys: Record<string, string | null> = {
      Restart: 'R',
      'Step back': 'Comma',
      Play: 'Space',
      Step: 'Period',
      'New seed': 'N',
      Compare: 'C',
      'Check it': 'K',
      'Copy link': null,
      Export: null,
      Import: null,
      Help: 'Shift+Slash',
    }
    for (const [name, key] of Object.entries(keys)) {
      expect(await stage.button(name).count(), name).toBe(1)
      expect(await stage.button(name).getAttribute('aria-keyshortcuts'), name).toBe(key)
    }
    expect(await stage.speed.getAttribute('aria-keyshortcuts')).toBe('Plus Minus')
    expect(await stage.speed.locator('option').allTextContents()).toEqual(
      ['0.1', '0.25', '0.5', '1', '2', '5', '10', '50', '200', '1000'].map((speed) => `${speed}×`),
    )
    expect(await stage.slider.getAttribute('aria-valuetext')).toBe('3.00 of 61.0 seconds, first run')
    expect(await stage.seed.inputValue()).toBe('4')
    const group = stage.root.getByRole('radiogroup', { name: 'Network jitter', exact: true })
    expect(await group.getByRole('radio').count()).toBe(3)
  })

  test.each(['click', 'key'])('plays and pauses (%s)', async (how) => {
    const toggle = async (name: 'Play' | 'Pause'): Promise<void> =>
      how === 'click' ? stage.button(name).click() : page.keyboard.press('Space')
    await toggle('Play')
    await stage.pauseButton.waitFor()
    await eventually(() => stage.time()).toBeGreaterThan(3.1)
    await toggle('Pause')
    await stage.play.waitFor()
    const { time } = await stage.settled()
    await drawn(page)
    expect((await stage.read()).time).toBe(time)
  })

  test.each(['click', 'key'])('steps to the next event and back to the one before (%s)', async (how) => {
    const press = (name: string, key: string): Promise<void> =>
      how === 'click' ? stage.button(name).click() : page.keyboard.press(key)
    await stage.openPanel('Check it')
    const first = await stage.step(() => press('Step', '.'))
    expect(first.time).toBeGreaterThan(3)
    const second = await stage.step(() => press('Step', '.'))
    expect(second.hash).not.toBe(first.hash)
    expect(await stage.step(() => press('Step back', ','))).toEqual(first)
  })

  test.each(['click', 'key'])('goes back to the beginning (%s)', async (how) => {
    await (how === 'click' ? stage.button('Restart').click() : page.keyboard.press('r'))
    await eventually(() => stage.time()).toBe(0)
    expect((await stage.read()).sums[0]?.whole).toBeLessThanOrEqual(1)
  })

  test('plays faster and slower, to the ends of its range', async () => {
    expect(await stage.speed.inputValue()).toBe('0.5')
    await page.keyboard.press('+')
    expect(await stage.speed.inputValue()).toBe('1')
    await page.keyboard.press('=')
    expect(await stage.speed.inputValue()).toBe('2')
    await page.keyboard.press('-')
    expect(await stage.speed.inputValue()).toBe('1')
    for (let i = 0; i < 12; i++) await page.keyboard.press('+')
    expect(await stage.speed.inputValue()).toBe('1000')
    for (let i = 0; i < 12; i++) await page.keyboard.press('-')
    expect(await stage.speed.inputValue()).toBe('0.1')
    await stage.speed.selectOption('1000')
    await stage.play.click()
    await eventually(() => stage.time(), 'a minute passes in a moment').toBeGreaterThan(60)
    await stage.play.waitFor()
    const { time, extent } = await stage.settled()
    expect(extent, 'it stopped at the end').toBeCloseTo(time, 1)
  })

  test.each(['click', 'key'])('draws a new seed, which changes the run (%s)', async (how) => {
    const before = await stage.hash()
    const seed = await stage.seed.inputValue()
    await (how === 'click' ? stage.button('New seed').click() : page.keyboard.press('n'))
    await eventually(() => stage.seed.inputValue()).not.toBe(seed)
    await eventually(async () => (await stage.read()).hash).not.toBe(before)
    expect((await stage.settled()).time, 'at the same moment').toBe(3)
  })

  test('takes a typed seed on Enter, the old one back, and sets a wrong one right', async () => {
    const first = await stage.hash()
    await stage.seed.fill('77')
    await stage.seed.press('Enter')
    await eventually(async () => (await stage.read()).hash).not.toBe(first)
    await stage.seed.fill('4')
    await stage.seed.press('Enter')
    await eventually(async () => (await stage.read()).hash).toBe(first)
    await stage.seed.fill('-5')
    await stage.seed.press('Enter')
    expect(await stage.seed.inputValue()).toBe('0')
    expect(await stage.root.getByRole('alert').textContent()).toContain('between 0 and 4294967295')
  })

  test.each([
    ['Compare', 'c'],
    ['Check it', 'k'],
  ])('opens and closes %s by click and by the key %s', async (name, key) => {
    const panel = stage.root.getByRole('region', { name, exact: true })
    for (const [, press] of both(name, key)) {
      await press()
      await panel.waitFor()
      expect(await stage.button(name).getAttribute('aria-expanded')).toBe('true')
      await press()
      await panel.waitFor({ state: 'detached' })
    }
    expect(await stage.button(name).getAttribute('aria-expanded')).toBe('false')
  })

  test('shows its keys by Help and by ?, and lists every one of them', async () => {
    for (const [what, press] of both('Help', '?')) {
      await press()
      const help = page.getByRole('dialog', { name: 'Keys and controls' })
      await help.waitFor()
      expect(await help.locator('kbd').allTextContents(), what).toEqual([
        'Space',
        '.',
        ',',
        'R',
        '+',
        '-',
        '1',
        '2',
        '3',
        '[',
        ']',
        'N',
        'C',
        'K',
        '?',
      ])
      await page.keyboard.press('Escape')
      await help.waitFor({ state: 'hidden' })
    }
  })

  test('chooses Low, Medium and High by the keys 1, 2 and 3, at the moment one stands at', async () => {
    for (const [key, name] of [
      ['1', 'Low'],
      ['3', 'High'],
      ['2', 'Medium'],
    ] as const) {
      await page.keyboard.press(key)
      await eventually(() => stage.radio(name).isChecked(), name).toBe(true)
      expect((await stage.settled()).time).toBe(3)
    }
  })

  test.each(['click', 'key'])('jumps from trouble to trouble (%s)', async (how) => {
    const press = (name: string, key: string): Promise<void> =>
      how === 'click' ? stage.button(name).click() : page.keyboard.press(key)
    await stage.seek(8)
    await stage.seek(0)
    await press('Next trouble', ']')
    await eventually(() => stage.time()).toBeGreaterThan(0)
    const first = await stage.settled()
    await press('Next trouble', ']')
    await eventually(() => stage.time()).toBeGreaterThan(first.time)
    await press('Previous trouble', '[')
    await eventually(() => stage.time()).toBe(first.time)
    expect(await stage.settled()).toEqual(first)
  })

  test('moves time by the keys of the slider, and from the end plays anew', async () => {
    await stage.slider.focus()
    await page.keyboard.press('ArrowRight')
    await eventually(() => stage.time()).toBe(3.01)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await eventually(() => stage.time()).toBe(2.99)
    await page.keyboard.press('Home')
    await eventually(() => stage.time()).toBe(0)
    await page.keyboard.press('End')
    await eventually(() => stage.time()).toBeGreaterThan(60)
    await stage.play.click()
    await eventually(() => stage.time(), 'it begins again').toBeLessThan(5)
    await eventually(() => stage.time()).toBeGreaterThan(0)
    expect(await stage.pauseButton.isVisible()).toBe(true)
  })

  test('moves time on from a moment between two steps of the slider, and not back to it', async () => {
    await stage.button('Step').click()
    await eventually(() => stage.time()).toBeGreaterThan(3)
    const { time } = await stage.settled()
    await stage.slider.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const aim = 0.01 * Math.round(100 * time) + 0.02
    await eventually(async () => (await stage.time()).toFixed(3)).toBe(aim.toFixed(3))
    expect((await stage.settled()).time).toBeCloseTo(aim, 5)
  })

  test('stops playing while time is dragged', async () => {
    await stage.play.click()
    const box = await stage.slider.boundingBox()
    if (box === null) throw new Error('the slider is on the screen')
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 5 })
    await eventually(() => stage.time(), 'it follows the hand').toBeGreaterThan(25)
    await page.mouse.up()
    await stage.play.waitFor()
    const { time } = await stage.settled()
    expect(time).toBeLessThan(36)
    expect(Number(await stage.slider.inputValue()) / 1_000).toBeCloseTo(time, 2)
  })
})

describe('keys', () => {
  test('act inside the stage: on the picture, the time slider, a radio button', async () => {
    for (const place of [stage.picture, stage.slider, stage.radio('Medium')]) {
      await place.focus()
      await page.keyboard.press('k')
      await stage.panel.waitFor()
      await page.keyboard.press('k')
      await stage.panel.waitFor({ state: 'detached' })
    }
    expect((await stage.settled()).time).toBe(3)
  })

  test('never act while one types a number', async () => {
    for (const field of [stage.seed, stage.root.getByRole('spinbutton', { name: 'Spread, ms' })]) {
      await field.focus()
      for (const key of ['1', '.', '3', '-', ',', 'r', 'n', 'k', ' ']) await page.keyboard.press(key)
      await page.keyboard.press('Escape')
    }
    expect(await stage.radio('Medium').isChecked()).toBe(true)
    expect(await stage.panel.count()).toBe(0)
    expect(await stage.play.isVisible()).toBe(true)
    expect((await stage.settled()).time).toBe(3)
  })

  test('never act with Ctrl, Alt or Cmd, outside the stage, or in a choice list', async () => {
    await page.locator('body').click({ position: { x: 5, y: 300 } })
    for (const key of ['Control+1', 'Alt+1', 'Meta+1', 'Control+.', 'Alt+n', 'Meta+c'])
      await page.keyboard.press(key)
    await page.getByRole('button', { name: 'Find', exact: true }).focus()
    for (const key of ['1', '.', 'k', 'r']) await page.keyboard.press(key)
    await stage.speed.focus()
    for (const key of ['k', 'r', '.']) await page.keyboard.press(key)
    expect(await stage.radio('Medium').isChecked()).toBe(true)
    expect(await stage.panel.count()).toBe(0)
    expect((await stage.settled()).time).toBe(3)
  })

  test('Space and Enter on a focused button press it once', async () => {
    await stage.button('Step').click()
    await eventually(() => stage.time()).toBeGreaterThan(3)
    const once = (await stage.settled()).time
    expect(once).toBeLessThan(3.1)
    for (const key of ['Space', 'Enter']) {
      await stage.seek(3)
      await stage.button('Step').focus()
      await page.keyboard.press(key)
      await eventually(() => stage.time()).toBe(once)
    }
    await stage.play.focus()
    await page.keyboard.press('Space')
    await stage.pauseButton.waitFor()
    await eventually(() => stage.time(), 'it plays on').toBeGreaterThan(once + 0.1)
  })

  test('a held key steps on, but does not flicker between playing and pausing', async () => {
    await page.keyboard.down('Space')
    for (let i = 0; i < 5; i++) await page.keyboard.down('Space')
    await page.keyboard.up('Space')
    expect(await stage.pauseButton.isVisible()).toBe(true)
    await page.keyboard.press('Space')
    await stage.settled()
    await stage.step(async () => {
      await page.keyboard.down('.')
      await page.keyboard.down('.')
      await page.keyboard.up('.')
    })
  })

  test('can be switched off in Help, stay so after a reload, and be switched on again', async () => {
    const isOn = page.getByRole('checkbox', { name: 'Single keys work as shortcuts' })
    await stage.button('Help').click()
    await isOn.uncheck()
    await page.keyboard.press('Escape')
    await page.reload()
    await stage.shown()
    for (const key of ['1', 'k', 'r', 'Space', '?']) await page.keyboard.press(key)
    expect(await stage.radio('Medium').isChecked()).toBe(true)
    expect(await stage.panel.count()).toBe(0)
    expect((await stage.settled()).time).toBe(3)
    await stage.button('Help').click()
    await isOn.check()
    await page.keyboard.press('Escape')
    await page.keyboard.press('1')
    await eventually(() => stage.radio('Low').isChecked()).toBe(true)
  })
})
