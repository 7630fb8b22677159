import { at } from '../../shared/assert.ts'
import type { Explanation, Happening } from '../kernel/engine.ts'
import { explainList } from '../kernel/explain.ts'
import type { SimTime } from '../kernel/time.ts'

interface Row<Kind> extends Happening {
  readonly kind: Kind
  readonly amount: number
}

/** What was done in a lane, line by line, so that each of its numbers can name what it is made of. */
export class Journal<Kind extends string> {
  private readonly rows: Row<Kind>[] = []

  /** `amount` is what the line adds to the number it is behind. */
  note(time: SimTime, kind: Kind, text: string, thing: string | null = null, amount = 1): void {
    this.rows.push({ time, kind, text, thing, amount })
  }

  /** The amounts of all lines of one kind. */
  sum(kind: Kind): number {
    return this.rows.reduce((sum, row) => (row.kind === kind ? sum + row.amount : sum), 0)
  }

  /** The lines of these kinds behind a number, newest first. */
  explain(text: string, kinds: readonly Kind[]): Explanation {
    return explainList(text, this.rows.filter(({ kind }) => kinds.includes(kind)).reverse())
  }
}

/** The index of a choice among `weights`, by `u` in 0 .. 1; the weights need not add up to 1, but to more than 0. */
export function choose(weights: readonly number[], u: number): number {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  let left = u * sum
  for (let i = 0; i < weights.length; i++) {
    left -= at(weights, i)
    if (left < 0) return i
  }
  return weights.length - 1
}
