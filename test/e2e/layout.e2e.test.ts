import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { drawn, eventually, sample, useApp } from './harness.ts'
import { isQuiet } from './quiet.ts'
import { Stage } from './stage.ts'

const app = useApp()

/** Pictures to be looked at, not compared: they show what a person would see. */
const SCREENS = join(import.meta.dirname, 'screens')

let page: Page

beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true })
  page = await app.share()
})

const take = (name: string): Promise<unknown> => page.screenshot({ path: join(SCREENS, `${name}.png`) })

interface Place {
  readonly name: string
  readonly path: string
  readonly act?: (stage: Stage) => Promise<unknown>
}

const HIGH = '#/lab/jitter?scenario=high&t=6.5'

const PLACES: readonly Place[] = [
  { name: 'home', path: '' },
  { name: 'jitter', path: HIGH },
  { name: 'pipeline', path: '#/lab/pipeline?t=3.3' },
  { name: 'swap', path: '#/lab/pipeline?scenario=swap&t=3.3' },
  { name: 'film', path: '#/lab/film?scenario=tunnel&t=34' },
  { name: 'ring', path: '#/lab/ring?scenario=too-fast&t=6' },
  { name: 'reveal', path: '#/lab/reveal?scenario=back&t=22' },
  { name: 'keys', path: '#/lab/keys?scenario=order&t=16' },
  { name: 'log', path: '#/lab/log?scenario=time-lapse&t=31' },
  { name: 'log-many', path: '#/lab/log?scenario=many&t=35' },
  { name: 'groups', path: '#/lab/groups?scenario=mid-batch&t=20' },
  { name: 'replication', path: '#/lab/replication?scenario=zombie&t=9' },
  { name: 'pressure', path: '#/lab/pressure?scenario=adaptive&t=8' },
  { name: 'deaths', path: '#/lab/deaths?t=6000' },
  { name: 'matrix', path: '#/lab/matrix?t=60' },
  { name: 'cascade', path: '#/lab/cascade?scenario=fan-in&t=14' },
  { name: 'warning', path: '#/lab/warning?scenario=cascade&t=120' },
  { name: 'trending', path: '#/lab/trending?t=90' },
  { name: 'commits', path: '#/lab/commits?t=15' },
  { name: 'ancestors', path: '#/lab/ancestors?t=6' },
  { name: 'history', path: '#/lab/history?scenario=new&t=12' },
  { name: 'undo', path: '#/lab/undo?scenario=undo&t=6' },
  { name: 'cache', path: '#/lab/cache?scenario=scan&t=23' },
  { name: 'hashing', path: '#/lab/hashing?t=6' },
  { name: 'check', path: HIGH, act: (stage) => stage.openPanel('Check it') },
  {
    name: 'compare',
    path: HIGH,
    act: async (stage) => {
      await stage.openPanel('Compare')
      await stage.panel.getByRole('combobox', { name: 'Compare with' }).selectOption('change')
      await stage.panel.getByRole('img').waitFor()
    },
  },
  {
    name: 'packet',
    path: `${HIGH}&fps=abc`,
    act: async (stage) => {
      await stage.picture.focus()
      await stage.page.keyboard.press('ArrowRight')
      await stage.page.keyboard.press('Shift+ArrowRight')
      await stage.root.getByRole('list', { name: 'Branches' }).waitFor()
    },
  },
  {
    name: 'real',
    path: HIGH,
    act: async (stage) => {
      await stage.root.getByText('The real thing').click()
      await stage.button('Check the sound').click()
      await stage.root.getByText('Fingerprint').waitFor()
      await stage.root.getByText('What differs between the two').click()
      await stage.root.locator('.extra').scrollIntoViewIfNeeded()
    },
  },
  { name: 'help', path: HIGH, act: (stage) => stage.button('Help').click() },
  { name: 'export', path: HIGH, act: (stage) => stage.button('Export').click() },
]

async function show({ path, act }: Place): Promise<Stage> {
  await app.goTo(page, path)
  const stage = await new Stage(page).shown()
  await act?.(stage)
  return stage
}

/** What sticks out of the window to the side, and could be reached only by scrolling to and fro. */
const sticksOut = (): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    for (const scroller of [
      document.documentElement,
      ...document.querySelectorAll('.split-content, main, dialog[open]'),
    ])
      if (scroller.scrollWidth > scroller.clientWidth + 1)
        found.push(
          `${scroller.tagName}.${scroller.className} is ${scroller.scrollWidth - scroller.clientWidth} px too wide`,
        )
    for (const control of document.querySelectorAll('button, a, input, select, summary')) {
      if (
        !control.checkVisibility({ visibilityProperty: true }) ||
        control.closest('.table-scroll, .skip-link') !== null
      )
        continue
      const { left, right, width } = control.getBoundingClientRect()
      if (width > 0 && (left < -1 || right > innerWidth + 1))
        found.push(`${control.textContent || control.ariaLabel} ends at ${Math.round(right)} px`)
    }
    return found
  })

/** Controls whose target is smaller than 24 px; links within a sentence may be. */
const tooSmall = (): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    for (const control of document.querySelectorAll('button, a, input, select, summary')) {
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: false })) continue
      if (control.closest('.skip-link') !== null || control.matches('p a, input[hidden]')) continue
      // A label carries its field's target with it.
      const { width, height } = (control.closest('label') ?? control).getBoundingClientRect()
      if (width > 0 && Math.min(width, height) < 23.5)
        found.push(
          `${control.tagName} "${control.textContent || control.ariaLabel}" is ${width.toFixed(1)} x ${height.toFixed(1)}`,
        )
    }
    return found
  })

/** How wide the picture is at least, in windows from a phone's to a desk's. */
const WINDOWS = [
  [360, 780, 280],
  [320, 640, 240],
  [1280, 720, 500],
] as const

describe('every place', () => {
  test.each(sample(PLACES, 2))('$name fits any window, and every target is large enough', async (place) => {
    await page.setViewportSize({ width: 360, height: 780 })
    const stage = await show(place)
    for (const [width, height, least] of WINDOWS) {
      await page.setViewportSize({ width, height })
      await eventually(sticksOut, `${width} px`).toEqual([])
      await eventually(tooSmall, `${width} px`).toEqual([])
      const wide = async (): Promise<number> => (await stage.svg.boundingBox())?.width ?? 0
      await eventually(wide, `the picture is readable at ${width} px`).toBeGreaterThan(least)
      await take(`${place.name}-${width}x${height}`)
    }
    await page.emulateMedia({ colorScheme: 'dark' })
    const colours = await stage.svg.evaluate((svg) => {
      const behind = getComputedStyle(svg.closest('.picture') ?? svg).backgroundColor
      return { behind, text: getComputedStyle(svg.querySelector('text') ?? svg).fill }
    })
    expect(colours.text, 'in the dark').not.toBe(colours.behind)
    await take(`${place.name}-dark`)
    await page.emulateMedia({ colorScheme: null })
  })
})

describe('on a phone', () => {
  test('a place that does not exist, and the slides beside a lab, fit', async () => {
    await page.setViewportSize({ width: 360, height: 780 })
    await app.goTo(page, '#/nowhere')
    await page.getByText('Nothing flows here.').waitFor()
    await eventually(sticksOut).toEqual([])
    await eventually(tooSmall).toEqual([])
    await show({ name: 'split', path: '#/lab/ring?t=2' })
    await page.getByRole('button', { name: 'Slides', exact: true }).click()
    const deck = page.frameLocator('iframe')
    await deck.getByRole('heading', { name: 'Episode 8' }).waitFor()
    await eventually(sticksOut).toEqual([])
    const between = async (): Promise<number> => {
      const [deckBox, labBox] = await Promise.all(
        ['.split-deck', '#main'].map((part) => page.locator(part).boundingBox()),
      )
      return (labBox?.y ?? Number.NaN) - (deckBox?.y ?? 0) - (deckBox?.height ?? Number.NaN)
    }
    await eventually(between, 'one above the other').toBeGreaterThanOrEqual(-1)
    await take('split-360x780')
  })

  test('the picture stands within the first screen, and the transport with it', async () => {
    await page.setViewportSize({ width: 360, height: 780 })
    const stage = await show({ name: 'jitter', path: HIGH })
    await eventually(async () => (await stage.svg.boundingBox())?.y).toBeLessThan(480)
    await eventually(
      async () => (await stage.play.boundingBox())?.y,
      'it sticks to the bottom of the screen',
    ).toBeLessThan(780)
  })

  test('a table that is too wide says so, is scrolled by keys, and keeps its first column in view', async () => {
    await page.setViewportSize({ width: 360, height: 780 })
    const { root } = await show({ name: 'matrix', path: '#/lab/matrix?t=20' })
    const table = root.getByRole('region', { name: 'Table of measures' })
    const look = (): Promise<unknown> =>
      table.evaluate((scroller) => {
        const shadow = getComputedStyle(scroller.parentElement ?? scroller, '::after').opacity
        const name = scroller.querySelector('tbody th')?.getBoundingClientRect().left ?? Number.NaN
        return { shadow, nameAt: Math.round(name - scroller.getBoundingClientRect().left) }
      })
    await eventually(look).toEqual({ shadow: '1', nameAt: 0 })
    await table.focus()
    await page.keyboard.press('ArrowRight')
    const scrolled = (): Promise<number> => table.evaluate(({ scrollLeft }) => scrollLeft)
    await eventually(scrolled).toBeGreaterThan(10)
    await eventually(look).toEqual({ shadow: '1', nameAt: 0 })
    await table.evaluate((scroller) => scroller.scrollTo(scroller.scrollWidth, 0))
    await eventually(look, 'there is no more').toEqual({ shadow: '0', nameAt: 0 })
    await page.setViewportSize({ width: 1440, height: 780 })
    await show({ name: 'ring', path: '#/lab/ring?t=2' })
    await eventually(look, 'nor where all fits').toEqual({ shadow: '0', nameAt: 0 })
    expect(await table.getAttribute('tabindex'), 'nothing to scroll').toBeNull()
  })

  test('a finger drags a packet, and scrolls the page beside it', async () => {
    const context = await app.context({
      viewport: { width: 360, height: 780 },
      hasTouch: true,
      isMobile: true,
    })
    const phone = await context.newPage()
    await phone.goto(`${app.origin}/${HIGH}`)
    const stage = await new Stage(phone).standsAt(6.5)
    const grip = await stage.svg.locator('.grip').boundingBox()
    if (grip === null) throw new Error('the picture has a grip')
    const session = await context.newCDPSession(phone)
    const at = (x: number, y: number) => [{ x, y }]
    const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2]
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(x, y) })
    for (let i = 1; i <= 6; i++)
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(x + 10 * i, y) })
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await eventually(async () => (await stage.read()).branches.length).toBe(2)
    expect((await stage.settled()).time).toBe(6.5)
  })
})

describe('in a wide window', () => {
  test('one can play without scrolling', async () => {
    await page.setViewportSize({ width: 1280, height: 720 })
    const { play } = await show({ name: 'jitter', path: HIGH })
    await eventually(async () => ((await play.boundingBox())?.y ?? 720) + 30).toBeLessThan(720)
  })
})

describe('with the colours of a high-contrast theme', () => {
  test('what is chosen, pressed and drawn can still be told from what is not', async () => {
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.emulateMedia({ forcedColors: 'active' })
    // The browser paints over our colours without telling scripts: only the pixels show what a person sees.
    const look = async (control: Locator): Promise<string> => (await control.screenshot()).toString('base64')
    const stage = await show({ name: 'jitter', path: HIGH })
    const presets = stage.root.getByRole('radiogroup', { name: 'Network jitter' })
    await page.mouse.move(0, 0)
    const high = await look(presets)
    await stage.radio('Medium').check()
    await page.mouse.move(0, 0)
    expect(await look(presets), 'which preset is chosen').not.toBe(high)
    const closed = await look(stage.button('Check it'))
    await page.keyboard.press('k')
    await stage.panel.waitFor()
    expect(await look(stage.button('Check it')), 'which panel is open').not.toBe(closed)
    const place = page.getByRole('navigation', { name: 'Labs' })
    const here = await look(place)
    await page.evaluate(() => (location.hash = '#/lab/ring'))
    await new Stage(page, page, 'ring').shown()
    expect(await look(place), 'where one is').not.toBe(here)
    await show({ name: 'jitter', path: HIGH })
    const thumb = await stage.slider.evaluate((input) => {
      const { backgroundColor } = getComputedStyle(input, '::-webkit-slider-thumb')
      return {
        thumb: backgroundColor,
        paper: getComputedStyle(input.closest('.transport') ?? input).backgroundColor,
      }
    })
    expect(thumb.thumb, 'the thumb of the time slider').not.toBe(thumb.paper)
    await take('jitter-forced-colours')
    await page.emulateMedia({ forcedColors: null })
  })
})

describe('with reduced motion', () => {
  test('nothing plays by itself, anywhere', async () => {
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const path of ['', '#/lab/jitter', '#/lab/film', '#/lab/ring']) {
      await app.goTo(page, path)
      const stage = await new Stage(page).shown()
      await stage.play.waitFor()
      // The start page shows a moment at which something has happened already.
      await stage.standsAt(path === '' ? 2 : 0)
      await drawn(page)
      expect(await stage.root.evaluate(isQuiet), `${path}: nobody asks for another frame`).toBe(true)
    }
    await take('ring-reduced-motion')
    await page.goto(`${app.origin}/slides/episode8_revealjs.html#/1`)
    const slide = await new Stage(page, page.locator('section.present')).shown()
    await slide.play.waitFor()
    expect((await slide.settled()).time).toBe(0)
    await page.emulateMedia({ reducedMotion: null })
  })

  test('playing goes on in steps, and comes as far', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await app.goTo(page, '#/lab/jitter')
    const stage = await new Stage(page).shown()
    await stage.speed.selectOption('1')
    await page.evaluate(() => {
      const changes: number[] = []
      Object.assign(window, { changes })
      const clock = document.querySelector('.clock b')
      if (clock !== null)
        new MutationObserver(() => changes.push(performance.now())).observe(clock, {
          subtree: true,
          childList: true,
          characterData: true,
        })
    })
    await stage.play.click()
    await eventually(() => stage.time()).toBeGreaterThan(2)
    await stage.pause()
    const changes = await page.evaluate(() => Reflect.get(window, 'changes') as number[])
    const pauses = changes.slice(1, -1).map((time, i) => time - (changes[i] ?? 0))
    expect(pauses.length).toBeGreaterThan(1)
    // A busy machine brings one late and the next one close behind: what counts is how many there are.
    expect(pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length).toBeGreaterThan(400)
    await page.emulateMedia({ reducedMotion: null })
  })
})
