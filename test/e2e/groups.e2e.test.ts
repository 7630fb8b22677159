import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

let page: Page

beforeAll(async () => {
  page = await app.share({ reducedMotion: 'reduce' })
})

const openAt = async (path: string, seconds: number): Promise<Stage> => {
  await page.setViewportSize({ width: 1280, height: 1400 })
  await app.goTo(page, `#/lab/groups?${path}&t=${seconds}`)
  const stage = await new Stage(page, page, 'groups').shown()
  await stage.standsAt(seconds)
  return stage
}

const members = (stage: Stage) => stage.root.getByRole('list', { name: 'Members of the group' })
const member = (stage: Stage, name: string) =>
  members(stage)
    .getByRole('listitem')
    .filter({ has: page.locator('.member-badge', { hasText: new RegExp(`^${name}$`) }) })

/** The cells of a measure, lane by lane, as numbers. */
const measure = async (stage: Stage, name: string): Promise<number[]> => {
  await stage.showAllMeasures()
  const { measures } = await stage.settled()
  return (measures[name] ?? []).map((cell) => Number.parseFloat(cell))
}

describe('the lab of consumer groups', () => {
  test('three partitions and a fourth member: it is idle and says so, and takes over when another leaves', async () => {
    const stage = await openAt('scenario=fourth', 3)
    await stage.button('Add a member').click()
    await stage.seek(7)
    await eventually(() => member(stage, 'D').textContent()).toContain('idle: no partition is left for it')
    await member(stage, 'B').getByRole('button', { name: 'Leave B' }).click()
    await stage.seek(13)
    await eventually(() => member(stage, 'D').textContent()).toContain('reads p')
    expect(await measure(stage, 'Lost')).toEqual([0, 0, 0, 0])
  })

  test('what a crashed member had not committed is handed out again, and marked; a key keeps its order', async () => {
    const stage = await openAt('scenario=mid-batch', 20)
    const [, beforeLost, afterLost] = await measure(stage, 'Lost')
    const twice = await measure(stage, 'Processed twice')
    expect(beforeLost).toBeGreaterThan(0)
    expect(afterLost).toBe(0)
    expect(twice[2]).toBeGreaterThan(0)
    expect(twice[3]).toBe(0)
    // Committed before and after, the lost and the repeated are one batch.
    expect((beforeLost ?? 0) + (twice[2] ?? 0)).toBe(10)
    const order = await measure(stage, 'Out of order in their key')
    expect(order.slice(1)).toEqual([0, 0, 0])
    expect(await stage.svg.locator('.mark-lost').count()).toBe(4)
    expect(await stage.svg.locator('.mark-twice').nth(2).getAttribute('d')).toMatch(/^M/)
    expect(
      (await stage.read()).sums.map(
        ({ whole, parts }) => Object.values(parts).reduce((a, b) => a + b, 0) - whole,
      ),
    ).toEqual([0, 0, 0, 0])
    // Record by record behind the number.
    await stage.root.locator('.measures tbody tr', { hasText: 'Lost' }).locator('td button').nth(1).click()
    await eventually(() => stage.root.textContent()).toContain('the group has committed an offset beyond it')
  })

  test('is worked by keys alone: a member crashes, and starts again', async () => {
    const stage = await openAt('scenario=fourth', 4)
    await member(stage, 'A').getByRole('button', { name: 'Crash A' }).focus()
    await page.keyboard.press('Enter')
    await eventually(() => member(stage, 'A').textContent()).toContain('crashed')
    await member(stage, 'A').getByRole('button', { name: 'Start A' }).focus()
    await page.keyboard.press('Enter')
    await eventually(() => member(stage, 'A').getByRole('button', { name: 'Crash A' }).isVisible()).toBe(true)
    expect(await member(stage, 'A').getByRole('button').count()).toBe(5)
  })

  test('refuses a zombie by name', async () => {
    const stage = await openAt('scenario=zombie', 20)
    await stage.settled()
    expect(await stage.root.locator('.said').textContent()).toContain(
      'commit of member A-1 refused: UnknownMemberId',
    )
  })
})
