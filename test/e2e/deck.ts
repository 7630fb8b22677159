import type { Locator, Page } from 'playwright-core'
import { eventually, type App } from './harness.ts'
import { Stage } from './stage.ts'

export const DECK = 'slides/episode8_revealjs.html'
export const TITLES = [
  'Episode 8: Streaming Systems & Kafka',
  'Previously on Episode 7...',
  'The Jitter Problem',
  'Jitter Buffer — The Solution',
  'Adaptive Buffer Sizing',
  'Triple Buffering Pipeline',
  'Media Streaming Summary',
  'The Big Reveal: Kafka is Ring Buffers',
  'Kafka Partition as Distributed Ring Buffer',
  'Consumer Groups: Independent Readers',
  'Retention: The Distributed “Overwrite”',
  'Why Kafka Is Fast',
  'Complete Distributed Log System',
  'Kafka Summary',
  'Backpressure: When Consumers Can’t Keep Up',
  'Backpressure Strategy Matrix',
  'Adaptive Backpressure',
  'Failure Modes to Monitor',
  'Season 1 — The Complete Journey',
  'The Big Picture — Time as a Data Structure',
  'Five Engineering Principles',
  'Season 1 Quick Reference Card',
  'What You’ve Mastered',
  'Season 2 Preview — The Invisible Forest',
  'Closing Message',
]
/** Slides on which a lab runs; slide 12 measures instead, and the season's slides run what is their own. */
export const LAB_SLIDES = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18]

export interface Deck {
  /** The slide on the screen. */
  readonly present: () => Locator
  /** Where the deck stands: the number of the slide, and how many of its fragments are shown: '3+1'. */
  readonly place: () => Promise<string>
  /** Opens the deck at a slide, counted from 1, and waits for the lab on it. */
  readonly openSlide: (number: number) => Promise<Stage>
  /** Presses a key and waits until the deck stands at `expected`. */
  readonly press: (key: string, expected: string) => Promise<void>
}

/** The deck on a test's page. */
export function deckOn(app: App, page: () => Page): Deck {
  const present = (): Locator => page().locator('section.present')

  const place = async (): Promise<string> => {
    const slide = await page()
      .locator('.slides > section')
      .evaluateAll((all) => all.findIndex((one) => one.matches('.present')))
    const fragments = await present().locator('.fragment.visible').count()
    return `${slide + 1}+${fragments}`
  }

  async function openSlide(number: number): Promise<Stage> {
    await app.goTo(page(), `${DECK}#/${number - 1}`)
    await eventually(place).toBe(`${number}+0`)
    const stage = new Stage(page(), present())
    return LAB_SLIDES.includes(number) ? stage.shown() : stage
  }

  const press = async (key: string, expected: string): Promise<void> => {
    await page().keyboard.press(key)
    await eventually(place, key).toBe(expected)
  }
  return { present, place, openSlide, press }
}
