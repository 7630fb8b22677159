import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Download, Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { SAMPLE } from '../engine/ingest/json/support.ts'
import { csv, json } from './files.ts'
import { drawn, eventually, useApp } from './harness.ts'

const app = useApp()
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const event = (n: number, more: object = {}): string =>
  JSON.stringify({
    ...SAMPLE,
    event_id: `e${n}`,
    user_id: `usr_${n + 1}`,
    event_type: 'playback.heartbeat',
    event_time: new Date(Date.UTC(2026, 0, 15, 20, 0, n)).toISOString(),
    received_time: new Date(Date.UTC(2026, 0, 15, 20, 0, n)).toISOString(),
    ...more,
  })
/** Thirty that are sound, one of them twice; five with a device nobody knows, one line that is none. */
const EVENTS = [
  ...Array.from({ length: 30 }, (_, n) => event(n)),
  event(0),
  ...Array.from({ length: 5 }, (_, n) => event(40 + n, { device_type: 'fridge' })),
  '{"half',
].join('\n')
const CLICKS = [
  'when,who,watched,did',
  ...Array.from({ length: 20 }, (_, n) => `2026-01-15 20:00:${10 + n},v${n},"A film, long",play`),
  '2026-01-15 20:00:40,,"A film, long",play',
].join('\n')

const counters = (page: Page): Locator => page.getByRole('region', { name: 'Where every line is' })
const letters = (page: Page): Locator => page.getByRole('region', { name: 'Dead letters' })
const board = (page: Page, which: string): Locator => page.getByRole('table', { name: `The board, ${which}` })
const choose = (page: Page, name: string, text: string): Promise<void> =>
  page.getByLabel('File of events', { exact: true }).setInputFiles(csv(name, text))

async function drop(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([called, content]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], called))
      return transfer
    },
    [name, text] as const,
  )
  await page.locator('.own-events').dispatchEvent('drop', { dataTransfer })
}

/** What a button of the last part saves: the file's name, and its bytes. */
async function saved(page: Page, label: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const saving: Promise<Download> = page.waitForEvent('download')
  await page.getByRole('button', { name: label, exact: true }).click()
  const download = await saving
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

/** What axe finds wrong, serious or worse, and what sticks out of the page. */
async function findings(page: Page): Promise<string[]> {
  await drawn(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const { violations } = await page.evaluate(() =>
    (Reflect.get(window, 'axe') as { run: (options: object) => Promise<AxeResults> }).run({
      resultTypes: ['violations'],
    }),
  )
  const wide = await page.evaluate(() =>
    [
      document.documentElement,
      ...document.querySelectorAll('main, .own-events, .own-events > *, dialog[open]'),
    ]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(({ className, tagName }) => `${tagName} ${className} sticks out`),
  )
  return [
    ...violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
    ...wide,
  ]
}

describe('a file with wrong lines', () => {
  test('becomes counters, boards and dead letters; these are mended, and all of it is kept', async () => {
    const page = await app.open('#/events')
    await drop(page, 'night.ndjson', EVENTS)
    await eventually(() => counters(page).innerText()).toMatch(/37 received[\s=]+31 accepted[\s+]+6 rejected/)
    await eventually(() => counters(page).innerText()).toMatch(/31 accepted[\s=]+30 unique[\s+]+1 duplicate/)
    await eventually(() => counters(page).getByText('holds').count()).toBe(3)
    await eventually(() => board(page, 'corrected').innerText()).toContain('mov_789')
    await eventually(() => board(page, 'as drawn').innerText()).toContain('mov_789')

    // The line that is none: mended badly, then well.
    await letters(page)
      .getByRole('button', { name: /not-json/ })
      .first()
      .click()
    await letters(page)
      .getByRole('button', { name: /line 37/ })
      .click()
    await eventually(() => letters(page).locator('mark').innerText()).toBe('…')
    const mended = letters(page).getByRole('textbox', { name: 'Mended' })
    await mended.fill('{"half": 1}')
    await letters(page).getByRole('button', { name: 'Send it again' }).click()
    await letters(page).getByText('1 letter still breaks a rule: id-missing').waitFor()
    await mended.fill(event(59))
    await letters(page).getByRole('button', { name: 'Send it again' }).click()
    await eventually(() => counters(page).innerText()).toMatch(/37 received[\s=]+32 accepted[\s+]+5 rejected/)

    // All of a rule.
    await letters(page)
      .getByRole('button', { name: /device-type/ })
      .first()
      .click()
    await letters(page)
      .getByRole('button', { name: /line 32/ })
      .click()
    await eventually(() => letters(page).locator('mark').innerText()).toBe('"fridge"')
    await letters(page).getByRole('textbox', { name: 'A value for device_type in all of them' }).fill('tv')
    await letters(page).getByRole('button', { name: 'in all' }).click()
    await eventually(() => counters(page).innerText()).toMatch(/37 received[\s=]+37 accepted[\s+]+0 rejected/)
    await eventually(() => counters(page).getByText('holds').count()).toBe(3)

    await letters(page).getByRole('button', { name: 'Run the file again with them in their place' }).click()
    await page.getByText('6 mended lines stood in their place').waitFor()
    await eventually(() => counters(page).innerText()).toMatch(/37 received[\s=]+37 accepted[\s+]+0 rejected/)

    const events = await saved(page, 'Events, NDJSON')
    expect([events.name, events.bytes.toString().trim().split('\n').length]).toEqual([
      'night-events.ndjson',
      37,
    ])
    expect((await saved(page, 'Board, CSV')).bytes.toString()).toMatch(/^rank,title,.*\n1,mov_789,/)
    const sketches = await saved(page, 'Sketches')
    expect(sketches.bytes.subarray(0, 5)).toEqual(Buffer.from('MLHL\u0001'))
    await page
      .getByLabel('File of sketches', { exact: true })
      .setInputFiles({ name: sketches.name, mimeType: '', buffer: sketches.bytes })
    await page.getByRole('table', { name: 'Merged sketches' }).waitFor()
    await page
      .getByLabel('File of sketches', { exact: true })
      .setInputFiles({ name: 'bad.bin', mimeType: '', buffer: sketches.bytes.subarray(0, -9) })
    await page.getByText('bad.bin: byte').waitFor()
  })
})

describe('a log of other columns', () => {
  test('is mapped in a dialog, by a mapping that can be saved and loaded; narrow and dark as well', async () => {
    const page = await app.open('#/events', { viewport: { width: 360, height: 800 }, colorScheme: 'dark' })
    await choose(page, 'clicks.csv', CLICKS)
    const dialog = page.getByRole('dialog')
    await dialog.getByText('title: is missing').waitFor()
    // No name of a column says that these are the title and the type.
    await dialog.getByRole('combobox', { name: 'title' }).selectOption({ label: 'watched' })
    await dialog.getByRole('combobox', { name: 'type', exact: false }).first().selectOption({ label: 'did' })
    await dialog.getByRole('combobox', { name: 'What “play” means' }).selectOption('playback.started')
    await dialog.getByText('20 are events, 1 dead letter: user-missing 1').waitFor()
    expect(await findings(page)).toEqual([])
    const map = await saved(page, 'Save the mapping')
    expect(JSON.parse(map.bytes.toString())).toMatchObject({
      title: { from: 'watched' },
      user: { from: 'who' },
    })
    await dialog.getByRole('button', { name: 'Run it' }).click()
    await eventually(() => counters(page).innerText()).toMatch(/21 received[\s=]+20 accepted/)
    await eventually(() => board(page, 'corrected').innerText()).toContain('A film, long')
    await letters(page)
      .getByRole('button', { name: /line 22/ })
      .click()
    await letters(page)
      .getByText('user_id')
      .or(letters(page).getByText('who', { exact: true }))
      .first()
      .waitFor()
    expect(await findings(page)).toEqual([])

    await page.getByRole('button', { name: 'Change the mapping' }).click()
    await dialog.getByLabel('File of a mapping').setInputFiles(json('wrong.json', '{"format":"csv"}'))
    await dialog.getByText('wrong.json: type: is missing').waitFor()
    await dialog.getByLabel('File of a mapping').setInputFiles(json('map.json', map.bytes.toString()))
    await dialog.getByText('map.json was loaded').waitFor()
  })

  test('of one’s own is not needed to try: a sample is made, and a sketch is tried', async () => {
    const page = await app.open('#/events')
    await page.getByRole('button', { name: 'Make a sample file' }).click()
    await eventually(() => board(page, 'corrected').getByRole('row').count()).toBe(11)
    expect(await findings(page)).toEqual([])
    await page.getByText('Try a sketch').click()
    await page.getByText('byte for byte').waitFor()
    await page.getByRole('combobox', { name: 'precision p' }).selectOption('10')
    await page
      .getByRole('table', { name: 'Sketches and what they say' })
      .getByText('3.25 %')
      .first()
      .waitFor()
  })
})
