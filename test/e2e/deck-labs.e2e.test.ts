import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { deckOn } from './deck.ts'
import { eventually, IN_FULL, useApp } from './harness.ts'
import type { Stage } from './stage.ts'

const app = useApp()
const OF_MANY = { skip: !IN_FULL }
let page: Page
const { present, openSlide, press } = deckOn(app, () => page)

beforeAll(async () => {
  page = await app.share({ viewport: { width: 1280, height: 720 } })
})

/** Where the lab's last part ends, in pixels of the screen. */
async function bottomOf(stage: Stage): Promise<number> {
  const box = await stage.root.locator('.transport').boundingBox()
  if (box === null) throw new Error('the lab has its controls')
  return box.y + box.height
}

describe('the slides of the player pipeline', () => {
  test('slide 5 shows the rule stuck at its ceiling, beside NetEq and a fixed delay', async () => {
    const stage = await openSlide(5)
    await eventually(() => stage.time(), 'it plays').toBeGreaterThan(0.5)
    await eventually(() => stage.svg.textContent()).toContain('Adaptive rule, not wired')
    await press('ArrowRight', '5+1')
    await eventually(() => stage.time()).toBe(55)
    await eventually(() => stage.svg.textContent()).toContain('NetEq-style histogram')
    await press('ArrowRight', '5+2')
    await eventually(() => stage.svg.textContent()).toContain('Fixed delay')
    await eventually(() => stage.time()).toBe(55)
  })

  test('slide 6 goes from the player to the swap buffers and back', OF_MANY, async () => {
    const stage = await openSlide(6)
    expect(await stage.radio('Draw and sleep').isChecked()).toBe(true)
    await eventually(() => stage.svg.textContent()).toContain('never used')
    await press('ArrowRight', '6+1')
    await eventually(() => stage.radio('Triple buffering').isChecked()).toBe(true)
    await eventually(() => stage.svg.textContent()).toContain('Three buffers')
    await stage.button('Stop waiting for vsync').click()
    await stage.button('Wait for vsync').waitFor()
    await press('ArrowLeft', '6+0')
    await eventually(() => stage.svg.textContent()).toContain('Whiteboard player')
  })

  test('slide 7 shows the freeze that a lost key frame makes', async () => {
    const stage = await openSlide(7)
    await eventually(() => stage.svg.textContent()).toContain('skipped')
    await press('ArrowRight', '7+1')
    await eventually(() => stage.time()).toBe(4.5)
    await eventually(() => stage.svg.textContent()).toContain('59 undecodable')
    await eventually(() => stage.svg.textContent()).toContain('frozen 1.02 s')
  })
})

describe('the slides of the log', () => {
  test('slide 8 shows who waits and who loses, and reader B sent to the end', OF_MANY, async () => {
    const stage = await openSlide(8)
    await eventually(() => stage.svg.textContent(), 'the rings are full').toContain('overwritten')
    await press('ArrowRight', '8+1')
    await eventually(() => stage.time()).toBe(28)
    await eventually(() => stage.svg.textContent()).toContain('65 overwritten')
  })

  test('slide 9 runs on while one cleans up and adds a group, and all stays in view', async () => {
    const stage = await openSlide(9)
    await eventually(() => stage.svg.textContent()).toContain('the first of 3 partitions')
    await stage.button('Clean up now').click()
    await stage.button('New group, from the earliest').click()
    await eventually(() => stage.root.locator('.log-card').count(), 'the producer and four groups').toBe(5)
    const time = await stage.time()
    await eventually(() => stage.time(), 'it goes on').toBeGreaterThan(time)
    await eventually(() => bottomOf(stage)).toBeLessThan(720)
  })

  test('slide 10 goes from the crash to a fourth member, who has nothing to read', OF_MANY, async () => {
    const stage = await openSlide(10)
    expect(await stage.radio('Crash mid-batch').isChecked()).toBe(true)
    await press('ArrowRight', '10+1')
    await eventually(() => stage.radio('A fourth for three').isChecked()).toBe(true)
    await stage.button('Add a member').click()
    await eventually(() => stage.root.locator('.member').nth(3).textContent(), 'it stands by').toMatch(/idle/)
    await eventually(() => bottomOf(stage), 'a fourth member leaves all in view').toBeLessThan(720)
  })

  test('slide 11 goes on to a limit that kills the sketch, and back', async () => {
    const stage = await openSlide(11)
    await eventually(() => stage.svg.textContent()).toContain('one list of segments each')
    await press('ArrowRight', '11+1')
    await eventually(() => stage.svg.textContent()).toContain('append fails')
    await press('ArrowLeft', '11+0')
    await eventually(() => stage.radio('At least, at most').isChecked()).toBe(true)
  })

  test('slide 12 measures on this device, and still fits; TLS doubles the copies', OF_MANY, async () => {
    await openSlide(12)
    const status = present().getByRole('status')
    await eventually(() => status.first().textContent()).toContain('2 copies')
    await present().getByLabel('TLS').check()
    await eventually(() => status.first().textContent()).toContain('4 copies')
    await present().getByRole('button', { name: 'Measure on this device' }).click()
    await present().getByText('this device, writes').waitFor({ timeout: 60_000 })
    await eventually(async () => {
      const table = await present().locator('.bars-decades').boundingBox()
      return (table?.y ?? Infinity) + (table?.height ?? 0)
    }).toBeLessThan(700)
    await press('ArrowRight', '13+0')
  })

  test('slide 13 moves the keys, and shows the restart', async () => {
    const stage = await openSlide(13)
    await stage.button('Add one').click()
    await eventually(() => stage.svg.textContent()).toContain('% of keys moved')
    await press('ArrowRight', '13+1')
    await eventually(() => stage.time()).toBe(15)
    await eventually(() => stage.svg.textContent()).toContain('0 of 1,000 keys moved')
  })

  test('slide 14 goes from two dead brokers to acks=1 and acks=all', OF_MANY, async () => {
    const stage = await openSlide(14)
    expect(await stage.radio('Lose two of three').isChecked()).toBe(true)
    await press('ArrowRight', '14+1')
    await eventually(() => stage.svg.textContent()).toContain('Kafka, acks=1')
    await eventually(() => stage.svg.textContent()).toMatch(/5 of them lost.*5 of them lost/)
    await press('ArrowRight', '14+2')
    await eventually(() => stage.svg.textContent()).toContain('Kafka, acks=all')
    await eventually(async () => (await stage.svg.textContent())?.match(/of them lost/g)?.length).toBe(1)
  })
})

describe('the slides of backpressure', () => {
  test('slide 15 goes from the ring’s death to the list’s, an hour, and the log’s', async () => {
    const stage = await openSlide(15)
    await press('ArrowRight', '15+1')
    await eventually(() => stage.time()).toBe(520)
    await eventually(() => stage.svg.textContent()).toContain('out of memory')
    await press('ArrowRight', '15+2')
    await eventually(() => stage.time()).toBe(3_600)
    await press('ArrowRight', '15+3')
    await eventually(() => stage.svg.textContent()).toContain('retention deletes what nobody has read')
  })

  test('slide 16 goes from the rush to one in which nobody dies, and back', OF_MANY, async () => {
    const stage = await openSlide(16)
    expect(await stage.radio('A rush').isChecked()).toBe(true)
    await press('ArrowRight', '16+1')
    await eventually(() => stage.radio('Nobody dies').isChecked()).toBe(true)
    await eventually(() => stage.time()).toBe(60)
    await press('ArrowLeft', '16+0')
    await eventually(() => stage.radio('A rush').isChecked()).toBe(true)
  })

  test('slide 17 shows how often each rule changes its mind', async () => {
    const stage = await openSlide(17)
    await press('ArrowRight', '17+1')
    const said = (await present().locator('.fragment.visible').textContent()) ?? ''
    const [often, seldom] = said.match(/[\d.,]+(?= switches|, for)/g) ?? []
    await eventually(() => stage.svg.textContent()).toContain(`${often} a second`)
    await eventually(() => stage.svg.textContent()).toContain(`${seldom} a second`)
  })

  test('slide 18 goes from a buffer that fills to a page in time, and to a consumer that lags', async () => {
    const stage = await openSlide(18)
    for (const [shown, failure] of [
      [1, 'The buffer fills'],
      [2, 'Consumer lag'],
    ] as const) {
      await press('ArrowRight', `18+${shown}`)
      await eventually(() => stage.radio(failure).isChecked()).toBe(true)
      const said = (await present().locator('.fragment.visible').last().textContent()) ?? ''
      const lead = /rings (\d+) s before/.exec(said)?.[1]
      await eventually(() => stage.svg.textContent()).toContain(`won, ${lead} s ahead`)
    }
  })
})
