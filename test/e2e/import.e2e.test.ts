import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call, pcap, pcapng } from '../support/packets.ts'
import {
  binary,
  csv,
  dropFile,
  exported,
  importFile,
  json,
  traceText,
  withLargeTrace,
  type Handed,
} from './files.ts'
import { eventually, ROOT, useApp } from './harness.ts'
import { CLIPBOARD, Stage, type Reading } from './stage.ts'

const app = useApp()
const REAL = join(ROOT, '../shared/data/traces')

let page: Page
let stage: Stage

beforeAll(async () => {
  page = await app.share(CLIPBOARD)
})

beforeEach(async () => {
  await app.goTo(page, '#/lab/jitter?scenario=medium&t=4')
  stage = await new Stage(page).standsAt(4)
})

const expectToHold = ({ sums }: Reading): void => {
  for (const { lane, whole, parts } of sums)
    expect(
      Object.values(parts).reduce((sum, part) => sum + part, 0),
      lane,
    ).toBe(whole)
}

const chip = () => stage.root.locator('.chip:not(.chip-slim)')

describe('a trace of one’s own', () => {
  test.each([
    ['picked', importFile],
    ['dropped', dropFile],
  ])('%s, feeds the run, plays at once and can be left again', async (_, bring) => {
    await bring(stage, csv('walk.csv', traceText(600)))
    await chip().getByText('walk.csv').waitFor()
    expect(await chip().textContent()).toContain('600 packets, 6 lost, 12.0 s')
    await stage.pauseButton.waitFor()
    await eventually(() => stage.time(), 'it plays, from its beginning').toBeLessThan(4)
    await eventually(() => stage.time()).toBeGreaterThan(0.1)
    await stage.pause()
    await stage.slider.press('End')
    await eventually(async () => (await stage.read()).sums[0]?.whole).toBe(600)
    const end = await stage.settled()
    expect(end.sums[0]?.parts['lost']).toBe(6)
    expectToHold(end)
    expect(await stage.radio('Medium').isChecked(), 'no scenario feeds it').toBe(false)
    await stage.button('Go on without the file').click()
    await eventually(() => stage.radio('Medium').isChecked()).toBe(true)
    expect(await chip().count()).toBe(0)
  })

  test('is chosen with the Import button', async () => {
    const choosing = page.waitForEvent('filechooser')
    await stage.button('Import').click()
    await (await choosing).setFiles(csv('walk.csv', traceText(50)))
    await chip().getByText('walk.csv').waitFor()
    expect(await chip().textContent()).toContain('50 packets')
  })

  test('in no order, with clocks that differ, and with copies, is taken and told of', async () => {
    const text = 'seq,send_ms,arrival_ms\n2,40,30\n0,0,-10\n1,20,12\n1,20,15\n'
    await importFile(stage, csv('odd.csv', text))
    await eventually(() => stage.notices.textContent()).toMatch(/not in order of sending; they were sorted/)
    await eventually(() => stage.notices.textContent()).toMatch(/come up to 10 ms before their sending/)
    await eventually(() => stage.notices.textContent()).toMatch(/repeat a seq: taken as copies/)
    expect(await chip().textContent()).toContain('3 packets')
  })

  test('goes into the run file, which brings it back without the trace at hand', async () => {
    await importFile(stage, csv('walk.csv', traceText(300)))
    await chip().getByText('walk.csv').waitFor()
    await stage.pause()
    await stage.seek(5)
    await stage.hash()
    const kept = await stage.settled()
    const { bytes } = await exported(page, stage, 'Run file (JSON)')
    const other = await new Stage(await app.open('#/lab/jitter?t=1')).shown()
    await other.hash()
    await importFile(other, json('run.json', bytes.toString('utf8')))
    await other.notices.getByText('The run is back, event for event').waitFor()
    expect(await other.settled()).toEqual(kept)
    expect(await other.root.locator('.chip:not(.chip-slim)').textContent()).toContain('walk.csv')
  })

  test('goes into a link by name only: the link says so, and goes on when the file comes', async () => {
    const file = csv('walk.csv', traceText(300))
    await importFile(stage, file)
    await chip().getByText('walk.csv').waitFor()
    await stage.pause()
    await stage.seek(4.5)
    await stage.hash()
    const kept = await stage.settled()
    const link = await stage.link()
    expect(link).toMatch(/file=\w+/)

    const other = await new Stage(await app.open(link.slice(app.origin.length + 1))).shown()
    await other.notices.getByText('This link was made with a file, which a link cannot carry.').waitFor()
    await importFile(other, csv('another.csv', traceText(299)))
    await other.root.locator('.chip:not(.chip-slim)').getByText('another.csv').waitFor()
    await importFile(other, file)
    await other.root.locator('.chip:not(.chip-slim)').getByText('walk.csv').waitFor()
    await eventually(() => other.time()).toBe(4.5)
    await other.hash()
    expect(await other.settled()).toEqual(kept)
  })
})

describe('a capture of one’s own', () => {
  const frames = [...call(600, { ssrc: 0xbeef, loses: 50 }), ...call(400, { ssrc: 0xcafe, type: 8 })]
  const talk = binary('talk.pcap', pcap(frames.toSorted((a, b) => a.time - b.time)))
  const choice = () => stage.root.getByRole('combobox', { name: 'Stream of the file', exact: true })

  test('is dropped, and its largest stream plays; another is chosen, and a run file brings that one back', async () => {
    await dropFile(stage, talk)
    await chip().getByText('talk.pcap, 0x0000beef').waitFor()
    expect(await chip().textContent()).toContain('599 packets, 11 lost, 12.0 s')
    await stage.pauseButton.waitFor()
    await eventually(() => stage.time(), 'it plays, from its beginning').toBeLessThan(4)
    await eventually(() => stage.time()).toBeGreaterThan(0.1)
    await stage.pause()
    const told = await stage.notices.textContent()
    expect(told).toMatch(
      /the file also has 0x0000cafe \(10\.0\.0\.1:5004 → 10\.0\.0\.2:5006, PCMA, 400 packets\)/,
    )
    expect(told).toMatch(/RTP timestamps at 8,000 Hz, the clock of PCMU/)
    expect(told).toMatch(/11 packets never came: counted as lost/)
    await stage.slider.press('End')
    await eventually(async () => (await stage.read()).sums[0]?.whole).toBe(599)
    const end = await stage.settled()
    expect(end.sums[0]?.parts['lost']).toBe(11)
    expectToHold(end)

    await choice().selectOption({ label: '0x0000cafe (10.0.0.1:5004 → 10.0.0.2:5006, PCMA, 400 packets)' })
    await chip().getByText('talk.pcap, 0x0000cafe').waitFor()
    await stage.pause()
    const kept = await stage.seek(5)
    expectToHold(kept)
    await stage.hash()
    const settled = await stage.settled()
    const { bytes } = await exported(page, stage, 'Run file (JSON)')
    const other = await new Stage(await app.open('#/lab/jitter?t=1')).shown()
    await other.hash()
    await importFile(other, json('run.json', bytes.toString('utf8')))
    await other.notices.getByText('The run is back, event for event').waitFor()
    expect(await other.settled()).toEqual(settled)
    expect(await other.root.locator('.chip:not(.chip-slim)').textContent()).toContain('talk.pcap, 0x0000cafe')
    expect(await other.root.getByRole('combobox', { name: 'Stream of the file' }).count()).toBe(0)
  })

  test('with one stream asks nothing, whatever it is called, and the picker shows captures', async () => {
    await importFile(stage, binary('call.txt', pcapng(call(200))))
    await chip().getByText('call.txt').waitFor()
    expect(await chip().textContent()).toContain('200 packets, 0 lost, 4.0 s')
    expect(await choice().count()).toBe(0)
    const accept = (await stage.root.getByLabel('File to import').getAttribute('accept'))?.split(',')
    expect(accept).toEqual(['.json', '.csv', '.pcap', '.pcapng', '.cap', '.rtpdump', '.rtp'])
  })

  test('leaves a phone’s screen as wide as it is, however long its streams’ names are', async () => {
    const narrow = await app.open('#/lab/jitter', { viewport: { width: 360, height: 800 } })
    const phone = await new Stage(narrow).shown()
    await importFile(phone, talk)
    const list = phone.root.getByRole('combobox', { name: 'Stream of the file' })
    await list.waitFor()
    const box = await list.boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(360)
    expect(box?.height).toBeGreaterThanOrEqual(24)
  })

  test('of the smaller stream is found again by a link and the file', async () => {
    await importFile(stage, talk)
    await chip().getByText('0x0000beef').waitFor()
    await choice().selectOption('0x0000cafe')
    await chip().getByText('0x0000cafe').waitFor()
    await stage.pause()
    await stage.seek(2.5)
    await stage.hash()
    const kept = await stage.settled()
    const link = await stage.link()
    const other = await new Stage(await app.open(link.slice(app.origin.length + 1))).shown()
    await importFile(other, talk)
    await other.root.locator('.chip:not(.chip-slim)').getByText('0x0000cafe').waitFor()
    await eventually(() => other.time()).toBe(2.5)
    await other.hash()
    expect(await other.settled()).toEqual(kept)
  })

  test('that is damaged, packed or without RTP is explained, with the place', async () => {
    const before = await stage.settled()
    const damaged = pcap(call(5))
    damaged.fill(0xff, 24 + 8, 24 + 12)
    const WRONG: readonly [string, Handed, RegExp][] = [
      ['damaged', binary('d.pcap', damaged), /d\.pcap, packet 1, byte 24: it claims 4,294,967,295 bytes/],
      ['packed', binary('p.pcap.gz', Uint8Array.of(0x1f, 0x8b, 8, 0)), /packed with gzip; unpack it first/],
      ['empty', binary('e.pcap', pcap([])), /e\.pcap: there is no packet in the file/],
      [
        'of something else',
        binary('s.pcap', pcap([{ time: 0, data: new Uint8Array(80) }])),
        /there is no RTP stream in its 1 packet: 1 no IP/,
      ],
    ]
    for (const [what, file, words] of WRONG) {
      await importFile(stage, file)
      await eventually(() => stage.notices.textContent(), what).toMatch(words)
      expect(await stage.settled(), what).toEqual(before)
    }
  })
})

describe('a file that is none', () => {
  const BINARY: Handed = {
    name: 'picture.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([0x89, 0x50, 0, 1, 2, 0, 255]),
  }
  const WRONG: readonly [string, Handed, RegExp][] = [
    ['wrong columns', csv('w.csv', 'time,value\n1,2\n'), /w\.csv, line 1: .*seq, send_ms and arrival_ms/],
    [
      'a word for a number',
      csv('n.csv', 'seq,send_ms,arrival_ms\n0,0,30\n1,soon,50\n'),
      /line 3: send_ms "soon" is not a number/,
    ],
    ['a row cut off', csv('c.csv', 'seq,send_ms,arrival_ms\n0,0,30\n1,20\n'), /line 3: .*no arrival_ms/],
    ['bytes', BINARY, /not a text file/],
    ['nothing', csv('e.csv', ''), /the file is empty/],
    ['a header alone', csv('h.csv', 'seq,send_ms,arrival_ms\n'), /no packet under it/],
    ['half a JSON', json('j.json', '{"format": "millrace-run", '), /j\.json/],
    ['some other JSON', json('o.json', '{"format": "what", "a": [1, 2]}'), /this is no Millrace run file/],
    [
      'JSON with the wrong things in it',
      json('x.json', '{"format":"millrace-run","version":1,"lab":"jitter"}'),
      /x\.json/,
    ],
  ]

  test('is explained, with the line where it helps, and the lab keeps what it had', async () => {
    await stage.hash()
    const before = await stage.settled()
    for (const [what, file, words] of WRONG) {
      await importFile(stage, file)
      await eventually(() => stage.notices.textContent(), what).toMatch(words)
      expect(await stage.notices.textContent()).toContain('The lab keeps what it had.')
      expect(await stage.settled(), what).toEqual(before)
      await stage.notices.getByRole('button', { name: 'Dismiss' }).click()
      await stage.notices.getByRole('button').waitFor({ state: 'detached' })
    }
    await dropFile(stage, csv('w.csv', 'time,value\n1,2\n'))
    await eventually(() => stage.notices.textContent()).toMatch(/w\.csv, line 1/)
  })

  test('belongs to another lab: the message says where to open it', async () => {
    await app.goTo(page, '#/lab/ring?t=3')
    const ring = await new Stage(page).shown()
    await importFile(ring, csv('walk.csv', traceText(30)))
    await eventually(() => ring.notices.textContent()).toMatch(/this lab takes run files only/)
    const { bytes } = await exported(page, ring, 'Run file (JSON)')
    await app.goTo(page, '#/lab/jitter?t=3')
    await stage.shown()
    await importFile(stage, json('ring.json', bytes.toString('utf8')))
    await eventually(() => stage.notices.textContent()).toMatch(/is a run of the lab "ring"; open it there/)
    expect((await stage.settled()).time).toBe(3)
  })

  test('of 200 MB shows how far it has come, lets the run be used meanwhile, and can be cancelled', async () => {
    await withLargeTrace(200, async (path) => {
      await stage.hash()
      const before = await stage.settled()
      await importFile(stage, path)
      const progress = stage.root.locator('.import-progress')
      await progress.getByText(/^ ?[1-9][\d.]* of \d+\.\d MB$/).waitFor()
      await stage.seek(3) // the worker still answers
      await stage.seek(4)
      const bar = progress.getByRole('progressbar')
      expect(Number(await bar.getAttribute('max'))).toBeGreaterThan(195e6)
      // The bar moves it about: a press that waits until it stands still may come after the end of the file.
      await stage.button('Cancel').dispatchEvent('click')
      await progress.waitFor({ state: 'detached' })
      await stage.notices.getByText('the import was cancelled').waitFor()
      expect(await stage.settled()).toEqual(before)
    })
  })
})

describe('a measured trace', () => {
  const DRIVES = [
    'cicv5g_cbr30fps_arterial_n78_v70.csv',
    'cicv5g_50ms_w2s_n8_v30_r07.csv',
    'webrtc_pcmu_jitter.csv',
  ]

  test.skipIf(!existsSync(REAL)).each(DRIVES)(
    '(from ../shared/data/traces) is dropped, another player chosen, time dragged back: %s',
    async (name) => {
      await dropFile(stage, csv(name, readFileSync(join(REAL, name), 'utf8')))
      await chip().getByText(name).waitFor()
      await stage.pause()
      expectToHold(await stage.seek(20))
      await stage.button('Choose from 20…').click()
      await stage.root.getByRole('checkbox', { name: 'NetEq-style histogram' }).check()
      await page.keyboard.press('Escape')
      await eventually(async () => (await stage.read()).sums.length).toBe(3)
      await stage.hash()
      const there = await stage.settled()
      expect(there.time, 'at the same moment').toBe(20)
      expectToHold(there)
      const back = await stage.seek(8)
      expectToHold(back)
      expect(await stage.seek(20)).toEqual(there)
      expect(await stage.panel.textContent()).toMatch(/All \d+ hold\./)
    },
  )
})
