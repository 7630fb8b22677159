import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

let page: Page

beforeAll(async () => {
  page = await app.share({ reducedMotion: 'reduce' })
})

const number = (text: string | undefined): number => Number.parseFloat((text ?? '').replaceAll(',', ''))

describe('the trending board', () => {
  test('bots come onto the board as drawn, and go when one goes back in time; their events lie behind the numbers', async () => {
    await page.setViewportSize({ width: 1280, height: 1100 })
    await app.goTo(page, '#/lab/trending?scenario=lie&guard=on&t=60')
    const stage = await new Stage(page, page, 'trending').standsAt(60)
    const labels = (board: string): Promise<string[]> =>
      stage.root
        .getByRole('group', { name: `${board}: titles` })
        .getByRole('button')
        .evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''))
    await eventually(async () => (await labels('As drawn')).length).toBe(10)
    const calm = await labels('As drawn')
    expect(calm[0]).toMatch(/^As drawn, rank 1: \w+ \w+/)
    await stage.button('Bots').click()
    const { measures, sums } = await stage.seek(200)
    expect(await stage.button('Bots').getAttribute('aria-pressed')).toBe('true')
    for (const { whole, parts } of sums)
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(whole)
    expect(number(measures['Factor of the first title']?.[0])).toBe(24)
    expect((await labels('As drawn')).join('\n')).toContain('(bots)')
    expect((await labels('Corrected')).join('\n')).not.toContain('(bots)')

    // A title's numbers and its events, and the events behind a stage's number.
    await stage.root.getByRole('group', { name: 'As drawn: titles' }).getByRole('button').first().click()
    const detail = stage.root.getByRole('region', { name: 'The chosen title' })
    await detail.getByRole('button', { name: 'Its newest events' }).click()
    await eventually(() => detail.getByRole('list', { name: 'Events of the title' }).count()).toBe(1)
    await stage.radio('Stages').check()
    await stage.root
      .getByRole('button', { name: /^rejected: / })
      .first()
      .click()
    await eventually(() => stage.root.getByRole('region', { name: 'Behind the number' }).count()).toBe(1)

    await stage.seek(60)
    await eventually(() => labels('As drawn')).toEqual(calm)

    // Keyed badly, partitions fill unevenly and their readers fall behind; one can be kept, as real segments.
    await stage.button('Skewed partitions').click()
    await eventually(() => stage.radio('By title').isChecked()).toBe(true)
    await stage.seek(200)
    const picture = stage.root.getByRole('application', { name: /Arrow keys choose a partition/ })
    await eventually(() => picture.getAttribute('aria-label')).toMatch(
      /^events\.playback: .* wait, up to \d+ (s|min)/,
    )
    await picture.press('ArrowRight')
    await stage.button('Keep this log').click()
    await eventually(() => stage.root.getByText('Kept in this browser').count()).toBe(1)
    await stage.radio('By user').click()
    await eventually(() => stage.button('Skewed partitions').getAttribute('aria-pressed')).toBe('false')
  })
})
