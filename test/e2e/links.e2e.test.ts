import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { EPISODES, practiceUrl } from '../../src/season/data/episodes.ts'
import { CALLS } from '../../src/season/data/links.ts'
import { SOURCES } from '../../src/season/data/sources.ts'
import { complaintAboutRoute } from '../support/places.ts'
import { DECK, TITLES } from './deck.ts'
import { eventually, ROOT, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()
let page: Page

beforeAll(async () => {
  page = await app.share({ viewport: { width: 1280, height: 800 } })
})

/** Every address that leads out of the app. */
const LISTED = new Set([
  ...Object.values(SOURCES).map(({ url }): string => url),
  ...EPISODES.map(({ practice }) => practiceUrl(practice)),
  ...CALLS.flatMap(({ address }) => address ?? []),
])

/** What is wrong with a link, or null. */
async function complaintAbout(href: string): Promise<string | null> {
  const { origin, protocol, pathname, hash } = new URL(href)
  if (origin !== app.origin)
    return protocol === 'https:' && LISTED.has(href) ? null : `${href} is not https, or not listed`
  if (pathname === '/') return complaintAboutRoute(hash.replace(/^#\/?/, ''))
  if (pathname === `/${DECK}`) {
    const slide = hash === '' ? 0 : Number(/^#\/(\d+)$/.exec(hash)?.[1])
    return slide >= 0 && slide < TITLES.length ? null : `${href}: there is no such slide`
  }
  const answer = await page.request.get(href)
  const file = readFileSync(join(ROOT, 'public', pathname))
  return answer.ok() && (await answer.body()).equals(file) ? null : `${href} is not that file`
}

describe('every link', () => {
  test.each([
    ['of the slides and their notes', DECK, 40],
    ['of the season', '#/season', 25],
    ['of the questions', '#/faq', 80],
    ['of where everything is', '#/coverage', 200],
  ])('%s leads somewhere', async (_, path, least) => {
    await app.goTo(page, path)
    const links = page.locator('.slides a[href], main a[href]')
    await eventually(() => links.count()).toBeGreaterThan(least)
    const hrefs = await links.evaluateAll((all) => [
      ...new Set(all.map((link) => (link as HTMLAnchorElement).href)),
    ])
    const complaints = await Promise.all(hrefs.map(complaintAbout))
    expect(complaints.filter((complaint) => complaint !== null)).toEqual([])
  })

  test('that leads nowhere would be found', async () => {
    const wrong = ['/#/none', '/#/faq?q=none', '/#/lab/keys?scenario=none', `/${DECK}#/25`].map(
      (path) => `${app.origin}${path}`,
    )
    const complaints = await Promise.all(
      [...wrong, 'http://doi.org/1', 'https://example.org/'].map(complaintAbout),
    )
    expect(complaints.filter((complaint) => complaint === null)).toEqual([])
  })
})

describe('the questions', () => {
  test('one is brought into view by its address, and leads to its moment and back', async () => {
    await app.goTo(page, '#/faq?q=slowest')
    const item = page.locator('#q-slowest')
    const top = (): Promise<number> => item.evaluate((one) => one.getBoundingClientRect().top)
    await eventually(top).toBeLessThan(160)
    await eventually(() => item.getAttribute('data-asked')).toBe('true')
    await item.getByRole('link', { name: 'Ring or log: B is slow' }).click()
    const stage = await new Stage(page, page, 'reveal').shown()
    await eventually(() => stage.time()).toBe(20)
    await eventually(() => stage.svg.textContent()).toContain('23 wait')
    await page.goBack()
    await eventually(top).toBeLessThan(160)
    await page.getByRole('navigation', { name: 'All questions' }).getByText('Is zero-copy used').click()
    await eventually(() => page.locator('[data-asked=true]').getAttribute('id')).toBe('q-tls')
    await page.locator('#q-tls').getByRole('link', { name: 'Why a log is fast' }).click()
    await eventually(() => page.getByRole('status').first().textContent()).toContain('4 copies')
  })

  test.each(['#/faq', '#/coverage'])('%s fits a phone, and a link can be hit', async (path) => {
    await page.setViewportSize({ width: 360, height: 640 })
    await app.goTo(page, path)
    await page.locator('h1').waitFor()
    const wrong = (): Promise<string[]> =>
      page.evaluate(() => {
        for (const folded of document.querySelectorAll('details')) folded.open = true
        const main = document.querySelector('main')
        const wide = (main?.scrollWidth ?? 0) > (main?.clientWidth ?? 0) + 1 ? ['main is too wide'] : []
        const small = [...document.querySelectorAll('main nav a, .coverage-groups a')].filter(
          (link) => link.getBoundingClientRect().height < 23.5,
        )
        return [...wide, ...small.map(({ textContent }) => `${textContent} is too small`)]
      })
    await eventually(wrong).toEqual([])
    await page.setViewportSize({ width: 1280, height: 800 })
  })
})
