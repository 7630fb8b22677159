import { drawnScore, lift } from '../score/formulas.ts'

/** A title whose numbers are given, to see what each formula makes of it. */
export interface Example {
  readonly name: string
  readonly hour: number
  readonly day: number
  readonly previous: number
  readonly baseline: number
}

/** A tiny title that grows, a hit that grows a little, a title ten times over its norm that is level. */
export const EXAMPLES: readonly Example[] = [
  { name: 'Tiny title', hour: 100, day: 150, previous: 10, baseline: 1_000 },
  { name: 'Hit', hour: 52_000, day: 600_000, previous: 50_000, baseline: 20_000 },
  { name: 'Steady spike', hour: 5_000, day: 12_000, previous: 5_000, baseline: 1_000 },
]

export interface ScoredExample extends Example {
  readonly drawn: number
  readonly velocity: number
  readonly corrected: number
}

/** Both scores of each, the corrected one with `shrink` viewers added above and below. A full day is behind them. */
export const scoredExamples = (shrink: number): ScoredExample[] =>
  EXAMPLES.map((example) => {
    const { hour, day, previous, baseline } = example
    const { score, velocity } = drawnScore(hour, day, previous, baseline)
    // Everything of the day is known: nothing usual has to stand in for it.
    const corrected = lift(hour, day, 0, Number.POSITIVE_INFINITY, shrink)
    return { ...example, drawn: score, velocity, corrected }
  })
