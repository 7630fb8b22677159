import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { deckOn, DECK, LAB_SLIDES, TITLES } from './deck.ts'
import { holdings, tour } from '../support/deck-tour.ts'
import { eventually, ROOT, IN_FULL, sample, useApp } from './harness.ts'
import { isQuiet } from './quiet.ts'
import { Stage } from './stage.ts'

const app = useApp()
/** Where the deck ends: its last slide with all fragments shown. */
const END = '25+0'
const ACT_1 = [
  '1+0',
  '2+0',
  '3+0',
  '3+1',
  '3+2',
  '4+0',
  '4+1',
  '5+0',
  '5+1',
  '5+2',
  '6+0',
  '6+1',
  '7+0',
  '7+1',
]
const ACT_2 = [
  '8+0',
  '8+1',
  '9+0',
  '10+0',
  '10+1',
  '11+0',
  '11+1',
  '12+0',
  '13+0',
  '13+1',
  '14+0',
  '14+1',
  '14+2',
]
const ACT_3 = [
  '15+0',
  '15+1',
  '15+2',
  '15+3',
  '16+0',
  '16+1',
  '16+2',
  '17+0',
  '17+1',
  '17+2',
  '18+0',
  '18+1',
  '18+2',
]
const ACT_4 = ['19+0', '19+1', '19+2', '20+0', '21+0', '22+0', '23+0', '24+0']
/** All places of the deck, slide by slide with their fragments. */
const WAY = [...ACT_1, ...ACT_2, ...ACT_3, ...ACT_4, END]

let page: Page
const { present, place, openSlide, press } = deckOn(app, () => page)

beforeAll(async () => {
  page = await app.share({ viewport: { width: 1280, height: 720 } })
})

const clocks = (): Promise<(string | null)[]> =>
  page.locator('section .clock b').evaluateAll((found) => found.map((clock) => clock.textContent))

describe('the deck, opened alone', () => {
  test('has its slides in order, each with its title and its notes', async () => {
    await openSlide(1)
    expect(await page.title()).toContain('Episode 8')
    expect(await page.locator('.slide-body > h2').allTextContents()).toEqual(TITLES)
    for (const slide of await page.locator('.slides > section').all()) {
      const seconds = await slide.getAttribute('data-timing')
      const notes = (await slide.locator('aside.notes').textContent()) ?? ''
      expect(notes).toContain(`${seconds} seconds.`)
      expect(notes.split(/\s+/).length, 'a talk, not a title').toBeGreaterThan(40)
    }
    const notes = await page.locator('aside.notes').allTextContents()
    expect(notes.filter((text) => text.includes('Press:'))).toHaveLength(TITLES.length)
    expect(notes.filter((text) => text.includes('Where the sketch breaks')).length).toBeGreaterThanOrEqual(3)
  })

  test('goes on through all slides and fragments by the right arrow, with a click inside each lab', async () => {
    await openSlide(1)
    expect(await tour(page, 'on', true)).toEqual({ places: WAY, clicked: LAB_SLIDES })
    await press('ArrowRight', END)
  })

  test('goes back through all by the left arrow, and holds no more after further rounds', async () => {
    await openSlide(25)
    expect((await tour(page, 'back', false)).places).toEqual([...WAY].reverse())
    await press('ArrowLeft', '1+0')
    const session = await page.context().newCDPSession(page)
    const isPrepared = async (): Promise<void> => {
      await eventually(() => page.workers().length, 'that of slide 2').toBe(1)
      await eventually(() => page.locator('section svg[data-picture]').count(), 'its picture').toBe(1)
      await eventually(() => page.evaluate(isQuiet)).toBe(true)
    }
    await isPrepared()
    const first = await holdings(page, session)
    for (const way of ['on', 'back', 'on', 'back'] as const) await tour(page, way, false, 5)
    await isPrepared()
    await eventually(() => page.locator('[data-lab]').count()).toBeLessThanOrEqual(1)
    // What is still on its way out goes in a moment; what is held stays.
    const held = async (what: 'nodes' | 'listeners'): Promise<number> => (await holdings(page, session))[what]
    await eventually(() => held('nodes')).toBeLessThan(1.01 * first.nodes)
    // A worker that is held is held with its listeners, three of them; these rounds start more than a dozen.
    await eventually(() => held('listeners')).toBeLessThan(first.listeners + 10)
    await session.detach()
  })

  test('goes on with every key of a presenter’s remote, and with Space where no lab has the focus', async () => {
    await openSlide(1)
    await press('PageDown', '2+0')
    await press('PageDown', '3+0')
    await press('PageUp', '2+0')
    await press('Space', '3+0')
    await press('End', '25+0')
    await press('Home', '1+0')
  })

  test('opens at a fragment that the address names, and turns to one', async () => {
    await app.goTo(page, `${DECK}#/18/1`)
    await eventually(place).toBe('19+2')
    await page.evaluate(() => (location.hash = '#/2/0'))
    await eventually(place).toBe('3+1')
    expect(await present().locator('.fragment.visible').count()).toBe(1)
  })

  test('shows code that stands so in the source', async () => {
    const regions: string[] = []
    for (const number of sample([2, 4, 5, 6, 7, 9, 11, 13, 17, 20], 3)) {
      await openSlide(number)
      for (const figure of await present().locator('figure.code').all()) {
        const path = (await figure.locator('figcaption').textContent()) ?? ''
        const shown = ((await figure.locator('code').textContent()) ?? '')
          .split('\n')
          .map((line) => line.trim())
        const source = readFileSync(join(ROOT, path), 'utf8')
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => !/^\/\/ #(end)?region/.test(line))
        expect(source.join('\n'), path).toContain(shown.join('\n'))
        expect(shown.length).toBeGreaterThan(2)
        regions.push(path)
      }
    }
    expect(regions).toHaveLength(IN_FULL ? 16 : 6)
  })
})

describe('the right arrow advances', () => {
  const slideTwo = '2+0'

  test('after a click on a button, the picture, the time slider and a radio button inside a lab', async () => {
    const ring = await openSlide(2)
    await ring.button('Write one').click()
    await press('ArrowRight', '3+0')
    const jitter = new Stage(page, present())
    await jitter.shown()
    await jitter.svg.locator('.grip').click()
    await press('ArrowRight', '3+1')
    const box = await jitter.slider.boundingBox()
    if (box === null) throw new Error('the slider is on the slide')
    await page.mouse.click(box.x + box.width / 3, box.y + box.height / 2)
    await press('ArrowRight', '3+2')
    await jitter.radio('High').check()
    await press('ArrowRight', '4+0')
    const last = await new Stage(page, present()).shown()
    await last.button('Pause').click()
    await press('ArrowRight', '4+1')
  })

  test('after choosing from a list inside a lab', async () => {
    const ring = await openSlide(2)
    await ring.speed.click()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await eventually(() => ring.speed.evaluate((list) => list === document.activeElement)).toBe(false)
    await press('ArrowRight', '3+0')
    await press('ArrowLeft', slideTwo)
    await ring.speed.click()
    await page.keyboard.press('Escape')
    await page.mouse.click(20, 400)
    await press('ArrowRight', '3+0')
  })

  test('after dragging the slider from one end to the other', async () => {
    const ring = await openSlide(2)
    const box = await ring.slider.boundingBox()
    if (box === null) throw new Error('the slider is on the slide')
    await page.mouse.move(box.x + 10, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 10, box.y + box.height / 2, { steps: 5 })
    await page.mouse.up()
    await eventually(() => ring.time(), 'the hand drags the run, though the slide is scaled').toBeGreaterThan(
      20,
    )
    await press('ArrowRight', '3+0')
  })
})

describe('a lab on a slide', () => {
  test('has its own keys when it was reached by keyboard, and leaves the deck alone', async () => {
    const ring = await openSlide(2)
    await ring.root.locator('.button-play').focus()
    await page.keyboard.press('Space')
    await ring.play.waitFor()
    await page.keyboard.press('3')
    await eventually(() => ring.radio('Too fast').isChecked()).toBe(true)
    await ring.slider.focus()
    const time = (await ring.settled()).time
    await page.keyboard.press('ArrowRight')
    await eventually(() => ring.time()).toBeGreaterThan(time)
    expect(await place()).toBe('2+0')
    for (const key of ['o', 'b', 's', 'f', '?']) await page.keyboard.press(key)
    expect(page.context().pages(), 'no speaker window').toHaveLength(1)
    expect(await page.locator('.reveal.overview, .reveal.paused').count()).toBe(0)
  })

  test('does nothing with keys while it has no focus', async () => {
    const ring = await openSlide(2)
    for (const key of ['3', 'r']) await page.keyboard.press(key)
    expect(await ring.radio('Calm').isChecked()).toBe(true)
    expect(await place()).toBe('2+0')
  })

  test('follows the fragments in both directions', async () => {
    const stage = await openSlide(3)
    await stage.standsAt(0.3)
    const row = await stage.markup()
    expect(await stage.radio('High').isChecked()).toBe(false)
    await press('ArrowRight', '3+1')
    await eventually(() => stage.radio('High').isChecked()).toBe(true)
    await eventually(() => stage.time(), 'it plays').toBeGreaterThan(0.1)
    await press('ArrowRight', '3+2')
    await eventually(() => stage.radio('High').isChecked()).toBe(false)
    await press('ArrowLeft', '3+1')
    await eventually(() => stage.radio('High').isChecked()).toBe(true)
    await press('ArrowLeft', '3+0')
    await eventually(() => stage.markup(), 'the slide’s own picture again').toBe(row)
    expect(await stage.time()).toBe(0.3)
  })

  test('starts anew each time its slide is entered', async () => {
    const ring = await openSlide(2)
    await ring.radio('Too fast').check()
    await ring.seek(20)
    await press('ArrowRight', '3+0')
    await press('ArrowLeft', '2+0')
    await eventually(() => ring.radio('Calm').isChecked()).toBe(true)
    await eventually(() => ring.time()).toBeLessThan(5)
    await ring.pauseButton.waitFor()
    await press('ArrowRight', '3+0')
    const jitter = new Stage(page, present())
    await eventually(() => jitter.time()).toBe(0.3)
    await jitter.radio('High').check()
    await eventually(async () => (await jitter.read()).extent).toBeGreaterThan(6)
    await jitter.seek(6)
    await press('ArrowLeft', '2+0')
    await press('ArrowRight', '3+0')
    await eventually(() => jitter.time()).toBe(0.3)
    expect(await jitter.radio('High').isChecked()).toBe(false)
  })

  test('runs only while its slide is on the screen', async () => {
    const still = async (): Promise<(string | null)[]> => {
      const before = await clocks()
      await page.evaluate(async () => {
        for (let i = 0; i < 20; i++) await new Promise((drawn) => requestAnimationFrame(drawn))
      })
      const after = await clocks()
      return after.map((clock, i) => (clock === before[i] ? 'stands' : 'runs'))
    }
    await openSlide(2)
    await eventually(() => page.locator('section svg[data-picture]').count(), 'slide 3 is prepared').toBe(2)
    await eventually(still).toEqual(['runs', 'stands'])
    await eventually(() => page.workers().length).toBeLessThanOrEqual(3)
    await press('ArrowRight', '3+0')
    await press('ArrowRight', '3+1')
    await eventually(still).toEqual(['stands', 'runs', 'stands'])
    await eventually(() => page.workers().length).toBeLessThanOrEqual(3)
    await press('ArrowLeft', '3+0')
    await press('ArrowLeft', '2+0')
    await press('ArrowLeft', '1+0')
    await eventually(still, 'nothing runs behind the title').not.toContain('runs')
    await eventually(() => page.workers().length).toBeLessThanOrEqual(2)
  })

  test('is dragged by hand at the place one points to, though the slide is scaled', async () => {
    for (const [width, height] of [
      [1920, 1080],
      [900, 675],
    ] as const) {
      await page.setViewportSize({ width, height })
      await openSlide(4)
      const stage = new Stage(page, present())
      await stage.pause()
      await stage.seek(5)
      const grip = await stage.svg.locator('.grip').boundingBox()
      if (grip === null) throw new Error('the picture has a grip')
      const x = grip.x + grip.width / 2
      await page.mouse.click(x, grip.y + 2)
      const line = await stage.svg.locator('.selected line').first().boundingBox()
      expect(Math.abs((line?.x ?? Number.NaN) - x), `${width} x ${height}`).toBeLessThan(0.02 * width)
    }
    await page.setViewportSize({ width: 1280, height: 720 })
  })
})

describe('a copy of the deck in which nothing may run', () => {
  test('is one slide as a picture: no worker, nothing to press', async () => {
    // One of each act: what a slide's lab does in a picture is the same for all.
    for (const number of sample([4, 9, 15, 17], 2)) {
      await app.goTo(page, `${DECK}?receiver#/${number - 1}/0`)
      await eventually(() => page.locator('.slide-body > h2').allTextContents()).toEqual([TITLES[number - 1]])
      await eventually(() => page.locator('.fragment.visible').count()).toBe(1)
      const stage = await new Stage(page, present()).shown()
      expect((await stage.read()).time).toBeGreaterThan(0)
      expect(await stage.root.evaluate((root) => root.matches('[inert]'))).toBe(true)
      expect(page.workers()).toEqual([])
    }
  })

  test('is printed: all slides with their pictures, no worker, a page each', async () => {
    await app.goTo(page, `${DECK}?view=print`)
    await eventually(() => page.locator('svg[data-picture]').count(), 'a poster for each lab').toBe(
      LAB_SLIDES.length,
    )
    expect(page.workers()).toEqual([])
    await eventually(() => page.locator('.pdf-page').count()).toBe(TITLES.length)
    expect(await page.locator('.slide-body > h2').allTextContents()).toEqual(TITLES)
    const pdf = (await page.pdf({ preferCSSPageSize: true, outline: true, tagged: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBe(TITLES.length)
    expect(page.workers()).toEqual([])
  })
})

describe('the slides', () => {
  // reveal lays slides out once and scales them, so another screen shows the same.
  test.each([
    [1, 14],
    [15, TITLES.length],
  ])(
    '%d to %d fit on a screen of 1280 x 720: nothing is cut off, nothing lies upon another',
    async (first, last) => {
      const [width, height] = [1280, 720]
      await page.setViewportSize({ width, height })
      const numbers = Array.from({ length: last + 1 - first }, (_, i) => first + i)
      await openSlide(first)
      for (const number of sample(numbers, 2)) {
        await page.evaluate((hash) => (location.hash = hash), `#/${number - 1}`)
        await eventually(place).toBe(`${number}+0`)
        if (LAB_SLIDES.includes(number)) await new Stage(page, present()).shown()
        if (number === 3) for (const next of ['3+1', '3+2']) await press('ArrowRight', next)
        if (number === 5) for (const next of ['5+1', '5+2']) await press('ArrowRight', next)
        if ([4, 6, 7, 8, 10, 11, 13].includes(number)) await press('ArrowRight', `${number}+1`)
        if (number === 15) for (const next of ['15+1', '15+2', '15+3']) await press('ArrowRight', next)
        if ([14, 16, 17, 18, 19].includes(number))
          for (const shown of [1, 2]) await press('ArrowRight', `${number}+${shown}`)
        const overflow = (): Promise<string[]> =>
          present().evaluate((slide) => {
            const frame = slide.getBoundingClientRect()
            const scale = frame.width / slide.clientWidth
            const found: string[] = []
            for (const part of slide.querySelectorAll(
              '.words > *, .lab-slide .picture, .lab-slide .transport, .speed-card, .speed-card > *, .slide-body > :not(.code-wall, .title-picture), h2',
            )) {
              const { bottom, right } = part.getBoundingClientRect()
              if (bottom > frame.top + 720 * scale + 2)
                found.push(
                  `${part.className || part.tagName} ends ${Math.round(bottom - frame.top - 720 * scale)} px below`,
                )
              if (right > frame.right + 2)
                found.push(
                  `${part.className || part.tagName} ends ${Math.round(right - frame.right)} px to the right`,
                )
            }
            for (const code of slide.querySelectorAll('.code pre'))
              if (code.scrollWidth > code.clientWidth + 1)
                found.push(`code is ${code.scrollWidth - code.clientWidth} px too wide`)
            return found
          })
        await eventually(overflow, `slide ${number}`).toEqual([])
        await page.screenshot({
          path: join(import.meta.dirname, 'screens', `slide${number}-${width}x${height}.png`),
        })
      }
      await page.setViewportSize({ width: 1280, height: 720 })
    },
  )
})
