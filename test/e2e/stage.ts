import type { FrameLocator, Locator, Page } from 'playwright-core'
import { eventually } from './harness.ts'
import { isQuiet } from './quiet.ts'

/** What a window needs for `link`. */
export const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] }

/** sent = played + late + ..., as it stands on the screen. */
export interface Sum {
  readonly lane: string
  readonly whole: number
  readonly parts: Readonly<Record<string, number>>
}

/** What a stage says, read at one moment. */
export interface Reading {
  /** Simulated time in seconds, as the clock shows it. */
  readonly time: number
  /** How far the run goes, in seconds, as the clock shows it. */
  readonly extent: number
  readonly isBehind: boolean
  readonly sums: readonly Sum[]
  /** The table of measures: 'Late' to the cells of its row. */
  readonly measures: Readonly<Record<string, readonly string[]>>
  /** The trace hash; null while "Check it" is closed. */
  readonly hash: string | null
  readonly branches: readonly string[]
  readonly branch: string
}

/** A mounted lab, by the names a person reads on it. */
export class Stage {
  readonly page: Page
  readonly root: Locator

  constructor(page: Page, within: Page | Locator | FrameLocator = page, lab?: string) {
    this.page = page
    this.root = within.locator(lab === undefined ? '[data-lab]' : `[data-lab="${lab}"]`).first()
  }

  button(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true })
  }

  radio(name: string): Locator {
    return this.root.getByRole('radio', { name, exact: true })
  }

  get play(): Locator {
    return this.button('Play')
  }

  get pauseButton(): Locator {
    return this.button('Pause')
  }

  get slider(): Locator {
    return this.root.getByRole('slider', { name: 'Time', exact: true })
  }

  get speed(): Locator {
    return this.root.getByRole('combobox', { name: 'Speed', exact: true })
  }

  get seed(): Locator {
    return this.root.getByRole('spinbutton', { name: 'Seed', exact: true })
  }

  /** What can be moved by keys: packets. */
  get picture(): Locator {
    return this.root.getByRole('application')
  }

  get svg(): Locator {
    return this.root.locator('svg[data-picture]')
  }

  get notices(): Locator {
    return this.root.locator('.notices')
  }

  get panel(): Locator {
    return this.root.locator('.panel')
  }

  /** Everything the stage says, read in one go so that no frame comes between. */
  read(): Promise<Reading> {
    return this.root.evaluate(readStage)
  }

  async time(): Promise<number> {
    return (await this.read()).time
  }

  /** Waits until a picture is drawn. */
  async shown(): Promise<this> {
    await this.svg.waitFor()
    return this
  }

  /** Stops a run that plays, or is about to: one that is being opened may begin when it is there. */
  async pause(): Promise<void> {
    await eventually(async () => {
      if (await this.pauseButton.isVisible()) await this.pauseButton.click()
      return (await this.root.evaluate(isQuiet)) && (await this.play.isVisible())
    }, 'the run is paused').toBe(true)
    await this.settled()
  }

  /** Waits until the run stands still at `seconds`, where an address led it. */
  async standsAt(seconds: number): Promise<this> {
    await this.shown()
    await eventually(async () => (await this.settled()).time, 'where it was to be').toBe(seconds)
    return this
  }

  /** The address "Copy link" gives. The window must be allowed to use the clipboard: see CLIPBOARD. */
  async link(): Promise<string> {
    await this.page.evaluate(() => navigator.clipboard.writeText(''))
    await this.button('Copy link').click()
    let copied = ''
    await eventually(
      async () => (copied = await this.page.evaluate(() => navigator.clipboard.readText())),
    ).toContain('#/lab/')
    return copied
  }

  /** Waits until the run stands still at a moment, and all that was asked of it is done; then reads it. */
  async settled(): Promise<Reading> {
    let last = await this.read()
    await eventually(async () => {
      const wasQuiet = await this.root.evaluate(isQuiet)
      last = await this.read()
      return wasQuiet && !last.isBehind
    }, 'the run stands still').toBe(true)
    return last
  }

  /** Drags time to `seconds` with the slider, waits until the run is there and reads it. */
  async seek(seconds: number): Promise<Reading> {
    const thousandths = Math.round(seconds * 1_000)
    // A slider that stands there already, by its own steps of ten, would not move.
    if ((await this.slider.inputValue()) === String(thousandths))
      await this.slider.fill(String(thousandths + 10))
    await this.slider.fill(String(thousandths))
    await eventually(async () => {
      const { time, isBehind } = await this.read()
      return isBehind ? Number.NaN : time
    }, `the run is at ${seconds} s`).toBe(seconds)
    return this.settled()
  }

  /** Steps by `press` to another event: the picture is another one, though the clock may show the same thousandth. */
  async step(press: () => Promise<void>): Promise<Reading> {
    const before = await this.markup()
    await press()
    await eventually(() => this.markup(), 'it stepped').not.toBe(before)
    return this.settled()
  }

  /** The trace hash of the moment shown; opens "Check it" for it. */
  async hash(): Promise<string> {
    await this.openPanel('Check it')
    let found: string | null = null
    await eventually(async () => {
      found = (await this.settled()).hash
      return found
    }, 'the trace hash is shown').not.toBeNull()
    return found ?? ''
  }

  async openPanel(name: 'Check it' | 'Compare'): Promise<Locator> {
    const panel = this.root.getByRole('region', { name, exact: true })
    if (!(await panel.isVisible())) await this.button(name).click()
    await panel.waitFor()
    return panel
  }

  /** Lets the table of measures show all of them, where it shows the essential ones at first. */
  async showAllMeasures(): Promise<void> {
    const more = this.root.locator('.measures').getByRole('button', { name: /^All \d+ measures$/ })
    if (await more.isVisible()) await more.click()
  }

  /** The picture's markup, without the ids that differ from mount to mount. */
  async markup(): Promise<string> {
    return withoutIds(await this.svg.evaluate((svg) => svg.outerHTML))
  }
}

/** React's own ids, `_r_1_`, and where they are referred to. */
export const withoutIds = (markup: string): string => markup.replaceAll(/[_«]r_?\w*?[_»]/g, 'ID')

/** Runs in the page. */
function readStage(root: Element): Reading {
  const textOf = (element: Element | null | undefined): string => element?.textContent.trim() ?? ''
  const clock = root.querySelector('output[aria-label="Simulated time"]')
  const sums = [...root.querySelectorAll('.conservation')].map((line): Sum => {
    const [whole, ...parts] = [...line.querySelectorAll('.sum-term')].map((term): [string, number] => {
      const count = textOf(term.querySelector('b'))
      return [textOf(term).slice(0, -count.length).trim(), Number(count.replaceAll(',', ''))]
    })
    return {
      lane: textOf(line.querySelector('.lane-name')),
      whole: whole?.[1] ?? Number.NaN,
      parts: Object.fromEntries(parts),
    }
  })
  const rows = [...root.querySelectorAll('.measures tbody tr')].map((row): [string, string[]] => [
    textOf(row.querySelector('th button')),
    [...row.querySelectorAll('td')].map((cell) => textOf(cell)),
  ])
  return {
    time: Number(textOf(clock?.querySelector('b'))),
    extent: Number(/[\d.]+/.exec(textOf(clock?.querySelector('span')))?.[0]),
    isBehind: clock?.querySelector('.clock-behind') !== null,
    sums,
    measures: Object.fromEntries(rows),
    hash: /^[0-9a-f]{16}$/.exec(textOf(root.querySelector('.panel p code')))?.[0] ?? null,
    branches: [...root.querySelectorAll('.branches li')].map((item) => textOf(item)),
    branch: textOf(root.querySelector('.branch-current')),
  }
}
