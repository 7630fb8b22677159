import type { CDPSession, Page } from 'playwright-core'

/** What a page holds on to, as the browser counts it once its garbage is collected. */
export interface Holdings {
  /** Scripts' objects, in bytes; those of workers are their own. */
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
  readonly workers: number
}

const SLIDES = 25
const PATIENCE = { timeout: 30_000, polling: 30 } as const

/** Where the deck stands, from 1: the slide, and how many of its fragments are shown. Runs in the page. */
const placeInPage = (): string => {
  const slides = [...document.querySelectorAll('.slides > section')]
  const present = slides.findIndex((slide) => slide.matches('.present'))
  return `${present + 1}+${slides[present]?.querySelectorAll('.fragment.visible').length ?? 0}`
}

export interface Tour {
  /** The places one came by, in their order: '1+0', '2+0', '3+0', '3+1', ... */
  readonly places: readonly string[]
  /** The slides on which a control inside a lab was clicked. */
  readonly clicked: readonly number[]
}

/**
 * Goes through all slides and fragments by the arrow key, from the slide it stands on to the last one (or to `last`), or
 * back to the first. With `touch`, each lab's picture is awaited and its play button clicked before the next key.
 */
export async function tour(page: Page, way: 'on' | 'back', touch: boolean, last = SLIDES): Promise<Tour> {
  const end = way === 'on' ? last : 1
  const places = [await page.evaluate(placeInPage)]
  const clicked: number[] = []
  for (;;) {
    const place = places.at(-1) ?? ''
    const slide = Number.parseInt(place, 10)
    const isNew = Number.parseInt(places.at(-2) ?? '', 10) !== slide
    if (touch && isNew && (await page.locator('section.present .lab-slide').count()) > 0) {
      await page.locator('section.present svg[data-picture]').first().waitFor()
      await page.locator('section.present .button-play').first().click()
      clicked.push(slide)
    }
    if (slide === end && place.endsWith('+0')) return { places, clicked }
    await page.keyboard.press(way === 'on' ? 'ArrowRight' : 'ArrowLeft')
    await page.waitForFunction(`(${placeInPage.toString()})() !== ${JSON.stringify(place)}`, null, PATIENCE)
    places.push(await page.evaluate(placeInPage))
  }
}

/** Counts what the page holds. Objects that only wait to be collected are collected first. */
export async function holdings(page: Page, session: CDPSession): Promise<Holdings> {
  await session.send('Performance.enable')
  // What one collection sets free may hold more: weak references and finalizers take a turn of their own.
  for (let i = 0; i < 3; i++) {
    await session.send('HeapProfiler.collectGarbage')
    await page.evaluate(() => new Promise((done) => setTimeout(done, 50)))
  }
  const { metrics } = await session.send('Performance.getMetrics')
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  return {
    heap: of('JSHeapUsedSize'),
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
    workers: page.workers().length,
  }
}
