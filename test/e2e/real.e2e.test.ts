import type { Locator, Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { DIST, eventually, useApp, type Opening } from './harness.ts'
import { Stage } from './stage.ts'
import { StaticServer } from './static-server.ts'

const app = useApp()

/** Real time takes as long as it takes, on a slow machine longer. */
const PATIENT = { timeout: 45_000, interval: 250 } as const

interface Real {
  readonly page: Page
  readonly stage: Stage
  readonly part: Locator
  readonly button: (name: string) => Locator
}

/** The part's own things on a page. */
function realOf(page: Page, stage: Stage): Real {
  const part = stage.root.locator('.extra')
  return { page, stage, part, button: (name) => part.getByRole('button', { name, exact: true }) }
}

/** A run of the jitter lab with the real thing opened. */
async function open(query: string, opening: Opening = {}): Promise<Real> {
  const page = await app.open(`#/lab/jitter?${query}`, opening)
  const real = realOf(page, await new Stage(page, page, 'jitter').shown())
  await real.part.getByText('The real thing').click()
  await real.part.getByRole('heading', { name: 'Hear it' }).waitFor()
  return real
}

/** What the check of the sound says. */
async function checked({ part, button }: Real): Promise<string> {
  await button('Check the sound').click()
  const line = part.locator('.sound-check p')
  await eventually(() => line.innerText()).toContain('Fingerprint')
  return line.innerText()
}

const fingerprintIn = (text: string): string => /Fingerprint ([0-9a-f]{16})/.exec(text)?.[1] ?? 'none'

/** The time at which something is heard, in seconds of the run; NaN while nothing is. */
const heardAt = async ({ part }: Real): Promise<number> =>
  Number.parseFloat(await part.locator('.caption .caption-time').innerText())

let servers: StaticServer[] = []

afterEach(async () => {
  const running = servers
  servers = []
  await Promise.all(running.map((server) => server.stop()))
})

describe('the part beside the model', () => {
  test('is closed at first, and none of its code is loaded before it is opened', async () => {
    const asked: string[] = []
    const page = await app.open('#/lab/jitter?t=2', {
      prepare: async (opened) => opened.on('request', (request) => asked.push(request.url())),
    })
    const { part } = realOf(page, await new Stage(page, page, 'jitter').shown())
    await part.waitFor()
    expect(asked.filter((url) => /RealThing|worklet|delay-line/.test(url))).toEqual([])
    await part.getByText('The real thing').click()
    await part.getByRole('heading', { name: 'Hear it' }).waitFor()
    expect(asked.filter((url) => /RealThing-.*\.js/.test(url))).toHaveLength(1)
  })

  test('is on no other lab, and not on the slides', async () => {
    const page = await app.open('#/lab/ring?t=2')
    await new Stage(page, page, 'ring').shown()
    expect(await page.getByText('The real thing').count()).toBe(0)
    await page.goto(`${app.origin}/slides/episode8_revealjs.html#/3`)
    await new Stage(page, page.locator('section.present')).shown()
    expect(await page.getByText('The real thing').count()).toBe(0)
  })

  test('that could not be loaded says so, and loads when asked again', async () => {
    const page = await app.open('#/lab/jitter?t=2', {
      expects: [/Failed to load|Failed to fetch|ERR_FAILED/],
    })
    const { part } = realOf(page, await new Stage(page, page, 'jitter').shown())
    await page.route('**/assets/RealThing-*.js', (route) => route.abort())
    await part.getByText('The real thing').click()
    await part.getByText('This part could not be loaded.').waitFor()
    expect((await new Stage(page).read()).time, 'the lab goes on').toBe(2)
    await page.unrouteAll()
    await part.getByRole('button', { name: 'Try again' }).click()
    await part.getByRole('heading', { name: 'Hear it' }).waitFor()
  })
})

describe('the run as sound', () => {
  test('the same run gives the same samples, twice and on two pages; another run gives others', async () => {
    const first = await open('scenario=high&t=3')
    const once = await checked(first)
    expect(once).toContain('The player changed no sample.')
    const again = await checked(first)
    expect(again).toBe(once)
    const second = await open('scenario=high&t=3')
    expect(await checked(second)).toBe(once)
    const other = await open('scenario=high&t=3&seed=77')
    expect(fingerprintIn(await checked(other))).not.toBe(fingerprintIn(once))
  })

  test('is silent where the engine says the whiteboard stalled, and made up where a packet is missing', async () => {
    const real = await open('scenario=silence&t=8&policy=whiteboard,fixed')
    const whiteboard = await checked(real)
    const [, silent, stalls, said, found] =
      /(\d+) of (\d+) stalls are silent: the engine says (\d+) ms are missing, (\d+) ms were silent/.exec(
        whiteboard,
      ) ?? []
    expect(Number(stalls)).toBeGreaterThan(0)
    expect(silent).toBe(stalls)
    expect(found).toBe(said)
    await real.part.getByRole('radio', { name: 'Fixed delay' }).check()
    const fixed = await checked(real)
    expect(fixed).toMatch(/holes: the engine says \d+ ms are missing, \d+ ms were made up/)
    expect(fingerprintIn(fixed)).not.toBe(fingerprintIn(whiteboard))
  })

  test('follows the transport: plays with the run, stops with it, goes where it goes', async () => {
    const real = await open('scenario=medium&t=2')
    const { stage, part, button } = real
    await button('Listen').click()
    await stage.pauseButton.waitFor()
    await eventually(() => stage.speed.inputValue()).toBe('1')
    await eventually(() => heardAt(real), 'something is heard').toBeGreaterThan(2.2)
    await eventually(() => part.locator('.caption').innerText()).toMatch(/packet \d+/)
    await eventually(() => part.getByRole('meter', { name: 'Level, dB' }).count()).toBe(1)
    await eventually(() => part.locator('.sound-picture .bar').first().getAttribute('d')).toMatch(/^M/)
    await stage.pause()
    await eventually(() => part.locator('.caption').innerText()).toContain('nothing is being played')
    await part.getByText('It is heard while the run plays.').waitFor()
    await stage.seek(20)
    await stage.play.click()
    await eventually(() => heardAt(real), 'it went along').toBeGreaterThan(20)
    await stage.speed.selectOption('0.25')
    await part.getByText('sound always plays at 1×').waitFor()
    await part.getByRole('button', { name: 'run at 1×' }).click()
    await eventually(() => part.getByText('sound always plays at 1×').count()).toBe(0)
    await button('Stop listening').click()
    await button('Listen').waitFor()
    expect(await stage.pauseButton.isVisible(), 'the run goes on').toBe(true)
  })

  test('is told and shown where there is no device to play it on', async () => {
    const real = await open('scenario=low&t=2', {
      prepare: (page) =>
        page.addInitScript(() => {
          navigator.mediaDevices.enumerateDevices = () => Promise.resolve([])
        }),
    })
    await real.part.getByText('This browser has no device to play sound on').waitFor()
    await real.button('Listen').click()
    await eventually(() => heardAt(real)).toBeGreaterThan(2.2)
    expect(await real.part.locator('.real-problem').count()).toBe(0)
  })

  test('with reduced motion begins when asked, and only then', async () => {
    const real = await open('scenario=low&t=2', { reducedMotion: 'reduce' })
    await real.stage.play.waitFor()
    expect(await heardAt(real)).toBeNaN()
    await real.button('Listen').click()
    await eventually(() => heardAt(real)).toBeGreaterThan(2.4)
  })

  test('is made of a file of one’s own, which stays on the device; what is no sound is refused in words', async () => {
    const sent: string[] = []
    const real = await open('scenario=low&t=2', {
      prepare: async (page) =>
        page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url())),
    })
    const { part } = real
    const speech = fingerprintIn(await checked(real))
    const input = part.locator('input[type=file]')
    await input.setInputFiles({
      name: 'notes.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('no sound at all'),
    })
    await part.getByText('notes.txt: this browser cannot read it as sound').waitFor()
    await input.setInputFiles({ name: 'empty.wav', mimeType: 'audio/wav', buffer: Buffer.alloc(0) })
    await part.getByText('empty.wav: it is empty.').waitFor()
    expect(fingerprintIn(await checked(real)), 'what was refused changes nothing').toBe(speech)
    await input.setInputFiles({ name: 'saw.wav', mimeType: 'audio/wav', buffer: wav(22_050, 2) })
    await eventually(() => part.getByRole('combobox', { name: 'The sender says' }).inputValue()).toBe('own')
    const own = fingerprintIn(await checked(real))
    expect(own).not.toBe(speech)
    await part.getByRole('combobox', { name: 'The sender says' }).selectOption('tone')
    expect([speech, own]).not.toContain(fingerprintIn(await checked(real)))
    expect(sent).toEqual([])
  })

  test('a browser without AudioWorklet says so in a line, and the rest goes on', async () => {
    const { part, stage } = await open('scenario=low&t=2', {
      prepare: (page) => page.addInitScript(() => Reflect.deleteProperty(window, 'AudioWorkletNode')),
    })
    await part.getByText('This browser has no AudioWorklet').waitFor()
    expect(await part.getByRole('button', { name: 'Start the call' }).count()).toBe(1)
    await stage.play.click()
    await eventually(() => stage.time()).toBeGreaterThan(2.2)
  })

  test('below a sub-path and with the host gone its code is at hand', async () => {
    const server = await StaticServer.start(DIST, '/some/path')
    servers.push(server)
    const page = await app.open('some/path/', {
      origin: server.origin,
      serviceWorkers: 'allow',
      expects: [/Failed to load resource|ERR_CONNECTION_REFUSED|ServiceWorker/],
    })
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
      while (navigator.serviceWorker.controller === null) await new Promise((wait) => setTimeout(wait, 20))
    })
    // Not with the browser's own switch for being offline: that one cuts the call within the page as well.
    await server.stop()
    await page.goto(`${server.origin}/some/path/#/lab/jitter?scenario=high&t=2`)
    await page.reload()
    const real = realOf(page, await new Stage(page, page, 'jitter').shown())
    await real.part.getByText('The real thing').click()
    expect(await checked(real)).toContain('The player changed no sample.')
    await real.button('Start the call').click()
    await real.part.getByText(/\d+ of \d+ s, with the delays/).waitFor()
    await real.button('Stop the call').click()
    expect(server.asked.filter((path) => !path.startsWith('/some/path/') && path !== '/favicon.ico')).toEqual(
      [],
    )
  })
})

describe("beside the browser's own buffer", () => {
  /** The rows of the table of targets and delays. */
  const rows = async ({ part }: Real): Promise<number[][]> =>
    part
      .locator('.loopback tbody tr')
      .evaluateAll((found) =>
        found.map((row) =>
          [...row.children].map((cell) => Number(cell.textContent.replaceAll(',', '').replace('–', 'NaN'))),
        ),
      )

  test('connects, and aims higher on a jittery network than at first; ours as well; it can be stopped', async () => {
    const real = await open('scenario=low&t=2&spread=90&order=false&base=300')
    const { part, button } = real
    await button('Start the call').click()
    await part.getByText('The numbers as a table').click({ timeout: 30_000 })
    await expect
      .poll(async () => {
        const settled = (await rows(real)).filter(([time = 0]) => time > 5)
        return settled.some(([, browser = 0, ours = 0]) => browser > 120 && ours > 120)
      }, PATIENT)
      .toBe(true)
    const all = await rows(real)
    for (const [, target = 0, , delay = 0] of all.filter(([time = 0]) => time > 3)) {
      expect(target).toBeGreaterThan(0)
      expect(delay).toBeGreaterThan(0)
    }
    await eventually(() => part.locator('.finding').innerText()).toMatch(/the browser aims at \d+ ms/)
    await button('Stop the call').click()
    await button('Start the call').waitFor()
    const count = (await rows(real)).length
    expect(count, 'what was measured stays').toBeGreaterThanOrEqual(all.length)
  }, 120_000)

  test('ends when the part is closed', async () => {
    const real = await open('scenario=low&t=2')
    await real.stage.settled()
    const workers = real.page.workers().length
    await real.button('Start the call').click()
    await eventually(() => real.page.workers().length).toBe(workers + 1)
    await real.part.getByText('The real thing').click()
    await eventually(() => real.page.workers().length).toBe(workers)
    expect((await real.stage.settled()).time, 'the lab stays where it was').toBe(2)
  })

  test.each([
    ['RTCRtpScriptTransform', 'This browser has no RTCRtpScriptTransform'],
    ['RTCPeerConnection', 'This browser has no RTCPeerConnection'],
  ])('a browser without %s says so in a line, and the rest goes on', async (feature, words) => {
    const real = await open('scenario=low&t=2', {
      prepare: (page) => page.addInitScript((name) => Reflect.deleteProperty(window, name), feature),
    })
    await real.part.getByText(words).waitFor()
    expect(await real.button('Start the call').count()).toBe(0)
    expect(await checked(real)).toContain('The player changed no sample.')
  })
})

/** A sawtooth as a WAV file of 16 bits. */
function wav(rate: number, seconds: number): Buffer {
  const count = rate * seconds
  const file = Buffer.alloc(44 + 2 * count)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + 2 * count, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(2 * rate, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(2 * count, 40)
  for (let i = 0; i < count; i++) file.writeInt16LE(((i * 300) % 20_000) - 10_000, 44 + 2 * i)
  return file
}
