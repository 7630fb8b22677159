import type { Door } from '../episodes.ts'
import type { Source } from '../sources.ts'

/** A moment of the product: a lab at its scenario, settings and time, or a part of a page. */
export interface Moment extends Door {
  /** What one sees there. */
  readonly what: string
}

/** What somebody asks about the episode. */
export interface Question {
  /** Its place in the address: `#/faq?q=…`. */
  readonly id: string
  readonly asks: string
  /** Two to five sentences. A test runs the labs, and holds the numbers of their runs. */
  readonly answer: string
  readonly shown: readonly [Moment, ...Moment[]]
  /** Where it can be read; none where the run itself is all there is. */
  readonly sources: readonly Source[]
  /** The slides that it comes up at. */
  readonly slides: readonly number[]
}
