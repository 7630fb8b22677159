import type { Ability } from './data/abilities.ts'

/** How many of the steps behind an ability are ticked off, of how many. */
export function progressOf(
  { proof }: Pick<Ability, 'proof'>,
  ticked: Readonly<Record<string, readonly string[]>>,
): { readonly done: number; readonly of: number } {
  const steps = proof.flatMap(({ lab, steps: keys }) => keys.map((key) => ({ lab, key })))
  const done = steps.filter(({ lab, key }) => ticked[lab]?.includes(key) === true).length
  return { done, of: steps.length }
}
