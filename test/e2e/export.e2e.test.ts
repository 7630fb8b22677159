import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { csv, exported, importFile, json } from './files.ts'
import { eventually, useApp } from './harness.ts'
import { Stage } from './stage.ts'

const app = useApp()

let page: Page
let stage: Stage

beforeAll(async () => {
  page = await app.share()
})

beforeEach(async () => {
  await app.goTo(page, '#/lab/jitter?scenario=high&seed=11&t=6')
  stage = await new Stage(page).standsAt(6)
})

const fork = async (): Promise<void> => {
  const { length } = (await stage.read()).branches
  await stage.picture.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await eventually(async () => (await stage.read()).branches.length).toBe(Math.max(1, length) + 1)
  await page.keyboard.press('Escape')
}

describe('the run file', () => {
  test('brings the run back event for event: here, after a reload, in a private window', async () => {
    await fork()
    await stage.root
      .getByRole('list', { name: 'Branches' })
      .getByRole('button', { name: 'first run' })
      .click()
    await eventually(async () => (await stage.read()).branch).toBe('first run')
    await stage.hash()
    const kept = await stage.settled()
    const { name, bytes } = await exported(page, stage, 'Run file (JSON)')
    expect(name).toBe('millrace-jitter-run.json')
    const file = json(name, bytes.toString('utf8'))
    const back = `The run is back, event for event (trace hash ${kept.hash}).`

    await stage.radio('Low').check()
    await stage.seek(3)
    await importFile(stage, file)
    await stage.notices.getByText(back).waitFor()
    expect(await stage.settled()).toEqual(kept)
    expect(await stage.radio('High').isChecked()).toBe(true)
    expect(await stage.seed.inputValue()).toBe('11')

    await page.reload()
    await stage.shown()
    await stage.hash()
    await importFile(stage, file)
    await stage.notices.getByText(back).waitFor()
    expect(await stage.settled()).toEqual(kept)

    const elsewhere = await app.open('#/lab/jitter')
    const other = await new Stage(elsewhere).shown()
    await other.pause()
    await other.hash()
    await importFile(other, file)
    await other.notices.getByText(back).waitFor()
    expect(await other.settled()).toEqual(kept)
    await other.root.getByRole('list', { name: 'Branches' }).getByRole('button').nth(1).click()
    await eventually(async () => (await other.read()).hash, 'the branch is there as well').not.toBe(kept.hash)
  })

  test('that was changed on the way is opened, and said not to be the same', async () => {
    const { bytes } = await exported(page, stage, 'Run file (JSON)')
    const run = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>
    await importFile(stage, json('other.json', JSON.stringify({ ...run, seed: 12 })))
    await stage.notices.getByText('The run is back, but not the same').waitFor()
    expect(await stage.seed.inputValue()).toBe('12')
  })
})

describe('the trace', () => {
  test('has a header and a row a packet, with the verdicts of each player', async () => {
    await stage.slider.press('End') // every copy that the network made has come in
    await eventually(async () => (await stage.settled()).sums[1]?.parts['held']).toBe(0)
    const { sums } = await stage.settled()
    const { name, bytes } = await exported(page, stage, 'Trace (CSV)')
    expect(name).toBe('millrace-jitter-trace.csv')
    const [header, ...rows] = bytes.toString('utf8').trimEnd().split('\n')
    expect(header).toBe(
      'seq,send_ms,arrival_ms,whiteboard_fate,whiteboard_playout_ms,fixed_fate,fixed_playout_ms',
    )
    const { whole = 0, parts = {} } = sums[1] ?? {} // the fixed delay; a whiteboard shows copies as frames
    expect(rows, 'a copy made by the network has no row of its own').toHaveLength(
      whole - (parts['duplicate'] ?? 0),
    )
    const fates = rows.map((row) => row.split(',')[5])
    expect(fates.filter((fate) => fate === 'played')).toHaveLength(parts['played'] ?? -1)
    expect(fates.filter((fate) => fate === 'lost')).toHaveLength(parts['lost'] ?? -1)
  })

  test('comes in again as a trace of its own', async () => {
    await stage.seek(10)
    const { bytes } = await exported(page, stage, 'Trace (CSV)')
    const text = bytes.toString('utf8')
    await importFile(stage, csv('again.csv', text))
    const chip = stage.root.locator('.chip:not(.chip-slim)')
    await chip.getByText('again.csv').waitFor()
    await stage.pause()
    await stage.slider.press('End')
    const rows = text.trimEnd().split('\n').length - 1
    await eventually(async () => (await stage.read()).sums[0]?.whole).toBe(rows)
    expect(await chip.textContent()).toContain(`${rows} packets`)
  })
})

describe('the picture', () => {
  test('as SVG stands on its own: whole XML, the names of the lanes, no stylesheet needed', async () => {
    const { name, bytes } = await exported(page, stage, 'Picture (SVG)')
    expect(name).toBe('millrace-jitter-picture.svg')
    const text = bytes.toString('utf8')
    const found = await page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml')
      return {
        root: parsed.documentElement.namespaceURI,
        problem: parsed.querySelector('parsererror')?.textContent ?? null,
        texts: [...parsed.querySelectorAll('text')].map((element) => element.textContent),
        painted: parsed.querySelectorAll('path[stroke], path[fill]').length,
      }
    }, text)
    expect(found.problem).toBeNull()
    expect(found.root).toBe('http://www.w3.org/2000/svg')
    expect(found.texts).toEqual(
      expect.arrayContaining(['Whiteboard buffer', 'Fixed delay', 'in the network']),
    )
    expect(found.painted).toBeGreaterThan(10)
    expect(text).not.toMatch(/class=|var\(--/)
  })

  test('as PNG is twice the size of the picture on the screen, and not blank', async () => {
    const { name, bytes } = await exported(page, stage, 'Picture (PNG)')
    expect(name).toBe('millrace-jitter-picture.png')
    expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    const found = await page.evaluate(async (base64) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
      const canvas = new OffscreenCanvas(image.width, image.height)
      const context = canvas.getContext('2d')
      context?.drawImage(image, 0, 0)
      const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] }
      const colours = new Set<number>()
      for (let i = 0; i < data.length; i += 4 * 37)
        colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0))
      return { width: image.width, colours: colours.size }
    }, bytes.toString('base64'))
    const width = await stage.svg.evaluate((svg) => Number(svg.getAttribute('width')))
    expect(found.width).toBe(Math.floor(width) * 2)
    expect(found.colours).toBeGreaterThan(20)
  })

  test('is to be had in the ring lab, in the dark, and while it plays', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await app.goTo(page, '#/lab/ring')
    const ring = await new Stage(page).shown()
    const { bytes } = await exported(page, ring, 'Picture (SVG)')
    expect(bytes.toString('utf8')).toContain('Ring buffer')
    const rows = await exported(page, ring, 'Trace (CSV)')
    expect(rows.name).toBe('millrace-ring-trace.csv')
    expect(rows.bytes.toString('utf8').split('\n')[0]).toMatch(/^\w+(,\w+)+$/)
    await page.emulateMedia({ colorScheme: null })
  })
})

describe('the Export menu', () => {
  test('has five items, opens and closes by keyboard, and gives the focus back', async () => {
    await stage.button('Export').focus()
    await page.keyboard.press('Enter')
    const items = page.locator('.popover:popover-open .menu button')
    await items.first().waitFor()
    expect(await items.allTextContents()).toEqual([
      'Run file (JSON)',
      'Trace (CSV)',
      'Picture (SVG)',
      'Picture (PNG)',
      'Embed (HTML)',
    ])
    await page.keyboard.press('Tab')
    expect(await items.first().evaluate((item) => item === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    await items.first().waitFor({ state: 'hidden' })
    expect(await stage.button('Export').evaluate((button) => button === document.activeElement)).toBe(true)
  })
})
