import { at } from '../shared/assert.ts'

const LONGEST = 40

/** The known word that `word` was probably meant to be; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word === '' || word.length > LONGEST) return null
  const wanted = word.toLowerCase()
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const [best] = ranked
  const limit = Math.max(1, Math.floor(wanted.length / 3))
  if (best !== undefined && best.distance <= limit) return best.candidate
  const beginning = wanted.length >= 2 ? known.filter((name) => name.toLowerCase().startsWith(wanted)) : []
  return beginning.length === 1 ? at(beginning, 0) : null
}

/** `; did you mean "high"?`, or nothing when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const guess = nearest(word, known)
  return guess === null ? '' : `; did you mean "${guess}"?`
}

/** Letters added, left out, replaced, or swapped with their neighbour, at least, to make `b` of `a`. */
export function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const above = at(rows, i - 1)
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = at(above, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwap ? at(at(rows, i - 2), j - 2) + 1 : Infinity
      row.push(Math.min(at(above, j) + 1, at(row, j - 1) + 1, replace, swap))
    }
    rows.push(row)
  }
  return at(at(rows, a.length), b.length)
}
