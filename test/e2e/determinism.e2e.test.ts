import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { eventually, sample, useApp } from './harness.ts'
import { isQuiet } from './quiet.ts'
import { RealTab } from './real-tab.ts'
import { CLIPBOARD, Stage, type Reading } from './stage.ts'

const app = useApp()

/** The moment one stands at, by its numbers, its picture and the address that leads to it. */
async function keep(stage: Stage): Promise<{ link: string; reading: Reading; picture: string }> {
  await stage.hash()
  const reading = await stage.settled()
  return { link: await stage.link(), reading, picture: await stage.markup() }
}

/** Opens a copied link in a private window and waits until it is where the link leads. */
async function openLink(link: string): Promise<Stage> {
  const page = await app.open(link.slice(app.origin.length + 1))
  const stage = await new Stage(page).shown()
  await stage.hash()
  return stage
}

const playUntil = async (stage: Stage, speed: string, seconds: number): Promise<void> => {
  await stage.speed.selectOption(speed)
  await eventually(() => stage.time()).toBeGreaterThan(seconds)
  await stage.pause()
}

const throttle = async (page: Page, rate: number): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate })
}

/** Ways to come to a moment; none may leave a trace in it. */
const WAYS: readonly [string, (stage: Stage, page: Page) => Promise<void>][] = [
  ['at 1x', (stage) => playUntil(stage, '1', 1.2)],
  ['at 50x', (stage) => playUntil(stage, '50', 20)],
  [
    'event by event',
    async (stage) => {
      await stage.pause()
      await stage.seek(0)
      for (let i = 0; i < 15; i++) await stage.step(() => stage.button('Step').click())
    },
  ],
  [
    'on a computer six times as slow',
    async (stage, page) => {
      await throttle(page, 6)
      await playUntil(stage, '5', 4)
      await throttle(page, 1)
    },
  ],
  [
    'to and fro',
    async (stage) => {
      await playUntil(stage, '10', 9)
      for (const seconds of [2, 30, 7, 0, 12.34]) await stage.seek(seconds)
    },
  ],
]

describe('the trace hash, the numbers and the picture of a moment', () => {
  test.each(sample(WAYS, 2))('are the same in a private window for a run played %s', async (_, go) => {
    const page = await app.open('#/lab/jitter?scenario=high', CLIPBOARD)
    const stage = await new Stage(page).shown()
    await go(stage, page)
    const here = await keep(stage)
    const there = await openLink(here.link)
    expect(await there.settled()).toEqual(here.reading)
    expect(await there.markup()).toBe(here.picture)
  })

  test.each([
    ['ring', 'burst', '50'],
    ['pressure', 'mismatch', '10'],
  ])('are the same in the lab %s', async (lab, scenario, speed) => {
    const page = await app.open(`#/lab/${lab}?scenario=${scenario}`, CLIPBOARD)
    const stage = await new Stage(page).shown()
    await playUntil(stage, speed, 10)
    const here = await keep(stage)
    const there = await openLink(here.link)
    expect(await there.settled()).toEqual(here.reading)
    expect(await there.markup()).toBe(here.picture)
  })
})

describe('a tab that is out of sight', () => {
  /** Counts the frames the page asks its worker for. */
  const countAsks = (page: Page): Promise<unknown> =>
    page.addInitScript(() => {
      Object.assign(window, { asks: 0 })
      window.Worker = class extends Worker {
        override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
          Object.assign(window, { asks: Number(Reflect.get(window, 'asks')) + 1 })
          super.postMessage(message, transfer as Transferable[]) // either form is passed on as it came
        }
      }
    })

  const hide = (page: Page, hidden: boolean): Promise<void> =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)

  const asks = (page: Page): Promise<number> => page.evaluate(() => Number(Reflect.get(window, 'asks')))

  const frames = (page: Page, count: number): Promise<void> =>
    page.evaluate(async (many) => {
      for (let i = 0; i < many; i++) await new Promise((drawn) => requestAnimationFrame(drawn))
    }, count)

  /** Runs in the page, to be awaited later as `next`: the time that the clock shows next. */
  const nextTime = (): void => {
    const clock = document.querySelector('.clock b')
    const next = new Promise<number>((shown) => {
      const look = (): void => shown(Number(clock?.textContent))
      if (clock !== null)
        new MutationObserver(look).observe(clock, { subtree: true, childList: true, characterData: true })
    })
    Object.assign(window, { next })
  }

  test('asks its worker for nothing, stands still, and goes on without a jump', async () => {
    const page = await app.open('#/lab/jitter?scenario=high', { prepare: countAsks })
    const stage = await new Stage(page).shown()
    await stage.speed.selectOption('1')
    await eventually(() => stage.time()).toBeGreaterThan(0.3)
    await hide(page, true)
    await eventually(() => stage.root.evaluate(isQuiet), 'what was under way comes in').toBe(true)
    const { time } = await stage.read()
    const asked = await asks(page)
    await frames(page, 120)
    expect(await asks(page), 'nobody asks').toBe(asked)
    expect(await stage.time()).toBe(time)

    await page.evaluate(nextTime)
    await hide(page, false)
    const next = await page.evaluate(() => Reflect.get(window, 'next') as Promise<number>)
    expect(next, 'what passed out of sight is not made up for').toBeLessThan(time + 0.5)
    await eventually(() => stage.time(), 'it plays on').toBeGreaterThan(time + 0.4)
    await stage.pause()
    expect((await stage.read()).sums.every(({ whole }) => whole > 0)).toBe(true)
  })

  test.each(['jitter?scenario=high', 'pressure?scenario=adaptive'])(
    'comes to the same run as one never hidden: %s',
    async (path) => {
      const page = await app.open(`#/lab/${path}`, CLIPBOARD)
      const stage = await new Stage(page).shown()
      await stage.speed.selectOption('5')
      for (const seconds of [1, 2, 3]) {
        await eventually(() => stage.time()).toBeGreaterThan(seconds)
        await hide(page, true)
        await frames(page, 3)
        await hide(page, false)
      }
      await stage.pause()
      const here = await keep(stage)
      expect(await (await openLink(here.link)).settled()).toEqual(here.reading)
    },
  )

  test('stands still behind another tab of a real window', async () => {
    const tab = await RealTab.open(app.browser, `${app.origin}/#/lab/jitter?scenario=high`)
    const time = async (): Promise<number> =>
      Number(await tab.evaluate(`document.querySelector('.clock b')?.textContent`))
    const visibility = (): Promise<unknown> => tab.evaluate('document.visibilityState')
    await eventually(time).toBeGreaterThan(0.2)
    await tab.cover()
    await eventually(visibility).toBe('hidden')
    // The last answer under way may still come in; the page's own timers go on, once a second.
    let stood = Number.NaN
    await eventually(async () => {
      stood = await time()
      await tab.evaluate('new Promise((wait) => setTimeout(wait, 900))')
      return (await time()) - stood
    }, 'it stands still').toBe(0)
    await tab.evaluate(`(${nextTime.toString()})()`)
    await tab.bringToFront()
    const next = await tab.evaluate('next')
    expect(next, 'it plays on').toBeGreaterThan(stood)
    expect(next, 'without a jump').toBeLessThan(stood + 0.4)
  })
})
