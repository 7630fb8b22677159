import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { secondDecode } from '../support/second-decoder.ts'
import { binary } from './files.ts'
import { drawn, eventually, ROOT, useApp } from './harness.ts'

const app = useApp()
/** Files that a page keeps are its window's. */
const OWN = { alone: true } as const
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// Written by a broker of Kafka 4.3.1; how it was made stands in test/engine/log/broker-file.test.ts.
const BROKER_HEX = readFileSync(join(ROOT, 'test/engine/log/golden/broker-4.3.1.hex'), 'utf8')
const BROKER = Buffer.from(BROKER_HEX.replaceAll(/\s/g, ''), 'hex')
const LOG = '00000000000000000000.log'

const list = (page: Page): Locator => page.getByRole('listbox', { name: 'Batches of the file' })
const batch = (page: Page): Locator => page.getByRole('region', { name: 'Batch', exact: true })
const kept = (page: Page): Locator => page.getByRole('region', { name: 'Kept logs' })

async function choose(page: Page, ...files: { name: string; bytes: Uint8Array }[]): Promise<void> {
  await page.getByLabel('Segment files').setInputFiles(files.map(({ name, bytes }) => binary(name, bytes)))
}

/** What is chosen in the list, as it is read out. */
const chosen = (page: Page): Promise<string | null> =>
  list(page).getByRole('option', { selected: true }).locator('.visually-hidden').textContent()

const showOurs = async (page: Page, which = 'as it was written'): Promise<void> => {
  await page.getByRole('combobox', { name: 'Which of ours' }).selectOption({ label: which })
  await list(page).getByRole('option').first().waitFor()
}

/** Changes a file of the only kept log behind the app's back. */
const changeFile = (page: Page, how: 'flip' | 'cut' | 'lose index'): Promise<void> =>
  page.evaluate(async (what) => {
    const root = await navigator.storage.getDirectory()
    const logs = await root.getDirectoryHandle('millrace-logs')
    for await (const folder of logs.values()) {
      if (!(folder instanceof FileSystemDirectoryHandle)) continue
      for await (const file of folder.values()) {
        if (!(file instanceof FileSystemFileHandle)) continue
        if (what === 'lose index' && file.name.endsWith('.index')) await folder.removeEntry(file.name)
        if (what === 'lose index' || !file.name.endsWith('.log')) continue
        const bytes = new Uint8Array(await (await file.getFile()).arrayBuffer())
        const middle = Math.floor(bytes.length / 2)
        if (what === 'flip') bytes[middle] = (bytes[middle] ?? 0) ^ 1
        const writable = await file.createWritable()
        await writable.write(what === 'cut' ? bytes.slice(0, -9) : bytes)
        await writable.close()
      }
    }
  }, how)

/** Keeps one of ours and comes back to the page anew. */
async function keepAndReload(page: Page): Promise<void> {
  await showOurs(page)
  await page.getByRole('button', { name: 'Keep this log' }).click()
  await page.getByText('Kept in this browser').waitFor()
  await page.reload()
  await kept(page).getByRole('button', { name: 'Open Segment 0' }).waitFor()
}

describe("a real broker's segment", () => {
  test('is shown batch by batch, field by field and record by record, packed or not', async () => {
    const page = await app.open('#/segments', OWN)
    await choose(page, { name: LOG, bytes: BROKER })
    await page.getByText('nothing is wrong with the log').waitFor()
    await eventually(() => list(page).getByRole('option').count()).toBe(2)
    await eventually(() => chosen(page)).toBe('offsets 0 to 2, 3 records, 121 bytes, at byte 0')
    const fields = batch(page).getByRole('table', { name: 'Fields of the header' })
    const rowOf = (name: string): Locator =>
      fields.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) })
    // What Kafka's own DumpLogSegments says of it.
    expect(await rowOf('producerId').innerText()).toContain('1000')
    expect(await rowOf('crc').innerText()).toContain(`0x${(3_871_389_211).toString(16)}`)
    expect(await rowOf('crc').innerText()).toContain('fits')
    await list(page).press('ArrowDown')
    await eventually(() => chosen(page)).toContain('gzip')
    const records = batch(page).getByRole('table', { name: 'Records of the batch' })
    await eventually(() => records.innerText()).toContain('second batch, packed, packed')
    await eventually(() => records.innerText()).toContain('ключ')
    await records.getByRole('button', { name: 'Record 4' }).click()
    const parts = batch(page).getByRole('table', { name: 'Fields of the record' })
    await eventually(() => parts.innerText()).toContain('水位')
  })

  test('a field marks its bytes, and a byte its field, by pointer and by key', async () => {
    const page = await app.open('#/segments', OWN)
    await choose(page, { name: LOG, bytes: BROKER })
    const panel = batch(page)
    await panel.getByRole('button', { name: 'crc', exact: true }).focus()
    const marked = (): Promise<string[]> => panel.locator('.hex-bytes .byte-active').allInnerTexts()
    const crc = [...BROKER.subarray(17, 21)].map((byte) => byte.toString(16).padStart(2, '0'))
    await eventually(marked).toEqual(crc)
    await page.keyboard.press('ArrowDown')
    await eventually(async () => (await marked()).length).toBe(2)
    const active = panel.locator('.field-active')
    await panel.locator('.hex-bytes [data-byte="8"]').hover()
    await eventually(() => active.innerText()).toContain('batchLength')
    await panel.getByRole('group', { name: /^Bytes of the header/ }).focus()
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await eventually(() => panel.getByRole('status').first().innerText()).toMatch(/^byte 17: .*, crc, 0x/)
    await eventually(() => active.innerText()).toContain('crc')
  })

  test('with a byte flipped, or its tail torn: marked where it is, and the rest still shown', async () => {
    const page = await app.open('#/segments', OWN)
    const flipped = Buffer.from(BROKER)
    flipped[100] = (flipped[100] ?? 0) ^ 1
    await choose(page, { name: LOG, bytes: flipped })
    await page.getByRole('button', { name: 'Wrong checksum, byte 17' }).waitFor()
    await eventually(() => chosen(page)).toContain('Wrong checksum')
    await list(page).press('End')
    await eventually(() => batch(page).innerText()).toContain('second batch, packed')
    await choose(page, { name: 'torn.log', bytes: BROKER.subarray(0, 200) })
    await page.getByRole('button', { name: /^Torn tail, byte/ }).waitFor()
    await eventually(() => batch(page).innerText()).toContain('a batch of 145 bytes, with 79 left')
  })

  test('indexes beside it are held against it, and files that do not belong are told', async () => {
    const page = await app.open('#/segments', OWN)
    const index = Buffer.alloc(8)
    index.writeInt32BE(4, 0)
    index.writeInt32BE(122, 4)
    await choose(
      page,
      { name: LOG, bytes: BROKER },
      { name: LOG.replace('.log', '.index'), bytes: index },
      { name: 'leader-epoch-checkpoint', bytes: Buffer.from('0\n') },
    )
    await page.getByText('The index does not fit the log').click()
    await page.getByText('no batch begins at byte 122').waitFor()
    await eventually(() => page.getByText('leader-epoch-checkpoint is left out').isVisible()).toBe(true)
  })

  test('any rubbish is told as what it is', async () => {
    const page = await app.open('#/segments', OWN)
    await choose(page, {
      name: 'holiday.jpg',
      bytes: Buffer.from('this is no log at all, but a text '.repeat(90)),
    })
    await page
      .getByRole('button', { name: /^Not readable/ })
      .first()
      .waitFor()
    await choose(page, { name: 'empty.log', bytes: Buffer.alloc(0) })
    await page.getByText('The file is empty').waitFor()
    expect(await list(page).count()).toBe(0)
  })
})

test('a log of twenty thousand batches: few of them are in the page, and each can be reached', async () => {
  const page = await app.open('#/segments', OWN)
  const many = Buffer.concat(Array.from({ length: 20_000 }, () => BROKER.subarray(0, 121)))
  for (let i = 0; i < 20_000; i++) many.writeBigInt64BE(BigInt(3 * i), 121 * i)
  await choose(page, { name: LOG, bytes: many })
  await eventually(() => chosen(page)).toContain('offsets 0 to 2')
  await list(page).press('End')
  await eventually(() => chosen(page)).toBe('offsets 59997 to 59999, 3 records, 121 bytes, at byte 2419879')
  await list(page).getByRole('option', { selected: true }).waitFor()
  expect(await list(page).getByRole('option').count()).toBeLessThan(120)
})

describe('a kept log', () => {
  test('survives a reload, is appended to, and is downloaded as files that another decoder reads', async () => {
    const page = await app.open('#/segments', OWN)
    await keepAndReload(page)
    await kept(page).getByRole('button', { name: 'Open Segment 0' }).click()
    const panel = kept(page).getByRole('group', { name: /^Open log/ })
    await panel.getByText('log end offset').waitFor()
    await eventually(() => panel.innerText()).toContain('log end offset 2,062')
    expect(await panel.innerText()).not.toContain('Recovered')
    await panel.getByLabel('Key').fill('me')
    await panel.getByLabel('Value').fill('was here')
    await panel.getByRole('button', { name: 'Append' }).click()
    await panel.getByText('Offset 2062 is on disk').waitFor()
    await page.reload()
    await kept(page).getByRole('button', { name: 'Open Segment 0' }).click()
    await panel.getByText('log end offset').waitFor()
    await eventually(() => panel.innerText()).toContain('log end offset 2,063')
    await panel.getByRole('button', { name: 'Inspect' }).click()
    // The records before are months older, so the new one came into a segment of its own (segment.ms).
    await eventually(() => batch(page).innerText()).toContain('was here')
    await eventually(() =>
      page.getByRole('combobox', { name: 'Segment' }).locator('option').allInnerTexts(),
    ).toEqual([LOG, '00000000000000002062.log'])
    const bytes = await page.evaluate(async () => {
      const logs = await (await navigator.storage.getDirectory()).getDirectoryHandle('millrace-logs')
      const found: number[] = []
      for await (const folder of logs.values()) {
        if (!(folder instanceof FileSystemDirectoryHandle)) continue
        for (const name of ['00000000000000000000.log', '00000000000000002062.log']) {
          const file = await (await folder.getFileHandle(name)).getFile()
          for (const byte of new Uint8Array(await file.arrayBuffer())) found.push(byte)
        }
      }
      return found
    })
    const records = secondDecode(new Uint8Array(bytes)).flatMap((one) => one.records)
    expect(records).toHaveLength(2_063)
    expect(Buffer.from(records.at(-1)?.value ?? '', 'hex').toString()).toBe('was here')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('button', { name: 'Download' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('Segment-0.zip')
  })

  test.each([
    ['flip', /A batch is damaged.*the checksum says/],
    ['cut', /The tail was torn.*behind the last whole batch were cut/],
    ['lose index', /An index was missing and was made anew/],
  ] as const)('after harm (%s) it is recovered, and the person is told what was done', async (how, told) => {
    const page = await app.open('#/segments', OWN)
    await keepAndReload(page)
    await changeFile(page, how)
    await kept(page).getByRole('button', { name: 'Open Segment 0' }).click()
    const panel = kept(page).getByRole('group', { name: /^Open log/ })
    await panel.getByText('Recovered when it was opened').waitFor()
    expect((await panel.innerText()).replaceAll('\n', ' ')).toMatch(told)
    await panel.getByLabel('Value').fill('it goes on')
    await panel.getByRole('button', { name: 'Append' }).click()
    await panel.getByText(/Offset \d+ is on disk/).waitFor()
    await panel.getByRole('button', { name: 'Inspect' }).click()
    await page.getByText('nothing is wrong with the log').waitFor()
  })

  test('that another tab has open: told, and a copy in memory instead; free again when the tab goes', async () => {
    const context = await app.context()
    const first = await context.newPage()
    await first.goto(`${app.origin}/#/segments`)
    await keepAndReload(first)
    await kept(first).getByRole('button', { name: 'Open Segment 0' }).click()
    await kept(first).getByText('log end offset').waitFor()
    const second = await context.newPage()
    await second.goto(`${app.origin}/#/segments`)
    await kept(second).getByRole('button', { name: 'Open Segment 0' }).click()
    await kept(second).getByText('another tab of this browser has it open').waitFor()
    await kept(second).getByRole('button', { name: 'Open a copy in memory' }).click()
    await kept(second).getByRole('group', { name: 'Open log: Segment 0 (a copy)' }).waitFor()
    await kept(second).getByRole('button', { name: 'Append' }).click()
    await kept(second).getByText('Offset 2062 is in memory').waitFor()
    await first.close()
    await kept(second).getByRole('button', { name: 'Open Segment 0', exact: true }).click()
    await kept(second).getByRole('group', { name: 'Open log: Segment 0', exact: true }).waitFor()
    await eventually(() => kept(second).innerText()).toContain('log end offset 2,062')
  })

  test('is removed after a second question, and stays removed', async () => {
    const page = await app.open('#/segments', OWN)
    await keepAndReload(page)
    await kept(page).getByRole('button', { name: 'Remove Segment 0' }).click()
    await kept(page).getByRole('button', { name: 'Remove for good' }).click()
    await kept(page).getByText('None yet').waitFor()
    await page.reload()
    await kept(page).getByText('None yet').waitFor()
    expect(await kept(page).getByRole('button').count()).toBe(0)
  })

  test('where there is no room is held in memory, and the person is told so', async () => {
    const page = await app.open('#/segments', OWN)
    const session = await page.context().newCDPSession(page)
    await session.send('Storage.overrideQuotaForOrigin', { origin: app.origin, quotaSize: 60_000 })
    await showOurs(page)
    await page.getByRole('button', { name: 'Keep this log' }).click()
    await page.getByText('Held in memory only').waitFor()
    expect(await page.getByText('Held in memory only').innerText()).toContain('no room left')
    await kept(page).getByRole('button', { name: 'Open Segment 0' }).click()
    await kept(page).getByRole('button', { name: 'Append' }).click()
    await kept(page).getByText('Offset 2062 is in memory').waitFor()
  })

  test('where the browser keeps no files, everything else works', async () => {
    const page = await app.open('#/segments', {
      prepare: (opened) =>
        opened.route('**/assets/storage.worker-*.js', async (route) => {
          const response = await route.fetch()
          const body = `delete FileSystemFileHandle.prototype.createSyncAccessHandle;${await response.text()}`
          await route.fulfill({ response, body })
        }),
    })
    await kept(page).getByText('Logs can’t be kept here').waitFor()
    await showOurs(page)
    await page.getByRole('button', { name: 'Keep this log' }).click()
    await page.getByText('Held in memory only').waitFor()
    await kept(page).getByRole('button', { name: 'Open Segment 0' }).click()
    await kept(page).getByText('log end offset').waitFor()
    await eventually(() => kept(page).innerText()).toContain('in memory only')
  })
})

describe('a partition of the log lab', () => {
  test('is kept as it stands, and is whole in the list of kept logs', async () => {
    const page = await app.open('#/lab/log?scenario=slow-reader&t=30', OWN)
    const keep = page.getByRole('group', { name: 'Keep a partition' })
    await keep.getByRole('combobox', { name: 'Partition' }).selectOption('1')
    await keep.getByRole('button', { name: 'Keep this log' }).click()
    await keep.getByText('Kept in this browser').waitFor()
    await page.evaluate(() => (location.hash = '#/segments'))
    await kept(page).getByRole('button', { name: 'Open The log, partition 1' }).click()
    await kept(page).getByText('log end offset').waitFor()
    const words = await kept(page).innerText()
    expect(words).not.toContain('Recovered')
    await kept(page).getByRole('button', { name: 'Inspect' }).click()
    await page.getByText('nothing is wrong with the log').waitFor()
  })
})

describe('the page', () => {
  /** What axe finds wrong, serious or worse. */
  async function findings(page: Page): Promise<string[]> {
    await drawn(page)
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
    const { violations, passes } = await page.evaluate(() =>
      (Reflect.get(window, 'axe') as { run: (options: object) => Promise<AxeResults> }).run({
        resultTypes: ['violations'],
      }),
    )
    expect(passes.length, 'axe looked at something').toBeGreaterThan(5)
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
      )
  }

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'light'],
    [320, 'dark'],
  ] as const)(
    '%i px wide, %s: axe has no serious finding, and nothing sticks out',
    async (width, colorScheme) => {
      const page = await app.open('#/segments', {
        viewport: { width, height: 900 },
        colorScheme,
        reducedMotion: 'reduce',
      })
      await showOurs(page, 'one bit flipped')
      await page.getByRole('button', { name: 'Keep this log' }).click()
      await kept(page).getByRole('button', { name: 'Open Segment 0' }).click()
      await kept(page).getByText('Recovered when it was opened').waitFor()
      const title = batch(page).getByRole('heading', { level: 2 })
      const damaged = await title.innerText()
      await list(page).press('ArrowUp')
      await eventually(() => title.innerText(), 'the one before it').not.toBe(damaged)
      await batch(page)
        .getByRole('table', { name: 'Records of the batch' })
        .getByRole('button')
        .first()
        .click()
      await batch(page).getByRole('table', { name: 'Fields of the record' }).waitFor()
      expect(await findings(page)).toEqual([])
      const wide = await page.evaluate(() =>
        [
          document.documentElement,
          ...document.querySelectorAll('.split-content, main, .segments, .batch-panel, .kept'),
        ]
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
          .map(({ className }) => className),
      )
      expect(wide).toEqual([])
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('main :is(button, a, input, select, summary)')]
          .filter((control) => control.checkVisibility() && !control.matches('p a'))
          .map(
            (control) =>
              [control.textContent, (control.closest('label') ?? control).getBoundingClientRect()] as const,
          )
          .filter(([, { width: across, height }]) => across > 0 && Math.min(across, height) < 23.5)
          .map(([text, { width: across, height }]) => `${text} ${across} x ${height}`),
      )
      expect(small).toEqual([])
    },
  )
})
