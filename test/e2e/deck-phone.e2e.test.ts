import type { CDPSession, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { deckOn, LAB_SLIDES } from './deck.ts'
import { drawn, eventually, sample, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()
const UPRIGHT = { width: 360, height: 640 }

let page: Page
let touch: CDPSession
const { present, place, openSlide, press } = deckOn(app, () => page)

beforeAll(async () => {
  page = await app.share({ viewport: UPRIGHT, hasTouch: true, isMobile: true })
  touch = await page.context().newCDPSession(page)
})

/** A finger that goes down at a place, moves by so many pixels, and leaves. */
async function drag(from: { readonly x: number; readonly y: number }, dx: number, dy: number): Promise<void> {
  const steps = 8
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] })
  for (let i = 1; i <= steps; i++) {
    const touchPoints = [{ x: from.x + (dx * i) / steps, y: from.y + (dy * i) / steps }]
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints })
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

/** The middle of a part of the slide on the screen, which is brought into view. */
async function middleOf(selector: string): Promise<{ x: number; y: number }> {
  const part = present().locator(selector).first()
  await part.evaluate((found) => found.scrollIntoView({ block: 'center' }))
  // A finger that has just left may have left the slide gliding.
  let box = await part.boundingBox()
  await eventually(async () => {
    const before = box
    await drawn(page)
    box = await part.boundingBox()
    return box?.y === before?.y
  }, 'the slide stands still').toBe(true)
  if (box === null) throw new Error(`${selector} is on the slide`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

const scrolled = (): Promise<number> => present().evaluate((slide) => slide.scrollTop)

/** What is wrong with the slide on the screen for somebody who holds it in a hand. */
const faults = (): Promise<string[]> =>
  present().evaluate((slide) => {
    const found: string[] = []
    const isShown = (part: Element): boolean => part.getClientRects().length > 0
    const nameOf = (part: Element): string =>
      `${part.tagName}.${part.className} “${part.textContent.slice(0, 20)}”`
    for (const part of slide.querySelectorAll(
      '.words > :is(p, ul, ol), .words td, .last-words p, .from-here p, .principles ul, .badges h3, h2',
    ))
      if (isShown(part) && !part.matches('.small-print') && parseFloat(getComputedStyle(part).fontSize) < 15)
        found.push(`${nameOf(part)} is small`)
    for (const part of document.querySelectorAll(
      'section.present :is(button, select, a.button), .controls .enabled',
    )) {
      const { width, height } = part.getBoundingClientRect()
      if (isShown(part) && Math.min(width, height) < 24) found.push(`${nameOf(part)} is hard to hit`)
    }
    const sideways = '.code, .table-scroll, .one-stream, .code-wall, svg, .notes'
    for (const part of slide.querySelectorAll('.slide-body *'))
      if (
        isShown(part) &&
        part.closest(sideways) === null &&
        part.getBoundingClientRect().right > innerWidth + 1
      )
        found.push(`${nameOf(part)} is cut off`)
    for (const column of slide.querySelectorAll('.slide-body, .columns, .words, .closing-columns')) {
      const parts = [...column.children].filter(
        (part) => isShown(part) && !part.matches('.code-wall, .badge'),
      )
      parts.slice(1).forEach((part, i) => {
        const above = parts[i]?.getBoundingClientRect().bottom ?? 0
        if (part.getBoundingClientRect().top < above - 1)
          found.push(`${nameOf(part)} lies upon what is above it`)
      })
    }
    return found
  })

describe('on a phone', () => {
  test('slides are columns: text to be read, nothing cut off, nothing upon another', async () => {
    await openSlide(1)
    for (const number of sample([1, 12, 16, 19, 25, 3, 6, 9, 15, 18, 20, 21, 22, 23, 24], 3)) {
      await page.evaluate((hash) => (location.hash = hash), `#/${number - 1}`)
      await eventually(place).toMatch(new RegExp(`^${number}\\+`))
      if (LAB_SLIDES.includes(number)) await new Stage(page, present()).shown()
      await eventually(faults, `slide ${number}`).toEqual([])
    }
  })

  test('a swipe turns the page, but not one in a lab or in code; a scroll does not, and up and down scroll', async () => {
    await openSlide(1)
    await drag({ x: 300, y: 200 }, -200, 10)
    await eventually(place).toBe('2+0')
    await drag({ x: 180, y: 500 }, 5, -300)
    await eventually(scrolled).toBeGreaterThan(100)
    await new Stage(page, present()).shown()
    for (const part of ['.code pre', '.picture', '.transport']) {
      const middle = await middleOf(part)
      await drag({ ...middle, x: 320 }, -240, 0)
      expect(await place(), `a swipe over ${part}`).toBe('2+0')
    }
    await drag({ ...(await middleOf('figcaption')), x: 60 }, 240, 0)
    await eventually(place).toBe('1+0')
    await press('ArrowRight', '2+0')
    expect(await scrolled(), 'a slide is entered at its top').toBe(0)
    await page.keyboard.press('ArrowDown')
    await eventually(scrolled).toBeGreaterThan(50)
    expect(await place()).toBe('2+0')
  })

  test('turned, or on a large screen, the same run goes on in another layout', async () => {
    const ring = await openSlide(2)
    await ring.pause()
    await ring.seek(2)
    const scale = (): Promise<number> =>
      present().evaluate(
        (slide) => Math.round((100 * slide.getBoundingClientRect().width) / slide.clientWidth) / 100,
      )
    const look = async (): Promise<unknown> => {
      const [words, lab] = await Promise.all(
        ['.words', '.lab-slide'].map((part) => present().locator(part).boundingBox()),
      )
      const side = (lab?.x ?? 0) > (words?.x ?? 0) + (words?.width ?? 0)
      return { scale: await scale(), side, time: await ring.time() }
    }
    for (const [width, height, expected] of [
      [360, 640, { scale: 1, side: false, time: 2 }],
      [640, 360, { scale: 1, side: false, time: 2 }],
      [1280, 720, { scale: 0.94, side: true, time: 2 }],
      [360, 640, { scale: 1, side: false, time: 2 }],
    ] as const) {
      await page.setViewportSize({ width, height })
      await eventually(look, `${width} x ${height}`).toEqual(expected)
    }
    expect((await ring.settled()).time).toBe(2)
    expect(await place()).toBe('2+0')
  })
})
